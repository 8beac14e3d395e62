/*
 * region_dirty.c: dirty logging per region
 *
 * The bitmaps themselves are always kept; the log mask of a region tells
 * listeners that some client looks at them, so that an accelerator which
 * tracks writes elsewhere can start and deliver (log_start, log_sync).
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

struct DirtyBitmapSnapshot {
    uint64_t first_page;        /* of the block */
    uint64_t n_pages;
    uint64_t bits[];            /* bit n: page first_page + n */
};

uint8_t memory_region_get_dirty_log_mask(MemoryRegion *mr)
{
    return mr->dirty_log_mask;
}

bool memory_region_is_logging(MemoryRegion *mr, uint8_t client)
{
    return mr->dirty_log_mask & (1u << client);
}

void memory_region_set_log(MemoryRegion *mr, bool log, unsigned client)
{
    uint8_t bit = (uint8_t)(1u << client);
    uint8_t mask = log ? mr->dirty_log_mask | bit
                       : mr->dirty_log_mask & (uint8_t)~bit;

    g_assert(client < DIRTY_MEMORY_NUM);
    if (mr->dirty_log_mask == mask) {
        return;
    }
    memory_map_begin(mr->map);
    mr->dirty_log_mask = mask;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_set_dirty(MemoryRegion *mr, hwaddr addr, hwaddr size)
{
    g_assert(mr->ram_block);
    ram_block_note_write(mr->ram_block, addr, size);
}

void memory_region_reset_dirty(MemoryRegion *mr, hwaddr addr, hwaddr size,
                               unsigned client)
{
    g_assert(mr->ram_block);
    (void)ram_block_test_and_clear_dirty(mr->ram_block, addr, size, client);
}

static void sync_range(AddressSpace *as, const FlatRange *range)
{
    for (unsigned i = 0; i < as->listeners->len; i++) {
        MemoryListener *listener = g_ptr_array_index(as->listeners, i);
        MemoryRegionSection section =
            flatrange_section(range, as->current_map);

        if (listener->log_sync) {
            listener->log_sync(listener, &section);
        }
    }
}

/* Let listeners bring in what they know about writes to @mr. */
static void sync_region(MemoryRegion *mr)
{
    GPtrArray *spaces = mr->map->address_spaces;

    for (unsigned i = 0; i < spaces->len; i++) {
        AddressSpace *as = g_ptr_array_index(spaces, i);
        const FlatView *view = as->current_map;

        for (unsigned n = 0; n < view->nr; n++) {
            if (view->ranges[n].mr == mr && view->ranges[n].dirty_log_mask) {
                sync_range(as, &view->ranges[n]);
            }
        }
    }
}

DirtyBitmapSnapshot *
memory_region_snapshot_and_clear_dirty(MemoryRegion *mr, hwaddr addr,
                                       hwaddr size, unsigned client)
{
    RAMBlock *block = mr->ram_block;
    uint64_t first = addr >> RAM_PAGE_BITS;
    uint64_t n = ((addr + size + RAM_PAGE_SIZE - 1) >> RAM_PAGE_BITS) - first;
    DirtyBitmapSnapshot *snap =
        g_malloc0(sizeof(*snap) + (n + 63) / 64 * sizeof(uint64_t));

    g_assert(block && size > 0);
    sync_region(mr);
    snap->first_page = first;
    snap->n_pages = n;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t start = (first + i) << RAM_PAGE_BITS;

        if (ram_block_test_and_clear_dirty(block, start, RAM_PAGE_SIZE,
                                           client)) {
            snap->bits[i / 64] |= 1ull << (i & 63);
        }
    }
    return snap;
}

bool memory_region_snapshot_get_dirty(MemoryRegion *mr,
                                      const DirtyBitmapSnapshot *snap,
                                      hwaddr addr, hwaddr size)
{
    uint64_t first = (addr >> RAM_PAGE_BITS) - snap->first_page;
    uint64_t last = ((addr + size - 1) >> RAM_PAGE_BITS) - snap->first_page;

    for (uint64_t i = first; i <= last && i < snap->n_pages; i++) {
        if (snap->bits[i / 64] & (1ull << (i & 63))) {
            return true;
        }
    }
    return false;
}
