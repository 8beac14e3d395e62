/*
 * What misses find soon: the second level, tables of leaves that are known;
 * superpages; and what makes them forget it.
 */
#include "asm.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "mem_access.h"
#include "mmu_context.h"

#include "support/unit.h"

#define DATA (FIXTURE_RAM_BASE + 0x10000)

static ExecFixture *f;
static Vcpu *v;

/* --- the second level ---------------------------------------------------- */

static void setup(PrivMode priv, unsigned flags)
{
    f = exec_fixture_new("rv64");
    v = &f->vcpu;
    exec_fixture_map(f, 0, DATA, PTE_ALL | flags);
    exec_fixture_map(f, TLB_SIZE << 12, DATA + 4096, PTE_ALL | flags);
    exec_fixture_enter(f, priv, 0);
}

static bool can_load(vaddr addr)
{
    uint64_t value;

    return vcpu_load8(v, addr, &value) == EXEC_NEXT;
}

START_TEST(test_pages_of_one_slot_are_walked_once)
{
    setup(PRIV_U, PTE_U);
    for (unsigned i = 0; i < 10; i++) {
        ck_assert(can_load(0) && can_load(TLB_SIZE << 12));
    }
    ck_assert_uint_eq(v->stat_tlb_walks, 2);
    ck_assert_uint_eq(v->stat_tlb_fills, 20);
}
END_TEST

/* A fence for one page forgets ways to leaves, but not the leaves. */
START_TEST(test_second_level_remembers_what_a_slot_lost)
{
    setup(PRIV_U, PTE_U);
    ck_assert(can_load(0) && can_load(TLB_SIZE << 12));
    for (unsigned i = 0; i < 10; i++) {
        tlb_flush_page(v, 5 << 12);
        ck_assert(can_load(0) && can_load(TLB_SIZE << 12));
    }
    ck_assert_uint_eq(v->stat_tlb_walks, 2);
    ck_assert_uint_eq(v->stat_tlb_second, 20);
}
END_TEST

START_TEST(test_second_level_serves_every_class)
{
    setup(PRIV_U, PTE_U);
    ck_assert(can_load(0));
    v->hart.priv = PRIV_S;
    vcpu_update_mode(v);
    ck_assert(!can_load(0));            /* no SUM */
    v->hart.mstatus |= MSTATUS_SUM;
    vcpu_update_mode(v);
    uint64_t walks = v->stat_tlb_walks;
    ck_assert(can_load(0));
    ck_assert_uint_eq(v->stat_tlb_walks, walks);
}
END_TEST

/* Numbers of spaces come around; entries of the earlier ones must not. */
START_TEST(test_numbers_of_spaces_are_reused_safely)
{
    setup(PRIV_U, PTE_U);
    for (unsigned i = 0; i < 3 * TLB_SECOND_NUMBERS; i++) {
        ck_assert(can_load(0));
        exec_fixture_map(f, 0, DATA, 0);
        tlb_flush_asid(v, 0);
        ck_assert(!can_load(0));
        exec_fixture_map(f, 0, DATA, PTE_ALL | PTE_U);
    }
}
END_TEST

/* --- tables on the way ---------------------------------------------------- */

static void fence_all(void)
{
    tlb_flush_translated(v);
}

static void fence_other_page(void)
{
    tlb_flush_page(v, TLB_SIZE << 12);
}

static void fence_asid(void)
{
    tlb_flush_asid(v, 0);
}

static void fence_other_page_of_asid(void)
{
    tlb_flush_page_asid(v, TLB_SIZE << 12, 0);
}

static void change_pmp(void)
{
    vcpu_apply_stale(v, CSR_STALE_TLB);
}

static void change_space(void)
{
    v->hart.satp += 1ull << SATP_ASID_SHIFT;
    vcpu_update_mode(v);
}

static void (*const fences[])(void) = {
    fence_all, fence_other_page, fence_asid, fence_other_page_of_asid,
    change_pmp, change_space,
};

static uint64_t *fixture_table(unsigned number)
{
    return (uint64_t *)(f->host + FIXTURE_TABLES + number * 4096);
}

START_TEST(test_fence_forgets_the_way_to_leaves)
{
    const unsigned other = 250;
    uint64_t phys = FIXTURE_RAM_BASE + FIXTURE_TABLES + other * 4096;

    setup(PRIV_U, PTE_U);
    ck_assert(can_load(0));
    ck_assert(!can_load(4096));
    fixture_table(other)[1] = fixture_table(2)[0];
    fixture_table(1)[0] = phys >> 12 << 10 | PTE_V;
    fences[_i]();
    ck_assert(can_load(4096));
}
END_TEST

START_TEST(test_pages_nearby_share_the_way)
{
    setup(PRIV_U, PTE_U);
    ck_assert(can_load(0));
    fixture_table(2)[1] = fixture_table(2)[0];
    fixture_table(1)[0] = 0;            /* no fence yet */
    ck_assert(can_load(4096));
    tlb_flush_page(v, 8192);
    ck_assert(!can_load(8192));
    ck_assert(can_load(4096));
}
END_TEST

START_TEST(test_store_to_a_clean_page_sets_its_dirty_bit)
{
    setup(PRIV_U, PTE_U);
    uint64_t *pte = (uint64_t *)(f->host + FIXTURE_TABLES + 2 * 4096);
    *pte &= ~(uint64_t)PTE_D;
    v->hart.menvcfg |= MENVCFG_ADUE;
    ck_assert(can_load(0));
    ck_assert(!(*pte & PTE_D));
    ck_assert_int_eq(vcpu_store8(v, 0, 1), EXEC_NEXT);
    ck_assert(*pte & PTE_D);
}
END_TEST

/* One walk of few levels each; pieces share what they came from. */
START_TEST(test_pieces_of_a_superpage_have_their_own_addresses)
{
    setup(PRIV_U, PTE_U);
    exec_fixture_map_large(f, 0x40000000 - 0x200000, FIXTURE_RAM_BASE,
                           PTE_ALL | PTE_U);
    for (unsigned page = 0; page < 512; page += 7) {
        uint64_t value;

        f->host[page * 4096] = (uint8_t)page;
        ck_assert_int_eq(vcpu_load8(v, 0x40000000 - 0x200000 + page * 4096,
                                    &value), EXEC_NEXT);
        ck_assert_uint_eq(value, (uint8_t)page);
    }
}
END_TEST

/* The range to look at is that of the largest mapping in the table. */
START_TEST(test_pieces_of_superpages_are_fenced_together)
{
    static const vaddr large[] = { 3 << 21, 4 << 21 }, giga = 1ull << 30;
    uint64_t *root;

    setup(PRIV_U, PTE_U);
    root = fixture_table(0);
    root[1] = FIXTURE_RAM_BASE >> 12 << 10 | PTE_ALL | PTE_U;
    for (unsigned i = 0; i < 2; i++) {
        exec_fixture_map_large(f, large[i], FIXTURE_RAM_BASE,
                               PTE_ALL | PTE_U);
    }
    ck_assert(can_load(large[0]) && can_load(large[1]));
    if (_i) {
        ck_assert(can_load(giga) && can_load(giga + (5 << 20)));
    }
    root[1] = 0;
    exec_fixture_map_large(f, large[0], FIXTURE_RAM_BASE, 0);
    exec_fixture_map_large(f, large[1], FIXTURE_RAM_BASE, 0);
    tlb_flush_page(v, large[0] + (1 << 20));
    ck_assert(!can_load(large[0]) && can_load(large[1]));
    if (_i) {
        tlb_flush_page(v, giga + (7 << 20));
        ck_assert(!can_load(giga) && !can_load(giga + (5 << 20)));
        ck_assert(can_load(large[1]));
    }
}
END_TEST

START_TEST(test_change_of_pmp_counts_for_known_pages)
{
    setup(PRIV_U, PTE_U);
    ck_assert(can_load(0));
    v->hart.pmp[0].cfg = 0;
    v->hart.pmp[1] = (HartPmp) { (DATA >> 2) | 0x1ff, 0x18 };
    v->hart.pmp[2] = (HartPmp) { ~0ull >> 10, 0x1f };
    vcpu_apply_stale(v, CSR_STALE_TLB);
    ck_assert(!can_load(0));
    ck_assert(can_load(TLB_SIZE << 12));
}
END_TEST

/* Page tables that S-mode may not read. */
START_TEST(test_pmp_guards_page_tables)
{
    setup(PRIV_U, PTE_U);
    uint64_t table = FIXTURE_RAM_BASE + FIXTURE_TABLES + 2 * 4096;
    v->hart.pmp[0] = (HartPmp) { (table >> 2) | 0x1ff, 0x18 };
    v->hart.pmp[1] = (HartPmp) { ~0ull >> 10, 0x1f };
    vcpu_state_changed(v);
    ck_assert(!can_load(0));
    ck_assert_int_eq(v->exception_index, TRAP_LOAD_ACCESS);
}
END_TEST

UNIT_MAIN("tlb_walk",
          UNIT_TEST(test_pages_of_one_slot_are_walked_once),
          UNIT_TEST(test_second_level_remembers_what_a_slot_lost),
          UNIT_TEST(test_second_level_serves_every_class),
          UNIT_TEST(test_numbers_of_spaces_are_reused_safely),
          UNIT_TEST(test_store_to_a_clean_page_sets_its_dirty_bit),
          UNIT_TEST(test_pieces_of_a_superpage_have_their_own_addresses),
          UNIT_LOOP(test_pieces_of_superpages_are_fenced_together, 2),
          UNIT_LOOP(test_fence_forgets_the_way_to_leaves,
                    G_N_ELEMENTS(fences)),
          UNIT_TEST(test_pages_nearby_share_the_way),
          UNIT_TEST(test_change_of_pmp_counts_for_known_pages),
          UNIT_TEST(test_pmp_guards_page_tables))
