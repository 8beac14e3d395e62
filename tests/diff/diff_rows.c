/*
 * diff_rows.c: what diff_qemu.py knows about instructions
 *
 *   diff_rows rows     prints one tab-separated line per row of the
 *                      instruction tables: name, extension, flags, operands,
 *                      base (register number that the encoding implies for
 *                      rs1, or -), picture; 16-bit rows have the flags of
 *                      what they expand to
 *   diff_rows flags    prints the flags and their names
 *   diff_rows decode   reads words (hexadecimal), prints immediates
 *   diff_rows disas    reads "pc word" (hexadecimal), prints disassembly
 *
 * The generator has no list of instructions of its own: bit pictures say
 * where operands are, decoding says what the immediate bits mean.
 */
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/hart.h"
#include "core/isa.h"

/* A row as text, with the instruction whose flags it has. */
typedef struct TextRow {
    const char *name;
    const char *ext;
    const char *operands;
    const char *picture;
    InsnOp op;
    Insn fixed;
} TextRow;

static const TextRow rows[] = {
#define INSN(name_, ext_, picture_, format_, operands_, ...)            \
    { .name = #name_, .ext = #ext_, .operands = (operands_),            \
      .picture = (picture_), .op = OP_##name_ },
#define RVC(name_, ext_, picture_, format_, operands_, expansion_, ...) \
    { .name = #name_, .ext = #ext_, .operands = (operands_),            \
      .picture = (picture_), .op = OP_##expansion_,                     \
      .fixed = { __VA_ARGS__ } },
#include "core/isa/insns.inc"
#include "core/isa/rv_c.inc"
#undef INSN
#undef RVC
};

static void print_row(const TextRow *row)
{
    g_autofree char *base = row->fixed.rs1
        ? g_strdup_printf("%u", row->fixed.rs1) : g_strdup("-");

    printf("%s\t%s\t%u\t%s\t%s\t%s\n", row->name, row->ext,
           insn_flags(row->op), row->operands, base, row->picture);
}

static void print_rows(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        print_row(&rows[i]);
    }
}

static void print_flag_names(void)
{
#define FLAG(name) printf(#name "\t%u\n", INSN_##name)
    FLAG(LOAD);
    FLAG(STORE);
    FLAG(BRANCH);
    FLAG(JUMP);
    FLAG(FP);
    FLAG(FP_RM);
    FLAG(AMO);
    FLAG(CSR);
    FLAG(DISTINCT);
#undef FLAG
}

static void decode_stdin(const DecodeTable *table)
{
    uint32_t word;

    while (scanf("%" SCNx32, &word) == 1) {
        Insn insn;

        if (insn_decode(table, word, &insn)) {
            printf("%" PRId32 "\n", insn.imm);
        } else {
            puts("illegal");
        }
    }
}

static void disas_stdin(const DecodeTable *table)
{
    uint64_t pc;
    uint32_t word;
    char text[80];

    while (scanf("%" SCNx64 " %" SCNx32, &pc, &word) == 2) {
        insn_disas(table, word, pc, text, sizeof(text));
        puts(text);
    }
}

int main(int argc, char **argv)
{
    HartConfig config = { 0 };
    const char *mode = argc == 2 ? argv[1] : "";

    memset(config.ext, true, sizeof(config.ext));
    DecodeTable *table = decode_table_new(&config);
    if (strcmp(mode, "rows") == 0) {
        print_rows();
    } else if (strcmp(mode, "flags") == 0) {
        print_flag_names();
    } else if (strcmp(mode, "decode") == 0) {
        decode_stdin(table);
    } else if (strcmp(mode, "disas") == 0) {
        disas_stdin(table);
    } else {
        fprintf(stderr, "usage: diff_rows rows|flags|decode|disas\n");
        return 2;
    }
    decode_table_free(table);
    return 0;
}
