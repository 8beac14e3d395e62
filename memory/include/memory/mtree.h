/*
 * mtree.h: `info mtree`, and a check that boards want
 */
#ifndef MEMORY_MTREE_H
#define MEMORY_MTREE_H

#include "memory/memory.h"

typedef struct MtreeOptions {
    bool flatview;              /* -f: ranges instead of trees */
    bool dispatch_tree;         /* -d: with -f, what lookups search */
    bool owner;                 /* -o */
    bool disabled;              /* -D: disabled regions too */
} MtreeOptions;

/**
 * mtree_info: what `info mtree` prints, in QEMU's format
 * @out: text is appended
 */
void mtree_info(MemoryMap *map, const MtreeOptions *options, GString *out);

/**
 * mtree_check_overlaps: find siblings that hide each other by accident
 * @root:   of the tree to search
 * @report: (nullable): one line per pair is appended
 *
 * Reports enabled siblings that intersect at the same priority unless both
 * were added with memory_region_add_subregion_overlap().
 *
 * Returns: the number of such pairs; 0 for a sound board.
 */
unsigned mtree_check_overlaps(MemoryRegion *root, GString *report);

#endif
