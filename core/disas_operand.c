/*
 * disas_operand.c: one small printer per letter of the operand templates
 *
 * The text is that of binutils' objdump -M no-aliases, down to "unknown" for
 * reserved rounding modes and empty fence sets. Names of CSRs come from the
 * CSR table, Zfa constants from the floating-point unit.
 */
#include "disas_internal.h"

#include <inttypes.h>
#include <string.h>

#include "core/bits.h"
#include "core/csr.h"
#include "core/fpu.h"

typedef void OperandFn(GString *out, const Insn *insn, vaddr pc);

static void print_rd(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, gpr_name(insn->rd));
}

static void print_rs1(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, gpr_name(insn->rs1));
}

static void print_rs2(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, gpr_name(insn->rs2));
}

static void print_frd(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, fpr_name(insn->rd));
}

static void print_frs1(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, fpr_name(insn->rs1));
}

static void print_frs2(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, fpr_name(insn->rs2));
}

static void print_frs3(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append(out, fpr_name(insn->rs3));
}

static void print_imm(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%" PRId32, insn->imm);
}

static void print_imm_hex(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "0x%" PRIx32, (uint32_t)insn->imm);
}

static void print_imm_upper(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "0x%" PRIx32, (uint32_t)insn->imm >> 12);
}

static void print_target(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "0x%" PRIx64,
                           pc + (uint64_t)(int64_t)insn->imm);
}

static void print_csr(GString *out, const Insn *insn, vaddr pc)
{
    const char *name = csr_name((unsigned)insn->imm);

    if (name) {
        g_string_append(out, name);
    } else {
        print_imm_hex(out, insn, pc);
    }
}

static void print_zimm(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%u", insn->rs1);
}

static void print_comma_rm(GString *out, unsigned rm)
{
    static const char names[8][8] = {
        [RM_RNE] = "rne",   [RM_RTZ] = "rtz",   [RM_RDN] = "rdn",
        [RM_RUP] = "rup",   [RM_RMM] = "rmm",   [5] = "unknown",
        [6] = "unknown",    [RM_DYN] = "dyn",
    };

    g_string_append_printf(out, ",%s", names[rm]);
}

static void print_rm(GString *out, const Insn *insn, vaddr pc)
{
    if (insn->rm != RM_DYN) {
        print_comma_rm(out, insn->rm);
    }
}

/* Exact conversions: assemblers encode rne and write nothing. */
static void print_rm_exact(GString *out, const Insn *insn, vaddr pc)
{
    if (insn->rm != RM_RNE) {
        print_comma_rm(out, insn->rm);
    }
}

/* Four bits of a fence: input, output, read, write from bit 3 down. */
static void print_fence_set(GString *out, unsigned set)
{
    static const char letters[] = "iorw";

    if (!set) {
        g_string_append(out, "unknown");
    }
    for (unsigned i = 0; i < 4; i++) {
        if (set & 8 >> i) {
            g_string_append_c(out, letters[i]);
        }
    }
}

static void print_predecessors(GString *out, const Insn *insn, vaddr pc)
{
    print_fence_set(out, (unsigned)extract64((uint64_t)insn->imm, 4, 4));
}

static void print_successors(GString *out, const Insn *insn, vaddr pc)
{
    print_fence_set(out, (unsigned)extract64((uint64_t)insn->imm, 0, 4));
}

/* Constants 1 (smallest normal number), 30 and 31 print as symbols. */
static void print_fli(GString *out, const Insn *insn, vaddr pc)
{
    static const char symbols[32][4] = {
        [1] = "min", [30] = "inf", [31] = "nan",
    };
    uint64_t bits = f64_constant(insn->rs1);
    double value;

    if (symbols[insn->rs1][0]) {
        g_string_append(out, symbols[insn->rs1]);
        return;
    }
    memcpy(&value, &bits, sizeof(value));
    g_string_append_printf(out, "%a", value);
}

static void print_bits_31_26(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%" PRIu64, extract64(insn->raw, 26, 6));
}

static void print_bits_25_20(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%" PRIu64, extract64(insn->raw, 20, 6));
}

static void print_bits_24_20_signed(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%" PRId64, sextract64(insn->raw, 20, 5));
}

static void print_bits_26_25(GString *out, const Insn *insn, vaddr pc)
{
    g_string_append_printf(out, "%" PRIu64, extract64(insn->raw, 25, 2));
}

static OperandFn *const operand_fns[128] = {
    ['d'] = print_rd,
    ['s'] = print_rs1,
    ['t'] = print_rs2,
    ['D'] = print_frd,
    ['S'] = print_frs1,
    ['T'] = print_frs2,
    ['R'] = print_frs3,
    ['j'] = print_imm,
    ['x'] = print_imm_hex,
    ['u'] = print_imm_upper,
    ['p'] = print_target,
    ['c'] = print_csr,
    ['z'] = print_zimm,
    ['m'] = print_rm,
    ['n'] = print_rm_exact,
    ['f'] = print_fli,
    ['P'] = print_predecessors,
    ['Q'] = print_successors,
    ['a'] = print_bits_31_26,
    ['b'] = print_bits_25_20,
    ['e'] = print_bits_24_20_signed,
    ['h'] = print_bits_26_25,
};

bool operand_letter_known(char letter)
{
    return letter > 0 && operand_fns[(unsigned char)letter];
}

void operand_print(GString *out, char letter, const Insn *insn, vaddr pc)
{
    if (operand_letter_known(letter)) {
        operand_fns[(unsigned char)letter](out, insn, pc);
    } else {
        g_string_append_c(out, letter);
    }
}
