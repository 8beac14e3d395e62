/*
 * int128.h: lengths of up to 2^64 bytes
 *
 * A 64-bit address space has 2^64 bytes: one more than 64 bits can count.
 * Starts and lengths of ranges are therefore 128 bits wide while the map is
 * built. The compiler's type does the arithmetic; the names are QEMU's.
 */
#ifndef MEMORY_INT128_H
#define MEMORY_INT128_H

#include <stdint.h>

typedef __int128 Int128;

static inline Int128 int128_make64(uint64_t value)
{
    return (Int128)value;
}

/* int128_2_64: 2^64, the length of the whole address space */
static inline Int128 int128_2_64(void)
{
    return (Int128)1 << 64;
}

/* int128_sat64: the value, or UINT64_MAX where it does not fit */
static inline uint64_t int128_sat64(Int128 value)
{
    return value >= int128_2_64() ? UINT64_MAX : (uint64_t)value;
}

static inline Int128 int128_min(Int128 a, Int128 b)
{
    return a < b ? a : b;
}

static inline Int128 int128_max(Int128 a, Int128 b)
{
    return a > b ? a : b;
}

#endif
