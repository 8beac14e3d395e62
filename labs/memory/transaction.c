/*
 * transaction.c: many changes of the tree, one new map (exercise memory.6)
 *
 * TODO: transactions nest. Setters call memory_map_changed() inside one; the
 * commit of the outermost makes the new views, if anything changed at all:
 *
 *   - an address space shows flatview_new(flatview_root(as->root)); address
 *     spaces for which flatview_root() is the same share one view
 *   - each new view gets the next id: ++map->view_count
 *   - a view that is flatview_equal() to the old one changes nothing: the
 *     address space keeps the old view and nobody hears of it
 *   - otherwise store the new view in as->current_map with
 *     __atomic_store_n(..., __ATOMIC_RELEASE), as readers take no lock; then
 *     address_space_notify(), then part with the old view: to
 *     hooks->view_retired if there is one, else by flatview_unref()
 *
 * Each address space holds a reference of its own on its view.
 */
#include "core/lab_todo.h"
#include "memory_internal.h"

void memory_map_begin(MemoryMap *map)
{
    (void)map;
    lab_todo("memory", 6);
}

void memory_map_changed(MemoryMap *map)
{
    (void)map;
    lab_todo("memory", 6);
}

void memory_map_commit(MemoryMap *map)
{
    (void)map;
    lab_todo("memory", 6);
}
