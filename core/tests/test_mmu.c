/*
 * test_mmu.c: the page walk of core/mmu.h
 *
 * A small physical memory holds one path of page tables. Each row changes
 * one thing and says what must come out, for Sv39, Sv48 and Sv57.
 */
#include <string.h>

#include "core/cpu_model.h"
#include "core/csr_bits.h"
#include "core/mmu.h"
#include "support/unit.h"

#define V 0x01u
#define R 0x02u
#define W 0x04u
#define X 0x08u
#define U 0x10u
#define G 0x20u
#define A 0x40u
#define D 0x80u
#define PTE_N_BIT (1ull << 63)
#define PBMT(n) ((uint64_t)(n) << 61)

#define MEM_WORDS 8192          /* 64 KiB at physical 0 */
#define LEAF_PPN 0x4000000ull   /* aligned for superpages to 1 GiB */
#define ADDR 0x3456789ull       /* low bits of the address that is walked */

/* Plain data behind a PhysBus. */
typedef struct FakeMemory {
    uint64_t words[MEM_WORDS];
    unsigned loads;
    unsigned swaps;
    hwaddr broken;              /* loads there fail; 0 for none */
    bool read_only;
    unsigned races;             /* this many swaps lose to another hart */
} FakeMemory;

static bool fake_load64(void *opaque, hwaddr addr, uint64_t *value)
{
    FakeMemory *m = opaque;

    m->loads++;
    if (addr / 8 >= MEM_WORDS || (m->broken && addr == m->broken)) {
        return false;
    }
    *value = m->words[addr / 8];
    return true;
}

static bool fake_cas64(void *opaque, hwaddr addr, uint64_t expected,
                       uint64_t desired, bool *swapped)
{
    FakeMemory *m = opaque;

    m->swaps++;
    if (m->read_only) {
        return false;
    }
    if (m->races > 0) {
        m->races--;
        m->words[addr / 8] |= 1ull << 8;        /* an RSW bit */
    }
    *swapped = m->words[addr / 8] == expected;
    if (*swapped) {
        m->words[addr / 8] = desired;
    }
    return true;
}

typedef struct World {
    Hart h;
    FakeMemory memory;
    PhysBus bus;
    unsigned levels;
} World;

static hwaddr table_addr(unsigned level)
{
    return 0x1000 * (level + 1);
}

static hwaddr pte_addr(unsigned level)
{
    return table_addr(level) + 8 * ((ADDR >> (12 + 9 * level)) & 511);
}

static uint64_t *pte(World *w, unsigned level)
{
    return &w->memory.words[pte_addr(level) / 8];
}

/* Tables from the root down to @leaf, which maps ADDR to LEAF_PPN. */
static World *new_world(const char *type, unsigned levels, unsigned leaf,
                        uint64_t leaf_bits)
{
    World *w = g_new0(World, 1);

    ck_assert(hart_config_init(&w->h.config, type, NULL, NULL));
    hart_reset(&w->h);
    w->levels = levels;
    w->bus = (PhysBus){ fake_load64, fake_cas64, &w->memory };
    w->h.priv = PRIV_S;
    w->h.satp = (uint64_t)(SATP_SV39 + levels - 3) << SATP_MODE_SHIFT |
                table_addr(levels - 1) >> 12;
    w->h.pmp[0] = (HartPmp){ (1ull << 54) - 1, 0x1f };
    for (unsigned level = levels - 1; level > leaf; level--) {
        *pte(w, level) = table_addr(level - 1) >> 12 << 10 | V;
    }
    *pte(w, leaf) = LEAF_PPN << 10 | leaf_bits;
    return w;
}

static Trap translate(World *w, AccessType access, MmuResult *result)
{
    MmuRequest req = {
        .addr = ADDR,
        .size = 1,
        .access = access,
        .priv = mmu_effective_priv(&w->h, access),
    };

    return mmu_translate(&w->h, &w->bus, &req, result);
}

/* "lsf": which of load, store and fetch get through */
static void check_allowed(World *w, const char *expected)
{
    static const Trap page_faults[] = {
        TRAP_LOAD_PAGE_FAULT, TRAP_STORE_PAGE_FAULT, TRAP_INSN_PAGE_FAULT,
    };

    for (AccessType access = ACCESS_LOAD; access <= ACCESS_FETCH; access++) {
        MmuResult result;
        bool ok = strchr(expected, "lsf"[access]) != NULL;
        Trap trap = translate(w, access, &result);
        ck_assert_msg(trap == (ok ? TRAP_NONE : page_faults[access]),
                      "Sv with %u levels: access '%c' gave %d, expected %s",
                      w->levels, "lsf"[access], trap, ok ? "ok" : "fault");
        if (ok) {
            unsigned shift = result.page_shift;
            ck_assert_uint_eq(result.addr, LEAF_PPN << 12 |
                              (ADDR & ((1ull << shift) - 1)));
        }
    }
}

/* One row per rule about the leaf; status bits are added to mstatus. */
static const struct {
    const char *rule;
    const char *type;
    uint64_t bits;
    unsigned priv;
    uint64_t status;
    const char *allowed;
} leaf_rows[] = {
    { "step 3: V = 0", "max", R | W | X | A | D, PRIV_S, 0, "" },
    { "step 3: W without R", "max", V | W | A | D, PRIV_S, 0, "" },
    { "step 3: W, X without R", "max", V | W | X | A | D, PRIV_S, 0, "" },
    { "step 3: bit 54", "max", V | R | A | D | 1ull << 54, PRIV_S, 0, "" },
    { "step 3: bit 60", "max", V | R | A | D | 1ull << 60, PRIV_S, 0, "" },
    { "RSW is software's", "max", V | R | A | D | 3u << 8, PRIV_S, 0, "l" },
    { "step 4: pointer at level 0", "max", V, PRIV_S, 0, "" },
    { "S: r", "max", V | R | A | D, PRIV_S, 0, "l" },
    { "S: x", "max", V | X | A | D, PRIV_S, 0, "f" },
    { "S: rw", "max", V | R | W | A | D, PRIV_S, 0, "ls" },
    { "S: rx", "max", V | R | X | A | D, PRIV_S, 0, "lf" },
    { "S: rwx", "max", V | R | W | X | A | D, PRIV_S, 0, "lsf" },
    { "MXR: x is readable", "max", V | X | A | D, PRIV_S, MSTATUS_MXR,
      "lf" },
    { "MXR: still not writable", "max", V | R | X | A | D, PRIV_S,
      MSTATUS_MXR, "lf" },
    { "U on S page", "max", V | R | W | X | A | D, PRIV_U, 0, "" },
    { "U on S page, SUM", "max", V | R | W | X | A | D, PRIV_U, MSTATUS_SUM,
      "" },
    { "U on U page", "max", V | R | W | X | U | A | D, PRIV_U, 0, "lsf" },
    { "S on U page", "max", V | R | W | X | U | A | D, PRIV_S, 0, "" },
    { "S on U page, SUM: never fetch", "max", V | R | W | X | U | A | D,
      PRIV_S, MSTATUS_SUM, "ls" },
    { "S on U page, SUM and MXR", "max", V | X | U | A | D, PRIV_S,
      MSTATUS_SUM | MSTATUS_MXR, "l" },
    { "U, MXR", "max", V | X | U | A | D, PRIV_U, MSTATUS_MXR, "lf" },
    { "Svade: A = 0", "rva22s64", V | R | W | X | D, PRIV_S, 0, "" },
    { "Svade: D = 0", "rva22s64", V | R | W | X | A, PRIV_S, 0, "lf" },
    { "Svadu: A = D = 0", "max", V | R | W | X, PRIV_S, 0, "lsf" },
    { "neither: hardware sets A and D", "thead-c906", V | R | W | X,
      PRIV_S, 0, "lsf" },
    { "N without Svnapot", "rv64", V | R | A | D | PTE_N_BIT, PRIV_S, 0,
      "" },
    { "N with ppn[3:0] != 8", "max", V | R | A | D | PTE_N_BIT, PRIV_S, 0,
      "" },
    { "PBMT without Svpbmt", "rv64", V | R | A | D | PBMT(1), PRIV_S, 0,
      "" },
    { "PBMT = NC", "max", V | R | A | D | PBMT(1), PRIV_S, 0, "l" },
    { "PBMT = IO", "max", V | R | A | D | PBMT(2), PRIV_S, 0, "l" },
    { "PBMT = 3", "max", V | R | A | D | PBMT(3), PRIV_S, 0, "" },
};

START_TEST(test_leaf_rule)
{
    /* thead-c906 has three levels; the others walk all depths */
    unsigned most = strcmp(leaf_rows[_i].type, "thead-c906") ? 5 : 3;

    for (unsigned levels = 3; levels <= most; levels++) {
        World *w = new_world(leaf_rows[_i].type, levels, 0,
                             leaf_rows[_i].bits);
        w->h.priv = leaf_rows[_i].priv;
        w->h.mstatus |= leaf_rows[_i].status;
        check_allowed(w, leaf_rows[_i].allowed);
        g_free(w);
    }
}
END_TEST

/* Bits that are reserved in a pointer, at every level above the last. */
static const struct {
    uint64_t bits;
    bool ok;
} pointer_rows[] = {
    { 0, true }, { G, true }, { 3u << 8, true }, { A, false }, { D, false },
    { U, false }, { PTE_N_BIT, false }, { PBMT(1), false },
    { 1ull << 54, false }, { 1ull << 60, false }, { W, false },
};

START_TEST(test_pointer_rule)
{
    for (unsigned levels = 3; levels <= 5; levels++) {
        for (unsigned level = 1; level < levels; level++) {
            World *w = new_world("max", levels, 0, V | R | A | D);
            MmuResult result;
            *pte(w, level) |= pointer_rows[_i].bits;
            ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                             pointer_rows[_i].ok ? TRAP_NONE
                                                 : TRAP_LOAD_PAGE_FAULT);
            g_free(w);
        }
    }
}
END_TEST

START_TEST(test_invalid_pointer_faults_at_every_level)
{
    for (unsigned levels = 3; levels <= 5; levels++) {
        for (unsigned level = 1; level < levels; level++) {
            World *w = new_world("max", levels, 0, V | R | A | D);
            MmuResult result;
            *pte(w, level) &= ~1ull;
            ck_assert_int_eq(translate(w, ACCESS_FETCH, &result),
                             TRAP_INSN_PAGE_FAULT);
            g_free(w);
        }
    }
}
END_TEST

START_TEST(test_superpage_keeps_offset_and_reports_size)
{
    for (unsigned levels = 3; levels <= 5; levels++) {
        for (unsigned leaf = 0; leaf < 3; leaf++) {
            World *w = new_world("max", levels, leaf, V | R | W | A | D);
            MmuResult result;
            ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
            ck_assert_uint_eq(result.page_shift, 12 + 9 * leaf);
            ck_assert_uint_eq(w->memory.loads, levels - leaf);
            check_allowed(w, "ls");
            g_free(w);
        }
    }
}
END_TEST

START_TEST(test_misaligned_superpage_faults)
{
    for (unsigned levels = 3; levels <= 5; levels++) {
        for (unsigned leaf = 1; leaf < levels; leaf++) {
            for (unsigned bit = 0; bit < 9 * leaf; bit++) {
                World *w = new_world("max", levels, leaf, V | R | A | D);
                MmuResult result;
                *pte(w, leaf) = V | R | A | D | 1ull << (10 + bit);
                ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                                 TRAP_LOAD_PAGE_FAULT);
                g_free(w);
            }
        }
    }
}
END_TEST

START_TEST(test_napot_page_is_64_kib)
{
    World *w = new_world("max", 3, 0, V | R | A | D | PTE_N_BIT);
    MmuResult result;

    *pte(w, 0) |= 8ull << 10;
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_NONE);
    ck_assert_uint_eq(result.page_shift, 16);
    ck_assert_uint_eq(result.addr, LEAF_PPN << 12 | (ADDR & 0xffff));
    *pte(w, 0) |= 1ull << 10;   /* ppn[3:0] = 9 */
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                     TRAP_LOAD_PAGE_FAULT);
    g_free(w);
}
END_TEST

START_TEST(test_napot_superpage_is_reserved)
{
    World *w = new_world("max", 3, 1, V | R | A | D | PTE_N_BIT);
    MmuResult result;

    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                     TRAP_LOAD_PAGE_FAULT);
    g_free(w);
}
END_TEST

START_TEST(test_address_must_be_canonical)
{
    for (unsigned levels = 3; levels <= 5; levels++) {
        World *w = new_world("max", levels, 0, V | R | A | D);
        MmuResult result;
        unsigned bits = 12 + 9 * levels;
        for (unsigned bit = bits - 1; bit < 64; bit++) {
            MmuRequest req = { .addr = ADDR | 1ull << bit, .size = 1,
                               .access = ACCESS_LOAD, .priv = PRIV_S };
            w->memory.loads = 0;
            ck_assert_int_eq(mmu_translate(&w->h, &w->bus, &req, &result),
                             TRAP_LOAD_PAGE_FAULT);
            ck_assert_uint_eq(w->memory.loads, 0);
        }
        g_free(w);
    }
}
END_TEST

START_TEST(test_high_half_is_canonical)
{
    World *w = new_world("max", 3, 0, V | R | A | D);
    MmuRequest req = { .addr = ~0ull << 38 | ADDR, .size = 1,
                       .access = ACCESS_LOAD, .priv = PRIV_S };
    MmuResult result;

    /* bit 38 selects root entry 256 */
    w->memory.words[table_addr(2) / 8 + 256] = *pte(w, 2);
    ck_assert_int_eq(mmu_translate(&w->h, &w->bus, &req, &result),
                     TRAP_NONE);
    g_free(w);
}
END_TEST

START_TEST(test_global_anywhere_on_the_path_counts)
{
    for (unsigned level = 0; level < 4; level++) {
        World *w = new_world("max", 3, 0, V | R | A | D);
        MmuResult result;
        if (level < 3) {
            *pte(w, level) |= G;
        }
        ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_NONE);
        ck_assert_uint_eq(result.global, level < 3);
        g_free(w);
    }
}
END_TEST

START_TEST(test_pbmt_is_reported_and_gated)
{
    World *w = new_world("max", 3, 0, V | R | A | D | PBMT(PBMT_IO));
    MmuResult result;

    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_NONE);
    ck_assert_uint_eq(result.pbmt, PBMT_IO);
    w->h.menvcfg &= ~MENVCFG_PBMTE;
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                     TRAP_LOAD_PAGE_FAULT);
    g_free(w);
}
END_TEST

START_TEST(test_svadu_sets_only_what_the_access_needs)
{
    World *w = new_world("max", 3, 0, V | R | W | X);
    MmuResult result;

    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_NONE);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), A);
    ck_assert_uint_eq(result.perms, MMU_R | MMU_X);     /* D is clear */
    ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), A | D);
    ck_assert_uint_eq(result.perms, MMU_R | MMU_W | MMU_X);
    w->memory.swaps = 0;
    ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
    ck_assert_uint_eq(w->memory.swaps, 0);
    g_free(w);
}
END_TEST

START_TEST(test_adue_off_faults_and_leaves_entry_alone)
{
    World *w = new_world("max", 3, 0, V | R | W | X);
    MmuResult result;

    w->h.menvcfg &= ~MENVCFG_ADUE;
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result),
                     TRAP_LOAD_PAGE_FAULT);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), 0);
    g_free(w);
}
END_TEST

START_TEST(test_denied_access_never_sets_accessed)
{
    World *w = new_world("max", 3, 0, V | R);
    MmuResult result;

    ck_assert_int_eq(translate(w, ACCESS_STORE, &result),
                     TRAP_STORE_PAGE_FAULT);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), 0);
    g_free(w);
}
END_TEST

START_TEST(test_lost_race_reads_the_entry_again)
{
    World *w = new_world("max", 3, 0, V | R | W);
    MmuResult result;

    w->memory.races = 1;
    ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
    ck_assert_uint_eq(w->memory.swaps, 2);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), A | D);
    ck_assert(*pte(w, 0) & 1ull << 8);  /* the other hart's bit survives */
    g_free(w);
}
END_TEST

START_TEST(test_bus_errors_are_access_faults_of_the_access)
{
    static const Trap faults[] = { TRAP_LOAD_ACCESS, TRAP_STORE_ACCESS,
                                   TRAP_INSN_ACCESS };

    for (unsigned level = 0; level < 3; level++) {
        World *w = new_world("max", 3, 0, V | R | W | X | A | D);
        MmuResult result;
        w->memory.broken = pte_addr(level);
        for (unsigned access = 0; access < 3; access++) {
            ck_assert_int_eq(translate(w, access, &result), faults[access]);
        }
        g_free(w);
    }
    World *w = new_world("max", 3, 0, V | R | W | X);
    MmuResult result;
    w->memory.read_only = true;
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_LOAD_ACCESS);
    g_free(w);
}
END_TEST

/* Entry 0 covers one table or the page with limited rights. */
START_TEST(test_pmp_guards_tables_and_result)
{
    MmuResult result;

    for (unsigned level = 0; level < 3; level++) {
        World *w = new_world("max", 3, 0, V | R | W | X | A | D);
        w->h.pmp[1] = w->h.pmp[0];
        w->h.pmp[0] = (HartPmp){ table_addr(level) >> 2 | 0x1ff, 0x18 };
        ck_assert_int_eq(translate(w, ACCESS_STORE, &result),
                         TRAP_STORE_ACCESS);
        g_free(w);
    }
    World *w = new_world("max", 3, 0, V | R | W | X | A | D);
    w->h.pmp[1] = w->h.pmp[0];
    w->h.pmp[0] = (HartPmp){ LEAF_PPN << 10 | 0x3ffff, 0x19 };
    *pte(w, 0) = LEAF_PPN << 10 | V | R | W | X | A | D;
    ck_assert_int_eq(translate(w, ACCESS_FETCH, &result), TRAP_INSN_ACCESS);
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_NONE);
    ck_assert_uint_eq(result.perms, MMU_R);
    ck_assert(!result.pmp_partial);
    g_free(w);
}
END_TEST

START_TEST(test_pmp_read_only_table_cannot_be_updated)
{
    World *w = new_world("max", 3, 0, V | R | W | X);
    MmuResult result;

    w->h.pmp[1] = w->h.pmp[0];
    w->h.pmp[0] = (HartPmp){ table_addr(0) >> 2 | 0x1ff, 0x19 };
    ck_assert_int_eq(translate(w, ACCESS_LOAD, &result), TRAP_LOAD_ACCESS);
    ck_assert_uint_eq(*pte(w, 0) & (A | D), 0);
    g_free(w);
}
END_TEST

START_TEST(test_split_page_is_checked_by_the_byte)
{
    World *w = new_world("max", 3, 0, V | R | W | X | A | D);
    hwaddr page = LEAF_PPN << 12;
    MmuRequest req = { .addr = ADDR & ~0xfffull, .size = 8,
                       .access = ACCESS_LOAD, .priv = PRIV_S };
    MmuResult result;

    w->h.pmp[1] = w->h.pmp[0];
    w->h.pmp[0] = (HartPmp){ (page + 8) >> 2, 0x10 };   /* NA4, no rights */
    ck_assert_int_eq(mmu_translate(&w->h, &w->bus, &req, &result),
                     TRAP_NONE);
    ck_assert(result.pmp_partial);
    req.addr += 8;
    ck_assert_int_eq(mmu_translate(&w->h, &w->bus, &req, &result),
                     TRAP_LOAD_ACCESS);
    g_free(w);
}
END_TEST

START_TEST(test_m_mode_and_bare_do_not_walk)
{
    World *w = new_world("max", 3, 0, 0);
    MmuResult result;

    w->h.priv = PRIV_M;
    ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
    ck_assert_uint_eq(result.addr, ADDR);
    w->h.priv = PRIV_U;
    w->h.satp = 0;
    ck_assert_int_eq(translate(w, ACCESS_STORE, &result), TRAP_NONE);
    ck_assert_uint_eq(result.addr, ADDR);
    ck_assert_uint_eq(w->memory.loads, 0);
    MmuRequest req = { .addr = 1ull << 56, .size = 1, .access = ACCESS_LOAD,
                       .priv = PRIV_M };
    ck_assert_int_eq(mmu_translate(&w->h, &w->bus, &req, &result),
                     TRAP_LOAD_ACCESS);
    g_free(w);
}
END_TEST

START_TEST(test_mprv_lends_mpp_to_loads_and_stores_only)
{
    Hart h = { .priv = PRIV_M };

    h.mstatus = MSTATUS_MPRV | (uint64_t)PRIV_S << MSTATUS_MPP_SHIFT;
    ck_assert_int_eq(mmu_effective_priv(&h, ACCESS_LOAD), PRIV_S);
    ck_assert_int_eq(mmu_effective_priv(&h, ACCESS_STORE), PRIV_S);
    ck_assert_int_eq(mmu_effective_priv(&h, ACCESS_FETCH), PRIV_M);
    h.mstatus = (uint64_t)PRIV_S << MSTATUS_MPP_SHIFT;
    ck_assert_int_eq(mmu_effective_priv(&h, ACCESS_LOAD), PRIV_M);
}
END_TEST

UNIT_MAIN("mmu",
          UNIT_LOOP(test_leaf_rule, G_N_ELEMENTS(leaf_rows)),
          UNIT_LOOP(test_pointer_rule, G_N_ELEMENTS(pointer_rows)),
          UNIT_TEST(test_invalid_pointer_faults_at_every_level),
          UNIT_TEST(test_superpage_keeps_offset_and_reports_size),
          UNIT_TEST(test_misaligned_superpage_faults),
          UNIT_TEST(test_napot_page_is_64_kib),
          UNIT_TEST(test_napot_superpage_is_reserved),
          UNIT_TEST(test_address_must_be_canonical),
          UNIT_TEST(test_high_half_is_canonical),
          UNIT_TEST(test_global_anywhere_on_the_path_counts),
          UNIT_TEST(test_pbmt_is_reported_and_gated),
          UNIT_TEST(test_svadu_sets_only_what_the_access_needs),
          UNIT_TEST(test_adue_off_faults_and_leaves_entry_alone),
          UNIT_TEST(test_denied_access_never_sets_accessed),
          UNIT_TEST(test_lost_race_reads_the_entry_again),
          UNIT_TEST(test_bus_errors_are_access_faults_of_the_access),
          UNIT_TEST(test_pmp_guards_tables_and_result),
          UNIT_TEST(test_pmp_read_only_table_cannot_be_updated),
          UNIT_TEST(test_split_page_is_checked_by_the_byte),
          UNIT_TEST(test_m_mode_and_bare_do_not_walk),
          UNIT_TEST(test_mprv_lends_mpp_to_loads_and_stores_only))
