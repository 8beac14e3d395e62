/*
 * mtree_flat.c: `info mtree -f`: the flat views as text
 *
 * With -d also what a lookup searches. QEMU prints a radix tree there; here
 * it is the sorted array of flatview.h, so the sections are listed in QEMU's
 * format and one line tells how deep the search goes.
 */
#include "mtree_internal.h"

#include <inttypes.h>

#define HEX "%016" PRIx64

static void print_range(const FlatRange *range, const MtreeOptions *options,
                        GString *out)
{
    const MemoryRegion *mr = range->mr;
    bool rom = range->readonly && mr->ram_block;

    g_string_append_printf(out, "  " HEX "-" HEX " (prio %d, %s%s): %s",
                           (uint64_t)range->addr.start,
                           mtree_last(range->addr.start, range->addr.size),
                           mr->priority, range->nonvolatile ? "nv-" : "",
                           rom ? "rom" : mtree_kind(mr), mr->name);
    if (range->offset_in_region) {
        g_string_append_printf(out, " @" HEX, range->offset_in_region);
    }
    if (options->owner) {
        mtree_print_owner(mr, out);
    }
    g_string_append_c(out, '\n');
}

/* Steps of a binary search: log2(n + 1), rounded up. */
static unsigned search_depth(unsigned n)
{
    unsigned depth = 0;

    for (; n > 0; n /= 2) {
        depth++;
    }
    return depth;
}

static void print_dispatch(const FlatView *view, GString *out)
{
    g_string_append_printf(out, "  Dispatch\n    Physical sections\n"
                           "      #0 @" HEX ".." HEX
                           " (noname) [unassigned]\n", (uint64_t)0,
                           UINT64_MAX);
    for (unsigned i = 0; i < view->nr; i++) {
        const FlatRange *range = &view->ranges[i];

        g_string_append_printf(out, "      #%u @" HEX ".." HEX " %s%s\n",
                               i + 1, (uint64_t)range->addr.start,
                               mtree_last(range->addr.start,
                                          range->addr.size),
                               range->mr->name,
                               range->mr == view->root ? " [ROOT]" : "");
    }
    g_string_append_printf(out, "    Binary search over %u sections, at most "
                           "%u steps\n", view->nr, search_depth(view->nr));
}

static void print_spaces(const MemoryMap *map, const FlatView *view,
                         GString *out)
{
    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        const AddressSpace *as = g_ptr_array_index(map->address_spaces, i);

        if (as->current_map->root != view->root) {
            continue;
        }
        g_string_append_printf(out, " AS \"%s\", root: %s", as->name,
                               as->root->name);
        if (as->root->alias) {
            g_string_append_printf(out, ", alias %s", as->root->alias->name);
        }
        g_string_append_c(out, '\n');
    }
}

static void print_view(const FlatView *view, const MtreeOptions *options,
                       GString *out)
{
    g_string_append_printf(out, " Root memory region: %s\n",
                           view->root ? view->root->name : "(none)");
    if (view->nr == 0) {
        g_string_append(out, "  No rendered FlatView\n\n");
        return;
    }
    for (unsigned i = 0; i < view->nr; i++) {
        print_range(&view->ranges[i], options, out);
    }
    if (options->dispatch_tree) {
        print_dispatch(view, out);
    }
    g_string_append_c(out, '\n');
}

static bool is_first_of_view(const MemoryMap *map, unsigned index)
{
    const AddressSpace *as = g_ptr_array_index(map->address_spaces, index);

    for (unsigned i = 0; i < index; i++) {
        const AddressSpace *other = g_ptr_array_index(map->address_spaces, i);

        if (other->current_map->root == as->current_map->root) {
            return false;
        }
    }
    return true;
}

void mtree_print_views(MemoryMap *map, const MtreeOptions *options,
                       GString *out)
{
    unsigned number = 0;

    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        const AddressSpace *as = g_ptr_array_index(map->address_spaces, i);

        if (is_first_of_view(map, i)) {
            g_string_append_printf(out, "FlatView #%u\n", number++);
            print_spaces(map, as->current_map, out);
            print_view(as->current_map, options, out);
        }
    }
}
