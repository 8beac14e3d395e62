/* test_hart.c: see core/hart.h */
#include <string.h>

#include "core/csr_bits.h"
#include "core/cpu_model.h"
#include "core/trap.h"
#include "support/unit.h"

static Hart new_hart(const char *type, const char *props)
{
    Hart h;

    memset(&h, 0xff, sizeof(h));    /* reset must not rely on zeroes */
    h.retired = 1000;
    h.irq_level = MIP_MTIP;
    ck_assert(hart_config_init(&h.config, type, props, NULL));
    h.config.reset_pc = 0x1000;
    h.config.mhartid = 3;
    hart_reset(&h);
    return h;
}

START_TEST(test_reset_enters_m_mode_with_interrupts_off)
{
    Hart h = new_hart("rv64", NULL);

    ck_assert_uint_eq(h.priv, PRIV_M);
    ck_assert_uint_eq(h.pc, 0x1000);
    ck_assert(!(h.mstatus & (MSTATUS_MIE | MSTATUS_MPRV | MSTATUS_FS)));
    ck_assert_uint_eq(h.mcause, 0);
    ck_assert_uint_eq(h.satp, 0);
    ck_assert(!h.lr_valid && !h.wfi && !h.wrs);
    for (unsigned i = 0; i < HART_PMP_COUNT; i++) {
        ck_assert_uint_eq(h.pmp[i].cfg, 0);
    }
    for (unsigned i = 0; i < 32; i++) {
        ck_assert_uint_eq(h.gpr[i], 0);
    }
}
END_TEST

START_TEST(test_reset_keeps_config_wires_and_retired)
{
    Hart h = new_hart("rv64", NULL);

    ck_assert_uint_eq(h.config.mhartid, 3);
    ck_assert_uint_eq(h.retired, 1000);
    ck_assert_uint_eq(h.irq_level, MIP_MTIP);
}
END_TEST

static const struct {
    const char *type;
    const char *props;
    const char *letters;
    uint64_t menvcfg;
} reset_rows[] = {
    { "rv64", NULL, "ACDFIMSU", MENVCFG_ADUE },
    { "rv64", "svade=on", "ACDFIMSU", 0 },
    { "rv64", "d=off,c=off", "AFIMSU", MENVCFG_ADUE },
    { "max", NULL, "ABCDFIMSU", MENVCFG_ADUE | MENVCFG_PBMTE },
    { "rva22s64", NULL, "ABCDFIMSU", MENVCFG_PBMTE },
    { "thead-c906", NULL, "ACDFIMSU", 0 },
};

START_TEST(test_reset_values_follow_the_configuration)
{
    Hart h = new_hart(reset_rows[_i].type, reset_rows[_i].props);
    uint64_t misa = 2ull << 62;

    for (const char *c = reset_rows[_i].letters; *c; c++) {
        misa |= BIT_ULL(*c - 'A');
    }
    ck_assert_uint_eq(h.misa, misa);
    ck_assert_uint_eq(h.menvcfg, reset_rows[_i].menvcfg);
}
END_TEST

START_TEST(test_harts_compare_byte_for_byte)
{
    Hart a, b;

    memset(&a, 0, sizeof(a));
    memset(&b, 0, sizeof(b));
    ck_assert(hart_config_init(&a.config, "max", NULL, NULL));
    b.config = a.config;
    hart_reset(&a);
    hart_reset(&b);
    ck_assert_mem_eq(&a, &b, sizeof(a));
}
END_TEST

UNIT_MAIN("hart",
          UNIT_TEST(test_reset_enters_m_mode_with_interrupts_off),
          UNIT_TEST(test_reset_keeps_config_wires_and_retired),
          UNIT_LOOP(test_reset_values_follow_the_configuration,
                    G_N_ELEMENTS(reset_rows)),
          UNIT_TEST(test_harts_compare_byte_for_byte))
