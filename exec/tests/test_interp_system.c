/* What each mode may execute: returns, waits, fences, cache blocks. */
#include <inttypes.h>
#include <string.h>

#include "asm.h"
#include "asm_row.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define CODE 0x3000
#define BLOCK 64
#define CODE_VIRT 0x40000
#define DATA_VIRT 0x41000
#define NOT_MAPPED 0x42000

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("max");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    LOAD(f, VECTOR, WFI);
}

/* In @priv, with code and data mapped for it: @word, then EBREAK. */
static void run_in(PrivMode priv, uint32_t word)
{
    unsigned user = priv == PRIV_U ? PTE_U : 0;

    LOAD(f, CODE, word, EBREAK);
    exec_fixture_map(f, CODE_VIRT, FIXTURE_RAM_BASE + CODE, PTE_ALL | user);
    exec_fixture_map(f, DATA_VIRT, FIXTURE_RAM_BASE + CODE + 0x1000,
                     PTE_ALL | user);
    exec_fixture_enter(f, priv, CODE_VIRT);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
}

/* --- what a mode may do -------------------------------------------------- */

#define CBO (ENVCFG_CBIE | ENVCFG_CBCFE | ENVCFG_CBZE)

static const struct {
    uint16_t op;
    PrivMode priv;
    bool allowed;
    uint64_t mstatus, menvcfg, senvcfg;
} rights[] = {
    { OP_mret, PRIV_U, false, 0, 0, 0 },
    { OP_mret, PRIV_S, false, 0, 0, 0 },
    { OP_sret, PRIV_U, false, 0, 0, 0 },
    { OP_sret, PRIV_S, false, MSTATUS_TSR, 0, 0 },
    { OP_wfi, PRIV_U, false, 0, 0, 0 },
    { OP_wfi, PRIV_S, false, MSTATUS_TW, 0, 0 },
    { OP_wrs_nto, PRIV_U, true, 0, 0, 0 },
    { OP_wrs_nto, PRIV_U, false, MSTATUS_TW, 0, 0 },
    { OP_wrs_nto, PRIV_S, false, MSTATUS_TW, 0, 0 },
    { OP_wrs_sto, PRIV_U, true, MSTATUS_TW, 0, 0 },
    { OP_sfence_vma, PRIV_U, false, 0, 0, 0 },
    { OP_sfence_vma, PRIV_S, true, 0, 0, 0 },
    { OP_sfence_vma, PRIV_S, false, MSTATUS_TVM, 0, 0 },
    { OP_sinval_vma, PRIV_U, false, 0, 0, 0 },
    { OP_sinval_vma, PRIV_S, true, 0, 0, 0 },
    { OP_sinval_vma, PRIV_S, false, MSTATUS_TVM, 0, 0 },
    { OP_sfence_w_inval, PRIV_U, false, 0, 0, 0 },
    { OP_sfence_w_inval, PRIV_S, true, MSTATUS_TVM, 0, 0 },
    { OP_sfence_inval_ir, PRIV_U, false, 0, 0, 0 },
    { OP_sfence_inval_ir, PRIV_S, true, MSTATUS_TVM, 0, 0 },
    { OP_fence, PRIV_U, true, 0, 0, 0 },
    { OP_fence_tso, PRIV_U, true, 0, 0, 0 },
    { OP_fence_i, PRIV_U, true, 0, 0, 0 },
    { OP_pause, PRIV_U, true, 0, 0, 0 },
    { OP_prefetch_i, PRIV_U, true, 0, 0, 0 },
    { OP_prefetch_r, PRIV_U, true, 0, 0, 0 },
    { OP_prefetch_w, PRIV_U, true, 0, 0, 0 },
    { OP_cbo_zero, PRIV_S, false, 0, ~(uint64_t)ENVCFG_CBZE, CBO },
    { OP_cbo_zero, PRIV_S, true, 0, ENVCFG_CBZE, 0 },
    { OP_cbo_zero, PRIV_U, false, 0, CBO, ~(uint64_t)ENVCFG_CBZE },
    { OP_cbo_zero, PRIV_U, true, 0, ENVCFG_CBZE, ENVCFG_CBZE },
    { OP_cbo_clean, PRIV_S, false, 0, 0, CBO },
    { OP_cbo_clean, PRIV_S, true, 0, ENVCFG_CBCFE, 0 },
    { OP_cbo_flush, PRIV_U, false, 0, CBO, 0 },
    { OP_cbo_flush, PRIV_U, true, 0, ENVCFG_CBCFE, ENVCFG_CBCFE },
    { OP_cbo_inval, PRIV_S, false, 0, 0, CBO },
    { OP_cbo_inval, PRIV_S, true, 0, ENVCFG_CBIE, 0 },
};

START_TEST(test_upper_modes_decide_what_a_mode_may_do)
{
    uint32_t word = asm_row(rights[_i].op, (AsmFields) { .s = A0 });

    setup();
    h->gpr[A0] = DATA_VIRT;
    h->mstatus |= rights[_i].mstatus;
    h->menvcfg = rights[_i].menvcfg;
    h->senvcfg = rights[_i].senvcfg;
    run_in(rights[_i].priv, word);
    bool allowed = rights[_i].allowed;
    ck_assert_msg(h->mcause == (allowed ? TRAP_BREAKPOINT : TRAP_ILLEGAL_INSN),
                  "%s: cause %" PRIu64, insn_name(rights[_i].op), h->mcause);
    ck_assert_uint_eq(h->mepc, CODE_VIRT + (allowed ? 4 : 0));
    ck_assert_uint_eq(h->mtval, allowed ? CODE_VIRT + 4 : word);
}
END_TEST

/* --- returning ----------------------------------------------------------- */

START_TEST(test_sret_goes_to_the_previous_mode)
{
    setup();
    LOAD(f, CODE + 8, ECALL);
    exec_fixture_map(f, DATA_VIRT, FIXTURE_RAM_BASE + CODE, PTE_ALL | PTE_U);
    h->sepc = DATA_VIRT + 8;
    h->mstatus &= ~MSTATUS_SPP;
    h->mstatus |= MSTATUS_SPIE;
    LOAD(f, CODE, SRET);
    exec_fixture_map(f, CODE_VIRT, FIXTURE_RAM_BASE + CODE, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, CODE_VIRT);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_ECALL_U);
    ck_assert_uint_eq(h->mepc, DATA_VIRT + 8);
    ck_assert_uint_ne(h->mstatus & MSTATUS_SIE, 0);
}
END_TEST

START_TEST(test_ecall_names_the_mode_it_came_from)
{
    static const Trap causes[] = { TRAP_ECALL_U, TRAP_ECALL_S };

    setup();
    run_in((PrivMode)_i, ECALL);
    ck_assert_uint_eq(h->mcause, causes[_i]);
}
END_TEST

/* --- cache blocks -------------------------------------------------------- */

static void run_here(InsnOp op)
{
    LOAD(f, 0, asm_row(op, (AsmFields) { .s = A0 }), WFI);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
}

START_TEST(test_cbo_zero_clears_the_block_around_its_address)
{
    setup();
    memset(f->host + 0x1000, 0xff, 3 * BLOCK);
    h->gpr[A0] = FIXTURE_RAM_BASE + 0x1000 + BLOCK + 5;
    run_here(OP_cbo_zero);
    for (unsigned i = 0; i < 3 * BLOCK; i++) {
        ck_assert_uint_eq(f->host[0x1000 + i], i / BLOCK == 1 ? 0 : 0xff);
    }
}
END_TEST

START_TEST(test_cbo_zero_fault_names_the_register)
{
    setup();
    h->gpr[A0] = FIXTURE_HOLE + 5;
    run_here(OP_cbo_zero);
    ck_assert_uint_eq(h->mcause, TRAP_STORE_ACCESS);
    ck_assert_uint_eq(h->mtval, FIXTURE_HOLE + 5);
}
END_TEST

START_TEST(test_managing_a_block_faults_as_a_store)
{
    static const uint16_t rows[] = { OP_cbo_clean, OP_cbo_flush,
                                     OP_cbo_inval };

    setup();
    h->gpr[A0] = NOT_MAPPED + 5;
    h->menvcfg = CBO;
    run_in(PRIV_S, asm_row(rows[_i], (AsmFields) { .s = A0 }));
    ck_assert_uint_eq(h->mcause, TRAP_STORE_PAGE_FAULT);
    ck_assert_uint_eq(h->mtval, NOT_MAPPED + 5);
}
END_TEST

START_TEST(test_prefetch_of_nothing_is_no_fault)
{
    setup();
    h->gpr[A0] = NOT_MAPPED;
    run_in(PRIV_S, asm_row(OP_prefetch_w, (AsmFields) { .s = A0 }));
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
}
END_TEST

UNIT_MAIN("interp_system",
          UNIT_LOOP(test_upper_modes_decide_what_a_mode_may_do,
                    G_N_ELEMENTS(rights)),
          UNIT_TEST(test_sret_goes_to_the_previous_mode),
          UNIT_LOOP(test_ecall_names_the_mode_it_came_from, 2),
          UNIT_TEST(test_cbo_zero_clears_the_block_around_its_address),
          UNIT_TEST(test_cbo_zero_fault_names_the_register),
          UNIT_LOOP(test_managing_a_block_faults_as_a_store, 3),
          UNIT_TEST(test_prefetch_of_nothing_is_no_fault))
