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

/* view_diff.c: let the listeners hear the difference, from begin to commit */
void address_space_notify(AddressSpace *as, FlatView *old_view,
                          FlatView *new_view);

/* listener.c: one message to each listener of an address space */
typedef enum SectionEvent {
    SECTION_DEL,                /* the range went away */
    SECTION_NOP,                /* it stayed */
    SECTION_ADD,                /* it came */
} SectionEvent;

void listeners_begin(AddressSpace *as);
void listeners_commit(AddressSpace *as);
/* @view is the one that holds @range */
void listeners_section(AddressSpace *as, FlatView *view,
                       const FlatRange *range, SectionEvent event);
/* log_start, log_stop, or nothing when @old_mask is the range's mask */
void listeners_log(AddressSpace *as, FlatView *view, const FlatRange *range,
                   int old_mask);

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

/* copy_piece.c: what is left to copy */
typedef struct MemCopy {
    hwaddr addr;
    uint8_t *buf;
    hwaddr len;
    bool is_write;
    bool into_rom;              /* a loader may write ROM */
    MemTxAttrs attrs;
} MemCopy;

/* copy the next @part bytes, all of which lie inside @range */
MemTxResult copy_piece(const MemCopy *copy, const FlatRange *range,
                       hwaddr part);
/* the next @part bytes lie in a hole: reads give 0; a decode error */
MemTxResult copy_nothing(const MemCopy *copy, hwaddr part);

static inline Int128 addr_range_end(AddrRange range)
{
    return range.start + range.size;
}

#endif
