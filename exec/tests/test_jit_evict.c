/* Units in a code cache that is too small for them. */
#include "asm.h"
#include "core/bql.h"
#include "jit_fixture.h"
#include "tb_jmp_cache.h"

#include "support/unit.h"

#define PAGE 0x1000u
#define TINY (64u << 10)

static JitFixture j;

static void setup(uint64_t code_bytes)
{
    JitOptions options = jit_fixture_options();

    options.code_bytes = code_bytes;
    jit_fixture_init(&j, &options);
}

static Jit *jit(void)
{
    return j.f->cpus->jit;
}

/* --- a guest that is larger than the cache ------------------------------- */

enum { PAGES = 64, FIRST_PAGE = 0x100000, LONG = 40 };

/* Long units, one per page, each going on to the next page; @rounds times. */
static void load_pages(uint64_t rounds)
{
    for (unsigned page = 0; page < PAGES; page++) {
        uint64_t at = FIRST_PAGE + page * PAGE;

        for (unsigned i = 0; i < LONG; i++) {
            LOAD(j.f, at + 4 * i, LD(A2, S0, (i & 7) * 8));
        }
        LOAD(j.f, at + 4 * LONG, ADDI(A0, A0, 1),
             page + 1 < PAGES ? ADD(T1, T1, T0) : ADDI(T1, T2, 0),
             page + 1 < PAGES ? NOP : ADDI(A1, A1, -1),
             BEQ(A1, X0, 8), JALR(X0, T1, 0), WFI);
    }
    j.h->gpr[S0] = FIXTURE_RAM_BASE + 0x10000;
    j.h->gpr[T0] = PAGE;
    j.h->gpr[T1] = j.h->gpr[T2] = FIXTURE_RAM_BASE + FIRST_PAGE;
    j.h->gpr[A1] = rounds;
    j.h->pc = j.h->gpr[T1];
}

/* An eviction waits until nobody runs: it is work that the thread does. */
static void run_with_work(void)
{
    while (jit_run_freely(&j) == EXCP_INTERRUPT) {
        bql_lock();
        process_queued_cpu_work(&j.f->vcpu);
        bql_unlock();
    }
}

static size_t kept_bytes(void)
{
    size_t bytes = 0;

    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        bytes += jit()->regions[i].ops_bytes;
    }
    return jit()->code ? tcg_code_cache_used(jit()->code) : bytes;
}

START_TEST(test_full_code_cache_forgets_the_oldest_and_goes_on)
{
    const uint64_t rounds = 5;

    setup(TINY);
    load_pages(rounds);
    run_with_work();
    ck_assert_uint_eq(j.h->gpr[A0], rounds * PAGES);
    ck_assert_uint_eq(j.h->retired, rounds * PAGES * (LONG + 5));
    ck_assert_uint_ge(jit()->evicted, TCG_CODE_REGIONS);
    ck_assert_uint_gt(j.f->vcpu.stat_units, PAGES);
    ck_assert_uint_le(kept_bytes(), TINY);
    ck_assert_uint_gt(kept_bytes(), TINY / 2);
}
END_TEST

/* What fits is translated once and stays. */
START_TEST(test_code_that_fits_is_never_evicted)
{
    setup(4 << 20);
    load_pages(20);
    run_with_work();
    ck_assert_uint_eq(jit()->evicted, 0);
    ck_assert_uint_le(j.f->vcpu.stat_units, 2 * PAGES);
}
END_TEST

/* One eviction at a time, whoever asks how often. */
START_TEST(test_while_an_eviction_is_on_its_way_code_is_interpreted)
{
    setup(TINY);
    load_pages(5);
    ck_assert_int_eq(jit_run_freely(&j), EXCP_INTERRUPT);
    ck_assert(jit()->evict_queued);
    ck_assert_uint_eq(g_queue_get_length(&j.f->vcpu.work), 1);
    uint64_t units = j.f->vcpu.stat_units;
    ck_assert_int_eq(jit_run_freely(&j), EXCP_HLT);
    ck_assert_uint_eq(g_queue_get_length(&j.f->vcpu.work), 1);
    ck_assert_uint_eq(j.f->vcpu.stat_units, units);
    ck_assert_uint_eq(j.h->gpr[A0], 5 * PAGES);
}
END_TEST

/* Too long even for an empty region: its first part is a unit. */
START_TEST(test_unit_larger_than_a_region_gets_shorter)
{
    enum { WORDS = 255 };

    setup(TINY);
    for (unsigned i = 0; i < WORDS; i++) {
        LOAD(j.f, 4 * i, LD(A2, S0, 0));
    }
    LOAD(j.f, 4 * WORDS, BNE(A1, X0, 8), WFI, ADDI(A1, A1, -1),
         JAL(X0, -4 * (WORDS + 3)));
    j.h->gpr[S0] = FIXTURE_RAM_BASE + 0x10000;
    j.h->gpr[A1] = 10;
    j.h->pc = FIXTURE_RAM_BASE;
    run_with_work();
    ck_assert_uint_eq(j.h->retired, 10 * (WORDS + 3) + WORDS + 2);
    ck_assert_uint_gt(j.f->vcpu.stat_units, 0);
}
END_TEST

/* The next unit has room then; another region would be emptied for nothing. */
START_TEST(test_whoever_makes_room_makes_it_for_all)
{
    setup(1 << 20);
    jit()->evict_wanted = true;
    if (_i) {
        cpu_set_flush_blocks(j.f->cpus);
    } else {
        cpu_set_evict_units(j.f->cpus);
    }
    uint64_t evicted = jit()->evicted;
    load_pages(5);
    run_with_work();
    ck_assert_uint_eq(j.h->gpr[A0], 5 * PAGES);
    ck_assert_uint_eq(jit()->evicted, evicted);
}
END_TEST

/* --- a guest that makes code for ever ------------------------------------ */

/*
 * t1: an instruction that gets another operand each round; it is stored to
 * t0, called, and its results are added up.
 */
static void load_rewriter(uint64_t rounds)
{
    LOAD(j.f, 0, ADD(T1, T1, T2), SW(T1, T0, 0), FENCE_I, JALR(RA, T0, 0),
         ADD(A3, A3, A0), ADDI(A1, A1, -1), BNE(A1, X0, -24), WFI);
    LOAD(j.f, 2 * PAGE, ADDI(A0, X0, 0), JALR(X0, RA, 0));
    j.h->gpr[T0] = FIXTURE_RAM_BASE + 2 * PAGE;
    j.h->gpr[T1] = ADDI(A0, X0, 0);
    j.h->gpr[T2] = 1 << 20;
    j.h->gpr[A1] = rounds;
    j.h->pc = FIXTURE_RAM_BASE;
}

START_TEST(test_code_rewritten_for_ever_needs_bounded_memory)
{
    const uint64_t rounds = 2000;

    setup(TINY);
    load_rewriter(rounds);
    run_with_work();
    ck_assert_uint_eq(j.h->gpr[A3], rounds * (rounds + 1) / 2);
    ck_assert_uint_ge(j.f->vcpu.stat_units, rounds * 9 / 10);
    ck_assert_uint_ge(jit()->evicted, TCG_CODE_REGIONS);
    ck_assert_uint_le(kept_bytes(), TINY);
}
END_TEST

/* --- what leads into a region, and out of it ----------------------------- */

/* Two units of a page, each with a link to the other. */
static void load_linked(void)
{
    LOAD(j.f, 0, ADDI(A0, A0, 1), JAL(X0, 0x7fc));
    LOAD(j.f, 0x800, ADDI(A1, A1, -1), BEQ(A1, X0, 8), JAL(X0, -0x808), WFI);
}

/* Each unit runs @rounds times. */
static void run_linked(uint64_t rounds)
{
    j.h->gpr[A0] = 0;
    j.h->gpr[A1] = rounds;
    ck_assert_uint_eq(jit_run_from(&j, 0), rounds);
}

static TranslationBlock *block_at(uint64_t offset)
{
    j.h->pc = FIXTURE_RAM_BASE + offset;
    return tb_lookup(&j.f->vcpu);
}

static const void *jump_cache_code(uint64_t offset)
{
    uint64_t pc = FIXTURE_RAM_BASE + offset;
    const TcgJmpEntry *entry = &j.f->vcpu.jit_jmp[(pc >> 1) % TCG_JMP_SIZE];

    return entry->pc == pc ? entry->code : NULL;
}

/* The units made so far are in one region; those to come in the next. */
static void close_region(void)
{
    tb_cache_lock(j.f->vcpu.tb_cache);
    ck_assert(jit_region_advance(jit()));
    tb_cache_unlock(j.f->vcpu.tb_cache);
}

static void evict(unsigned times)
{
    while (times-- > 0) {
        start_exclusive(j.f->cpus);
        cpu_set_evict_units(j.f->cpus);
        end_exclusive(j.f->cpus);
    }
}

static bool is_linked(uint64_t offset)
{
    return block_at(offset)->links_in != TB_NO_LINK;
}

/* The second unit is in region 0, the first in region 1, and 2 is in use. */
static void make_linked_regions(void)
{
    setup(1 << 20);
    load_linked();
    j.h->gpr[A1] = 1;
    jit_run_from(&j, 0x800);
    close_region();
    run_linked(10);
    close_region();
    ck_assert_uint_eq(block_at(0x800)->unit_region, 0);
    ck_assert_uint_eq(block_at(0)->unit_region, 1);
}

START_TEST(test_links_into_a_region_are_reset_with_it)
{
    make_linked_regions();
    const void *first = block_at(0)->code;
    bool has_links = jit_fixture_host_code(&j);
    ck_assert(is_linked(0) == has_links && is_linked(0x800) == has_links);
    evict(TCG_CODE_REGIONS - 2);
    ck_assert_ptr_null(block_at(0x800)->code);
    ck_assert_ptr_eq(block_at(0)->code, first);
    ck_assert(!is_linked(0x800));
    run_linked(10);
    ck_assert_uint_ne(block_at(0x800)->unit_region, 1);
    ck_assert(is_linked(0) == has_links && is_linked(0x800) == has_links);
}
END_TEST

START_TEST(test_links_go_on_between_regions_that_stay)
{
    make_linked_regions();
    const void *first = block_at(0)->code, *second = block_at(0x800)->code;
    evict(TCG_CODE_REGIONS - 3);
    run_linked(10);
    ck_assert_ptr_eq(block_at(0)->code, first);
    ck_assert_ptr_eq(block_at(0x800)->code, second);
    ck_assert(is_linked(0) == jit_fixture_host_code(&j));
}
END_TEST

START_TEST(test_jump_caches_forget_the_evicted_region_only)
{
    setup(1 << 20);
    LOAD(j.f, 0, ADDI(A0, A0, 1), JALR(X0, T0, 0));
    LOAD(j.f, PAGE, ADDI(A0, A0, 2), WFI);
    j.h->gpr[T0] = FIXTURE_RAM_BASE + PAGE;
    jit_run_from(&j, PAGE);
    close_region();
    ck_assert_uint_eq(jit_run_from(&j, 0), 2 + 3);
    const void *first = block_at(0)->code, *second = block_at(PAGE)->code;
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(second);
    evict(TCG_CODE_REGIONS - 1);
    ck_assert_ptr_eq(block_at(0)->code, first);
    ck_assert_ptr_null(block_at(PAGE)->code);
    if (jit_fixture_host_code(&j)) {
        ck_assert_ptr_eq(jump_cache_code(0), first);
        ck_assert_ptr_null(jump_cache_code(PAGE));
    }
    ck_assert_uint_eq(jit_run_from(&j, 0), 5 + 3);
    ck_assert_ptr_nonnull(block_at(PAGE)->code);
}
END_TEST

START_TEST(test_jump_caches_of_other_contexts_forget_it_too)
{
    const uint64_t virt = 0x40000;

    setup(1 << 20);
    LOAD(j.f, 3 * PAGE, ADDI(A0, A0, 1), ECALL);
    exec_fixture_map(j.f, virt, FIXTURE_RAM_BASE + 3 * PAGE, PTE_ALL);
    exec_fixture_enter(j.f, PRIV_S, virt);
    jit_run_freely(&j);
    ck_assert_uint_eq(j.h->priv, PRIV_M);
    evict(TCG_CODE_REGIONS);
    j.h->priv = PRIV_S;
    j.h->pc = virt;
    j.h->wfi = false;
    vcpu_update_mode(&j.f->vcpu);
    if (jit_fixture_host_code(&j)) {
        ck_assert_uint_ne(j.f->vcpu.jit_jmp[virt / 2 % TCG_JMP_SIZE].pc,
                          virt);
    }
    jit_run_freely(&j);
    ck_assert_uint_eq(j.h->gpr[A0], 2);
}
END_TEST

/* Its number may soon be that of another link. */
START_TEST(test_open_link_is_forgotten)
{
    setup(1 << 20);
    j.f->vcpu.open_link = 0;
    evict(1);
    ck_assert_uint_eq(j.f->vcpu.open_link, TB_NO_LINK);
}
END_TEST

START_TEST(test_dropped_blocks_are_not_touched_by_an_eviction)
{
    setup(1 << 20);
    load_linked();
    run_linked(10);
    guint n = jit()->regions[0].blocks->len;
    ck_assert_uint_ge(n, 2);
    LOAD(j.f, 0, ADDI(A0, A0, 1));
    ck_assert_uint_eq(jit()->regions[0].blocks->len, n - 1);
    evict(TCG_CODE_REGIONS);
    run_linked(10);
}
END_TEST

/* Blocks that go take their units along; nothing points to them then. */
START_TEST(test_evicted_blocks_take_their_units_along)
{
    JitOptions options = jit_fixture_options();

    options.block_bytes = 16 << 10;
    jit_fixture_init(&j, &options);
    load_pages(5);
    run_with_work();
    ck_assert_uint_eq(j.h->gpr[A0], 5 * PAGES);
    guint n = 0;
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        n += jit()->regions[i].blocks->len;
    }
    ck_assert_uint_le(n, TCG_CODE_REGIONS);
    evict(TCG_CODE_REGIONS);
    ck_assert_uint_gt(j.f->vcpu.stat_units, PAGES);
}
END_TEST

UNIT_MAIN("jit_evict",
          UNIT_TEST(test_full_code_cache_forgets_the_oldest_and_goes_on),
          UNIT_TEST(test_code_that_fits_is_never_evicted),
          UNIT_TEST(test_while_an_eviction_is_on_its_way_code_is_interpreted),
          UNIT_TEST(test_unit_larger_than_a_region_gets_shorter),
          UNIT_LOOP(test_whoever_makes_room_makes_it_for_all, 2),
          UNIT_TEST(test_code_rewritten_for_ever_needs_bounded_memory),
          UNIT_TEST(test_links_into_a_region_are_reset_with_it),
          UNIT_TEST(test_links_go_on_between_regions_that_stay),
          UNIT_TEST(test_jump_caches_forget_the_evicted_region_only),
          UNIT_TEST(test_jump_caches_of_other_contexts_forget_it_too),
          UNIT_TEST(test_open_link_is_forgotten),
          UNIT_TEST(test_dropped_blocks_are_not_touched_by_an_eviction),
          UNIT_TEST(test_evicted_blocks_take_their_units_along))
