/*
 * isa_words.c: the program under test of disas_oracle.py
 *
 *   isa_words rows    prints "name extension picture" of every row, 16-bit
 *                     rows included
 *   isa_words disas   reads "pc word" (hexadecimal) lines and prints the
 *                     disassembly of each by a hart with every extension
 */
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/hart.h"
#include "core/isa.h"

/* Pictures contain blanks, so they come last. */
static const char *const rows[] = {
#define INSN(name, ext, picture, ...) #name " " #ext " " picture,
#define RVC INSN
#include "core/isa/insns.inc"
#include "core/isa/rv_c.inc"
#undef INSN
#undef RVC
};

static void print_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        puts(rows[i]);
    }
}

static void disas_stdin(void)
{
    HartConfig config = { 0 };
    uint64_t pc;
    uint32_t word;
    char text[80];

    memset(config.ext, true, sizeof(config.ext));
    DecodeTable *table = decode_table_new(&config);
    while (scanf("%" SCNx64 " %" SCNx32, &pc, &word) == 2) {
        insn_disas(table, word, pc, text, sizeof(text));
        puts(text);
    }
    decode_table_free(table);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "rows") == 0) {
        print_rows();
    } else if (argc == 2 && strcmp(argv[1], "disas") == 0) {
        disas_stdin();
    } else {
        fprintf(stderr, "usage: isa_words rows | isa_words disas\n");
        return 2;
    }
    return 0;
}
