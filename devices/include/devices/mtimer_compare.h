/*
 * mtimer_compare.h: the arithmetic of mtime, mtimecmp and their deadline
 *
 * Pure functions: no clock, no device. Exercise of the timers lab.
 */
#ifndef DEVICES_MTIMER_COMPARE_H
#define DEVICES_MTIMER_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * mtimer_ticks: counter ticks that have passed at clock time @now_ns
 * @now_ns:  0..INT64_MAX
 * @freq_hz: ticks per second, 1..UINT32_MAX
 *
 * Returns: floor(now_ns * freq_hz / 10^9), modulo 2^64.
 */
uint64_t mtimer_ticks(int64_t now_ns, uint32_t freq_hz);

/**
 * mtimer_pending: the level of the timer interrupt
 *
 * Privileged ISA, "Machine Timer": pending while mtime >= mtimecmp, compared
 * as unsigned numbers.
 */
bool mtimer_pending(uint64_t mtime, uint64_t mtimecmp);

/**
 * mtimer_ticks_to_change: ticks until the level changes by itself
 *
 * Not pending: when mtime reaches mtimecmp. Pending: when mtime wraps to 0,
 * which is below any mtimecmp but 0.
 *
 * Returns: 1..UINT64_MAX; UINT64_MAX also stands for "never".
 */
uint64_t mtimer_ticks_to_change(uint64_t mtime, uint64_t mtimecmp);

/**
 * mtimer_deadline_ns: the first clock time with @ticks more ticks than now
 * @now_ns:  0..INT64_MAX
 * @ticks:   ticks from now
 * @freq_hz: 1..UINT32_MAX
 *
 * Rounds up, so at the returned time mtimer_ticks() has really advanced by
 * @ticks: an interrupt is never early.
 *
 * Returns: nanoseconds; INT64_MAX when it lies beyond the clock's range.
 */
int64_t mtimer_deadline_ns(int64_t now_ns, uint64_t ticks, uint32_t freq_hz);

#endif
