/* Breakpoints: where they stop, how often, and what they do not slow down. */
#include <errno.h>

#include "asm.h"
#include "core/trap.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define PAGE2 0x1000

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = debug_fixture_new("rv64");
    h = &f->vcpu.hart;
}

static void load_eight(uint64_t offset)
{
    LOAD(f, offset, ADDI(A0, A0, 1), ADDI(A0, A0, 1), ADDI(A0, A0, 1),
         ADDI(A0, A0, 1), ADDI(A0, A0, 1), ADDI(A0, A0, 1),
         ADDI(A0, A0, 1), ADDI(A0, A0, 1), WFI);
}

static void assert_stopped_at(uint64_t offset)
{
    VcpuStop stop = vcpu_stop_info(&f->vcpu);

    ck_assert_uint_eq(h->pc, AT(offset));
    ck_assert_int_eq(stop.kind, VCPU_STOP_BREAKPOINT);
    ck_assert_uint_eq(stop.addr, AT(offset));
    ck_assert_uint_eq(h->mcause, 0);    /* the guest noticed nothing */
}

/* --- where --------------------------------------------------------------- */

START_TEST(test_fifth_of_eight_in_a_block_that_exists_already)
{
    uint32_t code[9], after[9];

    setup();
    load_eight(0);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(debug_ran_units(f));
    memcpy(code, f->host, sizeof(code));
    h->gpr[A0] = 0;
    uint64_t before = h->retired;

    debug_break(f, 16);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    assert_stopped_at(16);
    ck_assert_uint_eq(h->gpr[A0], 4);
    ck_assert_uint_eq(h->retired - before, 4);
    memcpy(after, f->host, sizeof(code));
    ck_assert_mem_eq(code, after, sizeof(code));
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A0], 8);
    ck_assert_uint_eq(h->retired - before, 9);
}
END_TEST

START_TEST(test_every_instruction_of_a_block_can_be_stopped_at)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    h->gpr[A0] = 0;
    debug_break(f, 4 * (uint64_t)_i);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    assert_stopped_at(4 * (uint64_t)_i);
    ck_assert_uint_eq(h->gpr[A0], _i);
}
END_TEST

START_TEST(test_compressed_instruction_in_the_middle)
{
    setup();
    LOAD(f, 0, C_NOP | C_NOP << 16, C_NOP | C_NOP << 16, WFI);
    debug_run_from(f, 0);
    debug_break(f, 6);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    assert_stopped_at(6);
}
END_TEST

START_TEST(test_address_between_instructions_never_matches)
{
    setup();
    load_eight(0);
    debug_break(f, 18);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A0], 8);
}
END_TEST

START_TEST(test_breakpoint_comes_before_a_fetch_fault)
{
    setup();
    LOAD(f, 0, JALR(X0, T0, 0));
    h->gpr[T0] = FIXTURE_HOLE;
    cpu_breakpoint_insert(&f->vcpu, FIXTURE_HOLE, BP_GDB, NULL);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, FIXTURE_HOLE);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_INSN_ACCESS);
}
END_TEST

/* --- how often ----------------------------------------------------------- */

static void load_loop(uint64_t offset, unsigned n)
{
    LOAD(f, offset, ADDI(A0, A0, -1), ADDI(A1, A1, 1), BNE(A0, X0, -8), WFI);
    h->gpr[A0] = n;
}

static unsigned count_stops(uint64_t offset)
{
    unsigned n = 0;

    while (debug_go_on(f) == EXCP_DEBUG) {
        assert_stopped_at(offset);
        ck_assert_uint_eq(h->gpr[A1], n++);
    }
    return n;
}

START_TEST(test_loop_body_breakpoint_hits_exactly_n_times)
{
    setup();
    load_loop(0, 10);
    h->pc = AT(0);
    debug_break(f, 4);
    ck_assert_uint_eq(count_stops(4), 10);
    ck_assert_uint_eq(h->gpr[A1], 10);
}
END_TEST

START_TEST(test_loop_of_one_instruction_hits_each_time)
{
    setup();
    LOAD(f, 0, JAL(X0, 0));
    h->pc = AT(0);
    debug_break(f, 0);
    for (unsigned i = 0; i < 5; i++) {
        ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
        ck_assert_uint_eq(h->retired, i);
    }
}
END_TEST

START_TEST(test_hot_loop_is_stopped_in_the_middle)
{
    setup();
    load_loop(0, 30000);
    h->pc = AT(0);
    ck_assert_int_eq(exec_fixture_run(f, 3000), EXCP_INTERRUPT);
    ck_assert(debug_ran_units(f));
    uint64_t rounds = h->gpr[A1];

    debug_break(f, 8);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(8));
    ck_assert_uint_le(h->gpr[A1], rounds + 1);
    ck_assert_uint_eq(h->gpr[A0] + h->gpr[A1], 30000);
}
END_TEST

START_TEST(test_duplicates_stop_once_until_both_are_gone)
{
    setup();
    load_loop(0, 3);
    h->pc = AT(0);
    debug_break(f, 4);
    debug_break(f, 4);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    debug_unbreak(f, 4);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->gpr[A1], 1);
    debug_unbreak(f, 4);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_int_eq(cpu_breakpoint_remove(&f->vcpu, AT(4), BP_GDB),
                     -ENOENT);
}
END_TEST

START_TEST(test_short_slices_change_nothing)
{
    setup();
    load_loop(0, 10);
    h->pc = AT(0);
    debug_break(f, 4);
    unsigned stops = 0;
    int result;

    do {
        result = exec_fixture_run(f, 1 + _i);
        stops += result == EXCP_DEBUG;
    } while (result != EXCP_HLT);
    ck_assert_uint_eq(stops, 10);
    ck_assert_uint_eq(h->retired, 31);
}
END_TEST

/* A hart that did not report is not let past. */
START_TEST(test_new_breakpoint_under_the_hart_stops_it)
{
    setup();
    load_eight(0);
    h->pc = AT(0);
    exec_fixture_run(f, 2);
    ck_assert_uint_eq(h->pc, AT(8));
    debug_break(f, 8);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->retired, 2);
}
END_TEST

/* --- what is not slowed down --------------------------------------------- */

START_TEST(test_removing_the_last_one_brings_units_back)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    ck_assert(debug_ran_units(f));
    debug_break(f, 16);
    debug_run_from(f, 0);
    ck_assert_int_eq(debug_ran_units(f), !debug_has_units(f));
    uint64_t units = f->vcpu.stat_units, blocks = f->vcpu.stat_blocks;

    debug_unbreak(f, 16);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(debug_ran_units(f));
    ck_assert_uint_eq(f->vcpu.stat_units, units);
    ck_assert_uint_eq(f->vcpu.stat_blocks, blocks);
    ck_assert(!f->vcpu.debug.attention);
}
END_TEST

START_TEST(test_other_pages_run_as_usual)
{
    setup();
    load_eight(0);
    load_eight(PAGE2);
    debug_break(f, PAGE2 + 4);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(debug_ran_units(f));
    uint64_t blocks = f->vcpu.stat_blocks;

    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(f->vcpu.stat_blocks, blocks);
}
END_TEST

/* --- ways into the page --------------------------------------------------- */

/* From page to page a hundred times, until every jump is a direct one. */
static void load_ping_pong(unsigned rounds)
{
    LOAD(f, 0, ADDI(A0, A0, -1), JAL(RA, PAGE2 - 4), BNE(A0, X0, -8), WFI);
    LOAD(f, PAGE2, ADDI(A1, A1, 1), ADDI(A2, A2, 1), JALR(X0, RA, 0));
    h->gpr[A0] = rounds;
    h->pc = AT(0);
}

START_TEST(test_jump_from_a_hot_page_finds_the_breakpoint)
{
    setup();
    load_ping_pong(1000);
    exec_fixture_run(f, 3000);
    uint64_t done = h->gpr[A2];

    ck_assert_uint_gt(done, 100);
    debug_break(f, _i ? PAGE2 + 4 : PAGE2);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_le(h->gpr[A2], done + 1);
    uint64_t left = h->gpr[A0];
    unsigned stops = 1;

    while (debug_go_on(f) == EXCP_DEBUG) {
        stops++;
    }
    ck_assert_uint_eq(stops, left + 1);
    ck_assert_uint_eq(h->gpr[A1], 1000);
}
END_TEST

START_TEST(test_fall_through_from_the_page_before_finds_it)
{
    setup();
    load_eight(PAGE2 - 16);
    debug_run_from(f, PAGE2 - 16);
    debug_run_from(f, PAGE2 - 16);
    debug_break(f, PAGE2);
    h->gpr[A0] = 0;
    ck_assert_int_eq(debug_run_from(f, PAGE2 - 16), EXCP_DEBUG);
    assert_stopped_at(PAGE2);
    ck_assert_uint_eq(h->gpr[A0], 4);
}
END_TEST

START_TEST(test_trap_handler_can_be_stopped_at)
{
    setup();
    LOAD(f, 0, CSRRS(T0, 0x341, X0), ADDI(T0, T0, 0), ECALL, WFI);
    LOAD(f, DEBUG_VECTOR, CSRRS(T0, 0x341, X0), ADDI(T0, T0, 4),
         CSRRW(X0, 0x341, T0), MRET);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    debug_break(f, DEBUG_VECTOR);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(DEBUG_VECTOR));
    ck_assert_uint_eq(h->mepc, AT(8));
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
}
END_TEST

/* Units belong to physical pages, breakpoints to virtual ones. */
START_TEST(test_the_same_code_at_another_address_does_not_stop)
{
    setup();
    load_eight(PAGE2);
    LOAD(f, 0, NOP);
    exec_fixture_map(f, 0x5000, AT(PAGE2), PTE_ALL);
    exec_fixture_map(f, 0x6000, AT(PAGE2), PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0x5000);
    debug_go_on(f);
    h->pc = 0x6000;
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    h->gpr[A0] = 0;
    cpu_breakpoint_insert(&f->vcpu, 0x6008, BP_GDB, NULL);
    h->pc = 0x5000;
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert(debug_ran_units(f));
    ck_assert_uint_eq(h->gpr[A0], 8);
    h->pc = 0x6000;
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, 0x6008);
    ck_assert_uint_eq(h->gpr[A0], 10);
}
END_TEST

/* --- whose --------------------------------------------------------------- */

START_TEST(test_breakpoint_belongs_to_one_hart)
{
    setup();
    Vcpu *other = exec_fixture_add_hart(f);

    load_eight(0);
    cpu_breakpoint_insert(other, AT(16), BP_GDB, NULL);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_int_eq(vcpu_run(other, 100), EXCP_DEBUG);
    ck_assert_uint_eq(other->hart.pc, AT(16));
    ck_assert_uint_eq(other->hart.gpr[A0], 4);
}
END_TEST

START_TEST(test_hart_takes_its_own_breakpoint_as_an_exception)
{
    setup();
    load_eight(0);
    debug_run_from(f, 0);
    h->gpr[A0] = 0;
    cpu_breakpoint_insert(&f->vcpu, AT(16), BP_CPU, NULL);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(16));
    ck_assert_uint_eq(h->mtval, AT(16));
    ck_assert_uint_eq(h->gpr[A0], 4);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}
END_TEST

START_TEST(test_debugger_comes_first_where_both_stop)
{
    setup();
    load_eight(0);
    cpu_breakpoint_insert(&f->vcpu, AT(8), BP_CPU, NULL);
    cpu_breakpoint_insert(&f->vcpu, AT(8), BP_GDB, NULL);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    assert_stopped_at(8);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(8));
}
END_TEST

START_TEST(test_ebreak_is_the_guests)
{
    setup();
    LOAD(f, 0, NOP, EBREAK, WFI);
    debug_break(f, 0x100);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(4));
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}
END_TEST

START_TEST(test_reset_forgets_what_was_reported)
{
    setup();
    load_eight(0);
    debug_break(f, 0);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    vcpu_reset(&f->vcpu);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(0));
}
END_TEST

/* As after a snapshot was loaded. */
START_TEST(test_another_state_at_the_same_pc_is_not_let_past)
{
    setup();
    load_eight(0);
    debug_break(f, 4);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    h->retired += 1000;
    vcpu_state_changed(&f->vcpu);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(4));
    ck_assert_uint_eq(h->gpr[A0], 1);
}
END_TEST

UNIT_MAIN("debug_break",
          UNIT_TEST(test_fifth_of_eight_in_a_block_that_exists_already),
          UNIT_LOOP(test_every_instruction_of_a_block_can_be_stopped_at, 9),
          UNIT_TEST(test_compressed_instruction_in_the_middle),
          UNIT_TEST(test_address_between_instructions_never_matches),
          UNIT_TEST(test_breakpoint_comes_before_a_fetch_fault),
          UNIT_TEST(test_loop_body_breakpoint_hits_exactly_n_times),
          UNIT_TEST(test_loop_of_one_instruction_hits_each_time),
          UNIT_TEST(test_hot_loop_is_stopped_in_the_middle),
          UNIT_TEST(test_duplicates_stop_once_until_both_are_gone),
          UNIT_LOOP(test_short_slices_change_nothing, 5),
          UNIT_TEST(test_new_breakpoint_under_the_hart_stops_it),
          UNIT_TEST(test_removing_the_last_one_brings_units_back),
          UNIT_TEST(test_other_pages_run_as_usual),
          UNIT_LOOP(test_jump_from_a_hot_page_finds_the_breakpoint, 2),
          UNIT_TEST(test_fall_through_from_the_page_before_finds_it),
          UNIT_TEST(test_trap_handler_can_be_stopped_at),
          UNIT_TEST(test_the_same_code_at_another_address_does_not_stop),
          UNIT_TEST(test_breakpoint_belongs_to_one_hart),
          UNIT_TEST(test_hart_takes_its_own_breakpoint_as_an_exception),
          UNIT_TEST(test_debugger_comes_first_where_both_stop),
          UNIT_TEST(test_ebreak_is_the_guests),
          UNIT_TEST(test_reset_forgets_what_was_reported),
          UNIT_TEST(test_another_state_at_the_same_pc_is_not_let_past))
