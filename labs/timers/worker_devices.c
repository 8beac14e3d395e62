/*
 * worker_devices.c: mtimecmp, counted instructions, and the course timer as
 * a guest sees it
 */
#include "worker_timers.h"

#include "devices/mtimer_compare.h"
#include "devices/qdev_properties.h"
#include "timers/icount.h"
#include "timers/timer_system.h"

void timers_op_compare(Worker *w)
{
    int64_t now_ns = worker_i64(w, "now");
    uint32_t hz = (uint32_t)worker_u64(w, "hz");
    uint64_t cmp = worker_u64(w, "cmp");

    if (now_ns < 0 || hz == 0) {
        reply_text(w, "error", "time is negative or stands still");
        return;
    }
    uint64_t mtime = mtimer_ticks(now_ns, hz);
    uint64_t ticks = mtimer_ticks_to_change(mtime, cmp);
    reply_u64(w, "mtime", mtime);
    reply_bool(w, "pending", mtimer_pending(mtime, cmp));
    reply_u64(w, "ticks_to_change", ticks);
    reply_i64(w, "deadline", mtimer_deadline_ns(now_ns, ticks, hz));
}

void timers_op_icount(Worker *w)
{
    IcountClock clock = { (unsigned)worker_u64(w, "shift") % 16,
                          worker_i64(w, "bias") };
    uint64_t retired = worker_u64(w, "retired");
    int64_t deadline_ns = worker_i64(w, "deadline");

    reply_i64(w, "now", icount_clock_ns(&clock, retired));
    reply_u64(w, "limit", icount_clock_limit(&clock, retired, deadline_ns));
    reply_i64(w, "skipped", icount_clock_warp(&clock, retired, deadline_ns));
    reply_i64(w, "after_warp", icount_clock_ns(&clock, retired));
}

/* -------------------------------------------------------- the course timer */

static void line_changed(void *opaque, int n, int level)
{
    TimersLab *lab = opaque;

    lab->edges += level != lab->level;
    lab->level = level;
}

void timers_op_device_clock(Worker *w)
{
    TimersLab *lab = worker_state(w);
    uint64_t hz = worker_u64(w, "hz");

    if (lab->device || hz == 0 || hz > UINT32_MAX) {
        reply_text(w, "error", "the device has a clock, or this is none");
        return;
    }
    timer_system_set_host(timer_system_default(), &manual_clock_ops,
                          &lab->device_clock);
    cpu_enable_ticks();
    DeviceState *dev = qdev_new(TYPE_CLABPU_TIMER);
    qdev_prop_set_uint32(dev, "frequency", (uint32_t)hz);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_abort);
    lab->device = CLABPU_TIMER(dev);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0,
                       qemu_allocate_irq(line_changed, lab, 0));
    device_cold_reset(dev);
}

/* What an operation on the device shows besides its own result. */
static void tell_line(Worker *w)
{
    TimersLab *lab = worker_state(w);

    reply_i64(w, "line", lab->level);
    reply_u64(w, "edges", lab->edges);
}

static bool has_device(Worker *w)
{
    TimersLab *lab = worker_state(w);

    if (!lab->device) {
        reply_text(w, "error", "the device has no clock yet");
    }
    return lab->device;
}

void timers_op_device_read(Worker *w)
{
    TimersLab *lab = worker_state(w);

    if (has_device(w)) {
        reply_u64(w, "value", clabpu_timer_reg_read(
            lab->device, worker_u64(w, "offset")));
        tell_line(w);
    }
}

void timers_op_device_write(Worker *w)
{
    TimersLab *lab = worker_state(w);

    if (has_device(w)) {
        clabpu_timer_reg_write(lab->device, worker_u64(w, "offset"),
                               (uint32_t)worker_u64(w, "value"));
        tell_line(w);
    }
}

void timers_op_device_wait(Worker *w)
{
    TimersLab *lab = worker_state(w);
    int64_t ns = worker_i64(w, "ns");

    if (has_device(w) && ns >= 0) {
        manual_clock_run(&lab->device_clock, timer_system_default(), ns);
        tell_line(w);
    }
}

/* Host time passes, but the host is late with the timer's callback. */
void timers_op_device_late(Worker *w)
{
    TimersLab *lab = worker_state(w);
    int64_t ns = worker_i64(w, "ns");

    if (has_device(w) && ns >= 0) {
        manual_clock_advance(&lab->device_clock, ns);
    }
}

/* ------------------------------------------- its counter without registers */

static void tell_count(Worker *w, const ClabpuTimerState *s)
{
    reply_u64(w, "count", clabpu_timer_count(s));
    reply_bool(w, "running", clabpu_timer_running(s));
    reply_hex(w, "status", s->regs.status);
    reply_i64(w, "deadline", timer_expire_time_ns(s->timer));
}

void timers_op_count_write(Worker *w)
{
    TimersLab *lab = worker_state(w);
    ClabpuTimerState *s = lab->device;

    if (has_device(w)) {
        clabpu_timer_sync(s);
        s->regs.counter = (uint32_t)worker_u64(w, "value");
        s->regs.prescaler = (uint32_t)worker_u64(w, "prescaler");
        s->regs.control = worker_u64(w, "enable") ? CLABPU_TIMER_CTRL_ENABLE
                                                  : 0;
        clabpu_timer_setup(s);
        tell_count(w, s);
    }
}

void timers_op_count_read(Worker *w)
{
    TimersLab *lab = worker_state(w);

    if (has_device(w)) {
        tell_count(w, lab->device);
    }
}
