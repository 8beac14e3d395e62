/*
 * address_space.c: roots, their current views, and lookups in them
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

/* Another address space of the same root may have rendered it already. */
static FlatView *find_or_make_view(MemoryMap *map, MemoryRegion *root)
{
    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        const AddressSpace *as = g_ptr_array_index(map->address_spaces, i);

        if (as->current_map->root == root && !map->update_pending) {
            return flatview_ref(as->current_map);
        }
    }
    FlatView *view = flatview_new(root);

    view->id = ++map->view_count;
    return view;
}

void address_space_init(AddressSpace *as, MemoryRegion *root,
                        const char *name)
{
    MemoryMap *map = root->map;

    memory_region_ref(root);
    *as = (AddressSpace) {
        .map = map,
        .name = g_strdup(name),
        .root = root,
        .current_map = find_or_make_view(map, flatview_root(root)),
        .listeners = g_ptr_array_new(),
    };
    g_ptr_array_add(map->address_spaces, as);
}

void address_space_destroy(AddressSpace *as)
{
    while (as->listeners->len > 0) {
        memory_listener_unregister(
            g_ptr_array_index(as->listeners, as->listeners->len - 1));
    }
    g_ptr_array_remove(as->map->address_spaces, as);
    g_ptr_array_unref(as->listeners);
    flatview_unref(as->current_map);
    memory_region_unref(as->root);
    g_free(as->name);
    *as = (AddressSpace) { 0 };
}

static void section_from_range(MemSection *out, const FlatRange *range,
                               uint64_t view_id)
{
    MemoryRegion *mr = range->mr;
    RAMBlock *block = mr->ram_block;

    *out = (MemSection) {
        .view_id = view_id,
        .mr = mr,
        .base = (hwaddr)range->addr.start,
        .size = int128_sat64(range->addr.size),
        .offset_in_region = range->offset_in_region,
        .ram_addr = RAM_ADDR_INVALID,
    };
    if (region_reads_ram(mr)) {
        out->host = block->host + range->offset_in_region;
        out->block = block;
        out->ram_addr = block->offset + range->offset_in_region;
        out->readonly = range->readonly;
        out->romd = mr->rom_device;
    }
}

bool address_space_find(AddressSpace *as, hwaddr addr, MemSection *out)
{
    const FlatView *view = __atomic_load_n(&as->current_map,
                                           __ATOMIC_ACQUIRE);
    const FlatRange *range;

    if (out->view_id == view->id && addr - out->base < out->size) {
        return true;
    }
    range = flatview_lookup(view, addr);
    if (!range) {
        *out = (MemSection) { 0 };
        return false;
    }
    section_from_range(out, range, view->id);
    return true;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
MemoryRegion *address_space_translate(AddressSpace *as, hwaddr addr,
                                      hwaddr *xlat, hwaddr *plen,
                                      bool is_write, MemTxAttrs attrs)
{
    const FlatRange *range = flatview_next(as->current_map, addr);
    bool hit = range && range->addr.start <= addr;
    Int128 end = int128_2_64();

    if (range) {
        end = hit ? addr_range_end(range->addr) : range->addr.start;
    }
    *plen = int128_sat64(int128_min(*plen, end - addr));
    if (!hit) {
        *xlat = addr;
        return NULL;
    }
    *xlat = range->offset_in_region + (addr - (hwaddr)range->addr.start);
    return range->mr;
}

bool address_space_access_valid(AddressSpace *as, hwaddr addr, hwaddr len,
                                bool is_write, MemTxAttrs attrs)
{
    while (len > 0) {
        const FlatRange *range = flatview_lookup(as->current_map, addr);
        hwaddr part;

        if (!range || (is_write && range->readonly)) {
            return false;
        }
        part = int128_sat64(addr_range_end(range->addr) - addr);
        if (len <= part) {
            return true;
        }
        addr += part;
        len -= part;
        if (addr == 0) {
            return false;
        }
    }
    return true;
}

void *address_space_map(AddressSpace *as, hwaddr addr, hwaddr *plen,
                        bool is_write, MemTxAttrs attrs)
{
    MemSection section = { 0 };
    uint64_t skip;

    if (!address_space_find(as, addr, &section) || !section.host
        || (is_write && (section.readonly || section.romd))) {
        return NULL;
    }
    skip = addr - section.base;
    *plen = MIN(*plen, section.size - skip);
    return section.host + skip;
}

void address_space_unmap(AddressSpace *as, void *buffer, hwaddr len,
                         bool is_write, hwaddr access_len)
{
    ram_addr_t offset;
    RAMBlock *block = ram_block_from_host(as->map, buffer, &offset);

    g_assert(block && access_len <= len);
    if (is_write) {
        ram_block_note_write(block, offset, access_len);
    }
}
