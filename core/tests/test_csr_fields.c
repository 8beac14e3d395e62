/* test_csr_fields.c: values of CSRs in words */
#include "core/csr_bits.h"
#include "core/csr_fields.h"
#include "support/unit.h"

static const struct {
    unsigned csr;
    uint64_t value;
    const char *text;
} rows[] = {
    { CSR_mstatus, 0,
      "SPP=U VS=off MPP=U FS=off XS=off UXL=0 SXL=0" },
    { CSR_mstatus, MSTATUS_XLEN64 | MSTATUS_SIE | MSTATUS_SPP | MSTATUS_FS |
                   3ull << MSTATUS_MPP_SHIFT | MSTATUS_SD,
      "SIE SPP=S VS=off MPP=M FS=dirty XS=off UXL=64 SXL=64 SD" },
    { CSR_mip, MIP_SEIP | MIP_MTIP, "MTI SEI" },
    { CSR_sie, MIP_SSIP, "SSI" },
    { CSR_satp, 9ull << 60 | 5ull << 44 | 0x80200,
      "MODE=Sv48 ASID=0x5 PPN=0x80200" },
    { CSR_satp, 14ull << 60, "MODE=0xe ASID=0x0 PPN=0x0" },
    { CSR_stvec, 0x80001, "MODE=vectored" },
    { CSR_medeleg, 1u << 8 | 1u << 3,
      "breakpoint, environment call from U-mode" },
    { CSR_scause, TRAP_LOAD_PAGE_FAULT, "load page fault" },
    { CSR_mcause, 40, "reserved exception" },
    { CSR_fflags, 0x11, "FRM=RNE NV NX" },
    { CSR_sscratch, 0x1234, "" },
    { 0xfff, ~0ull, "" },
};

START_TEST(test_value_is_told_in_words)
{
    g_autoptr(GString) out = g_string_new(NULL);

    csr_print_fields(out, rows[_i].csr, rows[_i].value);
    ck_assert_str_eq(out->str, rows[_i].text);
}
END_TEST

START_TEST(test_any_cause_has_words)
{
    g_autoptr(GString) out = g_string_new(NULL);

    csr_print_cause(out, CAUSE_INTERRUPT | IRQ_S_TIMER);
    ck_assert_ptr_nonnull(g_strrstr(out->str, "timer"));
    csr_print_cause(out, ~0ull);
    csr_print_cause(out, ~0ull >> 1);
    csr_print_cause(out, CAUSE_INTERRUPT | 63);
}
END_TEST

START_TEST(test_names_lead_to_numbers)
{
    ck_assert_int_eq(csr_find("mstatus"), CSR_mstatus);
    ck_assert_int_eq(csr_find("satp"), CSR_satp);
    ck_assert_int_eq(csr_find("MSTATUS"), -1);
    ck_assert_int_eq(csr_find(""), -1);
    ck_assert(csr_has_fields(CSR_sstatus));
    ck_assert(csr_has_fields(CSR_medeleg));
    ck_assert(!csr_has_fields(CSR_sscratch));
}
END_TEST

UNIT_MAIN("csr_fields",
          UNIT_LOOP(test_value_is_told_in_words, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_any_cause_has_words),
          UNIT_TEST(test_names_lead_to_numbers))
