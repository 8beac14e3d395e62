/*
 * flatten.c: from a tree of regions to a list of ranges (exercise memory.5)
 *
 * TODO: fill @view with the ranges that the tree below @root shows in the
 * 2^64 addresses: ascending, not overlapping, neighbours that continue each
 * other joined to one.
 *
 *   - a disabled region shows nothing, nor do its children
 *   - a region is clipped to its parent; where it starts is the parent's
 *     start plus its addr
 *   - mr->subregions is sorted, best first: where two overlap, the first wins
 *   - a region that answers itself (mr->terminates) shows its own content
 *     where no child of it shows anything; a pure container shows nothing
 *     there, and leaves the place to the siblings behind it
 *   - an alias draws its target so that byte alias_offset of the target lies
 *     at the start of the alias, clipped to the alias; the target's own start
 *     may then lie below address 0, which is why positions are Int128
 *   - readonly and nonvolatile hold for the whole subtree, also through an
 *     alias; romd_mode and the log mask are those of the region that answers
 *
 * The view starts empty. It owns its ranges: an array of nr_allocated
 * FlatRange from g_renew(), of which nr are used, and one
 * memory_region_ref() for each range (memory/flatview.h).
 */
#include "core/lab_todo.h"
#include "memory_internal.h"

void flatten_region(FlatView *view, MemoryRegion *root)
{
    (void)view;
    (void)root;
    lab_todo("memory", 5);
}
