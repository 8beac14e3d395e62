/* asm_row.c: see asm_row.h */
#include <glib.h>
#include <string.h>

#include "asm_row.h"

static const char *const pictures[] = {
#define INSN(name, ext, picture, ...) picture,
#include "core/isa/insns.inc"
#undef INSN
};

static const uint32_t *field_of(const AsmFields *f, char letter)
{
    switch (g_ascii_tolower(letter)) {
    case 'd':
        return &f->d;
    case 's':
        return &f->s;
    case 't':
        return &f->t;
    case 'r':
        return &f->r;
    case 'm':
        return &f->m;
    case 'i':
        return &f->i;
    default:
        return NULL;
    }
}

/* From the right, each letter takes the next higher bit of its field. */
uint32_t asm_row(InsnOp op, AsmFields fields)
{
    const char *picture = pictures[op];
    unsigned used[128] = { 0 };
    unsigned bit = 0;
    uint32_t word = 0;

    for (size_t i = strlen(picture); i-- > 0;) {
        char letter = picture[i];
        const uint32_t *field = field_of(&fields, letter);

        if (letter == ' ') {
            continue;
        }
        if (field) {
            word |= (*field >> used[(unsigned char)letter]++ & 1) << bit;
        } else if (letter == '1') {
            word |= 1u << bit;
        }
        bit++;
    }
    g_assert(bit == 32);
    return word;
}
