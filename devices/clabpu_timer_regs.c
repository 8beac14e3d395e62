/*
 * clabpu_timer_regs.c: what the course timer's registers do
 *
 * Registers and rules: clabpu_timer.h; the counter: clabpu_timer_count.c.
 * Reads change nothing. A write first brings the counter up to now.
 */
#include "devices/clabpu_timer.h"

#include <inttypes.h>

#include "core/log.h"

void clabpu_timer_update_irq(ClabpuTimerState *s)
{
    bool expired = s->regs.status & CLABPU_TIMER_STATUS_EXPIRED;
    bool enabled = s->regs.control & CLABPU_TIMER_CTRL_INT_EN;

    qemu_set_irq(s->irq, expired && enabled);
}

/* EXPIRED shows as soon as the deadline has passed, like COUNTER. */
static uint32_t read_status(const ClabpuTimerState *s)
{
    bool due = clabpu_timer_running(s) && clabpu_timer_count(s) == 0;

    return s->regs.status | (due ? CLABPU_TIMER_STATUS_EXPIRED : 0);
}

static uint32_t read_control(const ClabpuTimerState *s)
{
    bool due = clabpu_timer_running(s) && clabpu_timer_count(s) == 0;

    return s->regs.control & ~(due ? CLABPU_TIMER_CTRL_ENABLE : 0);
}

uint32_t clabpu_timer_reg_read(ClabpuTimerState *s, hwaddr addr)
{
    switch (addr) {
    case CLABPU_TIMER_COUNTER:
        return clabpu_timer_count(s);
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
    clabpu_timer_setup(s);
}

static void write_prescaler(ClabpuTimerState *s, uint32_t value)
{
    s->regs.counter = clabpu_timer_count(s);
    s->regs.prescaler = value;
    clabpu_timer_setup(s);
}

/* Disabling keeps what remains; enabling what runs is no new start. */
static void write_control(ClabpuTimerState *s, uint32_t value)
{
    uint32_t changed = s->regs.control ^ value;

    if (changed & CLABPU_TIMER_CTRL_ENABLE) {
        s->regs.counter = clabpu_timer_count(s);
    }
    s->regs.control = value & CLABPU_TIMER_CTRL_MASK;
    if (changed & CLABPU_TIMER_CTRL_ENABLE) {
        clabpu_timer_setup(s);
    }
}

void clabpu_timer_reg_write(ClabpuTimerState *s, hwaddr addr,
                            uint32_t value)
{
    clabpu_timer_sync(s);
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
