/* Single step: one instruction, wherever it leads, and what waits meanwhile. */
#include "asm.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800
#define MSIP_BIT (1u << IRQ_M_SOFT)

static ExecFixture *f;
static Hart *h;

static void setup(int flags)
{
    f = debug_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mtvec = AT(VECTOR);
    LOAD(f, VECTOR, ADDI(A5, A5, 1), ADDI(A5, A5, 1), MRET);
    cpu_single_step(&f->vcpu, flags);
}

static void step_to(uint64_t pc)
{
    int result;

    do {
        result = exec_fixture_run(f, 100);
    } while (result == EXCP_INTERRUPT);
    ck_assert_int_eq(result, EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, pc);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_STEP);
    ck_assert_uint_eq(vcpu_stop_info(&f->vcpu).addr, pc);
}

/* --- one instruction ------------------------------------------------------ */

START_TEST(test_each_step_executes_one_instruction)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, ADDI(A0, A0, 1), ADDI(A0, A0, 1), JAL(X0, 8), NOP,
         BEQ(X0, X0, -16), WFI);
    h->pc = AT(0);
    for (unsigned round = 1; round < 4; round++) {
        step_to(AT(4));
        step_to(AT(8));
        step_to(AT(16));
        ck_assert_uint_eq(h->gpr[A0], 2 * round);
        step_to(AT(0));
        ck_assert_uint_eq(h->retired, 4 * round);
    }
}
END_TEST

/* A step that traps ends at the first instruction of the handler. */
static const struct {
    uint32_t insn;
    uint64_t cause;
} traps[] = {
    { ECALL, TRAP_ECALL_M },
    { EBREAK, TRAP_BREAKPOINT },
    { ILLEGAL, TRAP_ILLEGAL_INSN },
    { LD(A0, T0, 0), TRAP_LOAD_ACCESS },
    { SD(A0, T0, 0), TRAP_STORE_ACCESS },
    { AMOADD_D(A0, A0, T0), TRAP_STORE_ACCESS },
};

START_TEST(test_instruction_that_traps_stops_in_the_handler)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, NOP, traps[_i].insn, WFI);
    h->gpr[T0] = FIXTURE_HOLE;
    h->pc = AT(0);
    step_to(AT(4));
    step_to(AT(VECTOR));
    ck_assert_uint_eq(h->mcause, traps[_i].cause);
    ck_assert_uint_eq(h->mepc, AT(4));
    ck_assert_uint_eq(h->gpr[A5], 0);
    step_to(AT(VECTOR + 4));
    step_to(AT(VECTOR + 8));
    step_to(AT(4));                     /* mret */
}
END_TEST

START_TEST(test_jump_into_nothing_stops_there_then_in_the_handler)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, JALR(X0, T0, 0));
    h->gpr[T0] = FIXTURE_HOLE;
    h->pc = AT(0);
    step_to(FIXTURE_HOLE);
    step_to(AT(VECTOR));
    ck_assert_uint_eq(h->mcause, TRAP_INSN_ACCESS);
}
END_TEST

START_TEST(test_wfi_does_not_wait)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, WFI, NOP);
    h->pc = AT(0);
    step_to(AT(4));
    ck_assert(!h->wfi);
    step_to(AT(8));
}
END_TEST

START_TEST(test_hart_that_sleeps_can_be_stepped)
{
    setup(0);
    LOAD(f, 0, WFI, NOP, NOP);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(h->wfi);
    cpu_single_step(&f->vcpu, SSTEP_ENABLE);
    step_to(AT(8));
}
END_TEST

START_TEST(test_instruction_over_two_pages_is_one_step)
{
    const uint32_t insn = ADDI(A0, X0, 7);

    setup(SSTEP_ENABLE);
    LOAD(f, 0xffc, C_NOP | insn << 16, insn >> 16 | C_NOP << 16);
    h->pc = AT(0xffc);
    step_to(AT(0xffe));
    step_to(AT(0x1002));
    ck_assert_uint_eq(h->gpr[A0], 7);
}
END_TEST

START_TEST(test_end_of_stepping_lets_it_run)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, NOP, NOP, NOP, WFI);
    h->pc = AT(0);
    step_to(AT(4));
    cpu_single_step(&f->vcpu, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->pc, AT(16));
    ck_assert(debug_ran_units(f));
}
END_TEST

/* --- with points ---------------------------------------------------------- */

START_TEST(test_step_from_a_breakpoint_and_onto_one)
{
    setup(0);
    LOAD(f, 0, ADDI(A0, A0, 1), ADDI(A0, A0, 1), ADDI(A0, A0, 1), WFI);
    debug_break(f, 0);
    debug_break(f, 4);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    cpu_single_step(&f->vcpu, SSTEP_ENABLE);
    step_to(AT(4));
    cpu_single_step(&f->vcpu, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);  /* told of this place */
    ck_assert_uint_eq(h->gpr[A0], 3);
}
END_TEST

START_TEST(test_step_stops_before_a_watched_store)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, SD(A1, T0, 0), WFI);
    h->gpr[T0] = AT(0x10000);
    h->gpr[A1] = 5;
    h->pc = AT(0);
    cpu_watchpoint_insert(&f->vcpu, AT(0x10000), 8,
                          BP_GDB | BP_MEM_WRITE |
                          (_i ? 0 : BP_STOP_BEFORE_ACCESS), NULL);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_WATCHPOINT);
    ck_assert_uint_eq(h->pc, AT(_i ? 4 : 0));
    ck_assert_uint_eq(f->host[0x10000], _i ? 5 : 0);
    if (!_i) {
        step_to(AT(4));
        ck_assert_uint_eq(f->host[0x10000], 5);
    }
}
END_TEST

/* --- interrupts ----------------------------------------------------------- */

static void pend_soft(void)
{
    h->mie = MSIP_BIT;
    h->mstatus |= MSTATUS_MIE;
    vcpu_set_irq(&f->vcpu, IRQ_M_SOFT, 1);
}

/* Even where somebody else wants the hart to leave its loop, too. */
START_TEST(test_interrupt_ends_a_step_at_its_handler)
{
    setup(SSTEP_ENABLE);
    LOAD(f, 0, NOP, NOP, NOP, WFI);
    h->pc = AT(0);
    step_to(AT(4));
    pend_soft();
    if (_i) {
        vcpu_request_exit(&f->vcpu, VCPU_EXIT_LOOP);
    }
    step_to(AT(VECTOR));
    ck_assert_uint_eq(h->mepc, AT(4));
    ck_assert_uint_eq(h->gpr[A5], 0);
}
END_TEST

START_TEST(test_noirq_holds_interrupts_until_it_is_over)
{
    setup(SSTEP_ENABLE | SSTEP_NOIRQ);
    LOAD(f, 0, NOP, NOP, NOP, WFI);
    h->pc = AT(0);
    pend_soft();
    step_to(AT(4));
    step_to(AT(8));
    cpu_single_step(&f->vcpu, 0);
    exec_fixture_run(f, 1);
    exec_fixture_run(f, 1);
    ck_assert_uint_eq(h->mepc, AT(8));
    ck_assert_uint_eq(h->mcause, CAUSE_INTERRUPT | IRQ_M_SOFT);
}
END_TEST

START_TEST(test_notimer_holds_the_harts_timer)
{
    setup(SSTEP_ENABLE | (_i ? SSTEP_NOTIMER : 0));
    LOAD(f, 0, NOP, NOP, NOP, NOP, WFI);
    h->pc = AT(0);
    h->menvcfg |= MENVCFG_STCE;
    h->stimecmp = 100;
    vcpu_state_changed(&f->vcpu);
    step_to(AT(4));
    __atomic_store_n(&f->time, 200, __ATOMIC_RELAXED);
    vcpu_time_changed(&f->vcpu);
    step_to(AT(8));
    bool pending = __atomic_load_n(&h->irq_level, __ATOMIC_RELAXED) &
                   (1u << IRQ_S_TIMER);

    ck_assert_int_eq(pending, !_i);
    cpu_single_step(&f->vcpu, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert(h->irq_level & (1u << IRQ_S_TIMER));
}
END_TEST

/* The handler would return to a breakpoint that is armed again. */
START_TEST(test_interrupt_waits_while_a_breakpoint_is_passed)
{
    setup(0);
    LOAD(f, 0, NOP, ADDI(A0, A0, 1), NOP, WFI);
    LOAD(f, VECTOR, CSRRW(X0, 0x304, X0), MRET);
    debug_break(f, 4);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    pend_soft();
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mepc, AT(8));
    ck_assert_uint_eq(h->gpr[A0], 1);
}
END_TEST

/* Unless it steps: a step ends in the handler, and the pass goes with it. */
START_TEST(test_step_from_a_breakpoint_takes_a_pending_interrupt)
{
    setup(0);
    LOAD(f, 0, NOP, ADDI(A0, A0, 1), NOP, WFI);
    LOAD(f, VECTOR, CSRRW(X0, 0x304, X0), MRET);
    debug_break(f, 4);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    pend_soft();
    cpu_single_step(&f->vcpu, SSTEP_ENABLE | (_i ? SSTEP_NOIRQ : 0));
    step_to(AT(_i ? 8 : VECTOR));
    ck_assert_uint_eq(h->gpr[A0], _i);
}
END_TEST

UNIT_MAIN("debug_step",
          UNIT_TEST(test_each_step_executes_one_instruction),
          UNIT_LOOP(test_instruction_that_traps_stops_in_the_handler,
                    G_N_ELEMENTS(traps)),
          UNIT_TEST(test_jump_into_nothing_stops_there_then_in_the_handler),
          UNIT_TEST(test_wfi_does_not_wait),
          UNIT_TEST(test_hart_that_sleeps_can_be_stepped),
          UNIT_TEST(test_instruction_over_two_pages_is_one_step),
          UNIT_TEST(test_end_of_stepping_lets_it_run),
          UNIT_TEST(test_step_from_a_breakpoint_and_onto_one),
          UNIT_LOOP(test_step_stops_before_a_watched_store, 2),
          UNIT_LOOP(test_interrupt_ends_a_step_at_its_handler, 2),
          UNIT_TEST(test_noirq_holds_interrupts_until_it_is_over),
          UNIT_LOOP(test_notimer_holds_the_harts_timer, 2),
          UNIT_TEST(test_interrupt_waits_while_a_breakpoint_is_passed),
          UNIT_LOOP(test_step_from_a_breakpoint_takes_a_pending_interrupt, 2))
