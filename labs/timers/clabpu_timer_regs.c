/*
 * clabpu_timer_regs.c: the course timer's registers (exercise timers.6)
 *
 * TODO: reads, writes and the interrupt line, as the table in
 * devices/clabpu_timer.h says. The counter itself is clabpu_timer_count.c.
 * Unknown offsets are the guest's mistake: log them with
 * qemu_log_mask(LOG_GUEST_ERROR, ...) and read as 0.
 */
#include "core/lab_todo.h"
#include "devices/clabpu_timer.h"

void clabpu_timer_update_irq(ClabpuTimerState *s)
{
    (void)s;
    lab_todo("timers", 6);
}

uint32_t clabpu_timer_reg_read(ClabpuTimerState *s, hwaddr addr)
{
    (void)s;
    (void)addr;
    lab_todo("timers", 6);
    return 0;
}

void clabpu_timer_reg_write(ClabpuTimerState *s, hwaddr addr,
                            uint32_t value)
{
    (void)s;
    (void)addr;
    (void)value;
    lab_todo("timers", 6);
}
