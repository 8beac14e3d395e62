/*
 * clabpu_map.c: where the windows of the course board are (exercise)
 *
 * No two windows may share an address: of two equal ones the one mapped last
 * would hide the other, and no error would say so.
 */
#include "machine/clabpu.h"

/* clang-format off */
const MemMapEntry clabpu_memmap[CLABPU_MMAP_COUNT] = {
    [CLABPU_MMAP_MROM] =    {     0x1000,    0xf000 },
    [CLABPU_MMAP_HTIF] =    {  0x1000000,    0x1000 },
    [CLABPU_MMAP_CLINT] =   {  0x2000000,   0x10000 },
    [CLABPU_MMAP_INTC] =    { 0x10000000,    0x1000 },
    [CLABPU_MMAP_TIMER] =   { 0x10001000,    0x1000 },
    [CLABPU_MMAP_EDC_REG] = { 0x20001000,    0x1000 },
    [CLABPU_MMAP_EDC_ERR] = { 0x20002000,    0x2000 },
    [CLABPU_MMAP_DRAM] =    { 0x80000000,         0 },
};
/* clang-format on */
