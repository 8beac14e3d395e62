/* test_translate_csr.c: which CSR accesses are made inline, and how */
#include "core/csr.h"
#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

/* Every access alone in its unit. */
static char *translate(const Insn *insn, PrivMode priv, bool has_c)
{
    UnitSetup setup = unit_setup;

    setup.priv = priv;
    setup.config.has_c = has_c;
    return unit_text(unit_make(insn, 1, &setup));
}

static char *expect(const char *format, size_t offset)
{
    GString *text = g_string_new(format);

    g_autofree char *field =
        g_strdup_printf("env[%s]", tcg_hart_field((int32_t)offset));
    g_string_replace(text, "FIELD", field, 0);
    g_string_append(text, "retire $1\ngoto_tb $4\n");
    return g_string_free(text, FALSE);
}

static void assert_access(const Insn *insn, PrivMode priv, const char *format,
                          size_t offset)
{
    g_autofree char *text = translate(insn, priv, true);
    g_autofree char *expected = expect(format, offset);

    ck_assert_str_eq(text, expected);
}

typedef struct Inline {
    Insn insn;
    const char *text;
} Inline;

#define CSR_R(name, ...) \
    INSN4(name, .imm = CSR_sscratch, __VA_ARGS__)

/* sscratch in S-mode */
static const Inline inlines[] = {
    { CSR_R(csrrs, .rd = 10), "ld_env x10, FIELD, leuq\n" },
    { CSR_R(csrrc, .rd = 10), "ld_env x10, FIELD, leuq\n" },
    { CSR_R(csrrsi, .rd = 10), "ld_env x10, FIELD, leuq\n" },
    { CSR_R(csrrs), "ld_env t0, FIELD, leuq\n" },
    { CSR_R(csrrw, .rs1 = 11), "st_env x11, FIELD, leuq\n" },
    { CSR_R(csrrw), "st_env $0x0, FIELD, leuq\n" },
    { CSR_R(csrrwi, .rs1 = 31), "st_env $0x1f, FIELD, leuq\n" },
    { CSR_R(csrrw, .rd = 4, .rs1 = 4),
      "ld_env t0, FIELD, leuq\nst_env x4, FIELD, leuq\nmov x4, t0\n" },
    { CSR_R(csrrw, .rd = 10),
      "ld_env t0, FIELD, leuq\nst_env $0x0, FIELD, leuq\nmov x10, t0\n" },
    { CSR_R(csrrs, .rd = 10, .rs1 = 11),
      "ld_env t0, FIELD, leuq\nor t1, t0, x11\nst_env t1, FIELD, leuq\n"
      "mov x10, t0\n" },
    { CSR_R(csrrc, .rs1 = 11),
      "ld_env t0, FIELD, leuq\nandc t1, t0, x11\nst_env t1, FIELD, leuq\n" },
    { CSR_R(csrrsi, .rd = 10, .rs1 = 2),
      "ld_env t0, FIELD, leuq\nor t1, t0, $0x2\nst_env t1, FIELD, leuq\n"
      "mov x10, t0\n" },
    { CSR_R(csrrci, .rs1 = 2),
      "ld_env t0, FIELD, leuq\nandc t1, t0, $0x2\n"
      "st_env t1, FIELD, leuq\n" },
};

START_TEST(test_storage_is_inline)
{
    const Inline *row = &inlines[_i];

    assert_access(&row->insn, PRIV_S, row->text, offsetof(Hart, sscratch));
    assert_access(&row->insn, PRIV_M, row->text, offsetof(Hart, sscratch));
}
END_TEST

START_TEST(test_below_its_mode_the_helper_decides)
{
    const Insn read = INSN4(csrrs, .rd = 10, .imm = CSR_sscratch);
    const Insn machine = INSN4(csrrs, .rd = 10, .imm = CSR_mscratch);

    assert_access(&read, PRIV_U, "call CSR, x10, $0x140, $0x0, $0xa\n", 0);
    assert_access(&machine, PRIV_S, "call CSR, x10, $0x340, $0x0, $0xa\n", 0);
    assert_access(&machine, PRIV_M, "ld_env x10, FIELD, leuq\n",
                  offsetof(Hart, mscratch));
}
END_TEST

START_TEST(test_fields_are_their_own)
{
    static const struct {
        CsrNumber number;
        size_t offset;
    } rows[] = {
        { CSR_sepc, offsetof(Hart, sepc) },
        { CSR_scause, offsetof(Hart, scause) },
        { CSR_stval, offsetof(Hart, stval) },
        { CSR_stvec, offsetof(Hart, stvec) },
        { CSR_mepc, offsetof(Hart, mepc) },
        { CSR_mcause, offsetof(Hart, mcause) },
        { CSR_mtval, offsetof(Hart, mtval) },
        { CSR_mtvec, offsetof(Hart, mtvec) },
        { CSR_mhartid, offsetof(Hart, config.mhartid) },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_access(&INSN4(csrrs, .rd = 1, .imm = rows[i].number), PRIV_M,
                      "ld_env x1, FIELD, leuq\n", rows[i].offset);
    }
}
END_TEST

/* Side effects, gates, fields with masks, numbers that nobody has. */
START_TEST(test_the_rest_is_a_call)
{
    static const uint16_t read[] = {
        CSR_sstatus, CSR_mstatus, CSR_satp, CSR_sie, CSR_sip, CSR_mip,
        CSR_time, CSR_cycle, CSR_fcsr, CSR_pmpcfg0, CSR_vl, CSR_hstatus,
        0x123,
    };
    static const uint16_t write[] = {
        CSR_mhartid, CSR_stvec, CSR_mtvec, CSR_medeleg, CSR_misa,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(read); i++) {
        g_autofree char *text = g_strdup_printf(
            "call CSR, x1, $0x%x, $0x0, $0x1\n", read[i]);

        assert_access(&INSN4(csrrs, .rd = 1, .imm = read[i]), PRIV_M, text, 0);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(write); i++) {
        g_autofree char *text = g_strdup_printf(
            "call CSR, none, $0x%x, x2, $0x0\n", write[i] | 1u << 16);

        assert_access(&INSN4(csrrw, .rs1 = 2, .imm = write[i]), PRIV_M, text,
                      0);
    }
}
END_TEST

START_TEST(test_epc_stays_aligned)
{
    const Insn insn = INSN4(csrrw, .rs1 = 2, .imm = CSR_sepc);
    g_autofree char *with_c = translate(&insn, PRIV_S, true);
    g_autofree char *without_c = translate(&insn, PRIV_S, false);
    g_autofree char *even = expect(
        "and t0, x2, $0xfffffffffffffffe\nst_env t0, FIELD, leuq\n",
        offsetof(Hart, sepc));
    g_autofree char *word = expect(
        "and t0, x2, $0xfffffffffffffffc\nst_env t0, FIELD, leuq\n",
        offsetof(Hart, sepc));

    ck_assert_str_eq(with_c, even);
    ck_assert_str_eq(without_c, word);
}
END_TEST

START_TEST(test_call_passes_operation_and_operand)
{
    assert_access(&INSN4(csrrw, .rd = 10, .rs1 = 11, .imm = CSR_satp), PRIV_S,
                  "call CSR, x10, $0x20180, x11, $0xa\n", 0);
    assert_access(&INSN4(csrrsi, .rd = 10, .rs1 = 3, .imm = CSR_sstatus),
                  PRIV_S, "call CSR, x10, $0x30100, $0x3, $0xa\n", 0);
    assert_access(&INSN4(csrrc, .rd = 10, .rs1 = 2, .imm = CSR_sie),
                  PRIV_S, "call CSR, x10, $0x40104, x2, $0xa\n", 0);
}
END_TEST

UNIT_MAIN("tcg_translate_csr",
    UNIT_LOOP(test_storage_is_inline, G_N_ELEMENTS(inlines)),
    UNIT_TEST(test_below_its_mode_the_helper_decides),
    UNIT_TEST(test_fields_are_their_own),
    UNIT_TEST(test_the_rest_is_a_call),
    UNIT_TEST(test_epc_stays_aligned),
    UNIT_TEST(test_call_passes_operation_and_operand))
