/* When interrupts are taken, what WFI waits for, what Sstc wakes. */
#include "asm.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "exec_fixture.h"
#include "memory/memory_map.h"
#include "timers/manual_clock.h"

#include "support/unit.h"

#define VECTOR 0x800
#define MSTATUS 0x300
#define MIE 0x304
#define MIP 0x344
#define STIMECMP 0x14d
#define MSIP_BIT (1u << IRQ_M_SOFT)

static ExecFixture *f;
static Hart *h;
static ManualClock manual;

/* Ticks of the 10 MHz timebase are 100 ns of guest time. */
static void pass_ticks(uint64_t ticks)
{
    __atomic_fetch_add(&f->time, ticks, __ATOMIC_RELAXED);
    manual_clock_run(&manual, timer_system_default(), (int64_t)ticks * 100);
}

static void setup(void)
{
    timer_system_set_host(timer_system_default(), &manual_clock_ops, &manual);
    cpu_enable_ticks();
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
    LOAD(f, VECTOR, JAL(X0, 0));
    h->gpr[T0] = MSIP_BIT;
}

static void raise_soft(void)
{
    vcpu_set_irq(&f->vcpu, IRQ_M_SOFT, 1);
}

/* --- where they are taken ------------------------------------------------ */

static void assert_taken_before(uint64_t offset)
{
    ck_assert_uint_eq(h->mcause, CAUSE_INTERRUPT | IRQ_M_SOFT);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE + offset);
}

START_TEST(test_pending_interrupt_is_taken_before_the_first_instruction)
{
    setup();
    LOAD(f, 0, NOP, NOP, WFI);
    h->mie = MSIP_BIT;
    h->mstatus |= MSTATUS_MIE;
    raise_soft();
    exec_fixture_run(f, 100);
    assert_taken_before(0);
}
END_TEST

/* A wire that rises inside a block waits for its end. */
static MemTxResult raise_on_read(void *opaque, hwaddr addr, uint64_t *data,
                                 unsigned size, MemTxAttrs attrs)
{
    raise_soft();
    return MEMTX_OK;
}

START_TEST(test_interrupt_waits_for_the_end_of_the_block)
{
    static const MemoryRegionOps ops = { .read_with_attrs = raise_on_read };
    static MemoryRegion mr;

    setup();
    memory_region_init_io(&mr, NULL, &ops, NULL, "raise", 0x100);
    memory_region_add_subregion(get_system_memory(), 0x11000000, &mr);
    LOAD(f, 0, LW(A0, A1, 0), ADDI(A2, A2, 1), JALR(X0, A3, 0), NOP,
         ADDI(A2, A2, 1), WFI);
    h->gpr[A1] = 0x11000000;
    h->gpr[A3] = FIXTURE_RAM_BASE + 16;
    h->mie = MSIP_BIT;
    h->mstatus |= MSTATUS_MIE;
    exec_fixture_run(f, 100);
    assert_taken_before(16);
    ck_assert_uint_eq(h->gpr[A2], 1);
}
END_TEST

static const struct {
    const char *what;
    uint32_t enabling;
    uint64_t mie;
    uint64_t mstatus;
} enablers[] = {
    { "csrsi mstatus", CSRRSI(X0, MSTATUS, 8), MSIP_BIT, 0 },
    { "csrrs mstatus", CSRRS(X0, MSTATUS, T1), MSIP_BIT, 0 },
    { "csrrs mie", CSRRS(X0, MIE, T0), 0, MSTATUS_MIE },
    { "csrrw mie", CSRRW(X0, MIE, T0), 0, MSTATUS_MIE },
};

START_TEST(test_write_that_enables_is_followed_by_the_interrupt)
{
    setup();
    LOAD(f, 0, NOP, enablers[_i].enabling, ADDI(A0, A0, 1), WFI);
    h->gpr[T1] = MSTATUS_MIE;
    h->mie = enablers[_i].mie;
    h->mstatus |= enablers[_i].mstatus;
    raise_soft();
    exec_fixture_run(f, 100);
    assert_taken_before(8);
    ck_assert_uint_eq(h->gpr[A0], 0);
}
END_TEST

START_TEST(test_software_pending_bit_interrupts_at_once)
{
    setup();
    LOAD(f, 0, NOP, CSRRS(X0, MIP, T0), ADDI(A0, A0, 1), WFI);
    h->gpr[T0] = 1u << IRQ_S_SOFT;
    h->mie = 1u << IRQ_S_SOFT;
    h->mstatus |= MSTATUS_MIE;
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->mcause, CAUSE_INTERRUPT | IRQ_S_SOFT);
    ck_assert_uint_eq(h->mepc, FIXTURE_RAM_BASE + 8);
}
END_TEST

START_TEST(test_mret_that_enables_is_followed_by_the_interrupt)
{
    setup();
    LOAD(f, 0, MRET, NOP, ADDI(A0, A0, 1), WFI);
    h->mepc = FIXTURE_RAM_BASE + 8;
    h->mstatus |= MSTATUS_MPIE | (uint64_t)PRIV_M << MSTATUS_MPP_SHIFT;
    h->mie = MSIP_BIT;
    raise_soft();
    exec_fixture_run(f, 100);
    assert_taken_before(8);
    ck_assert_uint_eq(h->gpr[A0], 0);
}
END_TEST

START_TEST(test_lowered_wire_is_forgotten)
{
    setup();
    LOAD(f, 0, CSRRSI(X0, MSTATUS, 8), ADDI(A0, A0, 1), WFI);
    h->mie = MSIP_BIT;
    raise_soft();
    vcpu_set_irq(&f->vcpu, IRQ_M_SOFT, 0);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->gpr[A0], 1);
    ck_assert_uint_eq(h->mcause, 0);
}
END_TEST

/* --- waiting ------------------------------------------------------------- */

START_TEST(test_wfi_stays_until_something_enabled_is_pending)
{
    setup();
    LOAD(f, 0, WFI, ADDI(A0, A0, 1), WFI);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert_uint_eq(h->retired, 1);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HALTED);
    raise_soft();                           /* not enabled in mie */
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HALTED);
    ck_assert_uint_eq(h->gpr[A0], 0);
}
END_TEST

START_TEST(test_wfi_wakes_with_the_global_enable_off)
{
    setup();
    LOAD(f, 0, WFI, ADDI(A0, A0, 1), WFI, ADDI(A0, A0, 1), JAL(X0, 0));
    h->mie = MSIP_BIT;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    ck_assert(vcpu_is_idle(&f->vcpu) || f->vcpu.stopped);
    raise_soft();
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_INTERRUPT);
    ck_assert_uint_eq(h->gpr[A0], 2);       /* the second WFI fell through */
    ck_assert_uint_eq(h->mcause, 0);
}
END_TEST

START_TEST(test_wfi_with_the_enable_on_returns_behind_it)
{
    setup();
    LOAD(f, 0, WFI, NOP);
    h->mie = MSIP_BIT;
    h->mstatus |= MSTATUS_MIE;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    raise_soft();
    exec_fixture_run(f, 100);
    assert_taken_before(4);
}
END_TEST

START_TEST(test_wfi_in_supervisor_mode_obeys_tw)
{
    setup();
    LOAD(f, 0, WFI);
    exec_fixture_enter(f, PRIV_S, FIXTURE_RAM_BASE);
    h->satp = 0;
    h->mstatus |= MSTATUS_TW;
    vcpu_state_changed(&f->vcpu);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(h->mcause, TRAP_ILLEGAL_INSN);
}
END_TEST

/* --- Sstc ---------------------------------------------------------------- */

static void setup_sstc(void)
{
    setup();
    h->menvcfg |= MENVCFG_STCE;
    h->mie = 1u << IRQ_S_TIMER;
    h->gpr[A1] = 1000;
    vcpu_state_changed(&f->vcpu);
}

START_TEST(test_wfi_wakes_when_time_reaches_stimecmp)
{
    setup_sstc();
    LOAD(f, 0, CSRRW(X0, STIMECMP, A1), WFI, ADDI(A0, A0, 1), JAL(X0, 0));
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
    pass_ticks(999);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HALTED);
    pass_ticks(1);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_INTERRUPT);
    ck_assert_uint_eq(h->gpr[A0], 1);
}
END_TEST

START_TEST(test_running_hart_is_interrupted_at_stimecmp)
{
    setup_sstc();
    LOAD(f, 0, CSRRW(X0, STIMECMP, A1), JAL(X0, 0));
    h->mstatus |= MSTATUS_MIE;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_INTERRUPT);
    pass_ticks(1000);
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_INTERRUPT);
    ck_assert_uint_eq(h->mcause, CAUSE_INTERRUPT | IRQ_S_TIMER);
}
END_TEST

START_TEST(test_compare_in_the_past_is_pending_at_once)
{
    setup_sstc();
    f->time = 5000;
    LOAD(f, 0, CSRRW(X0, STIMECMP, A1), CSRRS(A0, MIP, X0), WFI);
    exec_fixture_run(f, 3);
    ck_assert_uint_eq(h->gpr[A0], 1u << IRQ_S_TIMER);
}
END_TEST

START_TEST(test_moving_stimecmp_on_takes_the_interrupt_back)
{
    setup_sstc();
    f->time = 5000;
    LOAD(f, 0, CSRRW(X0, STIMECMP, A1), CSRRW(X0, STIMECMP, A2),
         CSRRS(A0, MIP, X0), WFI);
    h->gpr[A2] = 6000;
    exec_fixture_run(f, 4);
    ck_assert_uint_eq(h->gpr[A0], 0);
    ck_assert(timer_pending(f->vcpu.stimer));
}
END_TEST

/* --- SSWI ---------------------------------------------------------------- */

START_TEST(test_sswi_is_an_edge_that_reset_forgets)
{
    setup();
    LOAD(f, 0, CSRRS(A0, MIP, X0), CSRRS(A1, MIP, X0));
    vcpu_set_irq(&f->vcpu, IRQ_S_SOFT, 1);
    vcpu_set_irq(&f->vcpu, IRQ_S_SOFT, 0);
    exec_fixture_run(f, 1);
    ck_assert_uint_eq(h->gpr[A0], MIP_SSIP);
    vcpu_set_irq(&f->vcpu, IRQ_S_SOFT, 1);
    vcpu_reset(&f->vcpu);
    exec_fixture_run(f, 1);
    ck_assert_uint_eq(h->gpr[A0], 0);
}
END_TEST

UNIT_MAIN("interrupts",
          UNIT_TEST(
              test_pending_interrupt_is_taken_before_the_first_instruction),
          UNIT_TEST(test_interrupt_waits_for_the_end_of_the_block),
          UNIT_LOOP(test_write_that_enables_is_followed_by_the_interrupt,
                    G_N_ELEMENTS(enablers)),
          UNIT_TEST(test_software_pending_bit_interrupts_at_once),
          UNIT_TEST(test_mret_that_enables_is_followed_by_the_interrupt),
          UNIT_TEST(test_lowered_wire_is_forgotten),
          UNIT_TEST(test_wfi_stays_until_something_enabled_is_pending),
          UNIT_TEST(test_wfi_wakes_with_the_global_enable_off),
          UNIT_TEST(test_wfi_with_the_enable_on_returns_behind_it),
          UNIT_TEST(test_wfi_in_supervisor_mode_obeys_tw),
          UNIT_TEST(test_wfi_wakes_when_time_reaches_stimecmp),
          UNIT_TEST(test_running_hart_is_interrupted_at_stimecmp),
          UNIT_TEST(test_compare_in_the_past_is_pending_at_once),
          UNIT_TEST(test_moving_stimecmp_on_takes_the_interrupt_back),
          UNIT_TEST(test_sswi_is_an_edge_that_reset_forgets))
