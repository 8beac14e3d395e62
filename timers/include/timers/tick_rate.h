/*
 * tick_rate.h: between counts of a hardware counter and nanoseconds
 *
 * A counter that divides frequency_hz by a prescaler counts once every
 * prescaler / frequency_hz seconds, which is rarely a whole number of
 * nanoseconds. All arithmetic is exact in 128 bits; then deadlines round up
 * and counts round down, so an interrupt is never early and reading a counter
 * never drifts.
 */
#ifndef TIMERS_TICK_RATE_H
#define TIMERS_TICK_RATE_H

#include <stdint.h>

typedef struct TickRate {
    uint64_t frequency_hz;      /* 0: the counter stands still */
    uint32_t prescaler;         /* input ticks per count; 0 acts as 1 */
} TickRate;

/**
 * muldiv64: a * b / c without losing bits in between
 *
 * Returns: the quotient rounded down, modulo 2^64; @c must not be 0.
 */
static inline uint64_t muldiv64(uint64_t a, uint64_t b, uint64_t c)
{
    return (uint64_t)((unsigned __int128)a * b / c);
}

/**
 * tick_rate_counts_to_ns: how long @counts counts take
 *
 * Returns: nanoseconds, rounded up; INT64_MAX when that does not fit or the
 *          counter stands still and @counts is not 0.
 */
int64_t tick_rate_counts_to_ns(const TickRate *rate, uint64_t counts);

/**
 * tick_rate_ns_to_counts: how many whole counts fit into @ns
 * @ns: elapsed nanoseconds; negative counts as 0
 *
 * Returns: counts, rounded down; UINT64_MAX when that does not fit.
 */
uint64_t tick_rate_ns_to_counts(const TickRate *rate, int64_t ns);

/**
 * tick_rate_deadline_ns: start of a period plus its length
 * @start_ns: absolute time at which counting began, >= 0
 * @counts:   counts until expiry
 *
 * Returns: the absolute deadline, INT64_MAX at most.
 */
int64_t tick_rate_deadline_ns(const TickRate *rate, int64_t start_ns,
                              uint64_t counts);

/**
 * tick_rate_remaining: what a down-counter shows
 * @counts:     value it was started with
 * @elapsed_ns: time since the start
 *
 * Reading changes nothing, so any number of reads gives no drift.
 *
 * Returns: remaining counts, 0 when the period is over.
 */
uint64_t tick_rate_remaining(const TickRate *rate, uint64_t counts,
                             int64_t elapsed_ns);

#endif
