/* test_trap.c: see core/trap.h */
#include <string.h>

#include "core/csr_bits.h"
#include "core/cpu_model.h"
#include "core/trap.h"
#include "support/unit.h"

static Hart new_hart(const char *type)
{
    Hart h = { 0 };

    ck_assert(hart_config_init(&h.config, type, NULL, NULL));
    hart_reset(&h);
    return h;
}

/*
 * Priv. "Machine Interrupt Registers": "multiple simultaneous interrupts
 * destined for M-mode are handled in this decreasing priority order: MEI,
 * MSI, MTI, SEI, SSI, STI, LCOFI"; the same order for S-mode.
 */
static const unsigned manual_order[] = { 11, 3, 7, 9, 1, 5 };

#define N_IRQS G_N_ELEMENTS(manual_order)

static int expected_of_pair(unsigned a, unsigned b, uint64_t mideleg)
{
    bool a_to_s = (mideleg >> a) & 1;
    bool b_to_s = (mideleg >> b) & 1;

    if (a_to_s != b_to_s) {
        return a_to_s ? (int)b : (int)a;
    }
    for (unsigned i = 0; i < N_IRQS; i++) {
        if (manual_order[i] == a || manual_order[i] == b) {
            return manual_order[i];
        }
    }
    return -1;
}

/* _i walks all pairs; each with every delegation, from U-mode. */
START_TEST(test_every_pair_is_taken_in_manual_order)
{
    Hart h = new_hart("rv64");
    unsigned a = manual_order[_i / N_IRQS];
    unsigned b = manual_order[_i % N_IRQS];

    h.priv = PRIV_U;
    h.mie = ~0ull;
    hart_set_irq(&h, a, true);
    hart_set_irq(&h, b, true);
    for (unsigned bits = 0; bits < 8; bits++) {
        h.mideleg = (bits & 1 ? MIP_SSIP : 0) | (bits & 2 ? MIP_STIP : 0) |
                    (bits & 4 ? MIP_SEIP : 0);
        ck_assert_int_eq(hart_pending_interrupt(&h),
                         expected_of_pair(a, b, h.mideleg));
    }
}
END_TEST

/* Which modes take an interrupt: rows of (priv, MIE, SIE, to S?) */
static const struct {
    unsigned priv;
    bool mie;
    bool sie;
    bool delegated;
    bool taken;
} mask_rows[] = {
    { PRIV_M, false, false, false, false },
    { PRIV_M, true,  false, false, true },
    { PRIV_M, false, true,  false, false },
    { PRIV_M, true,  true,  true,  false },
    { PRIV_S, false, false, false, true },
    { PRIV_S, true,  true,  false, true },
    { PRIV_S, true,  false, true,  false },
    { PRIV_S, false, true,  true,  true },
    { PRIV_U, false, false, false, true },
    { PRIV_U, false, false, true,  true },
};

START_TEST(test_only_the_destination_masks)
{
    Hart h = new_hart("rv64");

    h.priv = mask_rows[_i].priv;
    h.mie = MIP_SEIP;
    h.mip = MIP_SEIP;
    h.mideleg = mask_rows[_i].delegated ? MIP_SEIP : 0;
    h.mstatus |= (mask_rows[_i].mie ? MSTATUS_MIE : 0) |
                 (mask_rows[_i].sie ? MSTATUS_SIE : 0);
    ck_assert_int_eq(hart_pending_interrupt(&h),
                     mask_rows[_i].taken ? IRQ_S_EXT : -1);
    ck_assert(hart_has_work(&h));
    h.mie = 0;
    ck_assert_int_eq(hart_pending_interrupt(&h), -1);
    ck_assert(!hart_has_work(&h));
}
END_TEST

START_TEST(test_masked_m_interrupt_does_not_hide_s_interrupt)
{
    Hart h = new_hart("rv64");

    h.priv = PRIV_S;
    h.mstatus |= MSTATUS_SIE;
    h.mideleg = MIP_SSIP;
    h.mie = MIP_SSIP;
    h.mip = MIP_SSIP;
    hart_set_irq(&h, IRQ_M_TIMER, true);
    ck_assert_int_eq(hart_pending_interrupt(&h), IRQ_S_SOFT);
    h.mie |= MIP_MTIP;
    ck_assert_int_eq(hart_pending_interrupt(&h), IRQ_M_TIMER);
}
END_TEST

START_TEST(test_wire_goes_up_and_down_without_touching_others)
{
    Hart h = new_hart("rv64");

    hart_set_irq(&h, IRQ_M_EXT, true);
    hart_set_irq(&h, IRQ_S_EXT, true);
    hart_set_irq(&h, IRQ_M_EXT, false);
    ck_assert_uint_eq(hart_mip(&h), MIP_SEIP);
    h.mip = MIP_SEIP;
    hart_set_irq(&h, IRQ_S_EXT, false);
    ck_assert_uint_eq(hart_mip(&h), MIP_SEIP);
}
END_TEST

START_TEST(test_stce_hides_software_stip)
{
    Hart h = new_hart("rv64");

    h.mip = MIP_STIP;
    ck_assert_uint_eq(hart_mip(&h), MIP_STIP);
    h.menvcfg |= MENVCFG_STCE;
    ck_assert_uint_eq(hart_mip(&h), 0);
    hart_set_irq(&h, IRQ_S_TIMER, true);
    ck_assert_uint_eq(hart_mip(&h), MIP_STIP);
}
END_TEST

/* Every cause from every mode, delegated or not. */
static const unsigned causes[] = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15,
};

static void check_m_entry(const Hart *h, unsigned priv, unsigned cause)
{
    ck_assert_uint_eq(h->priv, PRIV_M);
    ck_assert_uint_eq(h->mcause, cause);
    ck_assert_uint_eq(h->mtval, 0x77);
    ck_assert_uint_eq(h->mepc, 0x1234);
    ck_assert_uint_eq(h->pc, 0x80000100);   /* not vectored */
    ck_assert_uint_eq(extract64(h->mstatus, MSTATUS_MPP_SHIFT, 2), priv);
    ck_assert(!(h->mstatus & MSTATUS_MIE));
    ck_assert(h->mstatus & MSTATUS_MPIE);
    ck_assert(h->mstatus & MSTATUS_SIE);
}

static void check_s_entry(const Hart *h, unsigned priv, unsigned cause)
{
    ck_assert_uint_eq(h->priv, PRIV_S);
    ck_assert_uint_eq(h->scause, cause);
    ck_assert_uint_eq(h->stval, 0x77);
    ck_assert_uint_eq(h->sepc, 0x1234);
    ck_assert_uint_eq(h->pc, 0x80000200);
    ck_assert_uint_eq((h->mstatus & MSTATUS_SPP) != 0, priv == PRIV_S);
    ck_assert(!(h->mstatus & MSTATUS_SIE));
    ck_assert(h->mstatus & MSTATUS_SPIE);
    ck_assert(h->mstatus & MSTATUS_MIE);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_uint_eq(h->mepc, 0);
}

START_TEST(test_exception_goes_to_m_or_where_delegated)
{
    static const unsigned privs[] = { PRIV_U, PRIV_S, PRIV_M };
    unsigned cause = causes[_i];

    for (unsigned i = 0; i < 6; i++) {
        Hart h = new_hart("rv64");
        unsigned priv = privs[i / 2];
        bool delegated = i & 1;

        h.priv = priv;
        h.pc = 0x1234;
        h.mtvec = 0x80000101;
        h.stvec = 0x80000201;
        h.mstatus |= MSTATUS_MIE | MSTATUS_SIE;
        h.medeleg = delegated ? BIT_ULL(cause) : ~BIT_ULL(cause);
        h.lr_valid = true;
        h.wfi = true;
        h.wrs = true;
        hart_take_trap(&h, cause, 0x77);
        if (delegated && priv != PRIV_M) {
            check_s_entry(&h, priv, cause);
        } else {
            check_m_entry(&h, priv, cause);
        }
        ck_assert(!h.lr_valid && !h.wfi && !h.wrs);
    }
}
END_TEST

START_TEST(test_interrupt_is_vectored_and_sets_top_bit)
{
    Hart h = new_hart("rv64");

    h.priv = PRIV_U;
    h.mtvec = 0x80000101;
    h.stvec = 0x80000201;
    h.mideleg = MIP_S_BITS;
    h.pc = 0x4000;
    h.stval = 5;
    hart_take_interrupt(&h, IRQ_S_EXT);
    ck_assert_uint_eq(h.priv, PRIV_S);
    ck_assert_uint_eq(h.pc, 0x80000200 + 4 * 9);
    ck_assert_uint_eq(h.scause, CAUSE_INTERRUPT | 9);
    ck_assert_uint_eq(h.stval, 0);
    ck_assert_uint_eq(h.sepc, 0x4000);
    hart_take_interrupt(&h, IRQ_M_TIMER);
    ck_assert_uint_eq(h.priv, PRIV_M);
    ck_assert_uint_eq(h.pc, 0x80000100 + 4 * 7);
    ck_assert_uint_eq(h.mcause, CAUSE_INTERRUPT | 7);
    ck_assert_uint_eq(extract64(h.mstatus, MSTATUS_MPP_SHIFT, 2), PRIV_S);
}
END_TEST

START_TEST(test_direct_mode_ignores_the_cause)
{
    Hart h = new_hart("rv64");

    h.mtvec = 0x80000100;
    hart_take_interrupt(&h, IRQ_M_TIMER);
    ck_assert_uint_eq(h.pc, 0x80000100);
}
END_TEST

/* xRET rows: the mode and bits before, and what must come out. */
static const struct {
    bool sret;
    const char *type;
    unsigned priv;
    uint64_t status;
    bool legal;
    unsigned new_priv;
    uint64_t new_status;
} ret_rows[] = {
    /* mret pops MPP and MPIE, leaves MPP = U and MPIE = 1 */
    { false, "rv64", PRIV_M, 3ull << 11 | MSTATUS_MPIE | MSTATUS_MPRV, true,
      PRIV_M, MSTATUS_MIE | MSTATUS_MPIE | MSTATUS_MPRV },
    { false, "rv64", PRIV_M, 1ull << 11 | MSTATUS_MIE | MSTATUS_MPRV, true,
      PRIV_S, MSTATUS_MPIE },
    { false, "rv64", PRIV_M, MSTATUS_MPRV, true, PRIV_U, MSTATUS_MPIE },
    { false, "thead-c906", PRIV_M, MSTATUS_MPRV, true, PRIV_U,
      MSTATUS_MPIE | MSTATUS_MPRV },
    { false, "rv64", PRIV_S, 0, false, PRIV_S, 0 },
    { false, "rv64", PRIV_U, 0, false, PRIV_U, 0 },
    /* sret pops SPP and SPIE */
    { true, "rv64", PRIV_S, MSTATUS_SPP | MSTATUS_SPIE, true, PRIV_S,
      MSTATUS_SIE | MSTATUS_SPIE },
    { true, "rv64", PRIV_S, MSTATUS_SIE, true, PRIV_U, MSTATUS_SPIE },
    { true, "rv64", PRIV_M, MSTATUS_SPP | MSTATUS_MPRV, true, PRIV_S,
      MSTATUS_SPIE },
    { true, "thead-c906", PRIV_M, MSTATUS_SPP | MSTATUS_MPRV, true, PRIV_S,
      MSTATUS_SPIE | MSTATUS_MPRV },
    { true, "rv64", PRIV_S, MSTATUS_TSR, false, PRIV_S, MSTATUS_TSR },
    { true, "rv64", PRIV_M, MSTATUS_TSR, true, PRIV_U,
      MSTATUS_TSR | MSTATUS_SPIE },
    { true, "rv64", PRIV_U, 0, false, PRIV_U, 0 },
};

START_TEST(test_return_pops_the_stack)
{
    Hart h = new_hart(ret_rows[_i].type);
    bool sret = ret_rows[_i].sret;

    h.priv = ret_rows[_i].priv;
    h.mstatus = ret_rows[_i].status;
    h.mepc = 0x1000;
    h.sepc = 0x2000;
    h.pc = 0x3000;
    Trap trap = sret ? hart_sret(&h) : hart_mret(&h);
    ck_assert_int_eq(trap, ret_rows[_i].legal ? TRAP_NONE
                                              : TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(h.priv, ret_rows[_i].new_priv);
    ck_assert_uint_eq(h.mstatus, ret_rows[_i].new_status);
    uint64_t target = sret ? 0x2000 : 0x1000;
    ck_assert_uint_eq(h.pc, ret_rows[_i].legal ? target : 0x3000);
}
END_TEST

static const struct {
    unsigned priv;
    uint64_t status;
    bool wfi;
    bool sfence;
} check_rows[] = {
    { PRIV_M, MSTATUS_TW | MSTATUS_TVM, true, true },
    { PRIV_S, 0, true, true },
    { PRIV_S, MSTATUS_TW, false, true },
    { PRIV_S, MSTATUS_TVM, true, false },
    { PRIV_U, 0, false, false },
};

START_TEST(test_tw_and_tvm_take_instructions_away)
{
    Hart h = new_hart("rv64");

    h.priv = check_rows[_i].priv;
    h.mstatus = check_rows[_i].status;
    ck_assert_int_eq(hart_check_wfi(&h) == TRAP_NONE, check_rows[_i].wfi);
    ck_assert_int_eq(hart_check_sfence(&h) == TRAP_NONE,
                     check_rows[_i].sfence);
}
END_TEST

static const struct {
    unsigned op;
    uint64_t enable;
} cbo_rows[] = {
    { OP_cbo_inval, 1ull << 4 }, { OP_cbo_inval, 3ull << 4 },
    { OP_cbo_clean, ENVCFG_CBCFE }, { OP_cbo_flush, ENVCFG_CBCFE },
    { OP_cbo_zero, ENVCFG_CBZE },
};

START_TEST(test_cbo_needs_each_level_above)
{
    uint64_t enable = cbo_rows[_i].enable;

    for (unsigned bits = 0; bits < 4; bits++) {
        Hart h = new_hart("rv64");
        unsigned op = cbo_rows[_i].op;

        h.menvcfg = bits & 1 ? enable : ~enable & ~(3ull << 4);
        h.senvcfg = bits & 2 ? enable : ~enable & ~(3ull << 4);
        ck_assert_int_eq(hart_check_cbo(&h, op), TRAP_NONE);
        h.priv = PRIV_S;
        ck_assert_int_eq(hart_check_cbo(&h, op) == TRAP_NONE, bits & 1);
        h.priv = PRIV_U;
        ck_assert_int_eq(hart_check_cbo(&h, op) == TRAP_NONE, bits == 3);
    }
}
END_TEST

START_TEST(test_names_are_total)
{
    for (unsigned i = 0; i < 100; i++) {
        ck_assert_ptr_nonnull(trap_name(i));
        ck_assert_ptr_nonnull(irq_name(i));
    }
    ck_assert_str_eq(trap_name(13), "load page fault");
    ck_assert_str_eq(trap_name(10), "reserved exception");
    ck_assert_str_eq(irq_name(7), "machine timer interrupt");
    ck_assert_str_eq(irq_name(0), "reserved interrupt");
}
END_TEST

UNIT_MAIN("trap",
          UNIT_LOOP(test_every_pair_is_taken_in_manual_order,
                    N_IRQS * N_IRQS),
          UNIT_LOOP(test_only_the_destination_masks,
                    G_N_ELEMENTS(mask_rows)),
          UNIT_TEST(test_masked_m_interrupt_does_not_hide_s_interrupt),
          UNIT_TEST(test_wire_goes_up_and_down_without_touching_others),
          UNIT_TEST(test_stce_hides_software_stip),
          UNIT_LOOP(test_exception_goes_to_m_or_where_delegated,
                    G_N_ELEMENTS(causes)),
          UNIT_TEST(test_interrupt_is_vectored_and_sets_top_bit),
          UNIT_TEST(test_direct_mode_ignores_the_cause),
          UNIT_LOOP(test_return_pops_the_stack, G_N_ELEMENTS(ret_rows)),
          UNIT_LOOP(test_tw_and_tvm_take_instructions_away,
                    G_N_ELEMENTS(check_rows)),
          UNIT_LOOP(test_cbo_needs_each_level_above,
                    G_N_ELEMENTS(cbo_rows)),
          UNIT_TEST(test_names_are_total))
