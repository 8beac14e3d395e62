/*
 * flatview.h: the tree, flattened
 *
 * A FlatView is a sorted array of ranges that do not overlap; each names the
 * one region that answers there. It is made from a tree by flatview_new()
 * (flatten.c), never changed afterwards, and shared by every address space
 * with the same root.
 */
#ifndef MEMORY_FLATVIEW_H
#define MEMORY_FLATVIEW_H

#include "memory/memory.h"

typedef struct AddrRange {
    Int128 start;               /* absolute */
    Int128 size;                /* bytes, > 0 */
} AddrRange;

typedef struct FlatRange {
    MemoryRegion *mr;
    hwaddr offset_in_region;    /* of the first byte */
    AddrRange addr;
    uint8_t dirty_log_mask;
    bool romd_mode;
    bool readonly;
    bool nonvolatile;
} FlatRange;

struct FlatView {
    unsigned ref;
    uint64_t id;                /* unique in the process, never 0 */
    MemoryRegion *root;         /* (nullable) what was rendered */
    FlatRange *ranges;          /* ascending */
    unsigned nr;
    unsigned nr_allocated;
};

/**
 * flatview_new: render the tree below @root
 * @root: (nullable): NULL makes an empty view
 *
 * Returns: (transfer full): drop with flatview_unref(). Holds references to
 *          its regions.
 */
FlatView *flatview_new(MemoryRegion *root);
FlatView *flatview_ref(FlatView *view);
void flatview_unref(FlatView *view);

/** flatview_equal: would no listener notice the difference? */
bool flatview_equal(const FlatView *a, const FlatView *b);
/** flatrange_equal: same place, region, offset and access rules? */
bool flatrange_equal(const FlatRange *a, const FlatRange *b);

/**
 * flatview_lookup: the range that contains @addr
 *
 * Returns: (nullable) (borrowed) NULL when nothing is mapped there.
 * Cost: binary search.
 */
const FlatRange *flatview_lookup(const FlatView *view, hwaddr addr);

/**
 * flatview_next: the first range that ends after @addr
 *
 * Returns: (nullable) (borrowed): flatview_lookup()'s answer, or the range
 *          behind the hole that @addr is in.
 */
const FlatRange *flatview_next(const FlatView *view, hwaddr addr);

/** flatrange_section: the same as a MemoryRegionSection */
MemoryRegionSection flatrange_section(const FlatRange *range, FlatView *view);

#endif
