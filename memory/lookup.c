/*
 * lookup.c: binary search in a flat view (exercise)
 *
 * The ranges ascend and do not overlap, so exactly one of them, or none,
 * holds an address. Ends are computed in 128 bits: the last range may end
 * at 2^64.
 */
#include "memory_internal.h"

const FlatRange *flatview_next(const FlatView *view, hwaddr addr)
{
    unsigned low = 0;
    unsigned high = view->nr;

    /* the answer's index stays within [low, high] */
    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (addr_range_end(view->ranges[middle].addr) <= addr) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < view->nr ? &view->ranges[low] : NULL;
}

const FlatRange *flatview_lookup(const FlatView *view, hwaddr addr)
{
    const FlatRange *range = flatview_next(view, addr);

    return range && range->addr.start <= addr ? range : NULL;
}
