/*
 * region_tree.c: adding, moving, removing and finding children
 *
 * The children of a region are kept best first: higher priority before
 * lower, and at equal priority the one added last before the older ones.
 * Flattening then simply lets the first comer win.
 */
#include "memory_internal.h"

static void insert_by_priority(GPtrArray *siblings, MemoryRegion *mr)
{
    unsigned i = 0;

    while (i < siblings->len) {
        const MemoryRegion *other = g_ptr_array_index(siblings, i);

        if (other->priority <= mr->priority) {
            break;
        }
        i++;
    }
    g_ptr_array_insert(siblings, (int)i, mr);
}

static void add_subregion(MemoryRegion *mr, hwaddr offset,
                          MemoryRegion *subregion)
{
    g_assert(!subregion->container);
    g_assert(!mr->alias);
    memory_map_begin(mr->map);
    memory_region_ref(subregion);
    if (!mr->subregions) {
        mr->subregions = g_ptr_array_new();
    }
    subregion->container = mr;
    subregion->addr = offset;
    insert_by_priority(mr->subregions, subregion);
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
}

void memory_region_add_subregion(MemoryRegion *mr, hwaddr offset,
                                 MemoryRegion *subregion)
{
    subregion->priority = 0;
    subregion->may_overlap = false;
    add_subregion(mr, offset, subregion);
}

void memory_region_add_subregion_overlap(MemoryRegion *mr, hwaddr offset,
                                         MemoryRegion *subregion,
                                         int priority)
{
    subregion->priority = priority;
    subregion->may_overlap = true;
    add_subregion(mr, offset, subregion);
}

void memory_region_del_subregion(MemoryRegion *mr, MemoryRegion *subregion)
{
    g_assert(subregion->container == mr);
    memory_map_begin(mr->map);
    g_ptr_array_remove(mr->subregions, subregion);
    subregion->container = NULL;
    memory_map_changed(mr->map);
    memory_map_commit(mr->map);
    memory_region_unref(subregion);
}

/* Moving counts as adding again: the region gets in front of its equals. */
void memory_region_set_address(MemoryRegion *mr, hwaddr addr)
{
    MemoryRegion *container = mr->container;

    if (mr->addr == addr) {
        return;
    }
    memory_map_begin(mr->map);
    mr->addr = addr;
    if (container) {
        g_ptr_array_remove(container->subregions, mr);
        insert_by_priority(container->subregions, mr);
        memory_map_changed(mr->map);
    }
    memory_map_commit(mr->map);
}

bool memory_region_present(MemoryRegion *mr, hwaddr addr)
{
    MemoryRegionSection section = memory_region_find(mr, addr, 1);

    memory_region_unref(section.mr);
    return section.mr && section.mr != mr;
}

static AddressSpace *address_space_of_root(const MemoryRegion *root)
{
    GPtrArray *spaces = root->map->address_spaces;

    for (unsigned i = 0; i < spaces->len; i++) {
        AddressSpace *as = g_ptr_array_index(spaces, i);

        if (as->root == root) {
            return as;
        }
    }
    return NULL;
}

/* Cut @section to [addr, addr + size). */
static void section_clip(MemoryRegionSection *section, hwaddr addr,
                         Int128 size)
{
    hwaddr skip = 0;

    if (section->offset_within_address_space < addr) {
        skip = addr - section->offset_within_address_space;
    } else {
        size -= section->offset_within_address_space - addr;
    }
    section->offset_within_address_space += skip;
    section->offset_within_region += skip;
    section->size = int128_min(section->size - skip, size);
}

MemoryRegionSection memory_region_find(MemoryRegion *mr, hwaddr addr,
                                       uint64_t size)
{
    MemoryRegionSection none = { 0 };
    MemoryRegion *root = mr;

    while (root->container) {
        addr += root->addr;
        root = root->container;
    }
    AddressSpace *as = address_space_of_root(root);
    if (!as) {
        return none;
    }

    FlatView *view = as->current_map;
    const FlatRange *range = flatview_next(view, addr);
    if (!range || range->addr.start >= (Int128)addr + size) {
        return none;
    }

    MemoryRegionSection section = flatrange_section(range, view);
    section_clip(&section, addr, size);
    memory_region_ref(section.mr);
    return section;
}
