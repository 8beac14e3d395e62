/*
 * disas.c: disassembly
 *
 * The decoder finds the row, the row's operand template says what to print.
 * Compressed rows have a template of their own but print the fields of the
 * instruction that they expand to.
 *
 * No pseudo-instructions: the text names what the encoding is.
 */
#include "decode_rows.h"
#include "disas_internal.h"

#include <inttypes.h>

static void print_mnemonic(GString *out, const InsnRow *row, const Insn *insn)
{
    static const char orders[4][6] = { "", ".rl", ".aq", ".aqrl" };

    for (const char *p = row->name; *p; p++) {
        g_string_append_c(out, *p == '_' ? '.' : *p);
    }
    if (row->flags & INSN_AMO) {
        g_string_append(out, orders[insn->rm]);
    }
}

/* Text between quotes prints as it is; elsewhere letters stand for fields. */
static void print_operands(GString *out, const InsnRow *row, const Insn *insn,
                           vaddr pc)
{
    bool quoted = false;

    for (const char *p = row->operands; *p; p++) {
        if (*p == '\'') {
            quoted = !quoted;
        } else if (quoted) {
            g_string_append_c(out, *p);
        } else {
            operand_print(out, *p, insn, pc);
        }
    }
}

static void print_insn(GString *out, const InsnRow *row, const Insn *insn,
                       vaddr pc)
{
    print_mnemonic(out, row, insn);
    if (row->operands[0]) {
        g_string_append_c(out, '\t');
    }
    print_operands(out, row, insn, pc);
}

unsigned insn_disas(const DecodeTable *table, uint32_t word, vaddr pc,
                    char *buf, size_t size)
{
    g_autoptr(GString) out = g_string_new(NULL);
    Insn insn;
    const InsnRow *row = insn_decode_row(table, word, &insn);

    if (row) {
        print_insn(out, row, &insn, pc);
    } else {
        g_string_printf(out, ".%ubyte\t0x%" PRIx32, insn.len, insn.raw);
    }
    g_strlcpy(buf, out->str, size);
    return insn.len;
}
