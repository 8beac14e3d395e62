/*
 * clabpu_timer_regs.c: what the course timer's registers do (exercise)
 *
 * Registers and rules: clabpu_timer.h; the arithmetic: tick_rate.h. The state
 * is (counter, start_ns): "this much remained at that time". Reads compute
 * from it and change nothing. A write first brings it up to now.
 */
#include "devices/clabpu_timer.h"

#include <inttypes.h>

#include "core/log.h"
#include "core/trace.h"
#include "timers/tick_rate.h"

TRACE_EVENT(clabpu_timer_expire, "at_ns:d")

void clabpu_timer_update_irq(ClabpuTimerState *s)
{
    bool expired = s->regs.status & CLABPU_TIMER_STATUS_EXPIRED;
    bool enabled = s->regs.control & CLABPU_TIMER_CTRL_INT_EN;

    qemu_set_irq(s->irq, expired && enabled);
}

/* ------------------------------------------------------------ the counter */

static TickRate timer_rate(const ClabpuTimerState *s)
{
    return (TickRate){ s->frequency_hz, s->regs.prescaler };
}

static bool timer_running(const ClabpuTimerState *s)
{
    return s->regs.control & CLABPU_TIMER_CTRL_ENABLE;
}

static uint32_t read_counter(const ClabpuTimerState *s)
{
    TickRate rate = timer_rate(s);

    if (!timer_running(s)) {
        return s->regs.counter;
    }
    return (uint32_t)tick_rate_remaining(
        &rate, s->regs.counter,
        qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) - s->start_ns);
}

static void clock_expire(ClabpuTimerState *s)
{
    TRACE(clabpu_timer_expire,
          (uint64_t)qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL));
    timer_del(s->timer);
    s->regs.counter = 0;
    s->regs.control &= ~CLABPU_TIMER_CTRL_ENABLE;
    s->regs.status |= CLABPU_TIMER_STATUS_EXPIRED;
}

void clabpu_timer_expire(ClabpuTimerState *s)
{
    clock_expire(s);
    clabpu_timer_update_irq(s);
}

void clabpu_timer_arm(ClabpuTimerState *s)
{
    TickRate rate = timer_rate(s);

    if (timer_running(s)) {
        timer_mod_ns(s->timer, tick_rate_deadline_ns(&rate, s->start_ns,
                                                     s->regs.counter));
    } else {
        timer_del(s->timer);
    }
}

/*
 * Before every write. The timer's callback may be late: when the deadline has
 * passed, the write must meet the state that a punctual one would have left.
 */
static void clock_sync(ClabpuTimerState *s)
{
    if (timer_running(s) && read_counter(s) == 0) {
        clock_expire(s);
    }
}

/* After a write: run from now on, or stand still. */
static void clock_setup(ClabpuTimerState *s)
{
    if (timer_running(s) && s->regs.counter == 0) {
        clock_expire(s);
    } else {
        s->start_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
        clabpu_timer_arm(s);
    }
}

/* -------------------------------------------------------------- registers */

/* EXPIRED shows as soon as the deadline has passed, like COUNTER. */
static uint32_t read_status(const ClabpuTimerState *s)
{
    bool due = timer_running(s) && read_counter(s) == 0;

    return s->regs.status | (due ? CLABPU_TIMER_STATUS_EXPIRED : 0);
}

static uint32_t read_control(const ClabpuTimerState *s)
{
    bool due = timer_running(s) && read_counter(s) == 0;

    return s->regs.control & ~(due ? CLABPU_TIMER_CTRL_ENABLE : 0);
}

uint32_t clabpu_timer_reg_read(ClabpuTimerState *s, hwaddr addr)
{
    switch (addr) {
    case CLABPU_TIMER_COUNTER:
        return read_counter(s);
    case CLABPU_TIMER_CONTROL:
        return read_control(s);
    case CLABPU_TIMER_STATUS:
        return read_status(s);
    case CLABPU_TIMER_PRESCALER:
        return s->regs.prescaler;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-timer: read of unknown "
                      "register 0x%" PRIx64 "\n", addr);
        return 0;
    }
}

static void write_counter(ClabpuTimerState *s, uint32_t value)
{
    s->regs.counter = value;
    clock_setup(s);
}

static void write_prescaler(ClabpuTimerState *s, uint32_t value)
{
    s->regs.counter = read_counter(s);
    s->regs.prescaler = value;
    clock_setup(s);
}

/* Disabling keeps what remains; enabling what runs is no new start. */
static void write_control(ClabpuTimerState *s, uint32_t value)
{
    uint32_t changed = s->regs.control ^ value;

    if (changed & CLABPU_TIMER_CTRL_ENABLE) {
        s->regs.counter = read_counter(s);
    }
    s->regs.control = value & CLABPU_TIMER_CTRL_MASK;
    if (changed & CLABPU_TIMER_CTRL_ENABLE) {
        clock_setup(s);
    }
}

void clabpu_timer_reg_write(ClabpuTimerState *s, hwaddr addr,
                            uint32_t value)
{
    clock_sync(s);
    switch (addr) {
    case CLABPU_TIMER_COUNTER:
        write_counter(s, value);
        break;
    case CLABPU_TIMER_CONTROL:
        write_control(s, value);
        break;
    case CLABPU_TIMER_STATUS:
        s->regs.status &= ~value;
        break;
    case CLABPU_TIMER_PRESCALER:
        write_prescaler(s, value);
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-timer: write to unknown "
                      "register 0x%" PRIx64 "\n", addr);
        break;
    }
    clabpu_timer_update_irq(s);
}
