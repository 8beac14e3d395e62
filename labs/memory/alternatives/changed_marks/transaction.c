/*
 * transaction.c: the views of one commit are found in the address spaces that
 * were updated before
 */
#include "memory_internal.h"

void memory_map_begin(MemoryMap *map)
{
    map->transaction_depth += 1;
}

void memory_map_changed(MemoryMap *map)
{
    map->update_pending = true;
}

static AddressSpace *space(MemoryMap *map, unsigned i)
{
    return g_ptr_array_index(map->address_spaces, i);
}

/* The view of the same root that an earlier address space has got by now. */
static FlatView *made_before(MemoryMap *map, unsigned below)
{
    MemoryRegion *root = flatview_root(space(map, below)->root);

    for (unsigned i = 0; i < below; i++) {
        if (flatview_root(space(map, i)->root) == root) {
            return flatview_ref(space(map, i)->current_map);
        }
    }
    FlatView *view = flatview_new(root);

    view->id = ++map->view_count;
    return view;
}

void memory_map_commit(MemoryMap *map)
{
    map->transaction_depth -= 1;
    if (map->transaction_depth != 0 || !map->update_pending) {
        return;
    }
    map->update_pending = false;
    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        AddressSpace *as = space(map, i);
        FlatView *was = as->current_map;
        FlatView *now = made_before(map, i);

        if (flatview_equal(was, now)) {
            flatview_unref(now);
            continue;
        }
        __atomic_store_n(&as->current_map, now, __ATOMIC_RELEASE);
        address_space_notify(as, was, now);
        if (map->hooks && map->hooks->view_retired) {
            map->hooks->view_retired(map->hooks_opaque, was);
        } else {
            flatview_unref(was);
        }
    }
}
