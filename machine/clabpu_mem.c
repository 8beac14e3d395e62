/*
 * clabpu_mem.c: the memory of the course board (exercise)
 *
 * A region exists when it is initialised and is reachable when it is added to
 * the system memory: forgetting the second makes no error, only a hole.
 */
#include "clabpu_internal.h"
#include "memory/memory_map.h"

bool clabpu_init_mem(ClabpuState *s, Error **errp)
{
    const MemMapEntry *rom = &clabpu_memmap[CLABPU_MMAP_MROM];

    if (!MACHINE(s)->ram) {
        error_setg(errp, "this board has no RAM: its class does not set "
                   "default_ram_id");
        return false;
    }
    if (!memory_region_init_rom(&s->mask_rom, OBJECT(s), "riscv.clabpu.mrom",
                                rom->size, errp)) {
        return false;
    }
    memory_region_add_subregion(get_system_memory(), rom->base, &s->mask_rom);
    memory_region_add_subregion(get_system_memory(),
                                clabpu_memmap[CLABPU_MMAP_DRAM].base,
                                MACHINE(s)->ram);
    return true;
}
