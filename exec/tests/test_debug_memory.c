/* What a debugger reads and writes: past rights, without a trace. */
#include "asm.h"
#include "core/bql.h"
#include "core/csr_bits.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define DATA 0x10000
#define NOWHERE ((hwaddr)-1)

static ExecFixture *f;
static Hart *h;

static void setup(void)
{
    bql_lock();
    f = debug_fixture_new("rv64");
    h = &f->vcpu.hart;
}

static uint64_t peek(vaddr addr)
{
    uint64_t value = 0;

    ck_assert(cpu_memory_rw_debug(&f->vcpu, addr, &value, 8, false));
    return value;
}

static bool poke(vaddr addr, uint64_t value)
{
    return cpu_memory_rw_debug(&f->vcpu, addr, &value, 8, true);
}

START_TEST(test_bare_addresses_are_physical)
{
    setup();
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, AT(DATA)), AT(DATA));
    ck_assert(poke(AT(DATA), 77));
    ck_assert_uint_eq(f->host[DATA], 77);
    ck_assert_uint_eq(peek(AT(DATA)), 77);
    ck_assert(!poke(FIXTURE_HOLE, 1));
}
END_TEST

START_TEST(test_mapping_counts_and_no_bit_is_set)
{
    g_autofree uint8_t *tables = g_malloc(1 << 20);

    setup();
    /* neither accessed nor dirty, execute only, the user's */
    exec_fixture_map(f, 0x5000, AT(DATA), PTE_V | PTE_X | PTE_U);
    exec_fixture_map(f, 0x6000, AT(DATA + 0x3000), PTE_V | PTE_R);
    exec_fixture_enter(f, _i ? PRIV_S : PRIV_U, 0x5000);
    memcpy(tables, f->host + FIXTURE_TABLES, 1 << 20);
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, 0x5123),
                      AT(DATA + 0x123));
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, 0x8000), NOWHERE);
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, 1ull << 60), NOWHERE);
    ck_assert(poke(0x5008, 5));
    ck_assert_uint_eq(f->host[DATA + 8], 5);
    ck_assert(poke(0x5ffc, 0x0000000700000006));        /* two pages */
    ck_assert_uint_eq(f->host[DATA + 0xffc], 6);
    ck_assert_uint_eq(f->host[DATA + 0x3000], 7);
    ck_assert(!poke(0x6ffc, 1));
    ck_assert_mem_eq(tables, f->host + FIXTURE_TABLES, 1 << 20);
}
END_TEST

START_TEST(test_mprv_decides_for_machine_mode)
{
    setup();
    exec_fixture_map(f, 0x5000, AT(DATA), PTE_ALL);
    exec_fixture_enter(f, PRIV_M, AT(0));
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, 0x5000), 0x5000);
    h->mstatus |= MSTATUS_MPRV | (uint64_t)PRIV_S << MSTATUS_MPP_SHIFT;
    ck_assert_uint_eq(cpu_get_phys_addr_debug(&f->vcpu, 0x5000), AT(DATA));
}
END_TEST

START_TEST(test_pmp_does_not_stop_a_debugger)
{
    setup();
    h->pmp[0] = (HartPmp) { .addr = ~0ull >> 10, .cfg = 0x98 };
    h->priv = PRIV_S;
    vcpu_state_changed(&f->vcpu);
    ck_assert_uint_eq(peek(AT(DATA)), 0);
}
END_TEST

START_TEST(test_rom_is_written_and_code_is_made_anew)
{
    const uint32_t insns[] = { ADDI(A0, X0, 9), WFI };

    setup();
    ck_assert(poke(FIXTURE_ROM_BASE, 3));
    ck_assert_uint_eq(peek(FIXTURE_ROM_BASE), 3);
    LOAD(f, 0, ADDI(A0, X0, 1), WFI);
    bql_unlock();
    debug_run_from(f, 0);
    bql_lock();
    ck_assert_uint_eq(h->gpr[A0], 1);
    ck_assert(cpu_memory_rw_debug(&f->vcpu, AT(0), (void *)insns, 8, true));
    bql_unlock();
    debug_run_from(f, 0);
    ck_assert_uint_eq(h->gpr[A0], 9);
}
END_TEST

START_TEST(test_device_answers_and_watchpoints_do_not_hit)
{
    setup();
    cpu_watchpoint_insert(&f->vcpu, AT(DATA), 8,
                          BP_GDB | BP_MEM_ACCESS | BP_STOP_BEFORE_ACCESS,
                          NULL);
    ck_assert(poke(AT(DATA), 1));
    ck_assert_int_eq(vcpu_stop_info(&f->vcpu).kind, VCPU_STOP_NONE);
    ck_assert_int_eq(f->vcpu.exception_index, EXCP_NONE);
    ck_assert_uint_eq(peek(FIXTURE_IO_BASE + 8), 0x1111111111111108);
    ck_assert_uint_eq(f->n_log, 1);
}
END_TEST

UNIT_MAIN("debug_memory",
          UNIT_TEST(test_bare_addresses_are_physical),
          UNIT_LOOP(test_mapping_counts_and_no_bit_is_set, 2),
          UNIT_TEST(test_mprv_decides_for_machine_mode),
          UNIT_TEST(test_pmp_does_not_stop_a_debugger),
          UNIT_TEST(test_rom_is_written_and_code_is_made_anew),
          UNIT_TEST(test_device_answers_and_watchpoints_do_not_hit))
