/*
 * tcg_ir.c: lecture 08.1, from guest instructions to operations
 *
 * The block of the lecture, twice: written with tcg_gen_* as a translator
 * writes it, and translated from its five words. Then the passes: the address
 * becomes a constant, the exclusive or of a register with itself 0.
 */
#include <stdio.h>
#include <string.h>

#include "core/isa.h"
#include "tcg/tcg.h"
#include "tcg/tcg_op.h"

static const uint32_t block[] = {
    0x000100b7,                 /* lui  x1, 0x10 */
    0x09c08093,                 /* addi x1, x1, 0x9c */
    0x0052c2b3,                 /* xor  x5, x5, x5 */
    0x0050a223,                 /* sw   x5, 4(x1) */
    0x30029073,                 /* csrw mstatus, x5 */
};

static char *show(const TCGContext *s, const char *title)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    printf("%s:\n%s\n", title, text->str);
    return g_string_free(text, FALSE);
}

/* What the functions of a translator do for lui, addi, xor and sw. */
static void emit_by_hand(TCGContext *s)
{
    tcg_gen_movi(s, IR_GPR(1), 0x10000);
    tcg_gen_addi_i64(s, IR_GPR(1), IR_GPR(1), 0x9c);
    tcg_gen_xor(s, IR_GPR(5), IR_GPR(5), IR_GPR(5));
    tcg_gen_st(s, IR_GPR(1), IR_GPR(5), 4, MO_32);
    tcg_gen_retire(s, 4);
    tcg_gen_exit_tb(s, 16, IR_EXIT_NEXT);
}

static void translate(TCGContext *s)
{
    HartConfig hart = { 0 };
    TcgConfig config = { 0 };

    memset(hart.ext, true, sizeof(hart.ext));
    DecodeTable *table = decode_table_new(&hart);

    s->priv = PRIV_M;
    s->n_insns = G_N_ELEMENTS(block);
    for (unsigned i = 0; i < s->n_insns; i++) {
        s->insns[i].page_offset = (uint16_t)(4 * i);
        g_assert_true(insn_decode(table, block[i], &s->insns[i].insn));
    }
    g_assert_true(tcg_gen_unit(s, &config));
    decode_table_free(table);
}

int main(void)
{
    TCGContext *s = tcg_context_new();
    const TcgConfig config = { .verify = true };

    emit_by_hand(s);
    g_autofree char *written = show(s, "written with tcg_gen_*");
    g_assert_nonnull(strstr(written, "xor x5, x5, x5"));

    tcg_context_reset(s);
    translate(s);
    g_autofree char *before = show(s, "translated");
    g_assert_nonnull(strstr(before, "xor x5, x5, x5"));

    tcg_optimize(s, &config);
    g_autofree char *after = show(s, "after the passes");
    g_assert_null(strstr(after, "xor x5, x5, x5"));
    g_assert_nonnull(strstr(after, "mov x1, $0x1009c"));
    g_assert_nonnull(strstr(after, "mov x5, $0x0"));
    tcg_context_free(s);
    return 0;
}
