/*
 * bits.h: bit-field helpers with QEMU's names
 *
 * Every function is one expression. Positions count from bit 0; @length is
 * 1..64 and @start + @length <= 64, as for the manual's field notation.
 */
#ifndef CORE_BITS_H
#define CORE_BITS_H

#include <stdbool.h>
#include <stdint.h>

#define BIT_ULL(nr) (1ull << (nr))
#define MAKE_64BIT_MASK(shift, length) \
    (((~0ull) >> (64 - (length))) << (shift))

/* extract64: the field, zero-extended */
static inline uint64_t extract64(uint64_t value, int start, int length)
{
    return (value >> start) & (~0ull >> (64 - length));
}

/* sextract64: the field, sign-extended */
static inline int64_t sextract64(uint64_t value, int start, int length)
{
    return ((int64_t)(value << (64 - length - start))) >> (64 - length);
}

/* deposit64: @value with the field replaced by the low bits of @field */
static inline uint64_t deposit64(uint64_t value, int start, int length,
                                 uint64_t field)
{
    uint64_t mask = MAKE_64BIT_MASK(start, length);

    return (value & ~mask) | ((field << start) & mask);
}

static inline bool is_power_of_2(uint64_t value)
{
    return value && !(value & (value - 1));
}

#endif
