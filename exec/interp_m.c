/*
 * interp_m.c: multiplication and division (M, Zmmul)
 *
 * Unprivileged ISA, chapter "M Extension". Division never traps: by zero it
 * gives all ones and the dividend, on overflow the dividend and zero.
 */
#include "interp_internal.h"

static uint64_t mulh_signed(uint64_t a, uint64_t b)
{
    return (uint64_t)(((__int128)(int64_t)a * (int64_t)b) >> 64);
}

static uint64_t mulh_mixed(uint64_t a, uint64_t b)
{
    return (uint64_t)(((__int128)(int64_t)a * (__int128)b) >> 64);
}

static uint64_t mulh_unsigned(uint64_t a, uint64_t b)
{
    return (uint64_t)(((unsigned __int128)a * b) >> 64);
}

static int64_t div_signed(int64_t a, int64_t b)
{
    if (b == 0) {
        return -1;
    }
    return b == -1 ? (int64_t)(0 - (uint64_t)a) : a / b;
}

static int64_t rem_signed(int64_t a, int64_t b)
{
    if (b == 0) {
        return a;
    }
    return b == -1 ? 0 : a % b;
}

static uint64_t div_unsigned(uint64_t a, uint64_t b)
{
    return b == 0 ? ~0ull : a / b;
}

static uint64_t rem_unsigned(uint64_t a, uint64_t b)
{
    return b == 0 ? a : a % b;
}

ALU(mul, a, b, a * b)
ALU(mulh, a, b, mulh_signed(a, b))
ALU(mulhsu, a, b, mulh_mixed(a, b))
ALU(mulhu, a, b, mulh_unsigned(a, b))
ALU(div, a, b, (uint64_t)div_signed((int64_t)a, (int64_t)b))
ALU(divu, a, b, div_unsigned(a, b))
ALU(rem, a, b, (uint64_t)rem_signed((int64_t)a, (int64_t)b))
ALU(remu, a, b, rem_unsigned(a, b))

ALU(mulw, a, b, sext32(a * b))
ALU(divw, a, b, sext32((uint64_t)div_signed((int32_t)a, (int32_t)b)))
ALU(divuw, a, b, sext32(div_unsigned((uint32_t)a, (uint32_t)b)))
ALU(remw, a, b, sext32((uint64_t)rem_signed((int32_t)a, (int32_t)b)))
ALU(remuw, a, b, sext32(rem_unsigned((uint32_t)a, (uint32_t)b)))
