/* Exact state: traps inside blocks, slices, counters, leaving a helper. */
#include "asm.h"
#include "core/csr_bits.h"
#include "cpu_loop_exit.h"
#include "exec_fixture.h"
#include "tb_jmp_cache.h"

#include "support/unit.h"

#define VECTOR 0x800
#define CSR_MINSTRET_ 0xb02
#define CSR_MCYCLE_ 0xb00

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    LOAD(f, VECTOR, WFI);
}

/* --- traps --------------------------------------------------------------- */

static void load_five(uint32_t third)
{
    LOAD(f, 0, ADDI(A0, A0, 1), ADDI(A1, A1, 1), third, ADDI(A2, A2, 1),
         ADDI(A3, A3, 1), WFI);
}

static const struct {
    uint32_t insn;
    uint64_t cause;
    uint64_t tval;
} faults[] = {
    { LD(A4, T0, 0), TRAP_LOAD_ACCESS, FIXTURE_HOLE },
    { LB(A4, T0, -1), TRAP_LOAD_ACCESS, FIXTURE_HOLE - 1 },
    { SD(A4, T0, 8), TRAP_STORE_ACCESS, FIXTURE_HOLE + 8 },
    { AMOADD_D(A4, A4, T0), TRAP_STORE_ACCESS, FIXTURE_HOLE },
    { LR_D(A4, T0), TRAP_LOAD_ACCESS, FIXTURE_HOLE },
    { ILLEGAL, TRAP_ILLEGAL_INSN, ILLEGAL },
    { ECALL, TRAP_ECALL_M, 0 },
    { EBREAK, TRAP_BREAKPOINT, FIXTURE_RAM_BASE + 8 },
    { CSRRW(X0, 0xc00, A0), TRAP_ILLEGAL_INSN, CSRRW(X0, 0xc00, A0) },
};

START_TEST(test_fault_at_the_third_of_five_is_exact)
{
    setup();
    load_five(faults[_i].insn);
    h->gpr[T0] = FIXTURE_HOLE;
    h->gpr[A4] = 77;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE + 8);
    ck_assert_uint_eq(h->mcause, faults[_i].cause);
    ck_assert_uint_eq(h->mtval, faults[_i].tval);
    ck_assert_uint_eq(h->gpr[A0], 1);
    ck_assert_uint_eq(h->gpr[A1], 1);
    ck_assert_uint_eq(h->gpr[A2], 0);
    ck_assert_uint_eq(h->gpr[A3], 0);
    ck_assert_uint_eq(h->gpr[A4], 77);
    ck_assert_uint_eq(h->retired, 3);       /* two, and the handler's WFI */
    ck_assert_uint_eq(h->pc, FIXTURE_RAM_BASE + VECTOR + 4);
}
END_TEST

START_TEST(test_illegal_instruction_traps_only_when_reached)
{
    setup();
    LOAD(f, 0, BEQ(X0, X0, 12), ILLEGAL, ILLEGAL, ADDI(A0, X0, 5), WFI);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->gpr[A0], 5);
    ck_assert_uint_eq(h->mcause, 0);
    h->wfi = false;
    h->pc = FIXTURE_RAM_BASE + 4;
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
}
END_TEST

START_TEST(test_fetch_fault_reports_the_address)
{
    setup();
    LOAD(f, 0, JALR(RA, T0, 0));
    h->gpr[T0] = FIXTURE_HOLE + 2;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_INSN_ACCESS);
    ck_assert_uint_eq(h->mepc, FIXTURE_HOLE + 2);
    ck_assert_uint_eq(h->mtval, FIXTURE_HOLE + 2);
    ck_assert_uint_eq(h->gpr[RA], FIXTURE_RAM_BASE + 4);
}
END_TEST

/* Only the second page is missing: epc and tval differ by two. */
START_TEST(test_straddling_fetch_fault_names_the_second_half)
{
    setup();
    LOAD(f, 0x3ffc, C_NOP | NOP << 16, NOP >> 16);
    exec_fixture_map(f, 0x43000, FIXTURE_RAM_BASE + 0x3000, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0x43ffc);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_INSN_PAGE_FAULT);
    ck_assert_uint_eq(h->mepc, 0x43ffe);
    ck_assert_uint_eq(h->mtval, 0x44000);
}
END_TEST

/* A guest whose trap vector is not mapped must not keep the thread. */
START_TEST(test_endless_fetch_faults_end_with_the_slice)
{
    setup();
    LOAD(f, 0, ILLEGAL);
    h->mtvec = FIXTURE_HOLE;
    ck_assert_int_eq(exec_fixture_run(f, 1000), EXCP_INTERRUPT);
    ck_assert_uint_eq(h->mcause, TRAP_INSN_ACCESS);
    ck_assert_uint_eq(h->retired, 0);
}
END_TEST

/* --- slices -------------------------------------------------------------- */

/* Loops, memory, calls, CSRs, traps and compressed code. */
static void load_program(void)
{
    LOAD(f, 0,
         ADDI(A0, X0, 9), AUIPC(S0, 1),             /* 0 */
         ADD(A1, A1, A0), SD(A1, S0, 0),            /* 8: loop */
         LD(A2, S0, 0), MUL(A3, A2, A0),
         SW(A3, S0, 12), AMOADD_D(A4, A3, S0),
         JAL(RA, 0x24), ADDI(A0, A0, -1),           /* 0x20 */
         BNE(A0, X0, -32), CSRRS(T1, 0x341, X0),    /* 0x28 */
         ADDI(A0, X0, 7), JAL(X0, -44),             /* 0x30 */
         NOP, NOP, NOP,                             /* 0x38 */
         C_NOP | C_NOP << 16, ECALL,                /* 0x44: called */
         FENCE_I, JALR(X0, RA, 0));
    LOAD(f, VECTOR, CSRRS(T0, 0x341, X0), ADDI(T0, T0, 4),
         CSRRW(X0, 0x341, T0), ADDI(A5, A5, 1), MRET);
}

#define SLICES_TOTAL 400

static Hart run_in_slices(int64_t slice, bool one_insn)
{
    setup();
    f->cpus->one_insn_per_tb = one_insn;
    load_program();
    vcpu_state_changed(&f->vcpu);
    while (h->retired < SLICES_TOTAL) {
        exec_fixture_run(f, MIN(slice, SLICES_TOTAL - (int64_t)h->retired));
    }
    Hart result = *h;
    exec_fixture_free(f);
    return result;
}

START_TEST(test_state_does_not_depend_on_the_slice)
{
    Hart whole = run_in_slices(SLICES_TOTAL, false);

    ck_assert_uint_eq(whole.retired, SLICES_TOTAL);
    ck_assert_uint_gt(whole.gpr[A5], 10);
    for (int64_t slice = 1; slice <= 200; slice++) {
        Hart parts = run_in_slices(slice, false);

        ck_assert_msg(memcmp(&parts, &whole, sizeof(whole)) == 0,
                      "slices of %d", (int)slice);
    }
    Hart single = run_in_slices(SLICES_TOTAL, true);
    ck_assert_int_eq(memcmp(&single, &whole, sizeof(whole)), 0);
}
END_TEST

START_TEST(test_run_stops_after_exactly_n_instructions)
{
    for (int64_t n = 1; n <= 200; n++) {
        setup();
        load_program();
        h->mtvec = FIXTURE_RAM_BASE + VECTOR;
        exec_fixture_run(f, n);
        ck_assert_int_le((int64_t)h->retired, n);
        ck_assert_int_ge((int64_t)(h->retired + h->gpr[A5] + 1), n);
        exec_fixture_free(f);
    }
}
END_TEST

/* --- counters ------------------------------------------------------------ */

START_TEST(test_counters_count_what_retired_before_them)
{
    setup();
    LOAD(f, 0, NOP, NOP, CSRRS(A0, CSR_MINSTRET_, X0), NOP,
         CSRRS(A1, CSR_MCYCLE_, X0), CSRRS(A2, CSR_MINSTRET_, X0), WFI);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->gpr[A0], 2);
    ck_assert_uint_eq(h->gpr[A1], 4);
    ck_assert_uint_eq(h->gpr[A2], 5);
    ck_assert_uint_eq(h->retired, 7);
}
END_TEST

/* The write takes effect as if its own instruction was not counted. */
START_TEST(test_written_counter_goes_on_from_there)
{
    setup();
    LOAD(f, 0, ADDI(A0, X0, 100), NOP, CSRRW(X0, CSR_MINSTRET_, A0),
         CSRRS(A1, CSR_MINSTRET_, X0), NOP, CSRRS(A2, CSR_MINSTRET_, X0),
         WFI);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->gpr[A1], 100);
    ck_assert_uint_eq(h->gpr[A2], 102);
}
END_TEST

/* --- leaving from inside a helper ---------------------------------------- */

static ExecStatus leave(Vcpu *v, const InterpOp *op)
{
    v->exception_index = EXCP_DEBUG;
    cpu_loop_exit_restore(v, op);
}

START_TEST(test_cpu_loop_exit_restore_leaves_before_the_instruction)
{
    Vcpu *v;

    setup();
    f->cpus->accel = accel_find("interp");
    v = &f->vcpu;
    load_five(NOP);
    exec_fixture_run(f, 1);         /* builds the block */
    h->pc = FIXTURE_RAM_BASE;
    TranslationBlock *tb = tb_lookup(v);
    ck_assert_ptr_nonnull(tb);
    InterpFn *before = tb->ops[2].fn;
    tb->ops[2].fn = leave;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, FIXTURE_RAM_BASE + 8);
    ck_assert_uint_eq(h->retired, 3);
    ck_assert_uint_eq(h->gpr[A1], 1);
    ck_assert_uint_eq(h->gpr[A2], 0);
    ck_assert_ptr_null(v->tb);
    tb->ops[2].fn = before;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A2], 1);
    ck_assert_uint_eq(h->retired, 7);
}
END_TEST

UNIT_MAIN("precise",
          UNIT_LOOP(test_fault_at_the_third_of_five_is_exact,
                    G_N_ELEMENTS(faults)),
          UNIT_TEST(test_illegal_instruction_traps_only_when_reached),
          UNIT_TEST(test_fetch_fault_reports_the_address),
          UNIT_TEST(test_straddling_fetch_fault_names_the_second_half),
          UNIT_TEST(test_endless_fetch_faults_end_with_the_slice),
          UNIT_TEST(test_state_does_not_depend_on_the_slice),
          UNIT_TEST(test_run_stops_after_exactly_n_instructions),
          UNIT_TEST(test_counters_count_what_retired_before_them),
          UNIT_TEST(test_written_counter_goes_on_from_there),
          UNIT_TEST(test_cpu_loop_exit_restore_leaves_before_the_instruction))
