/* The soft TLB: tags, classes, flushes, protected and split pages. */
#include "asm.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "mem_access.h"
#include "tb.h"
#include "tlb_table.h"

#include "support/unit.h"

#define DATA (FIXTURE_RAM_BASE + 0x10000)
#define VIRT 0x40000ull

static ExecFixture *f;

static void setup(void)
{
    f = exec_fixture_new("rv64");
}

static CPUTLBEntry *fast(MmuIndex idx, vaddr addr)
{
    return &f->vcpu.tlb.tables[idx]->fast[tlb_index(addr)];
}

/* A miss of size 1 is a miss of every size. */
static bool hits(vaddr tag, vaddr addr, unsigned size)
{
    return addr - tag <= GUEST_PAGE_SIZE - size;
}

static ExecStatus load(vaddr addr, uint64_t *value)
{
    return vcpu_load8(&f->vcpu, addr, value);
}

static bool can_load(vaddr addr)
{
    uint64_t value;

    return load(addr, &value) == EXEC_NEXT;
}

static bool can_store(vaddr addr)
{
    return vcpu_store8(&f->vcpu, addr, 0) != EXEC_TRAP;
}

/* --- tags ---------------------------------------------------------------- */

static const vaddr addresses[] = {
    0, 1, 0xff8, 0xfff, 0x1000, 0x1fff, 0x2000, 0x1ff000, 0x1fffff, 0x200000,
    1ull << 63, (1ull << 63) - 1, ~0ull, ~0ull - 7, ~0ull - 4095,
    ~0ull - 4096, ~0ull - 8191,
};

START_TEST(test_empty_slot_never_matches)
{
    setup();
    for (unsigned idx = 0; idx < MMU_IDX_COUNT; idx++) {
        const CPUTLBEntry *e = fast(idx, addresses[_i]);

        ck_assert(!hits(e->addr_read, addresses[_i], 1));
        ck_assert(!hits(e->addr_write, addresses[_i], 1));
        ck_assert(!hits(e->addr_code, addresses[_i], 1));
    }
}
END_TEST

START_TEST(test_first_access_sets_the_tag_of_its_page)
{
    setup();
    ck_assert(can_load(DATA + 5));
    ck_assert_uint_eq(fast(MMU_IDX_M, DATA)->addr_read, DATA);
    ck_assert_uint_eq(DATA + fast(MMU_IDX_M, DATA)->addend,
                      (uintptr_t)f->host + 0x10000);
    ck_assert(!can_load(DATA + (1ull << 40)));  /* same slot, nothing there */
    ck_assert(!hits(fast(MMU_IDX_M, DATA)->addr_read, DATA, 1));
    ck_assert(can_load(DATA));
}
END_TEST

/* Fresh RAM is clean for snapshots: the first store must be seen. */
START_TEST(test_write_tag_appears_with_the_first_store)
{
    setup();
    ck_assert(can_load(DATA));
    ck_assert(!hits(fast(MMU_IDX_M, DATA)->addr_write, DATA, 1));
    ck_assert(can_store(DATA));
    ck_assert(hits(fast(MMU_IDX_M, DATA)->addr_write, DATA, 1));
}
END_TEST

START_TEST(test_hit_ends_where_the_page_ends)
{
    setup();
    ck_assert(can_load(DATA));
    vaddr tag = fast(MMU_IDX_M, DATA)->addr_read;
    for (unsigned size = 1; size <= 8; size++) {
        ck_assert(hits(tag, DATA + 4096 - size, size));
        ck_assert(!hits(tag, DATA + 4097 - size, size));
        ck_assert(!hits(tag, DATA - 1, size));
    }
}
END_TEST

START_TEST(test_rom_and_devices_get_the_tags_they_may_have)
{
    setup();
    ck_assert(can_load(FIXTURE_ROM_BASE));
    ck_assert(hits(fast(MMU_IDX_M, FIXTURE_ROM_BASE)->addr_read,
                   FIXTURE_ROM_BASE, 1));
    (void)can_store(FIXTURE_ROM_BASE);
    ck_assert(!hits(fast(MMU_IDX_M, FIXTURE_ROM_BASE)->addr_write,
                    FIXTURE_ROM_BASE, 1));
    ck_assert(can_load(FIXTURE_IO_BASE));
    ck_assert(!hits(fast(MMU_IDX_M, FIXTURE_IO_BASE)->addr_read,
                    FIXTURE_IO_BASE, 1));
}
END_TEST

/* --- dirty bitmaps ------------------------------------------------------- */

START_TEST(test_cleared_dirty_bit_takes_the_write_tag)
{
    setup();
    RAMBlock *block = qemu_ram_block_from_host(f->host, NULL);
    ck_assert(can_store(DATA));
    ck_assert(ram_block_test_and_clear_dirty(block, 0x10000, 4096,
                                             DIRTY_MEMORY_MIGRATION));
    ck_assert(!hits(fast(MMU_IDX_M, DATA)->addr_write, DATA, 1));
    ck_assert(can_store(DATA));
    ck_assert(ram_block_get_dirty(block, 0x10000, 4096,
                                  DIRTY_MEMORY_MIGRATION));
    ck_assert(!ram_block_get_dirty(block, 0x11000, 4096,
                                   DIRTY_MEMORY_MIGRATION));
}
END_TEST

START_TEST(test_code_page_has_no_write_tag_until_its_code_is_gone)
{
    setup();
    LOAD(f, 0, NOP, WFI);
    ck_assert(can_store(FIXTURE_RAM_BASE + 0x800));
    ck_assert_int_eq(exec_fixture_run(f, 10), EXCP_HLT);
    ck_assert(!hits(fast(MMU_IDX_M, FIXTURE_RAM_BASE)->addr_write,
                    FIXTURE_RAM_BASE, 1));
    ck_assert(can_store(FIXTURE_RAM_BASE + 0x800)); /* beside the code */
    ck_assert(!hits(fast(MMU_IDX_M, FIXTURE_RAM_BASE)->addr_write,
                    FIXTURE_RAM_BASE, 1));
    ck_assert(can_store(FIXTURE_RAM_BASE + 4));     /* on it */
    ck_assert(hits(fast(MMU_IDX_M, FIXTURE_RAM_BASE)->addr_write,
                   FIXTURE_RAM_BASE, 1));
}
END_TEST

/* --- classes and flushes ------------------------------------------------- */

static void map_two(unsigned flags)
{
    setup();
    exec_fixture_map(f, VIRT, DATA, flags);
    exec_fixture_map(f, VIRT + 4096, DATA + 4096, flags);
    exec_fixture_enter(f, PRIV_S, VIRT);
}

START_TEST(test_sum_chooses_another_table)
{
    map_two(PTE_ALL | PTE_U);
    ck_assert(!can_load(VIRT));
    f->vcpu.hart.mstatus |= MSTATUS_SUM;
    vcpu_update_mode(&f->vcpu);
    ck_assert_int_eq(f->vcpu.tlb.data_idx, MMU_IDX_S_SUM);
    ck_assert_int_eq(f->vcpu.tlb.code_idx, MMU_IDX_S);
    ck_assert(can_load(VIRT));
    f->vcpu.hart.mstatus &= ~MSTATUS_SUM;
    vcpu_update_mode(&f->vcpu);
    ck_assert(!can_load(VIRT));
}
END_TEST

START_TEST(test_mxr_makes_executable_pages_readable_and_back)
{
    map_two(PTE_V | PTE_X | PTE_A);
    ck_assert(!can_load(VIRT));
    f->vcpu.hart.mstatus |= MSTATUS_MXR;
    vcpu_update_mode(&f->vcpu);
    ck_assert(can_load(VIRT));
    f->vcpu.hart.mstatus &= ~MSTATUS_MXR;
    vcpu_update_mode(&f->vcpu);
    ck_assert(!can_load(VIRT));
}
END_TEST

START_TEST(test_mprv_moves_data_but_not_fetches)
{
    map_two(PTE_ALL);
    f->vcpu.hart.priv = PRIV_M;
    f->vcpu.hart.mstatus |= MSTATUS_MPRV | (uint64_t)PRIV_S <<
                            MSTATUS_MPP_SHIFT;
    vcpu_update_mode(&f->vcpu);
    ck_assert_int_eq(f->vcpu.tlb.data_idx, MMU_IDX_S);
    ck_assert_int_eq(f->vcpu.tlb.code_idx, MMU_IDX_M);
    ck_assert(can_load(VIRT));
}
END_TEST

START_TEST(test_user_pages_are_for_user_mode)
{
    map_two(PTE_ALL);
    ck_assert(can_load(VIRT));
    f->vcpu.hart.priv = PRIV_U;
    vcpu_update_mode(&f->vcpu);
    ck_assert(!can_load(VIRT));
}
END_TEST

/* Without a fence the old translation may stay; after one it must not. */
START_TEST(test_page_flush_forgets_that_page_only)
{
    map_two(PTE_ALL);
    ck_assert(can_load(VIRT) && can_load(VIRT + 4096));
    exec_fixture_map(f, VIRT, DATA, 0);
    exec_fixture_map(f, VIRT + 4096, DATA, 0);
    tlb_flush_page(&f->vcpu, VIRT);
    ck_assert(!can_load(VIRT));
    ck_assert(can_load(VIRT + 4096));
    tlb_flush_translated(&f->vcpu);
    ck_assert(!can_load(VIRT + 4096));
}
END_TEST

START_TEST(test_page_flush_inside_a_large_page_forgets_all_of_it)
{
    setup();
    exec_fixture_map_large(f, 0x200000, FIXTURE_RAM_BASE, PTE_ALL);
    exec_fixture_enter(f, PRIV_S, 0x200000);
    ck_assert(can_load(0x200000) && can_load(0x205000));
    exec_fixture_map_large(f, 0x200000, FIXTURE_RAM_BASE, 0);
    tlb_flush_page(&f->vcpu, 0x200000);
    ck_assert(!can_load(0x205000));
}
END_TEST

START_TEST(test_translated_flush_keeps_machine_mode)
{
    map_two(PTE_ALL);
    ck_assert(can_load(VIRT));
    f->vcpu.hart.priv = PRIV_M;
    vcpu_update_mode(&f->vcpu);
    ck_assert(can_load(DATA));
    uint64_t fills = f->vcpu.stat_tlb_fills;
    tlb_flush_translated(&f->vcpu);
    ck_assert(can_load(DATA));
    ck_assert_uint_eq(f->vcpu.stat_tlb_fills, fills);
    tlb_flush(&f->vcpu);
    ck_assert(can_load(DATA));
    ck_assert_uint_eq(f->vcpu.stat_tlb_fills, fills + 1);
}
END_TEST

START_TEST(test_clean_page_sets_the_dirty_bit_at_the_first_store)
{
    map_two(PTE_V | PTE_R | PTE_W | PTE_A);
    ck_assert(can_load(VIRT));
    ck_assert(!hits(fast(MMU_IDX_S, VIRT)->addr_write, VIRT, 1));
    f->vcpu.hart.menvcfg |= MENVCFG_ADUE;
    ck_assert(can_store(VIRT));
    ck_assert(hits(fast(MMU_IDX_S, VIRT)->addr_write, VIRT, 1));
}
END_TEST

/* NA4 in the middle of a page: only these four bytes may be read. */
START_TEST(test_page_split_by_pmp_is_never_cached)
{
    setup();
    f->vcpu.hart.pmp[0] = (HartPmp) { .addr = (DATA + 8) >> 2, .cfg = 0x11 };
    f->vcpu.hart.priv = PRIV_U;
    vcpu_state_changed(&f->vcpu);
    ck_assert(can_load(DATA + 8) && can_load(DATA + 11));
    ck_assert(!can_load(DATA + 7) && !can_load(DATA + 12));
    ck_assert(!hits(fast(MMU_IDX_U, DATA)->addr_read, DATA + 8, 1));
    uint64_t value;
    ck_assert_int_eq(vcpu_load32(&f->vcpu, DATA + 8, &value), EXEC_NEXT);
    ck_assert_int_eq(vcpu_load64(&f->vcpu, DATA + 8, &value), EXEC_TRAP);
    ck_assert_int_eq(f->vcpu.exception_index, TRAP_LOAD_ACCESS);
}
END_TEST

START_TEST(test_change_of_the_map_flushes)
{
    setup();
    ck_assert(can_load(DATA));
    memory_region_set_enabled(&f->ram, false);
    ck_assert(!can_load(DATA));
    memory_region_set_enabled(&f->ram, true);
    ck_assert(can_load(DATA));
}
END_TEST

UNIT_MAIN("tlb",
          UNIT_LOOP(test_empty_slot_never_matches, G_N_ELEMENTS(addresses)),
          UNIT_TEST(test_first_access_sets_the_tag_of_its_page),
          UNIT_TEST(test_write_tag_appears_with_the_first_store),
          UNIT_TEST(test_hit_ends_where_the_page_ends),
          UNIT_TEST(test_rom_and_devices_get_the_tags_they_may_have),
          UNIT_TEST(test_cleared_dirty_bit_takes_the_write_tag),
          UNIT_TEST(test_code_page_has_no_write_tag_until_its_code_is_gone),
          UNIT_TEST(test_sum_chooses_another_table),
          UNIT_TEST(test_mxr_makes_executable_pages_readable_and_back),
          UNIT_TEST(test_mprv_moves_data_but_not_fetches),
          UNIT_TEST(test_user_pages_are_for_user_mode),
          UNIT_TEST(test_page_flush_forgets_that_page_only),
          UNIT_TEST(test_page_flush_inside_a_large_page_forgets_all_of_it),
          UNIT_TEST(test_translated_flush_keeps_machine_mode),
          UNIT_TEST(test_clean_page_sets_the_dirty_bit_at_the_first_store),
          UNIT_TEST(test_page_split_by_pmp_is_never_cached),
          UNIT_TEST(test_change_of_the_map_flushes))
