/*
 * clabpu_timer_count.c: the course timer's counter and its deadline
 *
 * The state is (counter, start_ns): "this much remained at that time".
 * Reading computes from it and changes nothing. Whoever changes a register
 * first brings the state up to now (clabpu_timer_sync), then begins a new
 * tick (clabpu_timer_setup).
 */
#include "devices/clabpu_timer.h"

#include "core/trace.h"
#include "timers/tick_rate.h"

TRACE_EVENT(clabpu_timer_expire, "at_ns:d")

static TickRate timer_rate(const ClabpuTimerState *s)
{
    return (TickRate){ s->frequency_hz, s->regs.prescaler };
}

bool clabpu_timer_running(const ClabpuTimerState *s)
{
    return s->regs.control & CLABPU_TIMER_CTRL_ENABLE;
}

uint32_t clabpu_timer_count(const ClabpuTimerState *s)
{
    TickRate rate = timer_rate(s);

    if (!clabpu_timer_running(s)) {
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

    if (clabpu_timer_running(s)) {
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
void clabpu_timer_sync(ClabpuTimerState *s)
{
    if (clabpu_timer_running(s) && clabpu_timer_count(s) == 0) {
        clock_expire(s);
    }
}

/* After a write: run from now on, or stand still. */
void clabpu_timer_setup(ClabpuTimerState *s)
{
    if (clabpu_timer_running(s) && s->regs.counter == 0) {
        clock_expire(s);
    } else {
        s->start_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
        clabpu_timer_arm(s);
    }
}
