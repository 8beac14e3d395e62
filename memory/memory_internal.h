/*
 * memory_internal.h: what the files of this library share with each other
 */
#ifndef MEMORY_INTERNAL_H
#define MEMORY_INTERNAL_H

#include "memory/flatview.h"
#include "memory/memory_map.h"

struct MemoryMap {
    unsigned transaction_depth;
    bool update_pending;        /* the tree changed in this transaction */
    uint64_t view_count;        /* views made so far: the last view's id */
    GPtrArray *address_spaces;  /* AddressSpace, in order of creation */
    GPtrArray *ram_blocks;      /* RAMBlock, ascending ram_addr */
    GHashTable *guards;         /* owner -> MemReentrancyGuard */
    const MemoryHooks *hooks;   /* (nullable) */
    void *hooks_opaque;
};

/* memory_map.c */
void memory_map_setup(MemoryMap *map);
void memory_map_teardown(MemoryMap *map);

/* transaction.c */
void memory_map_begin(MemoryMap *map);
void memory_map_commit(MemoryMap *map);
/* the tree below some root changed; call inside a transaction */
void memory_map_changed(MemoryMap *map);

/* listener.c */
void address_space_notify(AddressSpace *as, FlatView *old_view,
                          FlatView *new_view);

/* flatview.c: the region whose rendering equals that of @mr, or NULL */
MemoryRegion *flatview_root(MemoryRegion *mr);

/* flatten.c */
void flatten_region(FlatView *view, MemoryRegion *root);

/* reentrancy.c */
void reentrancy_guard_join(MemoryRegion *mr);
void reentrancy_guard_leave(MemoryRegion *mr);

/* ram_block.c: @fd < 0 takes an anonymous memfd */
typedef struct RAMSource {
    int fd;
    uint64_t fd_offset;
    uint64_t align;             /* of the host address; 0: the page */
    uint32_t flags;
} RAMSource;

RAMBlock *ram_block_new(MemoryRegion *mr, uint64_t size,
                        const RAMSource *source, Error **errp);
RAMBlock *ram_block_new_from_ptr(MemoryRegion *mr, uint64_t size, void *host);
void ram_block_free(RAMBlock *block);

/* dirty.c */
void ram_block_dirty_init(RAMBlock *block, uint8_t dirty_mask);
void ram_block_dirty_free(RAMBlock *block);

/* access.c: one access, adapted to what ops->impl can do */
typedef struct RegionAccess {
    hwaddr addr;                /* offset in the region */
    unsigned size;              /* 1, 2, 4 or 8 */
    MemTxAttrs attrs;
} RegionAccess;

MemTxResult region_access_read(MemoryRegion *mr, const RegionAccess *access,
                               uint64_t *value);
MemTxResult region_access_write(MemoryRegion *mr, const RegionAccess *access,
                                uint64_t value);

/* dispatch.c */
bool region_reads_ram(const MemoryRegion *mr);
uint64_t host_load(const void *host, unsigned size);
void host_store(void *host, unsigned size, uint64_t value);
uint64_t bytes_swap(uint64_t value, unsigned size);
/* the result of two accesses in a row: the first failure */
MemTxResult memtx_join(MemTxResult first, MemTxResult second);

static inline Int128 addr_range_end(AddrRange range)
{
    return range.start + range.size;
}

#endif
