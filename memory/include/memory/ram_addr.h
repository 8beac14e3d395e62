/*
 * ram_addr.h: the numbering of RAM pages and their dirty bits
 *
 * Every RAMBlock owns a range of the ram_addr space: a compact numbering of
 * all RAM pages, independent of where (and how often) they are mapped. Dirty
 * bits are kept per page of 4 KiB and per client:
 *
 *   VGA        the display: pages to redraw. New RAM starts dirty.
 *   CODE       clear = translated code was made from this page, so a store
 *              must invalidate it. New RAM starts dirty (no code).
 *   MIGRATION  snapshots: pages whose content is no longer the last saved
 *              one. Fresh RAM starts clean, because zeros are known; RAM
 *              over foreign memory or a file starts dirty.
 *
 * A store may skip the bitmaps only if the page is dirty for all clients.
 * All functions are atomic and may run on any thread.
 */
#ifndef MEMORY_RAM_ADDR_H
#define MEMORY_RAM_ADDR_H

#include <stdbool.h>
#include <stdint.h>

typedef uint64_t ram_addr_t;

#define RAM_ADDR_INVALID (~(ram_addr_t)0)

#define RAM_PAGE_BITS 12
#define RAM_PAGE_SIZE (1ull << RAM_PAGE_BITS)

enum {
    DIRTY_MEMORY_VGA,
    DIRTY_MEMORY_CODE,
    DIRTY_MEMORY_MIGRATION,
    DIRTY_MEMORY_NUM,
};

#define DIRTY_CLIENTS_ALL ((1 << DIRTY_MEMORY_NUM) - 1)
#define DIRTY_CLIENTS_NOCODE (DIRTY_CLIENTS_ALL & ~(1 << DIRTY_MEMORY_CODE))

/*
 * With QEMU's names, on the default memory map (default_map.c). @start and
 * @length are bytes of the ram_addr space; partial pages count whole. The
 * range lies within one block.
 */

/** cpu_physical_memory_get_dirty: is any page of the range dirty? */
bool cpu_physical_memory_get_dirty(ram_addr_t start, ram_addr_t length,
                                   unsigned client);
/** cpu_physical_memory_all_dirty: is every page of the range dirty? */
bool cpu_physical_memory_all_dirty(ram_addr_t start, ram_addr_t length,
                                   unsigned client);
/** cpu_physical_memory_is_clean: does some client wait for a store here? */
bool cpu_physical_memory_is_clean(ram_addr_t addr);
void cpu_physical_memory_set_dirty_flag(ram_addr_t addr, unsigned client);
/** cpu_physical_memory_set_dirty_range: @mask has bit 1 << client */
void cpu_physical_memory_set_dirty_range(ram_addr_t start, ram_addr_t length,
                                         uint8_t mask);
/**
 * cpu_physical_memory_test_and_clear_dirty: clear, tell what was there
 *
 * Tells MemoryHooks.dirty_cleared when something was, so that cached write
 * permissions are dropped.
 */
bool cpu_physical_memory_test_and_clear_dirty(ram_addr_t start,
                                              ram_addr_t length,
                                              unsigned client);

#endif
