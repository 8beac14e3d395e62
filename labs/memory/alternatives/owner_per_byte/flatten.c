/*
 * flatten.c: who owns the stretch between two borders?
 *
 * First every address at which anything could begin or end is collected; then
 * each stretch between two of them is asked for on its own, from the root.
 */
#include "memory_internal.h"

typedef struct Hit {
    FlatRange range;
    bool found;
} Hit;

static Int128 low_of(Int128 start, Int128 clip)
{
    return int128_max(start, clip);
}

static void add_border(GArray *borders, Int128 at)
{
    if (at >= 0 && at <= int128_2_64()) {
        g_array_append_val(borders, at);
    }
}

static void collect(GArray *borders, MemoryRegion *mr, Int128 start,
                    AddrRange clip)
{
    Int128 low = low_of(start, clip.start);
    Int128 high = int128_min(start + mr->size, addr_range_end(clip));
    AddrRange inner = { low, high - low };

    if (!mr->enabled || low >= high) {
        return;
    }
    add_border(borders, low);
    add_border(borders, high);
    if (mr->alias) {
        collect(borders, mr->alias, start - mr->alias_offset, inner);
        return;
    }
    for (unsigned i = 0; mr->subregions && i < mr->subregions->len; i++) {
        MemoryRegion *child = g_ptr_array_index(mr->subregions, i);

        collect(borders, child, start + child->addr, inner);
    }
}

static Hit ask(MemoryRegion *mr, Int128 start, Int128 at)
{
    Hit hit = { .found = false };

    if (!mr->enabled || at < start || at >= start + mr->size) {
        return hit;
    }
    if (mr->alias) {
        hit = ask(mr->alias, start - mr->alias_offset, at);
    } else {
        for (unsigned i = 0; !hit.found && mr->subregions &&
             i < mr->subregions->len; i++) {
            MemoryRegion *child = g_ptr_array_index(mr->subregions, i);

            hit = ask(child, start + child->addr, at);
        }
        if (!hit.found && mr->terminates) {
            hit.found = true;
            hit.range = (FlatRange) {
                .mr = mr,
                .offset_in_region = (hwaddr)(at - start),
                .dirty_log_mask = memory_region_get_dirty_log_mask(mr),
                .romd_mode = mr->romd_mode,
            };
        }
    }
    hit.range.readonly |= mr->readonly;
    hit.range.nonvolatile |= mr->nonvolatile;
    return hit;
}

static gint compare(gconstpointer a, gconstpointer b)
{
    Int128 left = *(const Int128 *)a;
    Int128 right = *(const Int128 *)b;

    return (left > right) - (left < right);
}

static bool continues(const FlatRange *a, const FlatRange *b)
{
    return a->mr == b->mr && addr_range_end(a->addr) == b->addr.start &&
           (Int128)a->offset_in_region + a->addr.size ==
               b->offset_in_region &&
           a->dirty_log_mask == b->dirty_log_mask &&
           a->romd_mode == b->romd_mode && a->readonly == b->readonly &&
           a->nonvolatile == b->nonvolatile;
}

static void append(FlatView *view, const FlatRange *range)
{
    FlatRange *last = view->nr ? &view->ranges[view->nr - 1] : NULL;

    if (last && continues(last, range)) {
        last->addr.size += range->addr.size;
        return;
    }
    view->nr_allocated = view->nr + 1;
    view->ranges = g_renew(FlatRange, view->ranges, view->nr_allocated);
    view->ranges[view->nr++] = *range;
    memory_region_ref(range->mr);
}

void flatten_region(FlatView *view, MemoryRegion *root)
{
    g_autoptr(GArray) borders = g_array_new(FALSE, FALSE, sizeof(Int128));

    collect(borders, root, 0, (AddrRange) { 0, int128_2_64() });
    g_array_sort(borders, compare);
    for (unsigned i = 0; i + 1 < borders->len; i++) {
        Int128 low = g_array_index(borders, Int128, i);
        Int128 high = g_array_index(borders, Int128, i + 1);
        Hit hit = ask(root, 0, low);

        if (low < high && hit.found) {
            hit.range.addr = (AddrRange) { low, high - low };
            append(view, &hit.range);
        }
    }
}
