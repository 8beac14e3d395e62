/*
 * memory_map.c: the container of everything that one machine's memory shares
 */
#include "memory_internal.h"

void memory_map_setup(MemoryMap *map)
{
    *map = (MemoryMap) {
        .address_spaces = g_ptr_array_new(),
        .ram_blocks = g_ptr_array_new(),
        .guards = g_hash_table_new(NULL, NULL),
    };
}

void memory_map_teardown(MemoryMap *map)
{
    g_assert(map->transaction_depth == 0);
    g_assert(map->address_spaces->len == 0);
    g_assert(map->ram_blocks->len == 0);
    g_ptr_array_unref(map->address_spaces);
    g_ptr_array_unref(map->ram_blocks);
    g_hash_table_unref(map->guards);
    *map = (MemoryMap) { 0 };
}

void memory_map_set_hooks(MemoryMap *map, const MemoryHooks *hooks,
                          void *opaque)
{
    map->hooks = hooks;
    map->hooks_opaque = opaque;
}
