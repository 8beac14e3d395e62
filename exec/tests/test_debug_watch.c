/* Watchpoints: which accesses hit, when the hart stops, what it then holds. */
#include <errno.h>

#include "asm.h"
#include "core/trap.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define DATA 0x10000            /* RAM offset; page border right there */
#define BEFORE (BP_GDB | BP_STOP_BEFORE_ACCESS)
#define AFTER BP_GDB
#define CBO_ZERO(rs1) ASM_I(0x200f, X0, rs1, 4)

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    f = debug_fixture_new("max");
    h = &f->vcpu.hart;
    h->gpr[T0] = AT(DATA);
    h->gpr[A1] = 0x1122334455667788;
}

static void watch(uint64_t offset, vaddr len, int flags)
{
    ck_assert_int_eq(cpu_watchpoint_insert(&f->vcpu, AT(offset), len, flags,
                                           NULL), 0);
}

static uint64_t memory(uint64_t offset)
{
    uint64_t value;

    memcpy(&value, f->host + offset, sizeof(value));
    return value;
}

static void assert_hit(uint64_t addr, int access)
{
    VcpuStop stop = vcpu_stop_info(&f->vcpu);

    ck_assert_int_eq(stop.kind, VCPU_STOP_WATCHPOINT);
    ck_assert_uint_eq(stop.addr, AT(addr));
    ck_assert_int_eq(stop.watch_flags & BP_WATCHPOINT_HIT, access);
    ck_assert_uint_eq(h->mcause, 0);
}

/* --- every kind of access, around both edges ------------------------------ */

typedef struct AccessRow {
    uint32_t insn;              /* at T0, value from or to A1 */
    unsigned size;
    int access;                 /* BP_MEM_* */
    unsigned align;             /* of addresses to try */
} AccessRow;

static const AccessRow accesses[] = {
    { LB(A2, T0, 0), 1, BP_MEM_READ, 1 },
    { LBU(A2, T0, 0), 1, BP_MEM_READ, 1 },
    { ASM_I(0x1003, A2, T0, 0), 2, BP_MEM_READ, 1 },
    { LW(A2, T0, 0), 4, BP_MEM_READ, 1 },
    { LD(A2, T0, 0), 8, BP_MEM_READ, 1 },
    { ASM_I(0x3007, A2, T0, 0), 8, BP_MEM_READ, 1 },    /* fld */
    { SB(A1, T0, 0), 1, BP_MEM_WRITE, 1 },
    { ASM_S(0x1023, A1, T0, 0), 2, BP_MEM_WRITE, 1 },
    { SW(A1, T0, 0), 4, BP_MEM_WRITE, 1 },
    { SD(A1, T0, 0), 8, BP_MEM_WRITE, 1 },
    { ASM_S(0x3027, A1, T0, 0), 8, BP_MEM_WRITE, 1 },   /* fsd */
    { AMOADD_W(A2, A1, T0), 4, BP_MEM_ACCESS, 4 },
    { AMOADD_D(A2, A1, T0), 8, BP_MEM_ACCESS, 8 },
    { LR_W(A2, T0), 4, BP_MEM_READ, 4 },
    { LR_D(A2, T0), 8, BP_MEM_READ, 8 },
    { SC_W(A2, A1, T0), 4, BP_MEM_WRITE, 4 },
    { SC_D(A2, A1, T0), 8, BP_MEM_WRITE, 8 },
    { CBO_ZERO(T0), 64, BP_MEM_WRITE, 64 },
};

/* Over a page border, and right behind it; accesses may cross it, too. */
static const struct {
    uint64_t start;
    unsigned bytes;
} ranges[] = {
    { DATA - 2, 5 }, { DATA, 2 }, { DATA - 8, 8 },
};

#define AROUND 128

static uint64_t range_start;
static unsigned range_bytes;

static bool shares_a_byte(uint64_t start, unsigned size)
{
    return start < range_start + range_bytes && range_start < start + size;
}

static void try_access(const AccessRow *row, uint64_t start, int flags)
{
    bool hits = shares_a_byte(start, row->size) && (row->access & flags);
    uint64_t retired = h->retired;
    uint8_t before[2 * AROUND];

    memset(f->host + DATA - AROUND, 0x5a, 2 * AROUND);
    memcpy(before, f->host + DATA - AROUND, sizeof(before));
    h->gpr[T0] = AT(start);
    h->mcause = 0;
    int result = debug_run_from(f, 0);
    ck_assert_int_eq(result, hits ? EXCP_DEBUG : EXCP_HLT);
    if (!hits) {
        return;
    }
    assert_hit(MAX(start, range_start),
               ((row->access & flags & BP_MEM_ACCESS)) << 6);
    if (flags & BP_STOP_BEFORE_ACCESS) {
        ck_assert_uint_eq(h->pc, AT(4));
        ck_assert_uint_eq(h->retired - retired, 1);
        ck_assert_mem_eq(f->host + DATA - AROUND, before, sizeof(before));
    } else {
        ck_assert_uint_eq(h->pc, AT(8));
        ck_assert_uint_eq(h->retired - retired, 2);
    }
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->retired - retired, 4);
}

static void try_row(const AccessRow *row, int flags)
{
    setup();
    h->mstatus |= 3u << 13;             /* FS: fld and fsd */
    vcpu_state_changed(&f->vcpu);
    LOAD(f, 0, ADDI(A3, X0, 1), row->insn, ADDI(A4, X0, 1), WFI);
    h->gpr[T0] = AT(DATA + 0x800);
    debug_run_from(f, 0);               /* translated, nothing watched */
    debug_run_from(f, 0);
    watch(range_start, range_bytes, flags);
    for (uint64_t start = DATA - AROUND; start < DATA + AROUND; start++) {
        if (start % row->align == 0) {
            try_access(row, start, flags);
        }
    }
    exec_fixture_free(f);
}

START_TEST(test_accesses_hit_when_they_share_a_byte)
{
    static const int kinds[] = { BP_MEM_READ, BP_MEM_WRITE, BP_MEM_ACCESS };

    range_start = ranges[_i % 3].start;
    range_bytes = ranges[_i % 3].bytes;
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        try_row(&accesses[_i / 3], BEFORE | kinds[i]);
        try_row(&accesses[_i / 3], AFTER | kinds[i]);
    }
}
END_TEST

/* --- when ----------------------------------------------------------------- */

START_TEST(test_old_value_is_still_there_and_the_store_follows)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), WFI);
    memset(f->host + DATA, 0xee, 8);
    watch(DATA, 8, BEFORE | BP_MEM_WRITE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(memory(DATA), 0xeeeeeeeeeeeeeeee);
    ck_assert_uint_eq(h->pc, AT(0));
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(memory(DATA), 0x1122334455667788);
}
END_TEST

START_TEST(test_state_is_exact_in_the_middle_of_a_unit)
{
    setup();
    LOAD(f, 0, ADDI(A2, X0, 1), ADDI(A3, X0, 2), SD(A1, T0, 8),
         ADDI(A2, X0, 5), ADDI(A3, X0, 6), WFI);
    debug_run_from(f, 0);
    ck_assert(debug_ran_units(f));
    uint64_t retired = h->retired;

    watch(DATA + 8, 1, _i ? AFTER | BP_MEM_WRITE : BEFORE | BP_MEM_WRITE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert(debug_ran_units(f));      /* the page of code is not watched */
    ck_assert_uint_eq(h->pc, AT(_i ? 12 : 8));
    ck_assert_uint_eq(h->retired - retired, _i ? 3 : 2);
    ck_assert_uint_eq(h->gpr[A2], 1);
    ck_assert_uint_eq(h->gpr[A3], 2);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->gpr[A2], 5);
}
END_TEST

START_TEST(test_each_store_of_a_loop_hits_once)
{
    setup();
    LOAD(f, 0, SD(A0, T0, 0), ADDI(T0, T0, 8), ADDI(A0, A0, -1),
         BNE(A0, X0, -12), WFI);
    h->gpr[A0] = 1000;
    debug_run_from(f, 0);
    ck_assert(debug_ran_units(f));
    h->gpr[A0] = 1000;
    h->gpr[T0] = AT(DATA);
    memset(f->host + DATA, 0, 8000);
    watch(DATA + 4000, 24, (_i ? AFTER : BEFORE) | BP_MEM_WRITE);
    h->pc = AT(0);
    for (unsigned i = 0; i < 3; i++) {
        ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
        assert_hit(DATA + 4000 + 8 * i, BP_WATCHPOINT_HIT_WRITE);
        ck_assert_uint_eq(memory(DATA + 4000 + 8 * i), _i ? 500 - i : 0);
        ck_assert_uint_eq(h->gpr[A0], 500 - i);
    }
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(memory(DATA + 7992), 1);
}
END_TEST

START_TEST(test_breakpoint_and_watchpoint_of_one_instruction)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), WFI);
    debug_break(f, 0);
    watch(DATA, 8, BEFORE | BP_MEM_WRITE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_BREAKPOINT);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_WATCHPOINT);
    ck_assert_uint_eq(memory(DATA), 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(memory(DATA), 0x1122334455667788);
}
END_TEST

START_TEST(test_access_that_faults_does_not_hit)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), WFI);
    exec_fixture_map(f, 0x9000, AT(DATA), PTE_ALL);
    exec_fixture_map(f, 0x5000, AT(0), PTE_ALL);
    cpu_watchpoint_insert(&f->vcpu, 0x9ff8, 0x10,
                          (_i ? AFTER : BEFORE) | BP_MEM_WRITE, NULL);
    h->gpr[T0] = 0x9ffc;                /* over the border, into nothing */
    exec_fixture_enter(f, PRIV_S, 0x5000);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_STORE_PAGE_FAULT);
    ck_assert_uint_eq(h->mtval, 0xa000);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}
END_TEST

/* --- what is watched ------------------------------------------------------ */

START_TEST(test_device_can_be_watched)
{
    setup();
    LOAD(f, 0, LW(A2, T0, 4), WFI);
    h->gpr[T0] = FIXTURE_IO_BASE;
    cpu_watchpoint_insert(&f->vcpu, FIXTURE_IO_BASE + 4, 4,
                          BEFORE | BP_MEM_READ, NULL);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(f->n_log, 0);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_uint_eq(f->n_log, 1);
}
END_TEST

START_TEST(test_page_walks_and_fetches_do_not_hit)
{
    setup();
    LOAD(f, 0, LD(A2, T0, 0), WFI);
    exec_fixture_map(f, 0x5000, AT(0), PTE_ALL & ~PTE_A);
    exec_fixture_map(f, 0x6000, AT(DATA), PTE_ALL & ~PTE_A);
    cpu_watchpoint_insert(&f->vcpu, AT(FIXTURE_TABLES), 1 << 20,
                          BEFORE | BP_MEM_ACCESS, NULL);
    cpu_watchpoint_insert(&f->vcpu, 0x5000, 0x1000, BEFORE | BP_MEM_ACCESS,
                          NULL);
    h->gpr[T0] = 0x6000;
    exec_fixture_enter(f, PRIV_S, 0x5000);
    ck_assert_int_eq(debug_go_on(f), EXCP_HLT);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}
END_TEST

START_TEST(test_watched_addresses_are_virtual)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), SD(A1, T1, 0), WFI);
    exec_fixture_map(f, 0x5000, AT(0), PTE_ALL);
    exec_fixture_map(f, 0x6000, AT(DATA), PTE_ALL);
    exec_fixture_map(f, 0x7000, AT(DATA), PTE_ALL);
    h->gpr[T0] = 0x6000;
    h->gpr[T1] = 0x7000;
    cpu_watchpoint_insert(&f->vcpu, 0x7000, 8, BEFORE | BP_MEM_WRITE, NULL);
    exec_fixture_enter(f, PRIV_S, 0x5000);
    ck_assert_int_eq(debug_go_on(f), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, 0x5004);
    ck_assert_uint_eq(vcpu_stop_info(&f->vcpu).addr, 0x7000);
}
END_TEST

static bool has_fast_tag(uint64_t offset)
{
    vaddr page = AT(offset) & GUEST_PAGE_MASK;
    const CPUTLBEntry *e = &f->vcpu.tlb.data[tlb_index(page)];

    return e->addr_write == page || e->addr_read == page;
}

START_TEST(test_only_the_watched_page_is_slow)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), LD(A2, T0, 0), SD(A1, T1, 0), LD(A2, T1, 0),
         WFI);
    h->gpr[T1] = AT(DATA + 0x1000);
    watch(DATA + 16, 1, BEFORE | BP_MEM_ACCESS);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(!has_fast_tag(DATA));
    ck_assert(has_fast_tag(DATA + 0x1000));
    ck_assert_int_eq(cpu_watchpoint_remove(&f->vcpu, AT(DATA + 16), 1,
                                           BEFORE | BP_MEM_ACCESS), 0);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert(has_fast_tag(DATA));
}
END_TEST

START_TEST(test_store_to_code_on_a_watched_page_keeps_it_slow)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), SD(A1, T0, 64), SD(A1, T0, 128), WFI);
    LOAD(f, DATA, NOP, WFI);
    debug_run_from(f, DATA);            /* now there is code on that page */
    watch(DATA + 128, 8, BEFORE | BP_MEM_WRITE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_DEBUG);
    ck_assert_uint_eq(h->pc, AT(8));
    ck_assert_uint_eq(memory(DATA + 64), 0x1122334455667788);
}
END_TEST

START_TEST(test_bad_ranges_and_missing_points_are_refused)
{
    setup();
    ck_assert_int_eq(cpu_watchpoint_insert(&f->vcpu, 0, 0, BP_GDB | 1, NULL),
                     -EINVAL);
    ck_assert_int_eq(cpu_watchpoint_insert(&f->vcpu, UINT64_MAX, 2,
                                           BP_GDB | 1, NULL), -EINVAL);
    ck_assert_int_eq(cpu_watchpoint_remove(&f->vcpu, 0, 8, BP_GDB | 1),
                     -ENOENT);
}
END_TEST

START_TEST(test_removal_of_all_of_a_kind)
{
    setup();
    LOAD(f, 0, SD(A1, T0, 0), WFI);
    watch(DATA, 8, BEFORE | BP_MEM_WRITE);
    watch(DATA, 4, AFTER | BP_MEM_WRITE);
    cpu_watchpoint_remove_all(&f->vcpu, BP_GDB);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
}
END_TEST

/* --- whose ---------------------------------------------------------------- */

START_TEST(test_harts_own_watchpoint_is_an_exception_before_the_access)
{
    setup();
    LOAD(f, 0, NOP, SD(A1, T0, 0), WFI);
    watch(DATA, 8, BP_CPU | BP_STOP_BEFORE_ACCESS | BP_MEM_WRITE);
    ck_assert_int_eq(debug_run_from(f, 0), EXCP_HLT);
    ck_assert_uint_eq(h->mcause, TRAP_BREAKPOINT);
    ck_assert_uint_eq(h->mepc, AT(4));
    ck_assert_uint_eq(h->mtval, AT(DATA));
    ck_assert_uint_eq(memory(DATA), 0);
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
}
END_TEST

UNIT_MAIN("debug_watch",
          UNIT_LOOP(test_accesses_hit_when_they_share_a_byte,
                    3 * G_N_ELEMENTS(accesses)),
          UNIT_TEST(test_old_value_is_still_there_and_the_store_follows),
          UNIT_LOOP(test_state_is_exact_in_the_middle_of_a_unit, 2),
          UNIT_LOOP(test_each_store_of_a_loop_hits_once, 2),
          UNIT_TEST(test_breakpoint_and_watchpoint_of_one_instruction),
          UNIT_LOOP(test_access_that_faults_does_not_hit, 2),
          UNIT_TEST(test_device_can_be_watched),
          UNIT_TEST(test_page_walks_and_fetches_do_not_hit),
          UNIT_TEST(test_watched_addresses_are_virtual),
          UNIT_TEST(test_only_the_watched_page_is_slow),
          UNIT_TEST(test_store_to_code_on_a_watched_page_keeps_it_slow),
          UNIT_TEST(test_bad_ranges_and_missing_points_are_refused),
          UNIT_TEST(test_removal_of_all_of_a_kind),
          UNIT_TEST(
              test_harts_own_watchpoint_is_an_exception_before_the_access))
