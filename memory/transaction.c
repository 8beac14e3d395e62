/*
 * transaction.c: many changes of the tree, one new map (exercise)
 *
 * Setters only edit the tree and note that it changed. The commit of the
 * outermost transaction renders each root once, keeps the old view wherever
 * the new one says the same, and lets listeners hear the differences of the
 * rest. Address spaces with the same root share one view.
 */
#include "memory_internal.h"

void memory_map_begin(MemoryMap *map)
{
    map->transaction_depth++;
}

void memory_map_changed(MemoryMap *map)
{
    g_assert(map->transaction_depth > 0);
    map->update_pending = true;
}

/* The new view of @root, rendered at most once per commit. */
static FlatView *view_of_root(MemoryMap *map, GHashTable *views,
                              MemoryRegion *root)
{
    FlatView *view = g_hash_table_lookup(views, root);

    if (!view) {
        view = flatview_new(root);
        view->id = ++map->view_count;
        g_hash_table_insert(views, root, view);
    }
    return view;
}

static void retire_view(const MemoryMap *map, FlatView *view)
{
    if (map->hooks && map->hooks->view_retired) {
        map->hooks->view_retired(map->hooks_opaque, view);
    } else {
        flatview_unref(view);
    }
}

static void update_address_space(AddressSpace *as, FlatView *new_view)
{
    FlatView *old_view = as->current_map;

    if (flatview_equal(old_view, new_view)) {
        return;
    }
    __atomic_store_n(&as->current_map, flatview_ref(new_view),
                     __ATOMIC_RELEASE);
    address_space_notify(as, old_view, new_view);
    retire_view(as->map, old_view);
}

static void update_all(MemoryMap *map)
{
    GHashTable *views = g_hash_table_new_full(
        NULL, NULL, NULL, (GDestroyNotify)flatview_unref);

    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        AddressSpace *as = g_ptr_array_index(map->address_spaces, i);
        MemoryRegion *root = flatview_root(as->root);

        update_address_space(as, view_of_root(map, views, root));
    }
    g_hash_table_unref(views);
}

void memory_map_commit(MemoryMap *map)
{
    g_assert(map->transaction_depth > 0);
    if (--map->transaction_depth > 0 || !map->update_pending) {
        return;
    }
    map->update_pending = false;
    update_all(map);
}
