/*
 * tick_rate.c: exact conversion between counts and nanoseconds
 *
 *     ns     = counts * prescaler * 10^9 / frequency      rounded up
 *     counts = ns * frequency / (prescaler * 10^9)        rounded down
 *
 * The largest products, 2^64 * 2^32 * 10^9 and 2^63 * 2^64, fit into 128
 * bits. Floating point has 53 bits and would be wrong after 104 days.
 */
#include <glib.h>

#include "timers/tick_rate.h"
#include "timers/timer.h"

typedef unsigned __int128 Wide;

/* Nanoseconds per count, as the fraction nominator / frequency_hz. */
static uint64_t period_nominator(const TickRate *rate)
{
    return (rate->prescaler ? rate->prescaler : 1) *
           (uint64_t)NANOSECONDS_PER_SECOND;
}

int64_t tick_rate_counts_to_ns(const TickRate *rate, uint64_t counts)
{
    if (counts == 0) {
        return 0;
    }
    if (rate->frequency_hz == 0) {
        return INT64_MAX;
    }
    Wide product = (Wide)counts * period_nominator(rate);
    Wide ns = product / rate->frequency_hz;
    if (product % rate->frequency_hz != 0) {
        ns++;
    }
    return ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
}

uint64_t tick_rate_ns_to_counts(const TickRate *rate, int64_t ns)
{
    if (ns <= 0) {
        return 0;
    }
    Wide counts = (Wide)ns * rate->frequency_hz / period_nominator(rate);
    return counts > UINT64_MAX ? UINT64_MAX : (uint64_t)counts;
}

int64_t tick_rate_deadline_ns(const TickRate *rate, int64_t start_ns,
                              uint64_t counts)
{
    int64_t length_ns = tick_rate_counts_to_ns(rate, counts);

    return length_ns > INT64_MAX - start_ns ? INT64_MAX
                                            : start_ns + length_ns;
}

uint64_t tick_rate_remaining(const TickRate *rate, uint64_t counts,
                             int64_t elapsed_ns)
{
    uint64_t passed = tick_rate_ns_to_counts(rate, elapsed_ns);

    return passed >= counts ? 0 : counts - passed;
}
