/* The last traps are known, whichever engine runs; so is what the TLB holds. */
#include "asm.h"
#include "core/csr_bits.h"
#include "exec/jit_info.h"
#include "exec/tlb_view.h"
#include "exec_fixture.h"

#include "support/unit.h"

#define VECTOR 0x800

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    h = &f->vcpu.hart;
    h->mtvec = FIXTURE_RAM_BASE + VECTOR;
}

/* The handler steps over the instruction that trapped. */
static void load_handler(void)
{
    LOAD(f, VECTOR, CSRRS(T1, 0x341, X0), ADDI(T1, T1, 4),
         CSRRW(X0, 0x341, T1), MRET);
}

static const TrapRecord *trap(unsigned age)
{
    return trap_log_get(&f->vcpu.trap_log, age);
}

START_TEST(test_a_hart_without_traps_has_no_record)
{
    setup();
    ck_assert_ptr_null(trap(0));
    ck_assert_uint_eq(f->vcpu.trap_log.count, 0);
}
END_TEST

START_TEST(test_trap_is_recorded_as_its_handler_sees_it)
{
    setup();
    load_handler();
    LOAD(f, 0, NOP, ECALL, NOP, WFI);
    exec_fixture_run(f, 100);
    ck_assert_uint_eq(f->vcpu.trap_log.count, 1);
    ck_assert_uint_eq(trap(0)->cause, TRAP_ECALL_M);
    ck_assert_uint_eq(trap(0)->pc, FIXTURE_RAM_BASE + 4);
    ck_assert_uint_eq(trap(0)->handler, FIXTURE_RAM_BASE + VECTOR);
    ck_assert_uint_eq(trap(0)->from, PRIV_M);
    ck_assert_uint_eq(trap(0)->to, PRIV_M);
    ck_assert_uint_eq(trap(0)->retired, 1);
    ck_assert_uint_eq(f->vcpu.trap_log.taken[0][TRAP_ECALL_M], 1);
    ck_assert_ptr_null(trap(1));
}
END_TEST

START_TEST(test_interrupt_is_recorded_with_its_delegation)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    LOAD(f, VECTOR, WFI, JAL(X0, -4));
    h->stvec = FIXTURE_RAM_BASE + VECTOR;
    h->mideleg = MIP_SSIP;
    h->mie = MIP_SSIP;
    h->mip = MIP_SSIP;
    exec_fixture_enter(f, PRIV_U, FIXTURE_RAM_BASE);
    h->satp = 0;
    vcpu_state_changed(&f->vcpu);
    exec_fixture_run(f, 10);
    ck_assert_uint_ge(f->vcpu.trap_log.count, 1);
    ck_assert_uint_eq(f->vcpu.trap_log.taken[1][IRQ_S_SOFT], 1);
    unsigned first = (unsigned)f->vcpu.trap_log.count - 1;
    ck_assert_uint_eq(trap(first)->cause, CAUSE_INTERRUPT | IRQ_S_SOFT);
    ck_assert_uint_eq(trap(first)->deleg, MIP_SSIP);
    ck_assert_uint_eq(trap(first)->from, PRIV_U);
    ck_assert_uint_eq(trap(first)->to, PRIV_S);
}
END_TEST

/* A loop of 100 ecalls: hot enough for a unit with every engine. */
START_TEST(test_ring_keeps_the_last_ones_of_hot_code)
{
    setup();
    load_handler();
    LOAD(f, 0, ADDI(T0, X0, 100), ECALL, ADDI(T0, T0, -1),
         BNE(T0, X0, -8), WFI);
    exec_fixture_run(f, 10000);
    ck_assert_uint_eq(f->vcpu.trap_log.count, 100);
    ck_assert_uint_eq(f->vcpu.trap_log.taken[0][TRAP_ECALL_M], 100);
    for (unsigned age = 0; age < TRAP_LOG_SIZE; age++) {
        ck_assert_uint_eq(trap(age)->pc, FIXTURE_RAM_BASE + 4);
        ck_assert_uint_eq(trap(age)->retired, 1 + (99 - age) * 6);
    }
    ck_assert_ptr_null(trap(TRAP_LOG_SIZE));
}
END_TEST

/* --- the soft TLB -------------------------------------------------------- */

typedef struct Seen {
    unsigned total;
    vaddr page;
    TlbViewEntry entry;
    bool found;
} Seen;

static void look(const TlbViewEntry *entry, void *opaque)
{
    Seen *seen = opaque;

    seen->total++;
    if (entry->full->page == seen->page) {
        seen->found = true;
        seen->entry = *entry;
    }
}

START_TEST(test_tlb_view_shows_what_was_touched)
{
    Seen data = { .page = 0x5000 }, other = { .page = 0x6000 };

    setup();
    exec_fixture_map(f, 0x4000, FIXTURE_RAM_BASE, PTE_ALL);
    exec_fixture_map(f, 0x5000, FIXTURE_RAM_BASE + 0x3000,
                     PTE_V | PTE_R | PTE_A);
    exec_fixture_map(f, 0x6000, FIXTURE_RAM_BASE + 0x4000, PTE_ALL);
    LOAD(f, 0, LD(T1, T0, 0), WFI);
    h->gpr[T0] = 0x5008;
    exec_fixture_enter(f, PRIV_S, 0x4000);
    exec_fixture_run(f, 10);
    tlb_view_foreach(&f->vcpu, look, &data);
    tlb_view_foreach(&f->vcpu, look, &other);
    ck_assert(data.found && !other.found);
    ck_assert_uint_eq(data.entry.full->phys_page, FIXTURE_RAM_BASE + 0x3000);
    ck_assert_str_eq(tlb_class_name(data.entry.class), "S");
    ck_assert(data.entry.read && !data.entry.write && !data.entry.fetch);
    tlb_flush(&f->vcpu);
    data = (Seen) { .page = 0x5000 };
    tlb_view_foreach(&f->vcpu, look, &data);
    ck_assert_uint_eq(data.total, 0);
}
END_TEST

/* --- blocks and units ---------------------------------------------------- */

START_TEST(test_info_counts_blocks_and_units)
{
    JitInfo info;

    setup();
    cpu_set_jit_info(f->cpus, &info);
    ck_assert_uint_eq(info.blocks, 0);
    LOAD(f, 0, ADDI(T0, X0, 1000), ADDI(T0, T0, -1), BNE(T0, X0, -4), WFI);
    exec_fixture_run(f, 10000);
    cpu_set_jit_info(f->cpus, &info);
    ck_assert_uint_gt(info.blocks, 0);
    ck_assert_uint_gt(info.block_bytes, 0);
    ck_assert_uint_le(info.block_bytes, info.block_limit);
    ck_assert_int_eq(info.has_jit, f->cpus->jit != NULL);
    ck_assert_int_eq(info.has_jit, info.units > 0);
    ck_assert_int_eq(info.has_jit, info.code_bytes + info.ops_bytes > 0);
    cpu_set_flush_blocks(f->cpus);
    cpu_set_jit_info(f->cpus, &info);
    ck_assert_uint_eq(info.blocks + info.units, 0);
    ck_assert_uint_eq(info.block_flushes, 1);
}
END_TEST

UNIT_MAIN("trap_log",
          UNIT_TEST(test_a_hart_without_traps_has_no_record),
          UNIT_TEST(test_trap_is_recorded_as_its_handler_sees_it),
          UNIT_TEST(test_interrupt_is_recorded_with_its_delegation),
          UNIT_TEST(test_ring_keeps_the_last_ones_of_hot_code),
          UNIT_TEST(test_tlb_view_shows_what_was_touched),
          UNIT_TEST(test_info_counts_blocks_and_units))
