/* Loads and stores: page borders, faults, devices, ROM, atomics. */
#include "asm.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "mem_access.h"

#include "support/unit.h"

#define BORDER 0x41000ull       /* between two mapped pages */
#define PHYS_LOW (FIXTURE_RAM_BASE + 0x20000)
#define PHYS_HIGH (FIXTURE_RAM_BASE + 0x50000)  /* not its neighbour */
#define IO_PAGE 0x50000ull

static ExecFixture *f;
static Vcpu *v;

static void setup(void)
{
    f = exec_fixture_new("rv64");
    v = &f->vcpu;
}

static void setup_pages(unsigned low, unsigned high)
{
    setup();
    for (unsigned i = 0; i < 4096; i++) {
        f->host[0x20000 + i] = (uint8_t)(i * 7 + 1);
        f->host[0x50000 + i] = (uint8_t)(i * 5 + 3);
    }
    exec_fixture_map(f, BORDER - 4096, PHYS_LOW, low);
    exec_fixture_map(f, BORDER, PHYS_HIGH, high);
    exec_fixture_enter(f, PRIV_S, BORDER);
}

static ExecStatus load(vaddr addr, unsigned size, uint64_t *value)
{
    switch (size) {
    case 1:
        return vcpu_load8(v, addr, value);
    case 2:
        return vcpu_load16(v, addr, value);
    case 4:
        return vcpu_load32(v, addr, value);
    default:
        return vcpu_load64(v, addr, value);
    }
}

static ExecStatus store(vaddr addr, unsigned size, uint64_t value)
{
    switch (size) {
    case 1:
        return vcpu_store8(v, addr, value);
    case 2:
        return vcpu_store16(v, addr, value);
    case 4:
        return vcpu_store32(v, addr, value);
    default:
        return vcpu_store64(v, addr, value);
    }
}

static uint8_t *byte_at(vaddr addr)
{
    return addr < BORDER ? f->host + 0x20000 + (addr & 4095)
                         : f->host + 0x50000 + (addr & 4095);
}

static uint64_t bytes_at(vaddr addr, unsigned size)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < size; i++) {
        value |= (uint64_t)*byte_at(addr + i) << (8 * i);
    }
    return value;
}

/* --- page borders -------------------------------------------------------- */

/* _i: log2 of the size */
START_TEST(test_load_around_a_page_border_reads_its_bytes)
{
    unsigned size = 1u << _i;

    setup_pages(PTE_ALL, PTE_ALL);
    for (int round = 0; round < 2; round++) {   /* with and without a miss */
        for (vaddr addr = BORDER - 9; addr < BORDER + 9; addr++) {
            uint64_t value;

            ck_assert_int_eq(load(addr, size, &value), EXEC_NEXT);
            ck_assert_uint_eq(value, bytes_at(addr, size));
        }
    }
}
END_TEST

START_TEST(test_store_around_a_page_border_writes_its_bytes)
{
    unsigned size = 1u << _i;
    uint64_t mask = ~0ull >> (64 - 8 * size);

    setup_pages(PTE_ALL, PTE_ALL);
    for (vaddr addr = BORDER - 9; addr < BORDER + 9; addr++) {
        uint8_t before = *byte_at(addr - 1), after = *byte_at(addr + size);
        uint64_t value = addr * 0x0123456789abcdefull;

        ck_assert_int_eq(store(addr, size, value), EXEC_NEXT);
        ck_assert_uint_eq(bytes_at(addr, size), value & mask);
        ck_assert_uint_eq(*byte_at(addr - 1), before);
        ck_assert_uint_eq(*byte_at(addr + size), after);
    }
}
END_TEST

/* The half that faults gives the trap value; nothing is written. */
START_TEST(test_store_that_faults_in_its_second_page_writes_nothing)
{
    unsigned first = 1 + (unsigned)_i;  /* bytes before the border */

    setup_pages(PTE_ALL, PTE_V | PTE_R | PTE_A);
    uint64_t before = bytes_at(BORDER - first, 8);
    ck_assert_int_eq(store(BORDER - first, 8, ~before), EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_STORE_PAGE_FAULT);
    ck_assert_uint_eq(v->exception_tval, BORDER);
    ck_assert_uint_eq(bytes_at(BORDER - first, 8), before);
}
END_TEST

START_TEST(test_faults_name_the_half_that_faults)
{
    uint64_t value;

    setup_pages(0, PTE_ALL);
    ck_assert_int_eq(load(BORDER - 3, 8, &value), EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_LOAD_PAGE_FAULT);
    ck_assert_uint_eq(v->exception_tval, BORDER - 3);
    ck_assert_int_eq(store(BORDER - 3, 8, 0), EXEC_TRAP);
    ck_assert_uint_eq(v->exception_tval, BORDER - 3);
    setup_pages(PTE_ALL, 0);
    ck_assert_int_eq(load(BORDER - 3, 8, &value), EXEC_TRAP);
    ck_assert_uint_eq(v->exception_tval, BORDER);
}
END_TEST

START_TEST(test_address_space_wraps_at_its_end)
{
    uint64_t value;

    setup();
    ck_assert_int_eq(load(~0ull - 2, 8, &value), EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_LOAD_ACCESS);
    ck_assert_uint_eq(v->exception_tval, ~0ull - 2);
    ck_assert_int_eq(store(~0ull - 2, 8, 0), EXEC_TRAP);
}
END_TEST

/* --- devices, holes, ROM ------------------------------------------------- */

static void assert_logged(unsigned n, FixtureAccess expected)
{
    ck_assert_uint_gt(f->n_log, n);
    ck_assert_uint_eq(f->log[n].offset, expected.offset);
    ck_assert_uint_eq(f->log[n].size, expected.size);
    ck_assert_int_eq(f->log[n].write, expected.write);
    ck_assert_uint_eq(f->log[n].value, expected.value);
}

START_TEST(test_device_sees_offset_size_and_value_once)
{
    unsigned size = 1u << _i;
    uint64_t mask = ~0ull >> (64 - 8 * size);
    uint64_t value;

    setup();
    ck_assert_int_eq(load(FIXTURE_IO_BASE + 0x18, size, &value), EXEC_NEXT);
    ck_assert_uint_eq(value, 0x1111111111111118ull & mask);
    ck_assert_int_eq(store(FIXTURE_IO_BASE + 0x20, size, ~0ull), EXEC_NEXT);
    ck_assert_uint_eq(f->n_log, 2);
    assert_logged(0, (FixtureAccess) { 0x18, size, false, 0 });
    assert_logged(1, (FixtureAccess) { 0x20, size, true, mask });
}
END_TEST

START_TEST(test_device_error_is_an_access_fault)
{
    uint64_t value;

    setup();
    ck_assert_int_eq(load(FIXTURE_IO_BASE + FIXTURE_IO_ERROR, 4, &value),
                     EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_LOAD_ACCESS);
    ck_assert_uint_eq(v->exception_tval, FIXTURE_IO_BASE + FIXTURE_IO_ERROR);
    ck_assert_int_eq(store(FIXTURE_IO_BASE + FIXTURE_IO_ERROR, 4, 1),
                     EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_STORE_ACCESS);
}
END_TEST

START_TEST(test_hole_is_an_access_fault)
{
    uint64_t value;

    setup();
    ck_assert_int_eq(load(FIXTURE_HOLE, 8, &value), EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_LOAD_ACCESS);
    ck_assert_int_eq(store(FIXTURE_HOLE + 4, 1, 0), EXEC_TRAP);
    ck_assert_int_eq(v->exception_index, TRAP_STORE_ACCESS);
    ck_assert_uint_eq(v->exception_tval, FIXTURE_HOLE + 4);
    ck_assert_int_eq(load(FIXTURE_IO_BASE + FIXTURE_IO_SIZE, 4, &value),
                     EXEC_TRAP);        /* same page as the device */
}
END_TEST

/* A store that reaches a device with its second half only. */
START_TEST(test_access_from_ram_into_a_device_is_split)
{
    uint64_t value;

    setup();
    exec_fixture_map(f, IO_PAGE - 4096, PHYS_LOW, PTE_ALL);
    exec_fixture_map(f, IO_PAGE, FIXTURE_IO_BASE, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0);
    ck_assert_int_eq(store(IO_PAGE - 4, 8, 0x8877665544332211ull), EXEC_NEXT);
    assert_logged(0, (FixtureAccess) { 0, 4, true, 0x88776655 });
    ck_assert_int_eq(memcmp(f->host + 0x20ffc, "\x11\x22\x33\x44", 4), 0);
    ck_assert_int_eq(store(IO_PAGE - 5, 8, ~0ull), EXEC_NEXT);
    ck_assert_uint_eq(f->n_log, 4);     /* three bytes, one each */
    assert_logged(3, (FixtureAccess) { 2, 1, true, 0xff });
    ck_assert_int_eq(load(IO_PAGE - 6, 8, &value), EXEC_NEXT);
    ck_assert_uint_eq(value >> 48, 0x1100);
}
END_TEST

START_TEST(test_rom_reads_and_discards_or_refuses_stores)
{
    uint8_t *rom;
    uint64_t value;

    setup();
    rom = memory_region_get_ram_ptr(&f->rom);
    rom[8] = 0x5a;
    ck_assert_int_eq(load(FIXTURE_ROM_BASE + 8, 1, &value), EXEC_NEXT);
    ck_assert_uint_eq(value, 0x5a);
    (void)(store(FIXTURE_ROM_BASE + 8, 1, 0) == EXEC_NEXT);
    ck_assert_uint_eq(rom[8], 0x5a);
}
END_TEST

/* --- atomics ------------------------------------------------------------- */

static int run_atomic(uint32_t insn, uint64_t addr)
{
    v->hart.pc = FIXTURE_RAM_BASE;
    v->hart.mtvec = FIXTURE_RAM_BASE + 0x100;
    v->hart.mcause = ~0ull;
    v->hart.gpr[A0] = addr;
    LOAD(f, 0x100, WFI);
    LOAD(f, 0, insn, WFI);
    vcpu_state_changed(v);
    v->hart.wfi = false;
    exec_fixture_run(f, 10);
    return (int)v->hart.mcause;
}

START_TEST(test_atomics_need_aligned_ram)
{
    static const struct {
        uint32_t insn;
        uint64_t addr;
        int cause;
    } rows[] = {
        { AMOADD_W(A1, A2, A0), FIXTURE_RAM_BASE + 0x1002,
          TRAP_STORE_MISALIGNED },
        { AMOADD_D(A1, A2, A0), FIXTURE_RAM_BASE + 0x1004,
          TRAP_STORE_MISALIGNED },
        { LR_W(A1, A0), FIXTURE_RAM_BASE + 0x1001, TRAP_LOAD_MISALIGNED },
        { SC_D(A1, A2, A0), FIXTURE_RAM_BASE + 0x1004,
          TRAP_STORE_MISALIGNED },
        { AMOADD_W(A1, A2, A0), FIXTURE_IO_BASE, TRAP_STORE_ACCESS },
        { LR_W(A1, A0), FIXTURE_IO_BASE, TRAP_LOAD_ACCESS },
        { SC_W(A1, A2, A0), FIXTURE_IO_BASE, TRAP_STORE_ACCESS },
        { AMOADD_D(A1, A2, A0), FIXTURE_ROM_BASE, TRAP_STORE_ACCESS },
        { AMOADD_D(A1, A2, A0), FIXTURE_HOLE, TRAP_STORE_ACCESS },
        { LR_D(A1, A0), FIXTURE_HOLE, TRAP_LOAD_ACCESS },
        { AMOADD_W(A1, A2, A0), FIXTURE_RAM_BASE + 0x1004, -1 },
    };

    setup();
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        ck_assert_msg(run_atomic(rows[i].insn, rows[i].addr) ==
                      rows[i].cause, "row %u", i);
        if (rows[i].cause >= 0) {
            ck_assert_uint_eq(v->hart.mtval, rows[i].addr);
        }
    }
    ck_assert_uint_eq(f->n_log, 0);
}
END_TEST

/* Each program leaves the result of its last SC in a1: 0 is success. */
static const struct {
    const char *what;
    uint32_t code[6];
    uint64_t failed;
} pairs[] = {
    { "pair", { LR_D(A2, A0), SC_D(A1, A3, A0), WFI }, 0 },
    { "no LR", { SC_D(A1, A3, A0), WFI }, 1 },
    { "second SC", { LR_D(A2, A0), SC_D(A4, A3, A0), SC_D(A1, A3, A0), WFI },
      1 },
    { "other address", { LR_D(A2, A0), ADDI(A0, A0, 8), SC_D(A1, A3, A0),
                         WFI }, 1 },
    { "other size", { LR_D(A2, A0), SC_W(A1, A3, A0), WFI }, 1 },
    { "value changed between", { LR_D(A2, A0), SD(A0, A0, 0),
                                 SC_D(A1, A3, A0), WFI }, 1 },
    { "store beside", { LR_D(A2, A0), SD(A0, A0, 64), SC_D(A1, A3, A0), WFI },
      0 },
};

START_TEST(test_sc_succeeds_only_after_its_lr)
{
    uint64_t addr = FIXTURE_RAM_BASE + 0x1000;

    setup();
    exec_fixture_load(f, 0, pairs[_i].code, G_N_ELEMENTS(pairs[_i].code));
    v->hart.gpr[A0] = addr;
    v->hart.gpr[A1] = 7;
    v->hart.gpr[A3] = 0x1234;
    ck_assert_int_eq(exec_fixture_run(f, 10), EXCP_HLT);
    ck_assert_msg(v->hart.gpr[A1] == pairs[_i].failed, "%s", pairs[_i].what);
    uint64_t stored;
    memcpy(&stored, f->host + 0x1000, 8);
    ck_assert((stored == 0x1234) == (pairs[_i].failed == 0) || _i == 2);
}
END_TEST

START_TEST(test_trap_drops_the_reservation)
{
    setup();
    v->hart.mtvec = FIXTURE_RAM_BASE + 0x100;
    v->hart.gpr[A0] = FIXTURE_RAM_BASE + 0x1000;
    LOAD(f, 0, LR_D(A2, A0), ECALL);
    LOAD(f, 0x100, SC_D(A1, A3, A0), WFI);
    ck_assert_int_eq(exec_fixture_run(f, 10), EXCP_HLT);
    ck_assert_uint_eq(v->hart.gpr[A1], 1);
}
END_TEST

UNIT_MAIN("mem_access",
          UNIT_LOOP(test_load_around_a_page_border_reads_its_bytes, 4),
          UNIT_LOOP(test_store_around_a_page_border_writes_its_bytes, 4),
          UNIT_LOOP(test_store_that_faults_in_its_second_page_writes_nothing,
                    7),
          UNIT_TEST(test_faults_name_the_half_that_faults),
          UNIT_TEST(test_address_space_wraps_at_its_end),
          UNIT_LOOP(test_device_sees_offset_size_and_value_once, 4),
          UNIT_TEST(test_device_error_is_an_access_fault),
          UNIT_TEST(test_hole_is_an_access_fault),
          UNIT_TEST(test_access_from_ram_into_a_device_is_split),
          UNIT_TEST(test_rom_reads_and_discards_or_refuses_stores),
          UNIT_TEST(test_atomics_need_aligned_ram),
          UNIT_LOOP(test_sc_succeeds_only_after_its_lr, G_N_ELEMENTS(pairs)),
          UNIT_TEST(test_trap_drops_the_reservation))
