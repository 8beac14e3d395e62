/*
 * decode_pattern.c: bit pictures become masks
 *
 * A picture such as "0000000 ttttt sssss 000 ddddd 0110011" is read once,
 * from bit 31 (or 15) down. Fixed bits make the mask and match words that the
 * decoder compares; each letter collects the bits of its field.
 */
#include "decode_rows.h"

#include <glib.h>
#include <string.h>

/* What a letter means; b names two fields. */
typedef struct FieldLetter {
    char letter;
    InsnField field;
} FieldLetter;

static const FieldLetter field_letters[] = {
    { 'd', FIELD_RD },
    { 's', FIELD_RS1 },
    { 't', FIELD_RS2 },
    { 'r', FIELD_RS3 },
    { 'b', FIELD_RD },
    { 'b', FIELD_RS1 },
    { 'm', FIELD_RM },
    { 'q', FIELD_RM },
    { 'i', FIELD_IMM },
};

static unsigned picture_bits(const char *picture)
{
    unsigned bits = 0;

    for (const char *p = picture; *p; p++) {
        bits += *p != ' ';
    }
    return bits;
}

static void add_field_bit(Pattern *pattern, char letter, uint32_t bit)
{
    bool known = false;

    for (size_t i = 0; i < G_N_ELEMENTS(field_letters); i++) {
        if (field_letters[i].letter == g_ascii_tolower(letter)) {
            pattern->field[field_letters[i].field] |= bit;
            known = true;
        }
    }
    g_assert(known);
    if (g_ascii_isupper(letter)) {
        pattern->nonzero |= bit;
    }
}

/* One capital field per picture: its bits are one "not all zero" rule. */
static bool one_capital(const char *picture)
{
    char seen = 0;

    for (const char *p = picture; *p; p++) {
        if (g_ascii_isupper(*p)) {
            if (seen && seen != *p) {
                return false;
            }
            seen = *p;
        }
    }
    return true;
}

static void add_bit(Pattern *pattern, char letter, uint32_t bit)
{
    switch (letter) {
    case '1':
        pattern->match |= bit;
        pattern->mask |= bit;
        break;
    case '0':
        pattern->mask |= bit;
        break;
    case '-':
        break;
    default:
        add_field_bit(pattern, letter, bit);
        break;
    }
}

static void place_field(Pattern *pattern, InsnField field)
{
    uint32_t bits = pattern->field[field];
    bool compressed = pattern->len == 2 && __builtin_popcount(bits) == 3;

    pattern->shift[field] = bits ? (uint8_t)__builtin_ctz(bits) : 0;
    pattern->base[field] = compressed && field != FIELD_IMM ? 8 : 0;
}

Pattern pattern_compile(const char *picture)
{
    Pattern pattern = { 0 };
    unsigned bits = picture_bits(picture);
    unsigned position = bits;

    g_assert(bits == 16 || bits == 32);
    g_assert(one_capital(picture));
    pattern.len = (uint8_t)(bits / 8);
    for (const char *p = picture; *p; p++) {
        if (*p != ' ') {
            position--;
            add_bit(&pattern, *p, 1u << position);
        }
    }
    for (InsnField field = 0; field < FIELD_COUNT; field++) {
        place_field(&pattern, field);
    }
    return pattern;
}

unsigned pattern_fixed_bits(const Pattern *pattern)
{
    return (unsigned)__builtin_popcount(pattern->mask);
}
