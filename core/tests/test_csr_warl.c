/*
 * test_csr_warl.c: what reads back after ones and zeroes, and side effects
 *
 * See core/csr.h and isa/csr.inc.
 */
#include "core/cpu_model.h"
#include "core/csr.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "support/unit.h"

static uint64_t now;

static uint64_t read_time(void *opaque)
{
    return now;
}

static const HartEnv env = { .read_time = read_time };

static Hart new_hart(const char *type)
{
    Hart h = { 0 };

    ck_assert(hart_config_init(&h.config, type, NULL, NULL));
    hart_reset(&h);
    return h;
}

static CsrAccess access_csr(Hart *h, unsigned number, CsrOp op,
                            uint64_t operand)
{
    CsrAccess access = { .number = number, .op = op, .operand = operand };

    ck_assert_int_eq(csr_access(h, &env, &access), TRAP_NONE);
    h->retired++;               /* the instruction retires */
    return access;
}

static uint64_t get(Hart *h, unsigned number)
{
    return access_csr(h, number, CSR_OP_READ, 0).value;
}

static unsigned put(Hart *h, unsigned number, uint64_t value)
{
    return access_csr(h, number, CSR_OP_WRITE, value).stale;
}

#define ALL (~0ull)
#define XLEN64 MSTATUS_XLEN64
#define MSTATUS_ONES                                                    \
    (MSTATUS_SIE | MSTATUS_MIE | MSTATUS_SPIE | MSTATUS_MPIE |          \
     MSTATUS_SPP | MSTATUS_MPP | MSTATUS_FS | MSTATUS_MPRV |            \
     MSTATUS_SUM | MSTATUS_MXR | MSTATUS_TVM | MSTATUS_TW |             \
     MSTATUS_TSR | MSTATUS_SD | XLEN64)
#define COUNTERS 0x7ffffull     /* 0..18 */

/* Reads after writing zeroes, and after writing ones. */
static const struct {
    const char *type;
    unsigned number;
    uint64_t zeroes;
    uint64_t ones;
} warl_rows[] = {
    { "rv64", CSR_mstatus, XLEN64, MSTATUS_ONES },
    { "rv64", CSR_medeleg, 0, 0xb3ff },
    { "rv64", CSR_mideleg, 0, 0x222 },
    { "rv64", CSR_mie, 0, 0xaaa },
    { "rv64", CSR_mip, 0, 0x222 },
    { "rv64", CSR_mtvec, 0, ~2ull },
    { "rv64", CSR_stvec, 0, ~2ull },
    { "rv64", CSR_mcounteren, 0, COUNTERS },
    { "rv64", CSR_scounteren, 0, COUNTERS },
    { "rv64", CSR_mcountinhibit, 0, COUNTERS & ~2ull },
    { "rv64", CSR_mscratch, 0, ALL },
    { "rv64", CSR_sscratch, 0, ALL },
    { "rv64", CSR_mepc, 0, ~1ull },
    { "rv64", CSR_sepc, 0, ~1ull },
    { "rv64", CSR_mcause, 0, ALL },
    { "rv64", CSR_scause, 0, ALL },
    { "rv64", CSR_mtval, 0, ALL },
    { "rv64", CSR_stval, 0, ALL },
    { "rv64", CSR_stimecmp, 0, ALL },
    { "rv64", CSR_misa, 0x800000000014112d, 0x800000000014112d },
    { "rv64", CSR_menvcfg, 0, 0xa0000000000000f1 },
    { "max", CSR_menvcfg, 0, 0xe0000000000000f1 },
    { "rva22s64", CSR_menvcfg, 0, 0x40000000000000f1 },
    { "rv64", CSR_senvcfg, 0, 0xf1 },
    { "max", CSR_mstateen0, 0, 0xc000000000000000 },
    { "max", CSR_mstateen1, 0, 0x8000000000000000 },
    { "max", CSR_mstateen3, 0, 0x8000000000000000 },
    { "max", CSR_sstateen0, 0, 0 },
    { "max", CSR_mseccfg, 0, 7 },
    { "rv64", CSR_pmpaddr0, 0, 0x3fffffffffffff },
    { "rv64", CSR_pmpaddr15, 0, 0x3fffffffffffff },
    { "rv64", CSR_pmpcfg0, 0, 0x9f9f9f9f9f9f9f9f },
    { "rv64", CSR_pmpcfg2, 0, 0x9f9f9f9f9f9f9f9f },
    { "rv64", CSR_mhpmevent3, 0, ALL },
    { "rv64", CSR_mhpmcounter18, 0, ALL },
    { "rv64", CSR_tselect, 0, 0 },      /* ~0 is none: it stays */
    { "rv64", CSR_tdata1, 15ull << 60, 15ull << 60 },
    { "rv64", CSR_tdata2, 0, ALL },
    { "rv64", CSR_tdata3, 0, 0 },
    { "rv64", CSR_tinfo, 0x100807c, 0x100807c },
    { "thead-c906", CSR_th_mxstatus, 0xc0410000, 0xc0458000 },
    { "thead-c906", CSR_th_mhcr, 0, 0x1fff },
    { "thead-c906", CSR_th_mcor, 0, 0 },
    { "thead-c906", CSR_th_mcounterwen, 0, COUNTERS },
    { "thead-c906", CSR_th_mrvbr, 0, 0 },
};

START_TEST(test_ones_and_zeroes_read_back_as_tabled)
{
    Hart h = new_hart(warl_rows[_i].type);
    unsigned number = warl_rows[_i].number;

    put(&h, number, 0);
    ck_assert_uint_eq(get(&h, number), warl_rows[_i].zeroes);
    put(&h, number, ALL);
    ck_assert_uint_eq(get(&h, number), warl_rows[_i].ones);
}
END_TEST

/* One row per exception: what OpenSBI's 0xf4b509 leaves set. */
START_TEST(test_medeleg_bit)
{
    static const bool delegable[64] = {
        [0] = true, [1] = true, [2] = true, [3] = true, [4] = true,
        [5] = true, [6] = true, [7] = true, [8] = true, [9] = true,
        [12] = true, [13] = true, [15] = true,
    };
    Hart h = new_hart("rv64");

    put(&h, CSR_medeleg, BIT_ULL(_i));
    ck_assert_uint_eq(get(&h, CSR_medeleg), delegable[_i] ? BIT_ULL(_i) : 0);
}
END_TEST

START_TEST(test_mpp_two_keeps_old_mode)
{
    Hart h = new_hart("rv64");

    for (unsigned mpp = 0; mpp < 4; mpp++) {
        put(&h, CSR_mstatus, 1ull << 11);
        put(&h, CSR_mstatus, (uint64_t)mpp << 11);
        ck_assert_uint_eq(extract64(get(&h, CSR_mstatus), 11, 2),
                          mpp == 2 ? 1 : mpp);
    }
}
END_TEST

START_TEST(test_sd_follows_fs)
{
    Hart h = new_hart("rv64");

    for (unsigned fs = 0; fs < 4; fs++) {
        put(&h, CSR_mstatus, (uint64_t)fs << 13);
        ck_assert_uint_eq(get(&h, CSR_mstatus) >> 63, fs == 3);
        ck_assert_uint_eq(get(&h, CSR_sstatus) >> 63, fs == 3);
    }
}
END_TEST

START_TEST(test_sstatus_is_a_window)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_mstatus, ALL);
    ck_assert_uint_eq(get(&h, CSR_sstatus), 0x80000002000c6122);
    put(&h, CSR_sstatus, 0);
    ck_assert_uint_eq(get(&h, CSR_sstatus), 2ull << 32);
    ck_assert_uint_eq(get(&h, CSR_mstatus), XLEN64 | MSTATUS_MIE |
                      MSTATUS_MPIE | MSTATUS_MPP | MSTATUS_MPRV |
                      MSTATUS_TVM | MSTATUS_TW | MSTATUS_TSR);
}
END_TEST

START_TEST(test_sie_and_sip_show_delegated_bits_only)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_mie, ALL);
    put(&h, CSR_mip, ALL);
    ck_assert_uint_eq(get(&h, CSR_sie), 0);
    ck_assert_uint_eq(get(&h, CSR_sip), 0);
    put(&h, CSR_mideleg, MIP_SSIP | MIP_SEIP);
    ck_assert_uint_eq(get(&h, CSR_sie), MIP_SSIP | MIP_SEIP);
    ck_assert_uint_eq(get(&h, CSR_sip), MIP_SSIP | MIP_SEIP);
    put(&h, CSR_sie, 0);
    ck_assert_uint_eq(get(&h, CSR_mie), 0xaaa & ~(MIP_SSIP | MIP_SEIP));
    put(&h, CSR_sip, 0);        /* SEIP is read-only there */
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_STIP | MIP_SEIP);
}
END_TEST

START_TEST(test_seip_set_and_clear_see_the_soft_bit)
{
    Hart h = new_hart("rv64");
    CsrAccess access;

    hart_set_irq(&h, IRQ_S_EXT, true);
    access = access_csr(&h, CSR_mip, CSR_OP_SET, MIP_SSIP);
    ck_assert_uint_eq(access.value, MIP_SEIP);
    hart_set_irq(&h, IRQ_S_EXT, false);
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_SSIP);      /* not latched */
    put(&h, CSR_mip, MIP_SEIP);
    hart_set_irq(&h, IRQ_S_EXT, true);
    access_csr(&h, CSR_mip, CSR_OP_CLEAR, MIP_SEIP);
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_SEIP);      /* the wire */
    hart_set_irq(&h, IRQ_S_EXT, false);
    ck_assert_uint_eq(get(&h, CSR_mip), 0);
}
END_TEST

START_TEST(test_machine_bits_of_mip_are_wires)
{
    Hart h = new_hart("rv64");

    hart_set_irq(&h, IRQ_M_TIMER, true);
    put(&h, CSR_mip, 0);
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_MTIP);
}
END_TEST

START_TEST(test_stip_is_the_comparator_under_stce)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_menvcfg, MENVCFG_STCE);
    put(&h, CSR_stimecmp, 100);
    now = 99;
    ck_assert(!hart_timer_pending(&h, &env));
    ck_assert_uint_eq(get(&h, CSR_mip), 0);
    now = 100;
    ck_assert(hart_timer_pending(&h, &env));
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_STIP);
    put(&h, CSR_mip, 0);        /* read-only now */
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_STIP);
    put(&h, CSR_menvcfg, 0);
    ck_assert(!hart_timer_pending(&h, &env));
    ck_assert_uint_eq(get(&h, CSR_mip), 0);
    put(&h, CSR_mip, MIP_STIP);
    ck_assert_uint_eq(get(&h, CSR_mip), MIP_STIP);
}
END_TEST

static const struct {
    const char *type;
    uint64_t mode;
    bool ok;
} satp_rows[] = {
    { "rv64", 0, true }, { "rv64", 1, false }, { "rv64", 7, false },
    { "rv64", 8, true }, { "rv64", 9, true }, { "rv64", 10, true },
    { "rv64", 11, false }, { "rv64", 15, false },
    { "thead-c906", 8, true }, { "thead-c906", 9, false },
    { "rva22s64", 10, false },
};

START_TEST(test_satp_refuses_unknown_modes_whole)
{
    Hart h = new_hart(satp_rows[_i].type);
    uint64_t old = 8ull << 60 | 0x1234ull << 44 | 0x5678;
    uint64_t new = satp_rows[_i].mode << 60 | 0xffffull << 44 | 0xabc;

    put(&h, CSR_satp, old);
    put(&h, CSR_satp, new);
    ck_assert_uint_eq(get(&h, CSR_satp), satp_rows[_i].ok ? new : old);
}
END_TEST

START_TEST(test_fcsr_is_frm_and_fflags_and_dirties_fs)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_mstatus, 1ull << 13);
    ck_assert(put(&h, CSR_fcsr, ALL) & CSR_STALE_MODE);
    ck_assert_uint_eq(get(&h, CSR_fcsr), 0xff);
    ck_assert_uint_eq(get(&h, CSR_frm), 7);
    ck_assert_uint_eq(get(&h, CSR_fflags), 0x1f);
    ck_assert_uint_eq(get(&h, CSR_mstatus) & MSTATUS_FS, MSTATUS_FS);
    put(&h, CSR_frm, 0xfa);
    put(&h, CSR_fflags, 0xe1);
    ck_assert_uint_eq(get(&h, CSR_fcsr), 0x41);
    ck_assert_uint_eq(put(&h, CSR_fcsr, 0), CSR_STALE_NONE);
}
END_TEST

START_TEST(test_epc_is_four_aligned_without_c)
{
    Hart h = { 0 };

    ck_assert(hart_config_init(&h.config, "rv64", "c=off", NULL));
    hart_reset(&h);
    put(&h, CSR_mepc, ALL);
    put(&h, CSR_sepc, ALL);
    ck_assert_uint_eq(get(&h, CSR_mepc), ~3ull);
    ck_assert_uint_eq(get(&h, CSR_sepc), ~3ull);
}
END_TEST

START_TEST(test_cbie_two_keeps_old_value)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_menvcfg, 1ull << 4);
    put(&h, CSR_menvcfg, 2ull << 4);
    ck_assert_uint_eq(get(&h, CSR_menvcfg), 1ull << 4);
}
END_TEST

static const unsigned fixed_counters[][2] = {
    { CSR_mcycle, CSR_cycle }, { CSR_minstret, CSR_instret },
};

START_TEST(test_counter_counts_freezes_and_resumes)
{
    Hart h = new_hart("rv64");
    unsigned m = fixed_counters[_i][0];
    uint64_t bit = _i == 0 ? COUNTER_CY : COUNTER_IR;

    put(&h, m, 500);
    ck_assert_uint_eq(get(&h, m), 500);         /* the next instruction */
    ck_assert_uint_eq(get(&h, fixed_counters[_i][1]), 501);
    h.retired += 98;
    ck_assert_uint_eq(get(&h, m), 600);
    put(&h, CSR_mcountinhibit, bit);            /* counts itself: 601+1 */
    h.retired += 1000;
    ck_assert_uint_eq(get(&h, m), 602);
    put(&h, m, 7);
    h.retired += 1000;
    ck_assert_uint_eq(get(&h, m), 7);
    put(&h, CSR_mcountinhibit, 0);
    ck_assert_uint_eq(get(&h, m), 7);
    ck_assert_uint_eq(get(&h, m), 8);
}
END_TEST

START_TEST(test_event_counter_follows_event_and_inhibit)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_mhpmcounter3, 10);
    h.retired += 50;
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 10);   /* no event */
    put(&h, CSR_mhpmevent3, 2);
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 10);
    h.retired += 9;
    ck_assert_uint_eq(get(&h, CSR_hpmcounter3), 20);
    put(&h, CSR_mcountinhibit, 8);
    h.retired += 50;
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 22);
    put(&h, CSR_mcountinhibit, 0);
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 22);
    put(&h, CSR_mhpmevent3, 0x10019);                   /* not counted */
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 24);
    ck_assert_uint_eq(get(&h, CSR_mhpmcounter3), 24);
}
END_TEST

START_TEST(test_time_is_the_environments)
{
    Hart h = new_hart("rv64");

    now = 0xdeadbeef;
    ck_assert_uint_eq(get(&h, CSR_time), 0xdeadbeef);
}
END_TEST

/* What a write must report: (number, first value, second value). */
static const struct {
    unsigned number;
    uint64_t before;
    uint64_t after;
    unsigned stale;
} stale_rows[] = {
    { CSR_mstatus, 0, MSTATUS_SUM, CSR_STALE_MODE },
    { CSR_mstatus, 0, MSTATUS_MXR, CSR_STALE_MODE },
    { CSR_mstatus, 0, MSTATUS_MPRV, CSR_STALE_MODE },
    { CSR_mstatus, 0, MSTATUS_MPP, CSR_STALE_MODE },
    { CSR_mstatus, 0, MSTATUS_FS, CSR_STALE_MODE },
    { CSR_mstatus, 0, MSTATUS_MIE, CSR_STALE_IRQ },
    { CSR_mstatus, 0, MSTATUS_TSR, CSR_STALE_NONE },
    { CSR_mstatus, MSTATUS_SUM, MSTATUS_SUM, CSR_STALE_NONE },
    { CSR_sstatus, 0, MSTATUS_SIE, CSR_STALE_IRQ },
    { CSR_sstatus, 0, MSTATUS_SUM, CSR_STALE_MODE },
    { CSR_satp, 0, 8ull << 60, CSR_STALE_MODE },
    { CSR_satp, 8ull << 60, 8ull << 60, CSR_STALE_NONE },
    { CSR_satp, 0, 7ull << 60, CSR_STALE_NONE },
    { CSR_mie, 0, MIP_MTIP, CSR_STALE_IRQ },
    { CSR_mip, 0, MIP_SSIP, CSR_STALE_IRQ },
    { CSR_mideleg, 0, MIP_SSIP, CSR_STALE_IRQ },
    { CSR_stimecmp, 0, 0, CSR_STALE_TIMER | CSR_STALE_IRQ },
    { CSR_menvcfg, 0, MENVCFG_STCE, CSR_STALE_TIMER | CSR_STALE_IRQ },
    { CSR_menvcfg, 0, MENVCFG_ADUE, CSR_STALE_TLB },
    { CSR_menvcfg, 0, MENVCFG_PBMTE, CSR_STALE_TLB },
    { CSR_menvcfg, 0, ENVCFG_FIOM, CSR_STALE_NONE },
    { CSR_pmpcfg0, 0, 0x1f, CSR_STALE_TLB },
    { CSR_pmpaddr0, 0, 1, CSR_STALE_TLB },
    { CSR_pmpaddr0, 1, 1, CSR_STALE_NONE },
    { CSR_mseccfg, 0, 1, CSR_STALE_TLB },
    { CSR_mscratch, 0, 1, CSR_STALE_NONE },
};

START_TEST(test_write_reports_what_went_stale)
{
    Hart h = new_hart("max");

    put(&h, stale_rows[_i].number, stale_rows[_i].before);
    ck_assert_uint_eq(put(&h, stale_rows[_i].number, stale_rows[_i].after),
                      stale_rows[_i].stale);
}
END_TEST

START_TEST(test_locked_pmp_entry_ignores_writes)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_pmpaddr0, 0x100);
    put(&h, CSR_pmpaddr1, 0x200);
    put(&h, CSR_pmpcfg0, 0x8900);       /* entry 1: L TOR R */
    put(&h, CSR_pmpaddr0, 1);           /* its lower bound */
    put(&h, CSR_pmpaddr1, 2);
    put(&h, CSR_pmpcfg0, 0x1f1f);       /* entry 0 is still open */
    ck_assert_uint_eq(get(&h, CSR_pmpaddr0), 0x100);
    ck_assert_uint_eq(get(&h, CSR_pmpaddr1), 0x200);
    ck_assert_uint_eq(get(&h, CSR_pmpcfg0), 0x891f);
    put(&h, CSR_pmpaddr2, 5);
    ck_assert_uint_eq(get(&h, CSR_pmpaddr2), 5);
}
END_TEST

START_TEST(test_locked_napot_entry_leaves_lower_address_open)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_pmpcfg0, 0x9900);       /* entry 1: L NAPOT R */
    put(&h, CSR_pmpaddr0, 1);
    put(&h, CSR_pmpaddr1, 2);
    ck_assert_uint_eq(get(&h, CSR_pmpaddr0), 1);
    ck_assert_uint_eq(get(&h, CSR_pmpaddr1), 0);
}
END_TEST

START_TEST(test_pmp_write_without_read_is_reserved)
{
    Hart h = new_hart("rv64");

    put(&h, CSR_pmpcfg0, PMP_W | PMP_X);
    ck_assert_uint_eq(get(&h, CSR_pmpcfg0), PMP_X);
}
END_TEST

START_TEST(test_mml_and_mmwp_are_sticky)
{
    Hart h = new_hart("max");

    put(&h, CSR_mseccfg, 3);
    put(&h, CSR_mseccfg, 0);
    ck_assert_uint_eq(get(&h, CSR_mseccfg), 3);
}
END_TEST

START_TEST(test_rlb_unlocks_until_given_up)
{
    Hart h = new_hart("max");

    put(&h, CSR_mseccfg, MSECCFG_RLB);
    put(&h, CSR_pmpcfg0, 0x99);
    put(&h, CSR_pmpcfg0, 0x9b);         /* locked, but RLB */
    ck_assert_uint_eq(get(&h, CSR_pmpcfg0), 0x9b);
    put(&h, CSR_mseccfg, 0);
    put(&h, CSR_mseccfg, MSECCFG_RLB);  /* too late: something is locked */
    ck_assert_uint_eq(get(&h, CSR_mseccfg), 0);
    put(&h, CSR_pmpcfg0, 0);
    ck_assert_uint_eq(get(&h, CSR_pmpcfg0), 0x9b);
}
END_TEST

/* With MML and without RLB, entries that M could execute are not added. */
START_TEST(test_mml_refuses_new_machine_code)
{
    static const unsigned refused[] = { 0x9, 0xa, 0xb, 0xd };

    for (unsigned lrwx = 0; lrwx < 16; lrwx++) {
        Hart h = new_hart("max");
        unsigned cfg = (lrwx & 8 ? PMP_L : 0) | (lrwx & 4 ? PMP_R : 0) |
                       (lrwx & 2 ? PMP_W : 0) | (lrwx & 1 ? PMP_X : 0);
        bool ok = true;
        for (unsigned i = 0; i < G_N_ELEMENTS(refused); i++) {
            ok = ok && lrwx != refused[i];
        }
        put(&h, CSR_mseccfg, MSECCFG_MML);
        put(&h, CSR_pmpcfg0, cfg);
        ck_assert_uint_eq(get(&h, CSR_pmpcfg0), ok ? cfg : 0);
    }
}
END_TEST

START_TEST(test_thead_windows_show_the_same_state)
{
    Hart h = new_hart("thead-c906");

    put(&h, CSR_th_mhcr, 0x3);
    ck_assert_uint_eq(get(&h, CSR_th_shcr), 0x3);
    h.priv = PRIV_S;
    ck_assert_uint_eq(get(&h, CSR_th_sxstatus), 0x40410000);
    put(&h, CSR_th_shcr, 0);
    ck_assert_uint_eq(get(&h, CSR_th_shcr), 0x3);
    h.mstatus |= 1ull << 13;
    put(&h, CSR_th_fxcr, 3ull << 24 | 1ull << 23 | 5);
    ck_assert_uint_eq(get(&h, CSR_fcsr), 3 << 5 | 5);
    ck_assert_uint_eq(get(&h, CSR_th_fxcr), 3ull << 24 | 1ull << 23 | 5);
}
END_TEST

UNIT_MAIN("csr_warl",
          UNIT_LOOP(test_ones_and_zeroes_read_back_as_tabled,
                    G_N_ELEMENTS(warl_rows)),
          UNIT_LOOP(test_medeleg_bit, 64),
          UNIT_TEST(test_mpp_two_keeps_old_mode),
          UNIT_TEST(test_sd_follows_fs),
          UNIT_TEST(test_sstatus_is_a_window),
          UNIT_TEST(test_sie_and_sip_show_delegated_bits_only),
          UNIT_TEST(test_seip_set_and_clear_see_the_soft_bit),
          UNIT_TEST(test_machine_bits_of_mip_are_wires),
          UNIT_TEST(test_stip_is_the_comparator_under_stce),
          UNIT_LOOP(test_satp_refuses_unknown_modes_whole,
                    G_N_ELEMENTS(satp_rows)),
          UNIT_TEST(test_fcsr_is_frm_and_fflags_and_dirties_fs),
          UNIT_TEST(test_epc_is_four_aligned_without_c),
          UNIT_TEST(test_cbie_two_keeps_old_value),
          UNIT_LOOP(test_counter_counts_freezes_and_resumes, 2),
          UNIT_TEST(test_event_counter_follows_event_and_inhibit),
          UNIT_TEST(test_time_is_the_environments),
          UNIT_LOOP(test_write_reports_what_went_stale,
                    G_N_ELEMENTS(stale_rows)),
          UNIT_TEST(test_locked_pmp_entry_ignores_writes),
          UNIT_TEST(test_locked_napot_entry_leaves_lower_address_open),
          UNIT_TEST(test_pmp_write_without_read_is_reserved),
          UNIT_TEST(test_mml_and_mmwp_are_sticky),
          UNIT_TEST(test_rlb_unlocks_until_given_up),
          UNIT_TEST(test_mml_refuses_new_machine_code),
          UNIT_TEST(test_thead_windows_show_the_same_state))
