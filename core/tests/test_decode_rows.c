/*
 * test_decode_rows.c: the instruction tables themselves
 *
 * Properties that every row must have whatever it means.
 */
#include "../decode_rows.h"
#include "../disas_internal.h"

#include <stdlib.h>
#include <string.h>
#include "support/unit.h"

typedef void RowCheck(const InsnRow *row, const Pattern *pattern);

static void check_every_row(RowCheck *check)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        Pattern pattern = pattern_compile(insn_rows[i].picture);

        check(&insn_rows[i], &pattern);
    }
}

static guint32 row_seed(const InsnRow *row)
{
    return (guint32)(row - insn_rows);
}

static uint32_t random_instance(GRand *rand, const Pattern *pattern)
{
    uint32_t word = g_rand_int(rand);

    if (pattern->len == 2) {
        word &= 0xffff;
    }
    return (word & ~pattern->mask) | pattern->match;
}

/* @inner is a proper special case of @outer. */
static bool strictly_nested(const Pattern *inner, const Pattern *outer)
{
    return (inner->mask & outer->mask) == outer->mask &&
           inner->mask != outer->mask &&
           (inner->match & outer->mask) == outer->match;
}

static bool overlap(const Pattern *a, const Pattern *b)
{
    return a->len == b->len && !((a->match ^ b->match) & a->mask & b->mask);
}

static void check_nesting(const InsnRow *row, const Pattern *own)
{
    for (const InsnRow *other = insn_rows; other < row; other++) {
        Pattern pattern = pattern_compile(other->picture);

        ck_assert_msg(!overlap(own, &pattern) ||
                      strictly_nested(own, &pattern) ||
                      strictly_nested(&pattern, own),
                      "%s and %s", row->name, other->name);
    }
}

START_TEST(test_overlapping_rows_nest_strictly)
{
    check_every_row(check_nesting);
}
END_TEST

static void check_length(const InsnRow *row, const Pattern *pattern)
{
    bool base = row - insn_rows < OP_COUNT;

    ck_assert_uint_eq(pattern->mask & 3, 3);
    ck_assert_uint_eq(insn_length((uint16_t)pattern->match), pattern->len);
    ck_assert_uint_eq(pattern->len, base ? 4 : 2);
}

START_TEST(test_pictures_agree_with_instruction_length)
{
    check_every_row(check_length);
}
END_TEST

/* One bit of the word decides whether another value comes out. */
static bool bit_matters(GRand *rand, const InsnRow *row,
                        const Pattern *pattern, uint32_t bit)
{
    for (int round = 0; round < 64; round++) {
        uint32_t word = random_instance(rand, pattern);

        if (imm_decode(row->format, word) !=
            imm_decode(row->format, word ^ bit)) {
            return true;
        }
    }
    return false;
}

static void check_immediate_bits(const InsnRow *row, const Pattern *pattern)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(row_seed(row));
    uint32_t used = 0;

    for (int bit = 0; bit < pattern->len * 8; bit++) {
        if (!(pattern->mask & 1u << bit) &&
            bit_matters(rand, row, pattern, 1u << bit)) {
            used |= 1u << bit;
        }
    }
    ck_assert_msg(used == pattern->field[FIELD_IMM],
                  "%s: %08x, picture %08x", row->name, used,
                  pattern->field[FIELD_IMM]);
}

START_TEST(test_immediate_depends_on_the_i_bits_alone)
{
    check_every_row(check_immediate_bits);
}
END_TEST

/* The word breaks a rule that the masks cannot express. */
static bool reserved_operands(const InsnRow *row, const Pattern *pattern,
                              uint32_t word)
{
    unsigned rd = pattern_register(pattern, FIELD_RD, word);
    unsigned rs1 = pattern_register(pattern, FIELD_RS1, word);
    unsigned rs2 = pattern_register(pattern, FIELD_RS2, word);
    bool has_rs2 = pattern->field[FIELD_RS2];

    if (row->flags & INSN_DISTINCT) {
        return rd == rs1 || (has_rs2 && (rs2 == rd || rs2 == rs1));
    }
    return !pattern_matches(pattern, word);
}

static void check_decodes(const DecodeTable *table, const InsnRow *row,
                          const Pattern *pattern, uint32_t word)
{
    Insn insn;
    const InsnRow *found = insn_decode_row(table, word, &insn);

    if (reserved_operands(row, pattern, word)) {
        ck_assert_msg(found != row, "%s %08x", row->name, word);
        return;
    }
    ck_assert_msg(found, "%s %08x", row->name, word);
    Pattern winner = pattern_compile(found->picture);
    ck_assert_msg(found == row || strictly_nested(&winner, pattern),
                  "%08x: %s instead of %s", word, found->name, row->name);
    ck_assert_uint_eq(insn.op, found->fixed.op);
    ck_assert_uint_eq(insn.raw, word);
    ck_assert_uint_eq(insn.len, pattern->len);
}

static void check_round_trip(const InsnRow *row, const Pattern *pattern)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(row_seed(row));
    HartConfig config = { 0 };

    memset(config.ext, true, sizeof(config.ext));
    DecodeTable *table = decode_table_new(&config);
    for (int round = 0; round < 500; round++) {
        check_decodes(table, row, pattern, random_instance(rand, pattern));
    }
    decode_table_free(table);
}

START_TEST(test_random_operands_decode_to_the_row_or_a_nested_one)
{
    check_every_row(check_round_trip);
}
END_TEST

static void check_extension(const InsnRow *row, const Pattern *pattern)
{
    const InsnRow *base = &insn_rows[row->fixed.op];
    HartConfig config = { 0 };

    memset(config.ext, true, sizeof(config.ext));
    ck_assert(insn_row_enabled(row, &config));
    config.ext[row->ext] = false;
    ck_assert(!insn_row_enabled(row, &config));
    config.ext[row->ext] = true;
    config.ext[base->ext] = false;
    ck_assert(!insn_row_enabled(row, &config));
}

START_TEST(test_row_needs_its_extension)
{
    check_every_row(check_extension);
}
END_TEST

/* A letter of the picture that holds register @field. */
static bool names_field(const Pattern *pattern, const Insn *fixed,
                        InsnField field)
{
    bool implied = (field == FIELD_RD && fixed->rd) ||
                   (field == FIELD_RS1 && fixed->rs1);

    return pattern->field[field] || implied;
}

typedef struct LetterField {
    char letter;
    InsnField field;
} LetterField;

static const LetterField letter_fields[] = {
    { 'd', FIELD_RD },  { 'D', FIELD_RD },  { 's', FIELD_RS1 },
    { 'S', FIELD_RS1 }, { 'z', FIELD_RS1 }, { 'f', FIELD_RS1 },
    { 't', FIELD_RS2 }, { 'T', FIELD_RS2 }, { 'R', FIELD_RS3 },
    { 'm', FIELD_RM },  { 'n', FIELD_RM },  { 'j', FIELD_IMM },
    { 'x', FIELD_IMM }, { 'u', FIELD_IMM }, { 'p', FIELD_IMM },
    { 'c', FIELD_IMM },
};

static void check_operand_fields(const InsnRow *row, const Pattern *pattern)
{
    for (size_t i = 0; i < G_N_ELEMENTS(letter_fields); i++) {
        const LetterField *rule = &letter_fields[i];
        size_t plain = strcspn(row->operands, "'");
        const char *at = strchr(row->operands, rule->letter);

        ck_assert_msg(!at || at > row->operands + plain ||
                      names_field(pattern, &row->fixed, rule->field),
                      "%s: %c", row->name, rule->letter);
    }
}

START_TEST(test_operands_print_fields_that_the_picture_has)
{
    check_every_row(check_operand_fields);
}
END_TEST

static void check_operand_letters(const InsnRow *row, const Pattern *pattern)
{
    bool quoted = false;

    for (const char *p = row->operands; *p; p++) {
        quoted ^= *p == '\'';
        ck_assert_msg(quoted || operand_letter_known(*p) ||
                      strchr(",()'34", *p), "%s: %c", row->name, *p);
    }
    ck_assert(!quoted);
}

START_TEST(test_operand_templates_hold_letters_and_punctuation)
{
    check_every_row(check_operand_letters);
}
END_TEST

static void check_flags(const InsnRow *row, const Pattern *pattern)
{
    const char *picture = row->picture;
    bool control = row->flags & (INSN_BRANCH | INSN_JUMP);

    ck_assert_int_eq(!!(row->flags & INSN_FP_RM), !!strchr(picture, 'm'));
    ck_assert_int_eq(!!(row->flags & INSN_AMO), !!strchr(picture, 'q'));
    ck_assert(!(row->flags & INSN_FP_RM) || (row->flags & INSN_FP));
    ck_assert(!(row->flags & INSN_CSR) || (row->flags & INSN_ENDS_BLOCK));
    ck_assert(!control || !(row->flags & INSN_ENDS_BLOCK));
}

START_TEST(test_flags_agree_with_the_picture)
{
    check_every_row(check_flags);
}
END_TEST

static void check_name_unique(const InsnRow *row, const Pattern *pattern)
{
    for (const InsnRow *other = insn_rows; other < row; other++) {
        ck_assert_str_ne(other->name, row->name);
    }
}

START_TEST(test_names_are_unique)
{
    check_every_row(check_name_unique);
}
END_TEST

UNIT_MAIN("decode_rows",
          UNIT_TEST(test_overlapping_rows_nest_strictly),
          UNIT_TEST(test_pictures_agree_with_instruction_length),
          UNIT_TEST(test_immediate_depends_on_the_i_bits_alone),
          UNIT_TEST(test_random_operands_decode_to_the_row_or_a_nested_one),
          UNIT_TEST(test_row_needs_its_extension),
          UNIT_TEST(test_operands_print_fields_that_the_picture_has),
          UNIT_TEST(test_operand_templates_hold_letters_and_punctuation),
          UNIT_TEST(test_flags_agree_with_the_picture),
          UNIT_TEST(test_names_are_unique))
