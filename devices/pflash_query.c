/*
 * pflash_query.c: the Common Flash Interface query table
 *
 * What a chip says about itself, one byte per chip word, so that one driver
 * fits all chips. Word numbers are those of JESD68.
 */
#include "pflash_internal.h"

#include <string.h>

static unsigned log2_of(uint64_t power_of_two)
{
    return (unsigned)__builtin_ctzll(power_of_two);
}

static void put16(uint8_t *table, unsigned word, uint64_t value)
{
    table[word] = value & 0xff;
    table[word + 1] = (value >> 8) & 0xff;
}

/* identification, voltages (BCD volt and tenths), log2 of typical times */
static const uint8_t query_fixed[PFLASH_QUERY_WORDS] = {
    [0x10] = 'Q', 'R', 'Y',
    [0x13] = 0x01, 0x00,        /* command set: Intel/Sharp extended */
    [0x15] = 0x31, 0x00,        /* extended table at 0x31 */
    [0x1b] = 0x45, 0x55,        /* Vcc 4.5 to 5.5 V */
    [0x1f] = 0x07, 0x07, 0x0a,  /* word 128 us, buffer 128 us, erase 1 s */
    [0x23] = 0x04, 0x04, 0x04,  /* at most 16 times as long */
    [0x28] = 0x02, 0x00,        /* x8 and x16 */
    [0x2c] = 0x01,              /* one region of equal blocks */
    [0x31] = 'P', 'R', 'I', '1', '0', /* no optional commands */
    [0x3f] = 0x01,              /* one protection register */
};

void pflash_query_fill(PFlashCFI01 *s)
{
    uint64_t chip_bytes = s->total_bytes / s->num_chips;
    uint64_t chip_block = s->sector_len / s->num_chips;

    memcpy(s->query, query_fixed, sizeof(s->query));
    s->query[0x27] = (uint8_t)log2_of(chip_bytes);
    put16(s->query, 0x2a, log2_of(s->buffer_bytes / s->num_chips));
    put16(s->query, 0x2d, s->num_blocks - 1);
    put16(s->query, 0x2f, chip_block / 256);
}
