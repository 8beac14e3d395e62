/*
 * memory_map.h: what all regions and address spaces of one machine share
 *
 * The MemoryMap holds the open transaction, the address spaces, the
 * listeners and the RAM blocks. One emulator has one of them: the default,
 * which default_map.c owns and which QEMU's argument-less functions use.
 */
#ifndef MEMORY_MEMORY_MAP_H
#define MEMORY_MEMORY_MAP_H

#include "memory/address_space.h"
#include "memory/memory.h"
#include "memory/ram_addr.h"

/* What the CPU engine wants to know; every member is (nullable). */
typedef struct MemoryHooks {
    /* someone else stores to pages from which code was translated */
    void (*code_write)(void *opaque, ram_addr_t start, ram_addr_t length);
    /* dirty bits went away: cached write permissions are stale */
    void (*dirty_cleared)(void *opaque, ram_addr_t start, ram_addr_t length);
    /*
     * An address space has a new flat view. @view (transfer full) is the old
     * one: vCPUs may be reading it without a lock, so flatview_unref() it
     * when each has passed a safe point. NULL: nobody reads without the lock
     */
    void (*view_retired)(void *opaque, FlatView *view);
} MemoryHooks;

/** memory_map_set_hooks: @hooks (borrowed) (nullable), one set per map */
void memory_map_set_hooks(MemoryMap *map, const MemoryHooks *hooks,
                          void *opaque);

/* ---- the default map, with QEMU's names -------------------------------- */

/** memory_map_default: (borrowed) the map of this process; never NULL */
MemoryMap *memory_map_default(void);

/**
 * memory_map_init: make the root regions and address spaces
 *
 * "system" (2^64 bytes, address space "memory") and "io" (64 KiB, address
 * space "I/O"). A second call does nothing.
 */
void memory_map_init(void);

/** memory_map_deinit: undo it; boards have removed their regions before */
void memory_map_deinit(void);

/* Ports where nothing answers: reads give all ones, writes are lost. */
extern const MemoryRegionOps unassigned_io_ops;

/** get_system_memory, get_system_io: (borrowed) the roots */
MemoryRegion *get_system_memory(void);
MemoryRegion *get_system_io(void);

/* QEMU spells these as variables: &address_space_memory works. */
AddressSpace *get_address_space_memory(void);
AddressSpace *get_address_space_io(void);
#define address_space_memory (*get_address_space_memory())
#define address_space_io (*get_address_space_io())

/**
 * memory_region_transaction_begin, memory_region_transaction_commit
 *
 * Changes between the two become visible at once, at the commit of the
 * outermost pair; listeners then hear of the differences only. Each setter
 * outside a transaction is a transaction of its own.
 */
void memory_region_transaction_begin(void);
void memory_region_transaction_commit(void);

/**
 * cpu_physical_memory_rw: copy bytes to or from the "memory" address space
 *
 * Errors read as zero and are otherwise lost: for boards and examples.
 * Devices use address_space_rw() or dma helpers and look at the result.
 */
void cpu_physical_memory_rw(hwaddr addr, void *buf, hwaddr len, bool is_write);
void cpu_physical_memory_read(hwaddr addr, void *buf, hwaddr len);
void cpu_physical_memory_write(hwaddr addr, const void *buf, hwaddr len);

#endif
