/*
 * Address spaces: what stays cached over traps and satp writes, and what the
 * forms of sfence.vma take away.
 */
#include "asm.h"
#include "core/csr_bits.h"
#include "mem_access.h"
#include "mmu_context.h"
#include "mmu_spaces.h"

#include "support/unit.h"

static ExecFixture *f;
static Vcpu *v;

static void setup_in(PrivMode priv)
{
    f = spaces_new(priv);
    v = &f->vcpu;
}

static void use(unsigned space)
{
    spaces_use(f, space);
}

static bool can_load(vaddr addr)
{
    uint64_t value;

    return vcpu_load8(v, addr, &value) == EXEC_NEXT;
}

static uint64_t loaded(vaddr addr)
{
    uint64_t value = 0;

    ck_assert_int_eq(vcpu_load8(v, addr, &value), EXEC_NEXT);
    return value;
}

/* A page that can be read though the tables deny it. */
static bool is_cached(unsigned space, vaddr addr)
{
    uint64_t *pte = spaces_leaf(f, space, addr), saved = *pte;

    use(space);
    *pte = 0;
    bool cached = can_load(addr);
    *pte = saved;
    return cached;
}

static void touch_all(unsigned space)
{
    use(space);
    ck_assert(can_load(LOCAL) && can_load(OTHER) && can_load(GLOBAL));
    ck_assert(can_load(LARGE) && can_load(LARGE + 0x5000));
    ck_assert(can_load(LARGE_2));
}

/* --- contexts ------------------------------------------------------------ */

static const PrivMode modes[] = { PRIV_U, PRIV_S };

START_TEST(test_address_spaces_do_not_see_one_another)
{
    setup_in(modes[_i]);
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned space = 0; space < SPACES; space++) {
            use(space);
            ck_assert_uint_eq(loaded(LOCAL), space);
        }
    }
}
END_TEST

START_TEST(test_recent_address_space_is_still_cached)
{
    setup_in(PRIV_U);
    for (unsigned space = 0; space < MMU_CONTEXTS; space++) {
        touch_all(space);
    }
    for (unsigned space = 0; space < MMU_CONTEXTS; space++) {
        ck_assert(is_cached(space, LOCAL));
    }
    touch_all(MMU_CONTEXTS);            /* takes the place of space 0 */
    ck_assert(is_cached(1, LOCAL));
    ck_assert(!is_cached(0, LOCAL));
}
END_TEST

START_TEST(test_traps_and_returns_flush_nothing)
{
    setup_in(PRIV_U);
    touch_all(1);
    uint64_t fills = v->stat_tlb_fills;
    v->hart.priv = PRIV_S;
    vcpu_update_mode(v);
    v->hart.mstatus |= MSTATUS_SUM;
    vcpu_update_mode(v);
    v->hart.mstatus &= ~MSTATUS_SUM;
    v->hart.priv = PRIV_U;
    vcpu_update_mode(v);
    touch_all(1);
    ck_assert_uint_eq(v->stat_tlb_fills, fills);
}
END_TEST

START_TEST(test_new_root_of_the_same_asid_counts_at_once)
{
    setup_in(modes[_i]);
    for (unsigned round = 0; round < 3; round++) {
        spaces_use_root(f, 3, 0);
        ck_assert_uint_eq(loaded(LOCAL), 3);
        spaces_use_root(f, 4, 0);
        ck_assert_uint_eq(loaded(LOCAL), 4);
    }
}
END_TEST

START_TEST(test_supervisor_keeps_global_pages_only)
{
    setup_in(PRIV_S);
    touch_all(1);
    ck_assert(is_cached(2, GLOBAL));
    ck_assert(!is_cached(2, OTHER));
}
END_TEST

START_TEST(test_bare_mode_interrupts_nothing)
{
    setup_in(PRIV_S);
    touch_all(1);
    v->hart.satp = 0;
    vcpu_update_mode(v);
    ck_assert(!can_load(LOCAL));
    ck_assert(can_load(DATA));
    ck_assert(is_cached(1, LOCAL));
    ck_assert(!can_load(DATA));
}
END_TEST

START_TEST(test_schemes_share_nothing)
{
    setup_in(PRIV_S);
    touch_all(1);
    v->hart.satp = (spaces_satp(1, 1) & ~(15ull << SATP_MODE_SHIFT)) |
                   9ull << SATP_MODE_SHIFT;
    vcpu_update_mode(v);
    ck_assert(!can_load(GLOBAL));       /* a table is missing */
    ck_assert(!is_cached(1, GLOBAL));
}
END_TEST

START_TEST(test_mxr_has_a_table_of_its_own)
{
    setup_in(PRIV_U);
    for (unsigned space = 1; space <= 2; space++) {
        *spaces_leaf(f, space, OTHER) = spaces_pte(DATA + 0x1000 * space,
                                       PTE_V | PTE_X | PTE_U | PTE_A);
        touch_all(3);
    }
    touch_all(3);
    use(1);
    v->hart.mstatus |= MSTATUS_MXR;
    vcpu_update_mode(v);
    ck_assert_uint_eq(loaded(OTHER), 1);
    use(2);
    ck_assert_uint_eq(loaded(OTHER), 2);
    v->hart.mstatus &= ~MSTATUS_MXR;
    vcpu_update_mode(v);
    ck_assert(!can_load(OTHER));
    ck_assert(is_cached(3, OTHER));
}
END_TEST

static void use_mxr(void)
{
    v->hart.mstatus |= MSTATUS_MXR;
    vcpu_update_mode(v);
}

START_TEST(test_mxr_follows_the_address_space)
{
    setup_in(modes[_i]);
    use_mxr();
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned space = 0; space < SPACES; space++) {
            use(space);
            ck_assert_uint_eq(loaded(LOCAL), space);
        }
    }
}
END_TEST

/* A fetch under MXR fills the table of loads without it. */
START_TEST(test_fetch_lends_no_right_of_mxr)
{
    const CPUTLBEntryFull *full;

    setup_in(modes[_i]);
    *spaces_leaf(f, 1, OTHER) &= ~(uint64_t)(PTE_R | PTE_W | PTE_A);
    use(1);
    use_mxr();
    ck_assert_int_eq(tlb_lookup_full(v, OTHER, ACCESS_FETCH, &full),
                     TRAP_NONE);        /* core sets A */
    ck_assert_int_eq(tlb_lookup_full(v, LARGE, ACCESS_FETCH, &full),
                     TRAP_NONE);
    v->hart.mstatus &= ~MSTATUS_MXR;
    vcpu_update_mode(v);
    ck_assert(!can_load(OTHER));
    ck_assert(can_load(LARGE));
}
END_TEST

/* --- fences -------------------------------------------------------------- */

static void fence_all(void)
{
    tlb_flush_translated(v);
}

static void fence_page(void)
{
    tlb_flush_page(v, LOCAL + 8);
}

static void fence_global_page(void)
{
    tlb_flush_page(v, GLOBAL);
}

static void fence_asid(void)
{
    tlb_flush_asid(v, 1);
}

static void fence_page_asid(void)
{
    tlb_flush_page_asid(v, LOCAL, 1);
}

static void fence_global_page_asid(void)
{
    tlb_flush_page_asid(v, GLOBAL, 1);
}

static void fence_nobody(void)
{
    tlb_flush_asid(v, 99);
    tlb_flush_page_asid(v, LOCAL, 99);
}

static void change_pmp(void)
{
    tlb_flush(v);
}

/* What is left of each kind of page in spaces 1 and 2. */
static const struct {
    void (*fence)(void);
    bool local_1, other_1, local_2, global;
} fences[] = {
    { fence_all, false, false, false, false },
    { fence_page, false, true, false, true },
    { fence_global_page, true, true, true, false },
    { fence_asid, false, false, true, true },
    { fence_page_asid, false, true, true, true },
    { fence_global_page_asid, true, true, true, true },
    { fence_nobody, true, true, true, true },
    { change_pmp, false, false, false, false },
};

static void check_fence(unsigned i, unsigned from)
{
    setup_in(PRIV_U);
    touch_all(1);
    touch_all(2);
    use(from);
    fences[i].fence();
    ck_assert_int_eq(is_cached(1, LOCAL), fences[i].local_1);
    ck_assert_int_eq(is_cached(1, OTHER), fences[i].other_1);
    ck_assert_int_eq(is_cached(2, LOCAL), fences[i].local_2);
    ck_assert_int_eq(is_cached(1, GLOBAL), fences[i].global);
}

START_TEST(test_fence_takes_what_it_names_from_the_space_in_force)
{
    check_fence((unsigned)_i, 1);
}
END_TEST

START_TEST(test_fence_takes_what_it_names_from_other_spaces)
{
    check_fence((unsigned)_i, 2);
    check_fence((unsigned)_i, 3);
}
END_TEST

START_TEST(test_fence_takes_what_it_names_from_the_table_of_mxr)
{
    setup_in(PRIV_U);
    use_mxr();
    touch_all(1);
    fences[_i].fence();
    ck_assert_int_eq(is_cached(1, LOCAL), fences[_i].local_1);
    ck_assert_int_eq(is_cached(1, OTHER), fences[_i].other_1);
    ck_assert_int_eq(is_cached(1, GLOBAL), fences[_i].global);
}
END_TEST

START_TEST(test_fence_in_bare_mode_reaches_every_space)
{
    setup_in(PRIV_U);
    touch_all(1);
    v->hart.satp = 0;
    vcpu_update_mode(v);
    fences[_i].fence();
    ck_assert_int_eq(is_cached(1, LOCAL), fences[_i].local_1);
    ck_assert_int_eq(is_cached(1, GLOBAL), fences[_i].global);
}
END_TEST

/* The shared table: space 1 is in force, so its local pages are there. */
START_TEST(test_fence_takes_what_it_names_from_the_supervisor)
{
    setup_in(PRIV_S);
    touch_all(1);
    fences[_i].fence();
    ck_assert_int_eq(is_cached(1, LOCAL), fences[_i].local_1);
    ck_assert_int_eq(is_cached(1, OTHER), fences[_i].other_1);
    ck_assert_int_eq(is_cached(1, GLOBAL), fences[_i].global);
}
END_TEST

/* Few pages are replayed, many empty the table. */
START_TEST(test_pages_flushed_meanwhile_are_gone)
{
    static const unsigned counts[] = {
        1, MMU_FLUSH_LOG - 1, MMU_FLUSH_LOG, MMU_FLUSH_LOG + 1, 200,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
        setup_in(PRIV_U);
        touch_all(1);
        use(2);
        tlb_flush_page(v, LOCAL);
        for (unsigned n = 1; n < counts[i]; n++) {
            tlb_flush_page(v, 0x100000 + 4096 * n);
        }
        ck_assert(!is_cached(1, LOCAL));
        ck_assert_int_eq(is_cached(1, OTHER), counts[i] <= MMU_FLUSH_LOG);
        exec_fixture_free(f);
    }
}
END_TEST

START_TEST(test_fence_inside_a_large_page_takes_all_of_that_one)
{
    setup_in(modes[_i]);
    touch_all(1);
    tlb_flush_page(v, LARGE + 0x123000);
    ck_assert(!is_cached(1, LARGE));
    ck_assert(!is_cached(1, LARGE + 0x5000));
    ck_assert(is_cached(1, LARGE_2));
    ck_assert(is_cached(1, OTHER));
}
END_TEST

#define A1 11
#define FENCE_VMA(rs1, rs2) ASM_R(0x12000073, 0, rs1, rs2)
#define SINVAL_VMA(rs1, rs2) ASM_R(0x16000073, 0, rs1, rs2)

/* x0 means all; a register that holds 0 means 0. */
static const struct {
    uint32_t word;
    uint64_t a0, a1;
    bool local, other, global;
} words[] = {
    { FENCE_VMA(0, 0), 0, 0, false, false, false },
    { FENCE_VMA(A0, 0), LOCAL, 0, false, true, true },
    { FENCE_VMA(A0, 0), 0, 0, true, true, true },
    { FENCE_VMA(0, A1), 0, 1, false, false, true },
    { FENCE_VMA(0, A1), 0, 0x10001, false, false, true },
    { FENCE_VMA(0, A1), 0, 0, true, true, true },
    { FENCE_VMA(A0, A1), LOCAL, 1, false, true, true },
    { FENCE_VMA(A0, A1), LOCAL, 2, true, true, true },
    { FENCE_VMA(A0, A1), GLOBAL, 1, true, true, true },
    { SINVAL_VMA(0, 0), 0, 0, false, false, false },
    { SINVAL_VMA(A0, 0), LOCAL, 0, false, true, true },
    { SINVAL_VMA(0, A1), 0, 1, false, false, true },
    { SINVAL_VMA(A0, A1), LOCAL, 1, false, true, true },
};

START_TEST(test_operands_of_the_instruction)
{
    setup_in(PRIV_U);
    touch_all(1);
    v->hart.priv = PRIV_M;
    v->hart.pc = FIXTURE_RAM_BASE;
    v->hart.gpr[A0] = words[_i].a0;
    v->hart.gpr[A1] = words[_i].a1;
    vcpu_update_mode(v);
    LOAD(f, 0, words[_i].word, WFI);
    ck_assert_int_eq(exec_fixture_run(f, 10), EXCP_HLT);
    v->hart.priv = PRIV_U;
    vcpu_update_mode(v);
    ck_assert_int_eq(is_cached(1, LOCAL), words[_i].local);
    ck_assert_int_eq(is_cached(1, OTHER), words[_i].other);
    ck_assert_int_eq(is_cached(1, GLOBAL), words[_i].global);
}
END_TEST

#define N_MODES G_N_ELEMENTS(modes)
#define N_FENCES G_N_ELEMENTS(fences)

UNIT_MAIN("mmu_context",
          UNIT_LOOP(test_address_spaces_do_not_see_one_another, N_MODES),
          UNIT_TEST(test_recent_address_space_is_still_cached),
          UNIT_TEST(test_traps_and_returns_flush_nothing),
          UNIT_LOOP(test_new_root_of_the_same_asid_counts_at_once, N_MODES),
          UNIT_TEST(test_supervisor_keeps_global_pages_only),
          UNIT_TEST(test_bare_mode_interrupts_nothing),
          UNIT_TEST(test_schemes_share_nothing),
          UNIT_TEST(test_mxr_has_a_table_of_its_own),
          UNIT_LOOP(test_mxr_follows_the_address_space, N_MODES),
          UNIT_LOOP(test_fetch_lends_no_right_of_mxr, N_MODES),
          UNIT_LOOP(test_fence_takes_what_it_names_from_the_space_in_force,
                    N_FENCES),
          UNIT_LOOP(test_fence_takes_what_it_names_from_other_spaces,
                    N_FENCES),
          UNIT_LOOP(test_fence_takes_what_it_names_from_the_table_of_mxr,
                    N_FENCES),
          UNIT_LOOP(test_fence_in_bare_mode_reaches_every_space, N_FENCES),
          UNIT_LOOP(test_fence_takes_what_it_names_from_the_supervisor,
                    N_FENCES),
          UNIT_TEST(test_pages_flushed_meanwhile_are_gone),
          UNIT_LOOP(test_fence_inside_a_large_page_takes_all_of_that_one,
                    N_MODES),
          UNIT_LOOP(test_operands_of_the_instruction, G_N_ELEMENTS(words)))
