/*
 * test_mmu_explain.c: explanations say what translation does
 *
 * One row for each rule, and random page tables on which the explanation and
 * mmu_translate() must agree in everything, while only the latter writes.
 */
#include <string.h>

#include "core/cpu_model.h"
#include "core/csr_bits.h"
#include "core/mmu_explain.h"
#include "core/pte.h"
#include "support/unit.h"

#define MEM_WORDS 4096          /* 32 KiB at physical 0: eight tables */
#define PPN_ONE BIT_ULL(PTE_PPN_SHIFT)

typedef struct World {
    Hart h;
    uint64_t words[MEM_WORDS];
    bool read_only;
    PhysBus bus;
} World;

static bool load64(void *opaque, hwaddr addr, uint64_t *value)
{
    const World *w = opaque;

    if (addr / 8 >= MEM_WORDS) {
        return false;
    }
    *value = w->words[addr / 8];
    return true;
}

static bool cas64(void *opaque, hwaddr addr, uint64_t expected,
                  uint64_t desired, bool *swapped)
{
    World *w = opaque;

    *swapped = !w->read_only && w->words[addr / 8] == expected;
    if (*swapped) {
        w->words[addr / 8] = desired;
    }
    return !w->read_only;
}

static World *new_world(const char *type, unsigned levels)
{
    World *w = g_new0(World, 1);

    ck_assert(hart_config_init(&w->h.config, type, NULL, NULL));
    hart_reset(&w->h);
    w->bus = (PhysBus) { load64, cas64, w };
    w->h.priv = PRIV_S;
    w->h.satp = (uint64_t)(SATP_SV39 + levels - 3) << SATP_MODE_SHIFT |
                (levels - 1);
    w->h.pmp[0] = (HartPmp) { (1ull << 54) - 1, 0x1f };
    return w;
}

/* --- one row for each rule ----------------------------------------------- */

/* Address 0 through three levels at pages 2, 1 and 0. */
static World *straight_world(const char *type, uint64_t leaf)
{
    World *w = new_world(type, 3);

    w->words[2 * 512] = 1 * PPN_ONE | PTE_V;
    w->words[1 * 512] = 0 * PPN_ONE | PTE_V;
    w->words[0] = leaf;
    return w;
}

#define LEAF (5 * PPN_ONE | PTE_V | PTE_A | PTE_D)

static const struct {
    MmuRule rule;
    unsigned steps;
    const char *type;
    uint64_t leaf;
    AccessType access;
    PrivMode priv;
    uint64_t addr;
} rows[] = {
    { MMU_RULE_GRANTED, 3, "max", LEAF | PTE_R, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_GRANTED, 0, "max", 0, ACCESS_LOAD, PRIV_M, 0 },
    { MMU_RULE_PHYSICAL, 0, "max", 0, ACCESS_LOAD, PRIV_M, BIT_ULL(60) },
    { MMU_RULE_CANONICAL, 0, "max", LEAF | PTE_R, ACCESS_LOAD, PRIV_S,
      BIT_ULL(38) },
    { MMU_RULE_VALID, 3, "max", 0, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_VALID, 1, "max", 0, ACCESS_LOAD, PRIV_S, BIT_ULL(30) },
    { MMU_RULE_WRITE_ONLY, 3, "max", LEAF | PTE_W, ACCESS_STORE, PRIV_S, 0 },
    { MMU_RULE_RESERVED, 3, "max", LEAF | PTE_R | BIT_ULL(55), ACCESS_LOAD,
      PRIV_S, 0 },
    { MMU_RULE_SVNAPOT, 3, "rv64", LEAF | PTE_R | PTE_N, ACCESS_LOAD, PRIV_S,
      0 },
    { MMU_RULE_SVPBMT, 3, "rv64", LEAF | PTE_R | BIT_ULL(61), ACCESS_LOAD,
      PRIV_S, 0 },
    { MMU_RULE_PBMT, 3, "max", LEAF | PTE_R | PTE_PBMT, ACCESS_LOAD, PRIV_S,
      0 },
    { MMU_RULE_POINTER, 3, "max", LEAF, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_LAST_LEVEL, 3, "max", PTE_V, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_NAPOT, 3, "max", LEAF | PTE_R | PTE_N, ACCESS_LOAD, PRIV_S,
      0 },
    { MMU_RULE_USER_ONLY, 3, "max", LEAF | PTE_R, ACCESS_LOAD, PRIV_U, 0 },
    { MMU_RULE_SUM, 3, "max", LEAF | PTE_R | PTE_U, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_USER_CODE, 3, "max", LEAF | PTE_X | PTE_U, ACCESS_FETCH,
      PRIV_S, 0 },
    { MMU_RULE_READ, 3, "max", LEAF | PTE_X, ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_WRITE, 3, "max", LEAF | PTE_R, ACCESS_STORE, PRIV_S, 0 },
    { MMU_RULE_EXECUTE, 3, "max", LEAF | PTE_R, ACCESS_FETCH, PRIV_S, 0 },
    { MMU_RULE_ACCESSED, 3, "rva22s64", 5 * PPN_ONE | PTE_V | PTE_R,
      ACCESS_LOAD, PRIV_S, 0 },
    { MMU_RULE_DIRTY, 3, "rva22s64",
      5 * PPN_ONE | PTE_V | PTE_R | PTE_W | PTE_A, ACCESS_STORE, PRIV_S, 0 },
};

START_TEST(test_rule_that_decided_is_named)
{
    World *w = straight_world(rows[_i].type, rows[_i].leaf);
    MmuRequest req = { .addr = rows[_i].addr, .size = 1,
                       .access = rows[_i].access, .priv = rows[_i].priv };
    MmuExplanation got;

    mmu_explain(&w->h, &w->bus, &req, &got);
    ck_assert_str_eq(mmu_rule_text(got.rule)->text,
                     mmu_rule_text(rows[_i].rule)->text);
    ck_assert_uint_eq(got.n_steps, rows[_i].steps);
    ck_assert_int_eq(got.trap == TRAP_NONE,
                     rows[_i].rule == MMU_RULE_GRANTED);
    g_free(w);
}
END_TEST

static MmuExplanation explain(World *w, AccessType access)
{
    MmuRequest req = { .size = 1, .access = access, .priv = PRIV_S };
    MmuExplanation got;

    mmu_explain(&w->h, &w->bus, &req, &got);
    return got;
}

START_TEST(test_misaligned_superpage_is_named)
{
    World *w = straight_world("max", 0);

    w->words[1 * 512] = LEAF | PTE_R;
    ck_assert_int_eq(explain(w, ACCESS_LOAD).rule, MMU_RULE_ALIGNED);
    g_free(w);
}
END_TEST

START_TEST(test_table_outside_memory_is_named)
{
    World *w = straight_world("max", 0);

    w->words[1 * 512] = 1000 * PPN_ONE | PTE_V;
    ck_assert_int_eq(explain(w, ACCESS_LOAD).rule, MMU_RULE_TABLE_BUS);
    ck_assert_int_eq(explain(w, ACCESS_LOAD).trap, TRAP_LOAD_ACCESS);
    g_free(w);
}
END_TEST

/* Entry 0 of PMP is moved around: pages 0, 1, 2 are tables, 5 is the page. */
static const struct {
    unsigned page;
    uint8_t cfg;
    MmuRule rule;
} pmp_rows[] = {
    { 0, 0x18, MMU_RULE_TABLE_PMP },
    { 2, 0x1a, MMU_RULE_TABLE_PMP },
    { 0, 0x19, MMU_RULE_UPDATE_PMP },
    { 5, 0x18, MMU_RULE_PMP },
    { 5, 0x1f, MMU_RULE_GRANTED },
};

START_TEST(test_pmp_entry_that_refused_is_named)
{
    World *w = straight_world("max", 5 * PPN_ONE | PTE_V | PTE_R);

    w->h.pmp[3] = w->h.pmp[0];
    w->h.pmp[0] = (HartPmp) {
        (uint64_t)pmp_rows[_i].page << 10 | 0x1ff, pmp_rows[_i].cfg,
    };
    MmuExplanation got = explain(w, ACCESS_LOAD);
    ck_assert_int_eq(got.rule, pmp_rows[_i].rule);
    ck_assert_int_eq(got.pmp.entry, 0);
    ck_assert_uint_eq(got.checked >> 12, pmp_rows[_i].page);
    g_free(w);
}
END_TEST

START_TEST(test_no_pmp_entry_is_said)
{
    World *w = straight_world("max", LEAF | PTE_R);

    w->h.pmp[0] = (HartPmp) { 0, 0 };
    ck_assert_int_eq(explain(w, ACCESS_LOAD).rule, MMU_RULE_TABLE_PMP);
    ck_assert_int_eq(explain(w, ACCESS_LOAD).pmp.entry, PMP_SPAN_DEFAULT);
    g_free(w);
}
END_TEST

START_TEST(test_bits_that_would_be_set_are_told_not_set)
{
    World *w = straight_world("max", 5 * PPN_ONE | PTE_V | PTE_R | PTE_W);

    ck_assert_uint_eq(explain(w, ACCESS_LOAD).sets, PTE_A);
    ck_assert_uint_eq(explain(w, ACCESS_STORE).sets, PTE_A | PTE_D);
    ck_assert_uint_eq(w->words[0], 5 * PPN_ONE | PTE_V | PTE_R | PTE_W);
    g_free(w);
}
END_TEST

/* --- random tables ------------------------------------------------------- */

/* Mostly good entries, now and then any bit of them flipped. */
static uint64_t random_pte(GRand *rand)
{
    static const uint64_t kinds[] = {
        PTE_V, PTE_V, PTE_V, PTE_V, PTE_V, PTE_V, PTE_V, PTE_V,
        PTE_V | PTE_R | PTE_W | PTE_A | PTE_D,
        PTE_V | PTE_R | PTE_X | PTE_U | PTE_A,
        PTE_V | PTE_X, PTE_V | PTE_R | PTE_W | PTE_U,
        PTE_V | PTE_R | PTE_A | PTE_PBMT, PTE_V | PTE_R | PTE_W | PTE_A,
    };
    uint64_t pte = kinds[g_rand_int_range(rand, 0, G_N_ELEMENTS(kinds))] |
                   g_rand_int_range(rand, 0, 10) * PPN_ONE;

    if (g_rand_int_range(rand, 0, 8) == 0) {
        pte |= (uint64_t)g_rand_int(rand) << 19 & MAKE_64BIT_MASK(19, 27);
    }
    if (g_rand_int_range(rand, 0, 6) == 0) {
        pte ^= BIT_ULL(g_rand_int_range(rand, 0, 64));
    }
    return pte;
}

static World *random_world(GRand *rand)
{
    static const char *const types[] = { "max", "rva22s64", "rv64" };
    static const uint64_t status[] = {
        MSTATUS_SUM, MSTATUS_MXR, MSTATUS_SUM | MSTATUS_MXR, 0,
    };
    World *w = new_world(types[g_rand_int_range(rand, 0, 3)],
                         (unsigned)g_rand_int_range(rand, 3, 6));

    w->h.mstatus |= status[g_rand_int_range(rand, 0, 4)];
    w->read_only = g_rand_int_range(rand, 0, 8) == 0;
    if (g_rand_boolean(rand)) {
        w->h.pmp[1] = w->h.pmp[0];
        w->h.pmp[0].addr = (uint64_t)g_rand_int_range(rand, 0, 10) << 10 |
                           0x1ff;
        w->h.pmp[0].cfg = (uint8_t)(0x18 | g_rand_int_range(rand, 0, 8));
    }
    for (unsigned i = 0; i < MEM_WORDS; i++) {
        w->words[i] = random_pte(rand);
    }
    return w;
}

static MmuRequest random_request(GRand *rand, const World *w)
{
    static const PrivMode privs[] = { PRIV_U, PRIV_S, PRIV_S, PRIV_M };
    uint64_t addr = (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);
    int bits = 12 + 9 * (int)((w->h.satp >> SATP_MODE_SHIFT) - SATP_SV39 + 3);

    if (g_rand_int_range(rand, 0, 20) > 0) {
        addr = (uint64_t)sextract64(addr, 0, bits);
    }
    return (MmuRequest) {
        .addr = addr & ~7ull, .size = 8,
        .access = (AccessType)g_rand_int_range(rand, 0, 3),
        .priv = privs[g_rand_int_range(rand, 0, 4)],
    };
}

static void check_agree(World *w, const MmuRequest *req, unsigned *rules)
{
    g_autofree uint64_t *before = g_memdup2(w->words, sizeof(w->words));
    MmuExplanation told;
    MmuResult result;

    mmu_explain(&w->h, &w->bus, req, &told);
    ck_assert_int_eq(memcmp(before, w->words, sizeof(w->words)), 0);
    Trap trap = mmu_translate(&w->h, &w->bus, req, &result);

    /* only a bus that cannot write is beyond the explanation */
    if (w->read_only && told.trap == TRAP_NONE && told.sets) {
        ck_assert_int_eq(trap, mmu_access_fault(req->access));
        return;
    }
    ck_assert_int_eq(told.trap, trap);
    ck_assert_int_eq(told.rule == MMU_RULE_GRANTED, trap == TRAP_NONE);
    rules[told.rule]++;
    if (trap == TRAP_NONE) {
        ck_assert_uint_eq(told.result.addr, result.addr);
        ck_assert_uint_eq(told.result.page_shift, result.page_shift);
        ck_assert_uint_eq(told.result.perms, result.perms);
    }
    if (told.n_steps > 0) {
        const MmuStep *last = &told.steps[told.n_steps - 1];

        ck_assert_uint_eq(last->pte | told.sets,
                          w->words[last->pte_addr / 8]);
    }
}

START_TEST(test_random_tables_agree_with_translation)
{
    GRand *rand = g_rand_new_with_seed(4711);
    unsigned rules[MMU_RULE_COUNT] = { 0 };

    for (unsigned i = 0; i < (unsigned)unit_rounds(1000); i++) {
        World *w = random_world(rand);

        for (unsigned j = 0; j < 60; j++) {
            MmuRequest req = random_request(rand, w);
            check_agree(w, &req, rules);
        }
        g_free(w);
    }
    for (unsigned rule = 0; rule < MMU_RULE_COUNT; rule++) {
        ck_assert_msg(rules[rule] > 0 || rule == MMU_RULE_UPDATE_BUS,
                      "no table led to: %s", mmu_rule_text(rule)->text);
    }
    g_rand_free(rand);
}
END_TEST

START_TEST(test_every_rule_has_words)
{
    for (unsigned rule = 0; rule < MMU_RULE_COUNT; rule++) {
        ck_assert_ptr_nonnull(mmu_rule_text(rule)->bit);
        ck_assert_ptr_nonnull(mmu_rule_text(rule)->text);
        ck_assert_ptr_nonnull(mmu_rule_text(rule)->section);
    }
}
END_TEST

UNIT_MAIN("mmu_explain",
          UNIT_LOOP(test_rule_that_decided_is_named, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_misaligned_superpage_is_named),
          UNIT_TEST(test_table_outside_memory_is_named),
          UNIT_LOOP(test_pmp_entry_that_refused_is_named,
                    G_N_ELEMENTS(pmp_rows)),
          UNIT_TEST(test_no_pmp_entry_is_said),
          UNIT_TEST(test_bits_that_would_be_set_are_told_not_set),
          UNIT_TEST(test_random_tables_agree_with_translation),
          UNIT_TEST(test_every_rule_has_words))
