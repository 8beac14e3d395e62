/* clabpu_mem.c: RAM first, and a ROM by RAM that is made read-only */
#include "clabpu_internal.h"
#include "memory/memory_map.h"

bool clabpu_init_mem(ClabpuState *s, Error **errp)
{
    MemoryRegion *system = get_system_memory();
    MemoryRegion *ram = MACHINE(s)->ram;
    MemMapEntry rom = clabpu_memmap[CLABPU_MMAP_MROM];

    if (!ram) {
        error_setg(errp, "this board has no RAM: its class does not set "
                   "default_ram_id");
        return false;
    }
    memory_region_add_subregion(system, clabpu_memmap[CLABPU_MMAP_DRAM].base,
                                ram);
    if (!memory_region_init_ram(&s->mask_rom, OBJECT(s),
                                "riscv.clabpu.mrom", rom.size, errp)) {
        return false;
    }
    memory_region_set_readonly(&s->mask_rom, true);
    memory_region_add_subregion(system, rom.base, &s->mask_rom);
    return true;
}
