/*
 * overlap.c: siblings that hide each other by accident
 *
 * Two devices given the same base by a slip of the pen produce no error:
 * the one mapped last hides the other and the guest finds the wrong
 * registers. A board that means an overlap says so by adding the region with
 * memory_region_add_subregion_overlap(); every other one is reported here.
 */
#include "memory/mtree.h"

#include <inttypes.h>

static bool intersect(const MemoryRegion *a, const MemoryRegion *b)
{
    return (Int128)a->addr < (Int128)b->addr + b->size
        && (Int128)b->addr < (Int128)a->addr + a->size;
}

static bool hides_by_accident(const MemoryRegion *a, const MemoryRegion *b)
{
    return a->enabled && b->enabled
        && a->size > 0 && b->size > 0
        && a->priority == b->priority
        && !(a->may_overlap && b->may_overlap)
        && intersect(a, b);
}

static void report_pair(const MemoryRegion *parent, const MemoryRegion *hider,
                        const MemoryRegion *hidden, GString *report)
{
    if (!report) {
        return;
    }
    g_string_append_printf(
        report, "in '%s': '%s' at 0x%" PRIx64 " size 0x%" PRIx64
        " hides '%s' at 0x%" PRIx64 " size 0x%" PRIx64 "\n",
        parent->name, hider->name, hider->addr, memory_region_size(hider),
        hidden->name, hidden->addr, memory_region_size(hidden));
}

unsigned mtree_check_overlaps(MemoryRegion *root, GString *report)
{
    unsigned count = 0;
    GPtrArray *children = root->subregions;

    for (unsigned i = 0; children && i < children->len; i++) {
        MemoryRegion *better = g_ptr_array_index(children, i);

        for (unsigned n = i + 1; n < children->len; n++) {
            const MemoryRegion *worse = g_ptr_array_index(children, n);

            if (hides_by_accident(better, worse)) {
                report_pair(root, better, worse, report);
                count++;
            }
        }
        count += mtree_check_overlaps(better, report);
    }
    return count;
}
