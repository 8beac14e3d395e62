/*
 * clabpu_mem.c: the memory of the course board (exercise memory.1)
 *
 * TODO: make the mask ROM "riscv.clabpu.mrom" in s->mask_rom, owned by the
 * board, and put it and the machine's RAM into the system memory where
 * clabpu_memmap says. The RAM exists already: MACHINE(s)->ram, unless the
 * class of the board names no RAM; then set the error
 *
 *     this board has no RAM: its class does not set default_ram_id
 *
 * and return false, as you do when the ROM cannot be made. Tools:
 * memory/memory.h, "making regions" and "the tree"; get_system_memory().
 */
#include "clabpu_internal.h"
#include "core/lab_todo.h"

bool clabpu_init_mem(ClabpuState *s, Error **errp)
{
    (void)s;
    (void)errp;
    lab_todo("memory", 1);
    return true;
}
