/*
 * ram_block.h: host memory behind RAM regions
 *
 * One RAMBlock per RAM, ROM or ROM-device region: a host mapping (of an
 * anonymous memfd unless a file was named), a place in the ram_addr space,
 * and the dirty bitmaps of its pages. Snapshots and DMA walk the blocks, not
 * the address map.
 */
#ifndef MEMORY_RAM_BLOCK_H
#define MEMORY_RAM_BLOCK_H

#include "memory/memory.h"
#include "memory/ram_addr.h"

struct RAMBlock {
    MemoryMap *map;
    MemoryRegion *mr;           /* (borrowed) */
    char *idstr;                /* unique within the map */
    uint8_t *host;              /* first byte */
    uint64_t size;              /* bytes, as the region asked */
    uint64_t mapped_size;       /* bytes mapped: size, page rounded */
    ram_addr_t offset;          /* first byte in the ram_addr space */
    int fd;                     /* backing memfd or file; -1: none */
    uint64_t fd_offset;         /* where in @fd the block starts */
    uint32_t flags;             /* RAM_SHARED, RAM_READONLY */
    bool owns_host;             /* unmap on free */
    uint64_t *dirty[DIRTY_MEMORY_NUM];  /* bit n: page n of the block */
};
_Static_assert(DIRTY_MEMORY_NUM == 3, "ram_block_dirty_word() reads three");

/* @block is always (borrowed). */
void *qemu_ram_get_host_addr(RAMBlock *block);
ram_addr_t qemu_ram_get_offset(RAMBlock *block);
uint64_t qemu_ram_get_used_length(RAMBlock *block);
const char *qemu_ram_get_idstr(RAMBlock *block);
int qemu_ram_get_fd(RAMBlock *block);

/**
 * qemu_ram_block_by_name: (nullable) the block with that idstr
 * qemu_ram_block_from_host: the block around a host pointer
 * @offset: (out) (nullable): byte within the block
 *
 * On the default map; ram_block_lookup() takes a map.
 */
RAMBlock *qemu_ram_block_by_name(const char *name);
RAMBlock *qemu_ram_block_from_host(const void *host, ram_addr_t *offset);
/**
 * qemu_map_ram_ptr: host pointer of a byte of RAM
 * @block: (nullable): NULL means that @addr counts in the ram_addr space,
 *         otherwise within the block
 *
 * Returns: (nullable) (borrowed) NULL outside.
 */
void *qemu_map_ram_ptr(RAMBlock *block, ram_addr_t addr);

/* Return non-zero to stop; qemu_ram_foreach_block() then returns that. */
typedef int (RAMBlockIterFunc)(RAMBlock *block, void *opaque);
int qemu_ram_foreach_block(RAMBlockIterFunc *func, void *opaque);

/* ---- the engine, with the map as argument ------------------------------ */

/** ram_block_lookup: (nullable) the block that contains @addr */
RAMBlock *ram_block_lookup(MemoryMap *map, ram_addr_t addr);
RAMBlock *ram_block_by_name(MemoryMap *map, const char *name);
RAMBlock *ram_block_from_host(MemoryMap *map, const void *host,
                              ram_addr_t *offset);
int ram_block_foreach(MemoryMap *map, RAMBlockIterFunc *func, void *opaque);

/**
 * ram_block_set_dirty: mark pages for the clients in @mask
 * @start: byte within the block; the range is clipped to the block
 *
 * Does not look for translated code: stores use ram_block_note_write().
 */
void ram_block_set_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         uint8_t mask);
/** ram_block_get_dirty: is any page of the range dirty for @client? */
bool ram_block_get_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         unsigned client);
bool ram_block_all_dirty(RAMBlock *block, uint64_t start, uint64_t length,
                         unsigned client);
/** ram_block_is_clean: does any client lack its bit on the page of @start? */
bool ram_block_is_clean(RAMBlock *block, uint64_t start);
/* ram_block_dirty_word: 64 pages' bits, each set if it is for all clients */
static inline uint64_t ram_block_dirty_word(const RAMBlock *block,
                                            uint64_t word)
{
    return __atomic_load_n(&block->dirty[0][word], __ATOMIC_RELAXED) &
           __atomic_load_n(&block->dirty[1][word], __ATOMIC_RELAXED) &
           __atomic_load_n(&block->dirty[2][word], __ATOMIC_RELAXED);
}
bool ram_block_test_and_clear_dirty(RAMBlock *block, uint64_t start,
                                    uint64_t length, unsigned client);
/** ram_block_count_dirty: number of dirty pages in the block */
uint64_t ram_block_count_dirty(RAMBlock *block, unsigned client);
/**
 * ram_block_next_dirty: the first dirty page number >= @page
 *
 * Returns: UINT64_MAX when there is none.
 */
uint64_t ram_block_next_dirty(RAMBlock *block, uint64_t page, unsigned client);
/**
 * ram_block_note_write: a store happened
 *
 * Call it after the store: whoever clears a bit and then reads the page must
 * not miss it.
 * Calls MemoryHooks.code_write if a page of the range holds translated code,
 * then marks the range dirty for every client but CODE; the hook's owner
 * sets CODE once no code is left on the page.
 */
void ram_block_note_write(RAMBlock *block, uint64_t start, uint64_t length);

#endif
