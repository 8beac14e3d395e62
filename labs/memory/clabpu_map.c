/*
 * clabpu_map.c: where the windows of the course board are (exercise memory.7)
 *
 * TODO: spot the bugs. The board starts, and no error is printed, but drivers
 * complain: whatever talks to the interrupt controller at 0x10000000 gets the
 * answers of a timer, nothing answers at 0x10001000, reading mtime in the
 * CLINT is an access fault, and half of the EDC's error words are missing.
 * The devices are right. How large a window must be is in the headers of
 * the devices: devices/riscv_aclint.h, devices/clabpu_edc.h.
 */
#include "machine/clabpu.h"

/* clang-format off */
const MemMapEntry clabpu_memmap[CLABPU_MMAP_COUNT] = {
    [CLABPU_MMAP_MROM] =    {     0x1000,    0xf000 },
    [CLABPU_MMAP_HTIF] =    {  0x1000000,    0x1000 },
    [CLABPU_MMAP_CLINT] =   {  0x2000000,    0x1000 },
    [CLABPU_MMAP_INTC] =    { 0x10000000,    0x1000 },
    [CLABPU_MMAP_TIMER] =   { 0x10000000,    0x1000 },
    [CLABPU_MMAP_EDC_REG] = { 0x20001000,    0x1000 },
    [CLABPU_MMAP_EDC_ERR] = { 0x20002000,    0x1000 },
    [CLABPU_MMAP_DRAM] =    { 0x80000000,         0 },
};
/* clang-format on */
