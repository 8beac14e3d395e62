/*
 * flatten.c: from a tree of regions to a list of ranges (exercise)
 *
 * The tree is walked depth first, best sibling first. Every region that
 * answers itself fills the parts of its window that nobody better has taken
 * yet, so the first comer wins and nothing is ever overwritten. Children
 * come before their parent's own content, which therefore shows only in
 * the holes between them; a pure container has no content and leaves its
 * holes to the siblings behind it.
 *
 * An alias draws its target shifted so that byte alias_offset of the target
 * lies at the start of the alias, clipped to the alias. The shift may place
 * the target's own start below address 0: positions are signed and 128 bits
 * wide.
 */
#include "memory_internal.h"

/* What a subtree inherits from the path that led to it. */
typedef struct Inherited {
    AddrRange clip;
    bool readonly;
    bool nonvolatile;
} Inherited;

static bool clip_to(AddrRange *clip, Int128 start, Int128 size)
{
    Int128 end = int128_min(addr_range_end(*clip), start + size);

    clip->start = int128_max(clip->start, start);
    clip->size = end - clip->start;
    return clip->size > 0;
}

static void view_insert(FlatView *view, unsigned pos, const FlatRange *range)
{
    if (view->nr == view->nr_allocated) {
        view->nr_allocated = MAX(2 * view->nr, 16);
        view->ranges = g_renew(FlatRange, view->ranges, view->nr_allocated);
    }
    memmove(&view->ranges[pos + 1], &view->ranges[pos],
            (view->nr - pos) * sizeof(FlatRange));
    view->ranges[pos] = *range;
    view->nr++;
    memory_region_ref(range->mr);
}

/* Put @mr, whose byte 0 is at @start, into the free parts of the clip. */
static void fill_holes(FlatView *view, MemoryRegion *mr, Int128 start,
                       const Inherited *inherited)
{
    Int128 cursor = inherited->clip.start;
    Int128 end = addr_range_end(inherited->clip);
    FlatRange range = {
        .mr = mr,
        .dirty_log_mask = memory_region_get_dirty_log_mask(mr),
        .romd_mode = mr->romd_mode,
        .readonly = inherited->readonly,
        .nonvolatile = inherited->nonvolatile,
    };

    for (unsigned i = 0; cursor < end; i++) {
        Int128 hole_end = i < view->nr ? view->ranges[i].addr.start : end;

        if (cursor < hole_end) {
            range.offset_in_region = (hwaddr)(cursor - start);
            range.addr.start = cursor;
            range.addr.size = int128_min(hole_end, end) - cursor;
            view_insert(view, i++, &range);
        }
        if (i < view->nr) {
            cursor = int128_max(cursor, addr_range_end(view->ranges[i].addr));
        } else {
            cursor = end;
        }
    }
}

/* @start: the address of byte 0 of @mr, possibly negative */
static void render(FlatView *view, MemoryRegion *mr, Int128 start,
                   Inherited inherited)
{
    if (!mr->enabled || !clip_to(&inherited.clip, start, mr->size)) {
        return;
    }
    inherited.readonly |= mr->readonly;
    inherited.nonvolatile |= mr->nonvolatile;

    if (mr->alias) {
        render(view, mr->alias, start - mr->alias_offset, inherited);
        return;
    }
    for (unsigned i = 0; mr->subregions && i < mr->subregions->len; i++) {
        MemoryRegion *child = g_ptr_array_index(mr->subregions, i);

        render(view, child, start + child->addr, inherited);
    }
    if (mr->terminates) {
        fill_holes(view, mr, start, &inherited);
    }
}

static bool can_merge(const FlatRange *low, const FlatRange *high)
{
    return low->mr == high->mr
        && addr_range_end(low->addr) == high->addr.start
        && (Int128)low->offset_in_region + low->addr.size
           == high->offset_in_region
        && low->dirty_log_mask == high->dirty_log_mask
        && low->romd_mode == high->romd_mode
        && low->readonly == high->readonly
        && low->nonvolatile == high->nonvolatile;
}

/* Join neighbours that continue each other. */
static void merge_neighbours(FlatView *view)
{
    unsigned kept = 0;

    for (unsigned i = 1; i < view->nr; i++) {
        FlatRange *last = &view->ranges[kept];

        if (can_merge(last, &view->ranges[i])) {
            last->addr.size += view->ranges[i].addr.size;
            memory_region_unref(view->ranges[i].mr);
        } else {
            view->ranges[++kept] = view->ranges[i];
        }
    }
    view->nr = MIN(view->nr, kept + 1);
}

void flatten_region(FlatView *view, MemoryRegion *root)
{
    Inherited all = { .clip = { .start = 0, .size = int128_2_64() } };

    render(view, root, 0, all);
    merge_neighbours(view);
}
