/*
 * memop.h: the shape of one memory access
 *
 * Width, signedness and byte order in one small number, with QEMU's names.
 * Buses, the interpreter and the translator all describe accesses with it.
 */
#ifndef CORE_MEMOP_H
#define CORE_MEMOP_H

typedef enum MemOp {
    MO_8 = 0,
    MO_16 = 1,
    MO_32 = 2,
    MO_64 = 3,
    MO_128 = 4,
    MO_SIZE = 0x07,             /* mask: log2 of the bytes */
    MO_SIGN = 0x08,             /* sign-extend the loaded value */
    MO_BSWAP = 0x10,            /* bytes are in the other order than the host */
    MO_LE = 0,                  /* lectern runs on little-endian hosts only */
    MO_BE = MO_BSWAP,
    MO_TE = MO_LE,              /* the target, RISC-V, is little endian */
} MemOp;

/* memop_size: bytes that the access touches */
static inline unsigned memop_size(MemOp op)
{
    return 1u << (op & MO_SIZE);
}

/* size_memop: the width of 1, 2, 4 or 8 bytes as a MemOp, target order */
static inline MemOp size_memop(unsigned size)
{
    return (MemOp)__builtin_ctz(size);
}

#endif
