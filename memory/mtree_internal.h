/*
 * mtree_internal.h: pieces of text that both forms of `info mtree` share
 */
#ifndef MEMORY_MTREE_INTERNAL_H
#define MEMORY_MTREE_INTERNAL_H

#include "memory/mtree.h"
#include "memory_internal.h"

/* "i/o", "ram", "rom" or "romd"; an alias is what its target is */
const char *mtree_kind(const MemoryRegion *mr);
/* " owner:{dev path=...}" or " orphan" */
void mtree_print_owner(const MemoryRegion *mr, GString *out);
/* the inclusive end of a range that may be empty */
uint64_t mtree_last(Int128 start, Int128 size);

void mtree_print_views(MemoryMap *map, const MtreeOptions *options,
                       GString *out);

#endif
