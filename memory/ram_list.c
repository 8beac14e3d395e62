/*
 * ram_list.c: finding RAM blocks, and asking them
 */
#include "memory/ram_block.h"

#include "memory_internal.h"

RAMBlock *ram_block_lookup(MemoryMap *map, ram_addr_t addr)
{
    for (unsigned i = 0; i < map->ram_blocks->len; i++) {
        RAMBlock *block = g_ptr_array_index(map->ram_blocks, i);

        if (addr - block->offset < block->mapped_size) {
            return block;
        }
    }
    return NULL;
}

RAMBlock *ram_block_by_name(MemoryMap *map, const char *name)
{
    for (unsigned i = 0; i < map->ram_blocks->len; i++) {
        RAMBlock *block = g_ptr_array_index(map->ram_blocks, i);

        if (strcmp(block->idstr, name) == 0) {
            return block;
        }
    }
    return NULL;
}

RAMBlock *ram_block_from_host(MemoryMap *map, const void *host,
                              ram_addr_t *offset)
{
    for (unsigned i = 0; i < map->ram_blocks->len; i++) {
        RAMBlock *block = g_ptr_array_index(map->ram_blocks, i);
        uintptr_t distance = (uintptr_t)host - (uintptr_t)block->host;

        if (distance < block->size) {
            if (offset) {
                *offset = distance;
            }
            return block;
        }
    }
    return NULL;
}

int ram_block_foreach(MemoryMap *map, RAMBlockIterFunc *func, void *opaque)
{
    for (unsigned i = 0; i < map->ram_blocks->len; i++) {
        int stop = func(g_ptr_array_index(map->ram_blocks, i), opaque);

        if (stop) {
            return stop;
        }
    }
    return 0;
}

void *qemu_ram_get_host_addr(RAMBlock *block)
{
    return block->host;
}

ram_addr_t qemu_ram_get_offset(RAMBlock *block)
{
    return block->offset;
}

uint64_t qemu_ram_get_used_length(RAMBlock *block)
{
    return block->size;
}

const char *qemu_ram_get_idstr(RAMBlock *block)
{
    return block->idstr;
}

int qemu_ram_get_fd(RAMBlock *block)
{
    return block->fd;
}
