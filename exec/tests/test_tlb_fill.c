/*
 * Filling slots: the quick ways against core's page walk, over random page
 * tables, PMP settings, modes and accesses.
 */
#include <string.h>

#include "asm.h"
#include "core/csr_bits.h"
#include "exec_fixture.h"
#include "mem_access.h"
#include "mmu_context.h"
#include "tlb_fill.h"

#include "support/unit.h"

#define PTE_G 32u
#define TABLES 6u               /* pages of tables, all levels mixed */

static ExecFixture *f;
static Vcpu *v;

/* --- random machines ----------------------------------------------------- */

static uint64_t seed;

static uint64_t random64(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed * 0x2545f4914f6cdd1dull;
}

/* True once in @n times. */
static bool one_in(unsigned n)
{
    return (random64() >> 32) % n == 0;
}

static uint64_t *table_word(unsigned table, unsigned index)
{
    return (uint64_t *)(f->host + FIXTURE_TABLES + table * 4096) + index;
}

static uint64_t random_phys(void)
{
    static const uint64_t bases[] = {
        FIXTURE_ROM_BASE, FIXTURE_IO_BASE, FIXTURE_HOLE, 0, 1ull << 55,
        FIXTURE_RAM_BASE + FIXTURE_RAM_SIZE,
    };

    return one_in(8) ? bases[random64() % G_N_ELEMENTS(bases)]
                     : FIXTURE_RAM_BASE + random64() % FIXTURE_TABLES;
}

static uint64_t random_pointer(void)
{
    uint64_t table = FIXTURE_RAM_BASE + FIXTURE_TABLES +
                     random64() % TABLES * 4096;

    return (one_in(20) ? random_phys() : table) >> 12 << 10 | PTE_V |
           (one_in(6) ? PTE_G : 0);
}

static uint64_t random_leaf(void)
{
    static const uint64_t rights[] = {
        PTE_R, PTE_R | PTE_W, PTE_R | PTE_X, PTE_R | PTE_W | PTE_X, PTE_X,
    };
    uint64_t phys = random_phys();

    if (one_in(4)) {
        phys &= ~0x1fffffull;           /* good for a large page */
    }
    return phys >> 12 << 10 | PTE_V | rights[random64() % 5] |
           (one_in(4) ? 0 : PTE_A) | (one_in(3) ? 0 : PTE_D) |
           (one_in(2) ? PTE_U : 0) | (one_in(4) ? PTE_G : 0);
}

/* Now and then a bit that should not be there, or is missing. */
static uint64_t random_pte(void)
{
    uint64_t pte = one_in(2) ? random_pointer() : random_leaf();

    if (one_in(12)) {
        pte ^= 1ull << random64() % 10;
    }
    if (one_in(12)) {
        pte ^= 1ull << (54 + random64() % 10);
    }
    return pte;
}

/* Few indexes are used, so that accesses find entries. */
static unsigned random_index(void)
{
    static const unsigned indexes[] = { 0, 1, 2, 3, 255, 256, 511 };

    return indexes[random64() % G_N_ELEMENTS(indexes)];
}

static vaddr random_addr(unsigned levels)
{
    vaddr addr = random64() % 4096 & ~7ull;

    for (unsigned level = 0; level < levels; level++) {
        addr |= (vaddr)random_index() << (12 + 9 * level);
    }
    unsigned unused = 64 - 12 - 9 * levels;
    return one_in(40) ? random64()
                      : (vaddr)((int64_t)(addr << unused) >> unused);
}

static void random_pmp(Hart *h)
{
    memset(h->pmp, 0, sizeof(h->pmp));
    h->pmp[15] = (HartPmp) { .addr = ~0ull >> 10, .cfg = 0x1f };
    for (unsigned i = 0; one_in(2) && i < 15; i++) {
        uint64_t addr = FIXTURE_RAM_BASE + random64() % FIXTURE_RAM_SIZE;
        uint64_t size = one_in(2) ? 0xfff : 0x1ffff;

        h->pmp[i].addr = one_in(3) ? addr >> 2 : (addr | size) >> 2 >> 1 << 1;
        h->pmp[i].cfg = (uint8_t)(random64() & 0x1f);
    }
}

static void random_machine(void)
{
    static const uint64_t modes[] = { 8, 8, 8, 9, 10, 0 };
    Hart *h = &v->hart;

    for (unsigned table = 0; table < TABLES; table++) {
        for (unsigned i = 0; i < 512; i++) {
            *table_word(table, i) = random_pte();
        }
    }
    random_pmp(h);
    h->satp = modes[random64() % 6] << SATP_MODE_SHIFT |
              random64() % 3 << SATP_ASID_SHIFT |
              (FIXTURE_RAM_BASE + FIXTURE_TABLES) >> 12;
    h->menvcfg = (one_in(2) ? MENVCFG_PBMTE : 0) |
                 (one_in(2) ? MENVCFG_ADUE : 0);
    h->mseccfg = one_in(8) ? MSECCFG_MML : one_in(8) ? MSECCFG_MMWP : 0;
}

static void random_mode(void)
{
    static const PrivMode modes[] = { PRIV_U, PRIV_S, PRIV_S, PRIV_M };
    Hart *h = &v->hart;

    h->priv = (uint8_t)modes[random64() % 4];
    h->mstatus &= ~(MSTATUS_SUM | MSTATUS_MXR | MSTATUS_MPRV | MSTATUS_MPP);
    h->mstatus |= (one_in(2) ? MSTATUS_SUM : 0) |
                  (one_in(4) ? MSTATUS_MXR : 0);
    if (h->priv == PRIV_M && one_in(2)) {
        h->mstatus |= MSTATUS_MPRV | (random64() & 1) << MSTATUS_MPP_SHIFT;
    }
    vcpu_update_mode(v);
}

/* --- the comparison ------------------------------------------------------ */

static uint8_t before[TABLES * 4096], after[TABLES * 4096];
static unsigned quick, refills, slow, faults;

static void *tables(void)
{
    return f->host + FIXTURE_TABLES;
}

static Trap reference(vaddr addr, AccessType access, MmuResult *result)
{
    MmuRequest request = {
        .addr = addr, .size = 1, .access = access,
        .priv = mmu_effective_priv(&v->hart, access),
    };

    return mmu_translate(&v->hart, &v->bus, &request, result);
}

/*
 * A slot may know less than the tables say by now: that D was set through
 * another slot, or that R would also be granted without the MXR of a fetch.
 * Of a page that PMP splits it only says what is granted everywhere in it.
 */
static void compare(const CPUTLBEntryFull *full, const MmuResult *result,
                    AccessType access)
{
    static const uint8_t needed[] = { MMU_R, MMU_W, MMU_X };

    ck_assert_uint_eq(full->phys_page, result->addr & GUEST_PAGE_MASK);
    ck_assert_uint_eq(full->perms & ~result->perms, 0);
    ck_assert(full->perms & needed[access] || result->pmp_partial);
    ck_assert_uint_eq(full->perms & MMU_X, result->perms & MMU_X);
    ck_assert_uint_eq(full->page_shift, result->page_shift);
    ck_assert_int_eq(full->global, result->global);
    ck_assert_int_eq(full->valid, !result->pmp_partial);
}

/* The slot must say what the address space says. */
static void compare_slot(const CPUTLBEntryFull *full)
{
    const TlbTable *table = (const TlbTable *)
        ((const char *)(full - tlb_index(full->page)) -
         offsetof(TlbTable, full));
    const CPUTLBEntry *fast = &table->fast[tlb_index(full->page)];
    MemSection s = { 0 };

    if (!full->valid || !address_space_find(v->as, full->phys_page, &s) ||
        !s.host) {
        ck_assert_uint_ne(fast->addr_read, full->page);
        ck_assert_uint_ne(fast->addr_write, full->page);
        ck_assert_uint_ne(fast->addr_code, full->page);
        return;
    }
    bool dirty = !ram_block_is_clean(full->block, full->block_offset);
    ck_assert_uint_eq(full->page + fast->addend, (uintptr_t)full->host);
    ck_assert_ptr_eq(full->host, s.host + (full->phys_page - s.base));
    ck_assert_ptr_eq(full->block->host + full->block_offset, full->host);
    ck_assert_int_eq(fast->addr_read == full->page, full->perms & MMU_R);
    ck_assert_int_eq(fast->addr_write == full->page,
                     (full->perms & MMU_W) && !s.readonly && dirty);
    ck_assert_int_eq(fast->addr_code == full->page, full->perms & MMU_X
                                                    ? 1 : 0);
}

static void check_access(vaddr addr, AccessType access)
{
    const CPUTLBEntryFull *full;
    MmuResult result;
    uint64_t general = v->stat_tlb_fills;

    memcpy(before, tables(), sizeof(before));
    Trap trap = tlb_lookup_full(v, addr, access, &full);
    memcpy(after, tables(), sizeof(after));
    memcpy(tables(), before, sizeof(before));
    Trap expected = reference(addr, access, &result);
    ck_assert_int_eq(trap, expected);
    ck_assert_int_eq(memcmp(tables(), after, sizeof(after)), 0);
    if (trap != TRAP_NONE) {
        faults++;
        return;
    }
    compare(full, &result, access);
    compare_slot(full);
    slow += v->stat_tlb_fills != general;
}

/* Straight to the quick way: it may refuse, but must not be wrong. */
static void check_quick(vaddr addr, AccessType access)
{
    bool fetch = access == ACCESS_FETCH;
    TlbTable *table = v->tlb.tables[fetch ? v->tlb.code_idx
                                          : v->tlb.data_idx];
    MmuResult result;

    memcpy(before, tables(), sizeof(before));
    if (!tlb_fill_quickly(v, table, addr, access)) {
        return;
    }
    ck_assert_int_eq(memcmp(tables(), before, sizeof(before)), 0);
    ck_assert_int_eq(reference(addr, access, &result), TRAP_NONE);
    ck_assert_int_eq(memcmp(tables(), before, sizeof(before)), 0);
    compare(&table->full[tlb_index(addr)], &result, access);
    compare_slot(&table->full[tlb_index(addr)]);
    quick++;
}

/* And the quickest way, that of accesses which missed. */
static void check_refill(vaddr addr, AccessType access)
{
    TlbTable *table = v->tlb.tables[v->tlb.data_idx];
    unsigned size = 1u << random64() % 4;
    bool known = table->full[tlb_index(addr)].page ==
                 (addr & GUEST_PAGE_MASK);
    MmuResult result;

    memcpy(before, tables(), sizeof(before));
    const void *host = access == ACCESS_STORE
        ? tlb_refill_store(v, addr, size) : tlb_refill_load(v, addr, size);
    ck_assert_int_eq(memcmp(tables(), before, sizeof(before)), 0);
    if (!host) {
        return;
    }
    ck_assert(!known);
    ck_assert_uint_le((addr & ~GUEST_PAGE_MASK) + size, GUEST_PAGE_SIZE);
    ck_assert_int_eq(reference(addr, access, &result), TRAP_NONE);
    ck_assert_int_eq(memcmp(tables(), before, sizeof(before)), 0);
    compare(&table->full[tlb_index(addr)], &result, access);
    compare_slot(&table->full[tlb_index(addr)]);
    ck_assert_ptr_eq(host, table->full[tlb_index(addr)].host +
                           (addr & ~GUEST_PAGE_MASK));
    refills++;
}

static unsigned levels(void)
{
    uint64_t mode = v->hart.satp >> SATP_MODE_SHIFT;

    return mode == 0 ? 3 : (unsigned)mode - 5;
}

static const char *const models[] = {
    "max", "rv64", "max,svade=on", "rv64,svpbmt=off,svnapot=off",
    "rv64,pmp=off",
};

START_TEST(test_quick_fill_agrees_with_the_page_walk)
{
    f = exec_fixture_new(models[_i]);
    v = &f->vcpu;
    seed = 0x9e3779b97f4a7c15ull + (uint64_t)_i;
    quick = refills = slow = faults = 0;
    for (unsigned machine = 0; machine < 120; machine++) {
        random_machine();
        vcpu_state_changed(v);
        for (unsigned i = 0; i < 200; i++) {
            AccessType access = (AccessType)(random64() % 3);

            random_mode();
            check_quick(random_addr(levels()), access);
            check_refill(random_addr(levels()) | random64() % 8,
                         one_in(2) ? ACCESS_LOAD : ACCESS_STORE);
            check_access(random_addr(levels()), access);
        }
    }
    ck_assert_uint_gt(quick, 500);
    ck_assert_uint_gt(refills, 200);
    ck_assert_uint_gt(slow, 500);
    ck_assert_uint_gt(faults, 500);
}
END_TEST

/* The same, while entries change and are fenced one way or another. */
static void change_and_fence(void)
{
    unsigned asid = (unsigned)(random64() % 3);
    unsigned table = (unsigned)(random64() % TABLES);

    *table_word(table, random_index()) = random_pte();
    switch (random64() % 3) {
    case 0:
        tlb_flush_translated(v);
        break;
    case 1:                     /* enough if nothing changed is global */
        tlb_flush_asid(v, asid);
        tlb_flush_translated(v);
        break;
    default:
        tlb_flush(v);
        break;
    }
}

START_TEST(test_fences_leave_nothing_stale)
{
    f = exec_fixture_new(models[_i]);
    v = &f->vcpu;
    seed = 0x123456789abcdefull + (uint64_t)_i;
    random_machine();
    vcpu_state_changed(v);
    for (unsigned i = 0; i < 4000; i++) {
        if (one_in(10)) {
            change_and_fence();
        }
        v->hart.satp = (v->hart.satp & ~(3ull << SATP_ASID_SHIFT)) |
                       random64() % 3 << SATP_ASID_SHIFT;
        random_mode();
        check_access(random_addr(levels()), (AccessType)(random64() % 3));
    }
}
END_TEST

#define N_MODELS G_N_ELEMENTS(models)

UNIT_MAIN("tlb_fill",
          UNIT_LOOP(test_quick_fill_agrees_with_the_page_walk, N_MODELS),
          UNIT_LOOP(test_fences_leave_nothing_stale, N_MODELS))
