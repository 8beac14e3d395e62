/*
 * mtimer_compare.c: mtime, mtimecmp and the deadline (exercise timers.7)
 *
 * TODO: four pure functions; contract: devices/mtimer_compare.h. mtime and
 * mtimecmp are unsigned 64-bit numbers that wrap; the level is a comparison,
 * not an event.
 */
#include "core/lab_todo.h"
#include "devices/mtimer_compare.h"

uint64_t mtimer_ticks(int64_t now_ns, uint32_t freq_hz)
{
    (void)now_ns;
    (void)freq_hz;
    lab_todo("timers", 7);
    return 0;
}

bool mtimer_pending(uint64_t mtime, uint64_t mtimecmp)
{
    (void)mtime;
    (void)mtimecmp;
    lab_todo("timers", 7);
    return false;
}

uint64_t mtimer_ticks_to_change(uint64_t mtime, uint64_t mtimecmp)
{
    (void)mtime;
    (void)mtimecmp;
    lab_todo("timers", 7);
    return 0;
}

int64_t mtimer_deadline_ns(int64_t now_ns, uint64_t ticks, uint32_t freq_hz)
{
    (void)now_ns;
    (void)ticks;
    (void)freq_hz;
    lab_todo("timers", 7);
    return 0;
}
