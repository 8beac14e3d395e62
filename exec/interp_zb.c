/*
 * interp_zb.c: bit manipulation: Zba, Zbb, Zbc, Zbs, and Zicond
 *
 * Unprivileged ISA, chapters "B Extension for Bit Manipulation" and
 * "Integer Conditional (Zicond) Operations".
 */
#include "interp_internal.h"

static uint64_t rol64(uint64_t a, unsigned n)
{
    return (a << (n & 63)) | (a >> (-n & 63));
}

static uint32_t rol32(uint32_t a, unsigned n)
{
    return (a << (n & 31)) | (a >> (-n & 31));
}

static unsigned clz64(uint64_t a)
{
    return a ? (unsigned)__builtin_clzll(a) : 64;
}

static unsigned ctz64(uint64_t a)
{
    return a ? (unsigned)__builtin_ctzll(a) : 64;
}

static unsigned clz32(uint32_t a)
{
    return a ? (unsigned)__builtin_clz(a) : 32;
}

static unsigned ctz32(uint32_t a)
{
    return a ? (unsigned)__builtin_ctz(a) : 32;
}

/* Each byte becomes 0xff when any of its bits is set. */
static uint64_t orc_b(uint64_t a)
{
    uint64_t result = 0;

    for (unsigned shift = 0; shift < 64; shift += 8) {
        if ((a >> shift) & 0xff) {
            result |= 0xffull << shift;
        }
    }
    return result;
}

/* Carry-less product: the low 64 bits, and bits 64 to 127. */
static unsigned __int128 clmul128(uint64_t a, uint64_t b)
{
    unsigned __int128 product = 0;

    for (unsigned i = 0; i < 64; i++) {
        if ((b >> i) & 1) {
            product ^= (unsigned __int128)a << i;
        }
    }
    return product;
}

/* --- Zba ----------------------------------------------------------------- */

ALU(add_uw, a, b, (uint32_t)a + b)
ALU(sh1add, a, b, (a << 1) + b)
ALU(sh2add, a, b, (a << 2) + b)
ALU(sh3add, a, b, (a << 3) + b)
ALU(sh1add_uw, a, b, ((uint64_t)(uint32_t)a << 1) + b)
ALU(sh2add_uw, a, b, ((uint64_t)(uint32_t)a << 2) + b)
ALU(sh3add_uw, a, b, ((uint64_t)(uint32_t)a << 3) + b)
ALU_IMM(slli_uw, a, imm, (uint64_t)(uint32_t)a << imm)

/* --- Zbb ----------------------------------------------------------------- */

ALU(andn, a, b, a & ~b)
ALU(orn, a, b, a | ~b)
ALU(xnor, a, b, ~(a ^ b))
ALU(max, a, b, (int64_t)a > (int64_t)b ? a : b)
ALU(maxu, a, b, a > b ? a : b)
ALU(min, a, b, (int64_t)a < (int64_t)b ? a : b)
ALU(minu, a, b, a < b ? a : b)
ALU(rol, a, b, rol64(a, (unsigned)b))
ALU(ror, a, b, rol64(a, -(unsigned)b))
ALU(rolw, a, b, sext32(rol32((uint32_t)a, (unsigned)b)))
ALU(rorw, a, b, sext32(rol32((uint32_t)a, -(unsigned)b)))
ALU_IMM(rori, a, imm, rol64(a, -(unsigned)imm))
ALU_IMM(roriw, a, imm, sext32(rol32((uint32_t)a, -(unsigned)imm)))
UNARY(clz, a, clz64(a))
UNARY(ctz, a, ctz64(a))
UNARY(cpop, a, (unsigned)__builtin_popcountll(a))
UNARY(clzw, a, clz32((uint32_t)a))
UNARY(ctzw, a, ctz32((uint32_t)a))
UNARY(cpopw, a, (unsigned)__builtin_popcount((uint32_t)a))
UNARY(sext_b, a, (uint64_t)(int64_t)(int8_t)a)
UNARY(sext_h, a, (uint64_t)(int64_t)(int16_t)a)
UNARY(zext_h, a, (uint16_t)a)
UNARY(orc_b, a, orc_b(a))
UNARY(rev8, a, __builtin_bswap64(a))

/* --- Zbc ----------------------------------------------------------------- */

ALU(clmul, a, b, (uint64_t)clmul128(a, b))
ALU(clmulh, a, b, (uint64_t)(clmul128(a, b) >> 64))
ALU(clmulr, a, b, (uint64_t)(clmul128(a, b) >> 63))

/* --- Zbs ----------------------------------------------------------------- */

ALU(bclr, a, b, a & ~(1ull << (b & 63)))
ALU(bext, a, b, (a >> (b & 63)) & 1)
ALU(binv, a, b, a ^ (1ull << (b & 63)))
ALU(bset, a, b, a | (1ull << (b & 63)))
ALU_IMM(bclri, a, imm, a & ~(1ull << imm))
ALU_IMM(bexti, a, imm, (a >> imm) & 1)
ALU_IMM(binvi, a, imm, a ^ (1ull << imm))
ALU_IMM(bseti, a, imm, a | (1ull << imm))

/* --- Zicond -------------------------------------------------------------- */

ALU(czero_eqz, a, b, b == 0 ? 0 : a)
ALU(czero_nez, a, b, b != 0 ? 0 : a)
