/*
 * cold.c: code that runs once
 *
 * The first pass over cold_code() meets 8192 blocks of 8 instructions that
 * no emulator has seen, the second meets them translated. The difference is
 * the price of new code.
 */
#include "guest.h"

uint64_t cold_code(uint64_t seed);

static uint64_t part_cold(uint64_t scale)
{
    uint64_t sum = 1;

    while (scale--) {
        sum = cold_code(sum);
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "cold", NULL, part_cold },
    { NULL },
};
