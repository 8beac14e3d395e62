/*
 * flatview.c: flat views and the lookup in them
 *
 * A view is an array sorted by address, so the range behind an address is
 * one binary search away. How a view comes about is in flatten.c.
 */
#include "memory_internal.h"

/*
 * Many trees only wrap another region: an alias of all of it, or a container
 * with a single enabled child of at least its size at offset 0. Rendering
 * the inner one gives the same view, which address spaces can share.
 */
static MemoryRegion *only_enabled_child(const MemoryRegion *mr, unsigned *n)
{
    MemoryRegion *found = NULL;

    *n = 0;
    for (unsigned i = 0; mr->subregions && i < mr->subregions->len; i++) {
        MemoryRegion *child = g_ptr_array_index(mr->subregions, i);

        if (child->enabled) {
            found = child;
            (*n)++;
        }
    }
    return found;
}

static bool covers_whole(const MemoryRegion *outer, const MemoryRegion *inner,
                         hwaddr offset)
{
    return offset == 0 && outer->size >= inner->size && !outer->readonly
        && !outer->nonvolatile;
}

MemoryRegion *flatview_root(MemoryRegion *mr)
{
    while (mr && mr->enabled) {
        MemoryRegion *inner = mr->alias;
        hwaddr offset = mr->alias_offset;
        unsigned n_children = 1;

        if (!inner && !mr->terminates) {
            inner = only_enabled_child(mr, &n_children);
            offset = inner ? inner->addr : 0;
        }
        if (n_children == 0) {
            return NULL;
        }
        if (!inner || n_children > 1 || !covers_whole(mr, inner, offset)) {
            return mr;
        }
        mr = inner;
    }
    return NULL;
}

FlatView *flatview_new(MemoryRegion *root)
{
    FlatView *view = g_new0(FlatView, 1);

    view->ref = 1;
    view->root = root;
    if (root) {
        memory_region_ref(root);
        flatten_region(view, root);
    }
    return view;
}

FlatView *flatview_ref(FlatView *view)
{
    view->ref++;
    return view;
}

void flatview_unref(FlatView *view)
{
    if (--view->ref > 0) {
        return;
    }
    for (unsigned i = 0; i < view->nr; i++) {
        memory_region_unref(view->ranges[i].mr);
    }
    memory_region_unref(view->root);
    g_free(view->ranges);
    g_free(view);
}

bool flatrange_equal(const FlatRange *a, const FlatRange *b)
{
    return a->mr == b->mr
        && a->addr.start == b->addr.start
        && a->addr.size == b->addr.size
        && a->offset_in_region == b->offset_in_region
        && a->romd_mode == b->romd_mode
        && a->readonly == b->readonly
        && a->nonvolatile == b->nonvolatile;
}

bool flatview_equal(const FlatView *a, const FlatView *b)
{
    if (a->root != b->root || a->nr != b->nr) {
        return false;
    }
    for (unsigned i = 0; i < a->nr; i++) {
        const FlatRange *ra = &a->ranges[i];
        const FlatRange *rb = &b->ranges[i];

        if (!flatrange_equal(ra, rb)
            || ra->dirty_log_mask != rb->dirty_log_mask) {
            return false;
        }
    }
    return true;
}

MemoryRegionSection flatrange_section(const FlatRange *range, FlatView *view)
{
    return (MemoryRegionSection) {
        .size = range->addr.size,
        .mr = range->mr,
        .fv = view,
        .offset_within_region = range->offset_in_region,
        .offset_within_address_space = (hwaddr)range->addr.start,
        .readonly = range->readonly,
        .nonvolatile = range->nonvolatile,
    };
}
