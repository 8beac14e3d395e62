/*
 * region.c: making memory regions, their fields and setters
 *
 * Every setter is a transaction of its own, so it also works inside a larger
 * one. RAM-backed kinds are in region_ram.c, tree surgery in region_tree.c.
 */
#include "memory/ram_block.h"
#include "memory_internal.h"

#include "core/object.h"
#include "memory/ram_block.h"

static Int128 size_to_int128(uint64_t size)
{
    return size == UINT64_MAX ? int128_2_64() : int128_make64(size);
}

void memory_region_init(MemoryRegion *mr, Object *owner, const char *name,
                        uint64_t size)
{
    *mr = (MemoryRegion) {
        .map = memory_map_default(),
        .name = g_strdup(name),
        .owner = owner,
        .size = size_to_int128(size),
        .enabled = true,
        .romd_mode = true,
    };
    reentrancy_guard_join(mr);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
void memory_region_init_io(MemoryRegion *mr, Object *owner,
                           const MemoryRegionOps *ops, void *opaque,
                           const char *name, uint64_t size)
{
    memory_region_init(mr, owner, name, size);
    mr->ops = ops;
    mr->opaque = opaque;
    mr->terminates = true;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
void memory_region_init_alias(MemoryRegion *mr, Object *owner,
                              const char *name, MemoryRegion *orig,
                              hwaddr offset, uint64_t size)
{
    memory_region_init(mr, owner, name, size);
    mr->alias = orig;
    mr->alias_offset = offset;
}

/* A view that still shows @mr would point into freed memory. */
static bool region_is_visible(const MemoryRegion *mr)
{
    GPtrArray *spaces = mr->map->address_spaces;

    for (unsigned i = 0; i < spaces->len; i++) {
        const AddressSpace *as = g_ptr_array_index(spaces, i);
        const FlatView *view = as->current_map;

        for (unsigned n = 0; n < view->nr; n++) {
            if (view->ranges[n].mr == mr) {
                return true;
            }
        }
    }
    return false;
}

void memory_region_deinit(MemoryRegion *mr)
{
    g_assert(!mr->container);
    g_assert(!mr->subregions || mr->subregions->len == 0);
    g_assert(!region_is_visible(mr));
    if (mr->ram_block) {
        ram_block_free(mr->ram_block);
    }
    reentrancy_guard_leave(mr);
    g_clear_pointer(&mr->subregions, g_ptr_array_unref);
    g_free(mr->name);
    *mr = (MemoryRegion) { 0 };
}

void memory_region_ref(MemoryRegion *mr)
{
    if (mr && mr->owner) {
        object_ref(mr->owner);
    }
}

void memory_region_unref(MemoryRegion *mr)
{
    if (mr && mr->owner) {
        object_unref(mr->owner);
    }
}

void memory_region_set_enabled(MemoryRegion *mr, bool enabled)
{
    if (mr->enabled == enabled) {
        return;
    }
    memory_map_begin(mr->map);
    mr->enabled = enabled;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_set_size(MemoryRegion *mr, uint64_t size)
{
    Int128 wide = size_to_int128(size);

    g_assert(!mr->ram_block || size <= mr->ram_block->size);
    if (mr->size == wide) {
        return;
    }
    memory_map_begin(mr->map);
    mr->size = wide;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_set_alias_offset(MemoryRegion *mr, hwaddr offset)
{
    g_assert(mr->alias);
    if (mr->alias_offset == offset) {
        return;
    }
    memory_map_begin(mr->map);
    mr->alias_offset = offset;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_set_readonly(MemoryRegion *mr, bool readonly)
{
    /* the host mapping itself refuses stores */
    g_assert(readonly || !mr->ram_block
             || !(mr->ram_block->flags & RAM_READONLY));
    if (mr->readonly == readonly) {
        return;
    }
    memory_map_begin(mr->map);
    mr->readonly = readonly;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_set_nonvolatile(MemoryRegion *mr, bool nonvolatile)
{
    if (mr->nonvolatile == nonvolatile) {
        return;
    }
    memory_map_begin(mr->map);
    mr->nonvolatile = nonvolatile;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_rom_device_set_romd(MemoryRegion *mr, bool romd_mode)
{
    g_assert(mr->rom_device);
    if (mr->romd_mode == romd_mode) {
        return;
    }
    memory_map_begin(mr->map);
    mr->romd_mode = romd_mode;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_allow_reentrancy(MemoryRegion *mr, bool allow)
{
    mr->reentrancy_allowed = allow;
}

const char *memory_region_name(const MemoryRegion *mr)
{
    return mr->name;
}

Object *memory_region_owner(const MemoryRegion *mr)
{
    return mr->owner;
}

uint64_t memory_region_size(const MemoryRegion *mr)
{
    return int128_sat64(mr->size);
}

bool memory_region_is_ram(const MemoryRegion *mr)
{
    return mr->ram;
}

bool memory_region_is_rom(const MemoryRegion *mr)
{
    return mr->ram && mr->readonly;
}

bool memory_region_is_rom_device(const MemoryRegion *mr)
{
    return mr->rom_device;
}

bool memory_region_is_romd(const MemoryRegion *mr)
{
    return mr->rom_device && mr->romd_mode;
}

bool memory_region_is_mapped(const MemoryRegion *mr)
{
    return mr->container != NULL;
}
