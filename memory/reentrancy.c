/*
 * reentrancy.c: the flag that stops a device from calling itself
 *
 * A device that does DMA from inside a register callback can be pointed, by
 * the guest, at its own registers: the callback then runs again on state it
 * is in the middle of changing (CVE-2021-3416 and many relatives). Regions
 * with one owner share one flag; dispatch.c raises it around callbacks and
 * refuses accesses that find it raised. A region without an owner guards
 * only itself.
 */
#include "memory_internal.h"

void reentrancy_guard_join(MemoryRegion *mr)
{
    MemReentrancyGuard *guard = NULL;

    if (mr->owner) {
        guard = g_hash_table_lookup(mr->map->guards, mr->owner);
    }
    if (!guard) {
        guard = g_new0(MemReentrancyGuard, 1);
        if (mr->owner) {
            g_hash_table_insert(mr->map->guards, mr->owner, guard);
        }
    }
    guard->users++;
    mr->guard = guard;
}

void reentrancy_guard_leave(MemoryRegion *mr)
{
    MemReentrancyGuard *guard = mr->guard;

    if (--guard->users > 0) {
        return;
    }
    if (mr->owner) {
        g_hash_table_remove(mr->map->guards, mr->owner);
    }
    g_free(guard);
}
