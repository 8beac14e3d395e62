/* test_decode_imm.c: every immediate format, bit by bit, as the manual draws */
#include "../decode_imm.h"

#include "support/unit.h"

/*
 * The immediate bit that each instruction bit holds, from @top downwards, as
 * in the manual's instruction listings. NONE: the bit is not in the immediate.
 */
enum { NONE = -1, MAX_BITS = 32 };

typedef struct FormatMap {
    InsnFormat format;
    int top;                    /* instruction bit of the first entry */
    int n_bits;
    int sign;                   /* immediate bit that is the sign, or NONE */
    int bits[MAX_BITS];
} FormatMap;

static const FormatMap maps[] = {
    { FORMAT_I, 31, 12, 11, { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 } },
    { FORMAT_UI, 31, 12, NONE, { 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 } },
    { FORMAT_S, 31, 25, 11,
      { 11, 10, 9, 8, 7, 6, 5, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
        NONE, NONE, NONE, NONE, NONE, NONE, 4, 3, 2, 1, 0 } },
    { FORMAT_B, 31, 25, 12,
      { 12, 10, 9, 8, 7, 6, 5, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
        NONE, NONE, NONE, NONE, NONE, NONE, 4, 3, 2, 1, 11 } },
    { FORMAT_U, 31, 20, 31,
      { 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15,
        14, 13, 12 } },
    { FORMAT_J, 31, 20, 20,
      { 20, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11, 19, 18, 17, 16, 15, 14, 13,
        12 } },
    { FORMAT_SHAMT, 25, 6, NONE, { 5, 4, 3, 2, 1, 0 } },
    { FORMAT_PREFETCH, 31, 7, 11, { 11, 10, 9, 8, 7, 6, 5 } },
    { FORMAT_TH_IMM2, 26, 2, NONE, { 1, 0 } },
    { FORMAT_TH_PAIR3, 26, 2, NONE, { 4, 3 } },
    { FORMAT_TH_PAIR4, 26, 2, NONE, { 5, 4 } },
    { FORMAT_CI, 12, 11, 5,
      { 5, NONE, NONE, NONE, NONE, NONE, 4, 3, 2, 1, 0 } },
    { FORMAT_CI_LUI, 12, 11, 17,
      { 17, NONE, NONE, NONE, NONE, NONE, 16, 15, 14, 13, 12 } },
    { FORMAT_CI_SP16, 12, 11, 9,
      { 9, NONE, NONE, NONE, NONE, NONE, 4, 6, 8, 7, 5 } },
    { FORMAT_CI_LWSP, 12, 11, NONE,
      { 5, NONE, NONE, NONE, NONE, NONE, 4, 3, 2, 7, 6 } },
    { FORMAT_CI_LDSP, 12, 11, NONE,
      { 5, NONE, NONE, NONE, NONE, NONE, 4, 3, 8, 7, 6 } },
    { FORMAT_C_SHAMT, 12, 11, NONE,
      { 5, NONE, NONE, NONE, NONE, NONE, 4, 3, 2, 1, 0 } },
    { FORMAT_CSS_W, 12, 6, NONE, { 5, 4, 3, 2, 7, 6 } },
    { FORMAT_CSS_D, 12, 6, NONE, { 5, 4, 3, 8, 7, 6 } },
    { FORMAT_CIW, 12, 8, NONE, { 5, 4, 9, 8, 7, 6, 2, 3 } },
    { FORMAT_CL_B, 6, 2, NONE, { 0, 1 } },
    { FORMAT_CL_H, 5, 1, NONE, { 1 } },
    { FORMAT_CL_W, 12, 8, NONE, { 5, 4, 3, NONE, NONE, NONE, 2, 6 } },
    { FORMAT_CL_D, 12, 8, NONE, { 5, 4, 3, NONE, NONE, NONE, 7, 6 } },
    { FORMAT_CB, 12, 11, 8,
      { 8, 4, 3, NONE, NONE, NONE, 7, 6, 2, 1, 5 } },
    { FORMAT_CJ, 12, 11, 11, { 11, 4, 9, 8, 10, 6, 7, 3, 2, 1, 5 } },
};

static int imm_bit_of(const FormatMap *map, int insn_bit)
{
    int index = map->top - insn_bit;

    return index >= 0 && index < map->n_bits ? map->bits[index] : NONE;
}

static int32_t expected_of_bit(const FormatMap *map, int insn_bit)
{
    int bit = imm_bit_of(map, insn_bit);

    if (bit == NONE) {
        return 0;
    }
    return (int32_t)(bit == map->sign ? ~0u << bit : 1u << bit);
}

START_TEST(test_each_bit_lands_where_the_manual_says)
{
    const FormatMap *map = &maps[_i];

    for (int bit = 0; bit < 32; bit++) {
        ck_assert_msg(imm_decode(map->format, 1u << bit) ==
                      expected_of_bit(map, bit),
                      "format %d, instruction bit %d: %d", map->format, bit,
                      imm_decode(map->format, 1u << bit));
    }
}
END_TEST

START_TEST(test_all_bits_together_make_the_extreme_value)
{
    const FormatMap *map = &maps[_i];
    int32_t expected = 0;

    for (int bit = 0; bit < 32; bit++) {
        expected |= expected_of_bit(map, bit);
    }
    ck_assert_int_eq(imm_decode(map->format, 0xffffffff), expected);
    ck_assert_int_eq(imm_decode(map->format, 0), 0);
}
END_TEST

typedef struct Extreme {
    InsnFormat format;
    uint32_t word;
    int32_t imm;
} Extreme;

static const Extreme extremes[] = {
    { FORMAT_I, 0x7ff00000, 2047 },
    { FORMAT_I, 0x80000000, -2048 },
    { FORMAT_UI, 0xfff00000, 4095 },
    { FORMAT_S, 0x7e000f80, 2047 },
    { FORMAT_S, 0x80000000, -2048 },
    { FORMAT_B, 0x7e000f80, 4094 },
    { FORMAT_B, 0x80000000, -4096 },
    { FORMAT_U, 0x7ffff000, 0x7ffff000 },
    { FORMAT_U, 0x80000fff, INT32_MIN },
    { FORMAT_J, 0x7ffff000, 1048574 },
    { FORMAT_J, 0x80000000, -1048576 },
    { FORMAT_CB, 0x0c7c, 254 },
    { FORMAT_CB, 0x1000, -256 },
    { FORMAT_CJ, 0x0ffc, 2046 },
    { FORMAT_CJ, 0x1000, -2048 },
    { FORMAT_CI_SP16, 0x107c, -16 },
    { FORMAT_CI_SP16, 0x1000, -512 },
    { FORMAT_CI_LUI, 0x1000, -131072 },
    { FORMAT_TH_INC, 0x01000000, -16 },
    { FORMAT_TH_INC, 0x07000000, -128 },
    { FORMAT_TH_INC, 0x06f00000, 120 },
    { FORMAT_TH_INC, 0x06000000, 0 },
    { FORMAT_R, 0xffffffff, 0 },
};

START_TEST(test_extreme_values)
{
    ck_assert_int_eq(imm_decode(extremes[_i].format, extremes[_i].word),
                     extremes[_i].imm);
}
END_TEST

/* FORMAT_R has no bits and FORMAT_TH_INC is a product. */
START_TEST(test_every_format_has_a_map)
{
    ck_assert_uint_eq(G_N_ELEMENTS(maps), FORMAT_COUNT - 2);
}
END_TEST

UNIT_MAIN("decode_imm",
          UNIT_LOOP(test_each_bit_lands_where_the_manual_says,
                    G_N_ELEMENTS(maps)),
          UNIT_LOOP(test_all_bits_together_make_the_extreme_value,
                    G_N_ELEMENTS(maps)),
          UNIT_LOOP(test_extreme_values, G_N_ELEMENTS(extremes)),
          UNIT_TEST(test_every_format_has_a_map))
