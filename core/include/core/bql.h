/*
 * bql.h: the big lock around all device models
 *
 * A thread that touches a device, an IRQ wire, a property or the memory map
 * holds this lock; vCPU threads hold it only while they are outside guest
 * code. It does not nest: taking it twice in one thread is a bug.
 */
#ifndef CORE_BQL_H
#define CORE_BQL_H

#include <glib.h>
#include <stdbool.h>

/** bql_lock: wait for the lock. Context: caller must not hold it */
void bql_lock(void);

/** bql_unlock: give it back. Context: caller holds it */
void bql_unlock(void);

/** bql_locked: does the calling thread hold the lock? */
bool bql_locked(void);

/**
 * bql_cond_wait: give the lock back, wait for @cond, take the lock again
 *
 * Spurious wake-ups happen: wait in a loop around the condition.
 * Context: caller holds the lock.
 */
void bql_cond_wait(GCond *cond);

/**
 * bql_cond_wait_until: the same with a limit
 * @end_us: g_get_monotonic_time() value, microseconds
 *
 * Returns: false when the time is over.
 */
bool bql_cond_wait_until(GCond *cond, gint64 end_us);

#endif
