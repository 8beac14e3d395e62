/*
 * tick_rate.c: between counts and nanoseconds (exercise timers.2)
 *
 * TODO: convert exactly, in integers. Contract with all limits:
 * timers/tick_rate.h. An interrupt must never be early, and reading a counter
 * must never drift, so think about the direction of each rounding. Products
 * of 64-bit numbers need 128 bits: unsigned __int128.
 */
#include "core/lab_todo.h"
#include "timers/tick_rate.h"

int64_t tick_rate_counts_to_ns(const TickRate *rate, uint64_t counts)
{
    (void)rate;
    (void)counts;
    lab_todo("timers", 2);
    return 0;
}

uint64_t tick_rate_ns_to_counts(const TickRate *rate, int64_t ns)
{
    (void)rate;
    (void)ns;
    lab_todo("timers", 2);
    return 0;
}

int64_t tick_rate_deadline_ns(const TickRate *rate, int64_t start_ns,
                              uint64_t counts)
{
    (void)rate;
    (void)start_ns;
    (void)counts;
    lab_todo("timers", 2);
    return 0;
}

uint64_t tick_rate_remaining(const TickRate *rate, uint64_t counts,
                             int64_t elapsed_ns)
{
    (void)rate;
    (void)counts;
    (void)elapsed_ns;
    lab_todo("timers", 2);
    return 0;
}
