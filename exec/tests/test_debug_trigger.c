/* Triggers of the guest: armed by CSR writes, taken as exceptions. */
#include "asm.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define TDATA1 0x7a1
#define TDATA2 0x7a2
#define TYPE(n) ((uint64_t)(n) << 60)
#define LOADS 1u
#define STORES 2u
#define EXECUTES 4u
#define IN_M (1u << 6)
#define IN_S (1u << 4)
#define IN_U (1u << 3)
#define DATA 0x10000

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = debug_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mstatus |= MSTATUS_MIE;
    h->gpr[T0] = AT(DATA);
}

static void load_eight(uint64_t offset)
{
    LOAD(f, offset, ADDI(A0, A0, 1), ADDI(A0, A0, 1), ADDI(A0, A0, 1),
         ADDI(A0, A0, 1), ADDI(A0, A0, 1), ADDI(A0, A0, 1),
         ADDI(A0, A0, 1), ADDI(A0, A0, 1), WFI);
}

/* The guest does it itself. */
static void arm(uint64_t tdata1, uint64_t tdata2)
{
    uint64_t pc = h->pc;

    LOAD(f, 0x6000, CSRRW(X0, TDATA2, A2), CSRRW(X0, TDATA1, A1), WFI);
    h->gpr[A1] = tdata1;
    h->gpr[A2] = tdata2;
    h->mstatus &= ~MSTATUS_MIE;
    ck_assert_int_eq(debug_run_from(f, 0x6000), EXCP_HLT);
    h->mstatus |= MSTATUS_MIE;
    h->pc = pc;
    h->mcause = h->mepc = h->mtval = 0;
}

static void assert_breakpoint(uint64_t pc, uint64_t tval)
{
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(pc));
    ck_assert_uint_eq(h->mtval, AT(tval));
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}

static bool hit_bit(void)
{
    return h->triggers[0].tdata1 & (h->triggers[0].tdata1 >> 60 == 2
                                    ? 1u << 20 : 1u << 22);
}

START_TEST(test_execution_of_an_address_in_hot_code)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    h->gpr[A0] = 0;
    arm(TYPE(_i ? 2 : 6) | EXECUTES | IN_M, AT(16));
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    assert_breakpoint(16, 16);
    ck_assert_uint_eq(h->gpr[A0], 4);
    ck_assert(hit_bit());
}
END_TEST

START_TEST(test_execution_of_a_range)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    arm(TYPE(6) | EXECUTES | IN_M | 1 << 7, AT(0x0b));  /* 8..15 */
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    assert_breakpoint(8, 8);
    arm(TYPE(6) | EXECUTES | IN_M | 2 << 7, AT(24));    /* from 24 on */
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    assert_breakpoint(24, 24);
}
END_TEST

static const struct {
    uint32_t insn;
    unsigned armed;             /* bits of tdata1 */
    uint64_t tdata2;            /* offset of DATA */
    bool fires;
    int64_t offset;             /* of the access from DATA */
} data_rows[] = {
    { LW(A3, T0, 0), LOADS, 0, true },
    { LW(A3, T0, 0), STORES, 0, false },
    { SW(A3, T0, 0), STORES, 0, true },
    { SW(A3, T0, 0), LOADS, 0, false },
    { LW(A3, T0, 0), LOADS, 3, true },          /* its last byte */
    { LW(A3, T0, 0), LOADS, 4, false },
    { LW(A3, T0, 0), LOADS | 3 << 16, 0, true },        /* 4 bytes */
    { LW(A3, T0, 0), LOADS | 5 << 16, 0, false },       /* 8 bytes */
    { LD(A3, T0, 0), LOADS | 5 << 16, 0, true },
    { LW(A3, T0, 64), LOADS | 1 << 7, 63, true, 64 },       /* 0..127 */
    { LW(A3, T0, 128), LOADS | 1 << 7, 63, false },
    { LW(A3, T0, -4), LOADS | 2 << 7, 0, false },
    { LW(A3, T0, 4), LOADS | 2 << 7, 0, true, 4 },
    { LW(A3, T0, -4), LOADS | 3 << 7, 0, true, -4 },
    { LW(A3, T0, 4), LOADS | 3 << 7, 0, false },
    { AMOADD_W(A3, A3, T0), LOADS, 0, true },
    { AMOADD_W(A3, A3, T0), STORES, 0, true },
    { LR_W(A3, T0), LOADS, 0, true },
    { SC_W(A3, A4, T0), STORES, 0, true },
};

START_TEST(test_accesses_to_data)
{
    setup();
    LOAD(f, 0, NOP, data_rows[_i].insn, WFI);
    debug_run_from(f, 0);
    memset(f->host + DATA, 0x77, 16);
    arm(TYPE(6) | IN_M | data_rows[_i].armed, AT(DATA) + data_rows[_i].tdata2);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, data_rows[_i].fires ? TRAP_BREAKPOINT : 0);
    ck_assert_int_eq(hit_bit(), data_rows[_i].fires);
    if (data_rows[_i].fires) {
        ck_assert_uint_eq(h->mepc, AT(4));
        ck_assert_int_eq((int64_t)(h->mtval - AT(DATA)),
                         data_rows[_i].offset);
        ck_assert_uint_eq(f->host[DATA], 0x77);
    }
}
END_TEST

/* Priv. "mcause": address breakpoints come before page and access faults. */
#define UNMAPPED (1ull << 60)           /* no such physical address */

static const struct {
    uint32_t insn;
    unsigned armed;
    uint64_t addr;
} fault_rows[] = {
    { LW(A3, T0, 0), LOADS, FIXTURE_HOLE },
    { SW(A3, T0, 0), STORES, FIXTURE_HOLE },
    { AMOADD_W(A3, A3, T0), STORES, FIXTURE_HOLE },
    { AMOADD_W(A3, A3, T0), STORES, FIXTURE_RAM_BASE + 1 },
    { AMOADD_W(A3, A3, T0), LOADS, FIXTURE_IO_BASE },
    { LW(A3, T0, 0), LOADS, UNMAPPED },
};

START_TEST(test_trigger_comes_before_the_fault)
{
    setup();
    LOAD(f, 0, NOP, fault_rows[_i].insn, WFI);
    h->gpr[T0] = fault_rows[_i].addr;
    cpu_watchpoint_insert(&f->vcpu, h->gpr[T0], 4, BP_GDB | BP_MEM_ACCESS,
                          NULL);
    arm(TYPE(6) | IN_M | fault_rows[_i].armed, fault_rows[_i].addr);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(4));
    ck_assert_uint_eq(h->mtval, fault_rows[_i].addr);
}
END_TEST

START_TEST(test_passing_a_debuggers_watchpoint_passes_no_trigger)
{
    setup();
    LOAD(f, 0, NOP, LW(A3, T0, 0), WFI);
    cpu_watchpoint_insert(&f->vcpu, AT(DATA), 4, BP_GDB | BP_MEM_ACCESS |
                          BP_STOP_BEFORE_ACCESS, NULL);
    arm(TYPE(6) | IN_M | LOADS, AT(DATA));
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(4));
}
END_TEST

START_TEST(test_other_modes_run_past_it)
{
    setup();
    load_eight(0);
    arm(TYPE(6) | EXECUTES | IN_S | IN_U, AT(16));
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_uint_eq(h->gpr[A0], 8);
    arm(TYPE(6) | EXECUTES | IN_M, AT(16));
    h->mstatus &= ~MSTATUS_MIE;
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, 0);
}
END_TEST

START_TEST(test_count_of_instructions)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    h->gpr[A0] = 0;
    h->pc = AT(0);
    /* armed from outside, so that nothing else is counted */
    h->triggers[0].tdata1 = TYPE(3) | 3 << 10 | 1 << 9;
    vcpu_state_changed(&f->vcpu);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    assert_breakpoint(12, 12);
    ck_assert_uint_eq(h->gpr[A0], 3);
    ck_assert_uint_eq(h->triggers[0].tdata1, TYPE(3) | 1 << 24 | 1 << 9);
}
END_TEST

/* --- traps ---------------------------------------------------------------- */

#define S_VECTOR 0x5000         /* RAM offset: A1 counts handlers in S-mode */
#define M_VECTOR 0x5800         /* A2 counts breakpoints, then returns */
#define FROM_U (1u << 6)
#define FROM_S (1u << 7)
#define FROM_M (1u << 9)
#define HIT (1ull << 58)
#define SIP 0x144
#define MIP_SSIP_BIT (1u << IRQ_S_SOFT)

/* The program starts in @priv without translation; S-mode handles all that
 * it can but breakpoints. */
static void setup_traps(PrivMode priv)
{
    setup();
    h->mtvec = AT(M_VECTOR);
    h->stvec = AT(S_VECTOR);
    h->medeleg = 0xb3f7;
    h->mideleg = MIP_SSIP_BIT;
    LOAD(f, S_VECTOR, ADDI(A1, A1, 1), WFI);
    LOAD(f, M_VECTOR, ADDI(A2, A2, 1), CSRRS(A3, 0x341, X0),
         CSRRS(A4, 0x343, X0), MRET);
    exec_fixture_enter(f, priv, AT(0));
    h->satp = 0;
}

static void arm_traps(uint64_t tdata1, uint64_t causes)
{
    h->triggers[1].tdata1 = tdata1;
    h->triggers[1].tdata2 = causes;
    vcpu_state_changed(&f->vcpu);
}

static const struct {
    uint32_t insn;
    PrivMode priv;
    uint64_t cause;
} trap_rows[] = {
    { ECALL, PRIV_U, TRAP_ECALL_U },
    { ILLEGAL, PRIV_U, TRAP_ILLEGAL_INSN },
    { ILLEGAL, PRIV_S, TRAP_ILLEGAL_INSN },
    { LD(A0, T1, 0), PRIV_S, TRAP_LOAD_ACCESS },
    { SD(A0, T1, 0), PRIV_U, TRAP_STORE_ACCESS },
    { JALR(X0, T1, 0), PRIV_U, TRAP_INSN_ACCESS },
};

/* The handler in M-mode comes in front of the one in S-mode, once. */
START_TEST(test_exception_is_seen_before_its_handler)
{
    setup_traps(trap_rows[_i].priv);
    LOAD(f, 0, NOP, trap_rows[_i].insn, WFI);
    h->gpr[T1] = FIXTURE_HOLE;
    debug_run_from(f, 0);
    ck_assert_uint_eq(h->gpr[A2], 0);
    exec_fixture_enter(f, trap_rows[_i].priv, AT(0));
    h->satp = 0;
    arm_traps(TYPE(5) | (trap_rows[_i].priv ? FROM_S : FROM_U),
              1ull << trap_rows[_i].cause);
    ck_assert(!f->vcpu.debug.attention);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A1], 2);
    ck_assert_uint_eq(h->gpr[A2], 1);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->gpr[A3], AT(S_VECTOR));
    ck_assert_uint_eq(h->gpr[A4], 0);
    ck_assert_uint_eq(h->scause, trap_rows[_i].cause);
    ck_assert(h->triggers[1].tdata1 & HIT);
}
END_TEST

START_TEST(test_interrupt_is_seen_before_its_handler)
{
    setup_traps(PRIV_U);
    LOAD(f, 0, NOP, JAL(X0, -4));
    LOAD(f, S_VECTOR, ADDI(A1, A1, 1), CSRRW(X0, SIP, X0), WFI);
    h->mie = h->mip = MIP_SSIP_BIT;
    arm_traps(TYPE(_i ? 5 : 4) | FROM_U, MIP_SSIP_BIT);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A1], 1);
    ck_assert_uint_eq(h->gpr[A2], !_i);
    ck_assert_uint_eq(h->scause, CAUSE_INTERRUPT | IRQ_S_SOFT);
    ck_assert_int_eq((h->triggers[1].tdata1 & HIT) != 0, !_i);
}
END_TEST

/* "Native Triggers": what the handler has not saved yet would be lost. */
START_TEST(test_trap_whose_handler_would_lose_it_is_not_seen)
{
    setup_traps(_i ? PRIV_U : PRIV_M);
    LOAD(f, 0, NOP, ILLEGAL);
    LOAD(f, M_VECTOR, WFI);
    h->medeleg |= 1u << TRAP_BREAKPOINT;
    arm_traps(TYPE(5) | FROM_U | FROM_M, 1u << TRAP_ILLEGAL_INSN);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(_i ? h->scause : h->mcause, TRAP_ILLEGAL_INSN);
    ck_assert_uint_eq(h->triggers[1].tdata1 & HIT, 0);
}
END_TEST

START_TEST(test_step_over_a_trap_ends_where_its_trigger_leads)
{
    setup_traps(PRIV_U);
    LOAD(f, 0, NOP, ECALL);
    arm_traps(TYPE(5) | FROM_U, 1u << TRAP_ECALL_U);
    h->pc = AT(4);
    cpu_single_step(&f->vcpu, SSTEP_ENABLE);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(M_VECTOR));
    ck_assert_uint_eq(h->mepc, AT(S_VECTOR));
    ck_assert_uint_eq(h->sepc, AT(4));
}
END_TEST

START_TEST(test_disarming_brings_full_speed_back)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    arm(TYPE(6) | EXECUTES | IN_M, AT(16));
    debug_run_from(f, 0);
    ck_assert(f->vcpu.debug.attention);
    arm(0, 0);
    ck_assert(!f->vcpu.debug.attention);
    ck_assert_uint_eq(h->triggers[0].tdata1, TYPE(15));
    debug_ran_units(f);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert(debug_ran_units(f));
}
END_TEST

START_TEST(test_debugger_comes_first_then_the_guest)
{
    setup();
    load_eight(0);
    arm(TYPE(6) | EXECUTES | IN_M, AT(16));
    debug_break(f, 16);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->mcause, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(16));
}
END_TEST

START_TEST(test_step_into_the_handler_of_a_trigger)
{
    setup();
    load_eight(0);
    arm(TYPE(6) | EXECUTES | IN_M, AT(4));
    h->pc = AT(4);
    h->wfi = false;
    cpu_single_step(&f->vcpu, SSTEP_ENABLE);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(DEBUG_VECTOR));
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
}
END_TEST

START_TEST(test_reset_disarms)
{
    setup();
    load_eight(0);
    arm(TYPE(6) | EXECUTES | LOADS | IN_M, AT(16));
    vcpu_reset(&f->vcpu);
    ck_assert(!f->vcpu.debug.attention);
    ck_assert_uint_eq(f->vcpu.debug.points.watchpoints.length, 0);
}
END_TEST

UNIT_MAIN("debug_trigger",
          UNIT_LOOP(test_execution_of_an_address_in_hot_code, 2),
          UNIT_TEST(test_execution_of_a_range),
          UNIT_LOOP(test_accesses_to_data, G_N_ELEMENTS(data_rows)),
          UNIT_LOOP(test_trigger_comes_before_the_fault,
                    G_N_ELEMENTS(fault_rows)),
          UNIT_TEST(test_passing_a_debuggers_watchpoint_passes_no_trigger),
          UNIT_TEST(test_other_modes_run_past_it),
          UNIT_TEST(test_count_of_instructions),
          UNIT_LOOP(test_exception_is_seen_before_its_handler,
                    G_N_ELEMENTS(trap_rows)),
          UNIT_LOOP(test_interrupt_is_seen_before_its_handler, 2),
          UNIT_LOOP(test_trap_whose_handler_would_lose_it_is_not_seen, 2),
          UNIT_TEST(test_step_over_a_trap_ends_where_its_trigger_leads),
          UNIT_TEST(test_disarming_brings_full_speed_back),
          UNIT_TEST(test_debugger_comes_first_then_the_guest),
          UNIT_TEST(test_step_into_the_handler_of_a_trigger),
          UNIT_TEST(test_reset_disarms))
