/*
 * cold.c: code that runs once
 *
 * The first pass meets 8192 blocks of about 8 instructions that no emulator
 * has seen, the second meets them translated. The difference is the price
 * of new code.
 */
#include "guest.h"

/* A block: some arithmetic and a branch that is never taken. */
#define BLOCK                                                           \
    x += ((x + (__COUNTER__ & 1023)) ^ (__COUNTER__ / 16 & 1023)) << 7;      \
    x ^= x >> 9;                                                        \
    if (x == never) {                                                   \
        return never;                                                   \
    }
#define BLOCKS_8 BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK BLOCK
#define BLOCKS_64 BLOCKS_8 BLOCKS_8 BLOCKS_8 BLOCKS_8 \
                  BLOCKS_8 BLOCKS_8 BLOCKS_8 BLOCKS_8
#define FUNCTION(name)                                                  \
    static __attribute__((noinline)) uint64_t name(uint64_t x,          \
                                                   uint64_t never)      \
    {                                                                   \
        BLOCKS_64 BLOCKS_64 BLOCKS_64 BLOCKS_64                         \
        BLOCKS_64 BLOCKS_64 BLOCKS_64 BLOCKS_64                         \
        return x;                                                       \
    }
#define FUNCTIONS(X) X(cold_0) X(cold_1) X(cold_2) X(cold_3) X(cold_4)  \
    X(cold_5) X(cold_6) X(cold_7) X(cold_8) X(cold_9) X(cold_10)        \
    X(cold_11) X(cold_12) X(cold_13) X(cold_14) X(cold_15)
#define CALL(name) sum = name(sum, 0);

FUNCTIONS(FUNCTION)

static uint64_t part_cold(uint64_t scale)
{
    uint64_t sum = 1;

    while (scale--) {
        FUNCTIONS(CALL)
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "cold", NULL, part_cold },
    { NULL },
};
