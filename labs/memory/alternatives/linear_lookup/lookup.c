/* lookup.c: from the last range down to the first that ends too early */
#include "memory_internal.h"

const FlatRange *flatview_next(const FlatView *view, hwaddr addr)
{
    unsigned i = view->nr;

    while (i > 0) {
        const FlatRange *range = &view->ranges[i - 1];

        if (range->addr.start + (range->addr.size - 1) < addr) {
            break;
        }
        i--;
    }
    return i < view->nr ? view->ranges + i : NULL;
}

const FlatRange *flatview_lookup(const FlatView *view, hwaddr addr)
{
    for (unsigned i = 0; i < view->nr; i++) {
        AddrRange range = view->ranges[i].addr;

        if (range.start <= addr && (Int128)addr - range.start < range.size) {
            return &view->ranges[i];
        }
    }
    return NULL;
}
