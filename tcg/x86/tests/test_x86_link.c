/*
 * test_x86_link.c: the code cache, and links patched under running code
 *
 * A unit of these tests is a function that returns a number; one with a link
 * returns the number of its exit until the link leads elsewhere.
 */
#include "support/unit.h"

#include <string.h>

#include "x86/code_cache_internal.h"

enum { NOT_LINKED = 1000, COMMON = 42 };

typedef uint64_t Function(void);

static uint64_t call(const void *code)
{
    return ((Function *)code)();
}

static void emit_return(X86Asm *a, uint32_t value)
{
    x86_mov_imm(a, X86_RAX, value);
    x86_op(a, X86_RET);
}

static bool emit_common(TcgCodeCache *cache)
{
    X86Asm a;

    x86_code_begin(cache, &a);
    cache->enter = a.p;
    emit_return(&a, COMMON);
    return x86_code_end(cache, &a);
}

static TcgCodeCache *new_cache(size_t bytes)
{
    X86Features features = x86_features_detect();
    TcgLayout layout = { 0 };
    TcgCodeCache *cache = x86_code_cache_new(bytes, &layout, &features,
                                             emit_common, NULL);

    ck_assert_ptr_nonnull(cache);
    return cache;
}

static const void *add_leaf(TcgCodeCache *cache, uint32_t value)
{
    X86Asm a;

    x86_code_begin(cache, &a);
    emit_return(&a, value);
    return x86_code_end(cache, &a);
}

/* A unit with a link behind @before bytes */
static const void *add_linked(TcgCodeCache *cache, unsigned before,
                              uint32_t *number)
{
    X86Label exit = X86_LABEL_INIT;
    int32_t *displacement;
    X86Asm a;

    x86_code_begin(cache, &a);
    x86_nops(&a, before);
    displacement = x86_link_jmp(&a, &exit);
    x86_op(&a, X86_UD2);
    x86_bind(&a, &exit);
    emit_return(&a, NOT_LINKED + x86_link_next(cache));
    *number = x86_link_add(cache, &a, displacement);
    return x86_code_end(cache, &a);
}

START_TEST(test_common_code_comes_first_and_survives_a_flush)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    size_t common = tcg_code_cache_used(cache);

    ck_assert_uint_gt(common, 0);
    ck_assert_uint_eq(tcg_code_cache_enter(cache)(NULL, NULL), COMMON);
    ck_assert_ptr_nonnull(add_leaf(cache, 1));
    ck_assert_uint_gt(tcg_code_cache_used(cache), common);
    tcg_code_cache_flush(cache);
    ck_assert_uint_eq(tcg_code_cache_used(cache), common);
    ck_assert_uint_eq(tcg_code_cache_enter(cache)(NULL, NULL), COMMON);
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_units_are_aligned_and_inside)
{
    TcgCodeCache *cache = new_cache(1 << 16);

    for (uint32_t i = 0; i < 20; i++) {
        const uint8_t *code = add_leaf(cache, i);

        ck_assert_uint_eq((uintptr_t)code % 16, 0);
        ck_assert(tcg_code_cache_contains(cache, code));
        ck_assert_uint_eq(call(code), i);
    }
    ck_assert(!tcg_code_cache_contains(cache, cache->memory.write));
    ck_assert(!tcg_code_cache_contains(cache, cache->memory.run - 1));
    ck_assert(!tcg_code_cache_contains(cache,
                                       cache->memory.run + (1 << 16)));
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_link_leaves_until_patched_and_after_reset)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    uint32_t first, second;
    const void *a = add_linked(cache, 0, &first);
    const void *b = add_linked(cache, 1, &second);
    const void *leaf = add_leaf(cache, 7);

    ck_assert_uint_eq(first, 0);
    ck_assert_uint_eq(second, 1);
    ck_assert_uint_eq(call(a), NOT_LINKED);
    ck_assert_uint_eq(call(b), NOT_LINKED + 1);
    tcg_link_patch(cache, first, b);            /* forward */
    ck_assert_uint_eq(call(a), NOT_LINKED + 1);
    tcg_link_patch(cache, second, leaf);
    ck_assert_uint_eq(call(a), 7);
    tcg_link_reset(cache, first);
    ck_assert_uint_eq(call(a), NOT_LINKED);
    ck_assert_uint_eq(call(b), 7);
    tcg_link_patch(cache, second, a);           /* backward */
    ck_assert_uint_eq(call(b), NOT_LINKED);
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_displacement_of_a_link_is_aligned_wherever_it_lies)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    const void *leaf = add_leaf(cache, 7);

    for (unsigned before = 0; before < 16; before++) {
        uint32_t number;
        const void *code = add_linked(cache, before, &number);

        ck_assert_uint_eq(cache->links[number].displacement % 4, 0);
        ck_assert_uint_eq(call(code), NOT_LINKED + number);
        tcg_link_patch(cache, number, leaf);
        ck_assert_uint_eq(call(code), 7);
    }
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_unit_that_does_not_fit_leaves_no_trace)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    uint32_t number, last = 0, units = 0;
    size_t used;

    do {
        used = tcg_code_cache_used(cache);
        last = x86_link_next(cache);
        units++;
    } while (add_linked(cache, 0, &number));
    ck_assert_uint_gt(units, 50);
    ck_assert_uint_eq(tcg_code_cache_used(cache), used);
    ck_assert_uint_eq(x86_link_next(cache), last);
    tcg_code_cache_flush(cache);
    ck_assert_uint_eq(x86_link_next(cache), 0);
    ck_assert_ptr_nonnull(add_linked(cache, 0, &number));
    ck_assert_uint_eq(number, 0);
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_full_table_of_links_is_an_overflow)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    uint32_t number;

    cache->end_links = 2;
    ck_assert_ptr_nonnull(add_linked(cache, 0, &number));
    ck_assert_ptr_nonnull(add_linked(cache, 0, &number));
    ck_assert_ptr_null(add_linked(cache, 0, &number));
    ck_assert_ptr_nonnull(add_leaf(cache, 1));
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_regions_keep_their_units_until_they_are_used_again)
{
    TcgCodeCache *cache = new_cache(1 << 16);
    const uint8_t *leaf[TCG_CODE_REGIONS];
    uint32_t number, last = 0;

    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        tcg_code_cache_use_region(cache, i);
        leaf[i] = add_leaf(cache, i);
        ck_assert_ptr_nonnull(add_linked(cache, 0, &number));
        TcgCodeRegion region = tcg_code_cache_region(cache, i);
        ck_assert_uint_eq(region.first_link, number);
        ck_assert_uint_eq(region.n_links, 1);
        ck_assert(leaf[i] >= region.code);
        ck_assert(leaf[i] < region.code + region.bytes);
        ck_assert(i == 0 || number > last);
        last = number;
    }
    ck_assert_uint_lt(last, tcg_code_cache_max_links(cache));
    size_t used = tcg_code_cache_used(cache);
    tcg_code_cache_use_region(cache, 3);
    ck_assert_uint_lt(tcg_code_cache_used(cache), used);
    ck_assert_uint_eq(tcg_code_cache_region(cache, 3).n_links, 0);
    ck_assert_uint_eq(tcg_code_cache_region(cache, 3).bytes, 0);
    ck_assert_ptr_eq(add_leaf(cache, 99), leaf[3]);
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        ck_assert_uint_eq(call(leaf[i]), i == 3 ? 99 : i);
    }
    tcg_code_cache_free(cache);
}
END_TEST

START_TEST(test_full_region_leaves_the_next_one_alone)
{
    TcgCodeCache *cache = new_cache(1 << 16);

    tcg_code_cache_use_region(cache, 6);
    const void *next = add_leaf(cache, 77);
    tcg_code_cache_use_region(cache, 5);
    while (add_leaf(cache, 5)) {
        ck_assert_uint_eq(call(next), 77);
    }
    ck_assert_uint_eq(call(next), 77);
    ck_assert_uint_ge(tcg_code_cache_region(cache, 5).bytes, 3000);
    tcg_code_cache_free(cache);
}
END_TEST

static bool emit_too_much(TcgCodeCache *cache)
{
    X86Asm a;

    x86_code_begin(cache, &a);
    x86_nops(&a, cache->memory.bytes);
    return x86_code_end(cache, &a);
}

START_TEST(test_memory_too_small_for_common_code_is_an_error)
{
    X86Features features = x86_features_detect();
    TcgLayout layout = { 0 };
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(x86_code_cache_new(4096, &layout, &features,
                                          emit_too_much, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "larger tb-size"));
    g_clear_error(&error);
    ck_assert_ptr_null(tcg_code_cache_new((size_t)1 << 40, &layout, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "smaller tb-size"));
}
END_TEST

typedef struct Stress {
    const void *code;
    uint64_t not_linked;        /* what it answers then */
    gint stop;
    unsigned seen[3];           /* not linked, unit 1, unit 2 */
    unsigned strange;
} Stress;

static gpointer run_code(gpointer opaque)
{
    Stress *stress = opaque;

    while (!g_atomic_int_get(&stress->stop)) {
        uint64_t result = call(stress->code);

        if (result == stress->not_linked) {
            stress->seen[0]++;
        } else if (result == 1 || result == 2) {
            stress->seen[result]++;
        } else {
            stress->strange++;
        }
    }
    return NULL;
}

/*
 * Targets lie so far apart that all four bytes of the displacement differ;
 * without padding these would lie across the border of two cache lines.
 */
START_TEST(test_links_are_patched_while_another_thread_runs_them)
{
    TcgCodeCache *cache = new_cache(32 << 20);
    const void *target[2];
    uint32_t number;
    Stress stress = { 0 };
    GThread *thread;

    target[0] = add_leaf(cache, 1);
    tcg_code_cache_use_region(cache, 4);
    stress.code = add_linked(cache, 61, &number);
    stress.not_linked = NOT_LINKED + number;
    tcg_code_cache_use_region(cache, 15);
    cache->used += 1000003;
    target[1] = add_leaf(cache, 2);
    thread = g_thread_new("runner", run_code, &stress);
    for (int i = 0; i < unit_rounds(300000); i++) {
        tcg_link_patch(cache, number, target[i & 1]);
        if (i % 5 == 0) {
            tcg_link_reset(cache, number);
        }
        if (i % 1000 == 0) {
            g_thread_yield();
        }
    }
    g_atomic_int_set(&stress.stop, 1);
    g_thread_join(thread);
    ck_assert_uint_eq(stress.strange, 0);
    ck_assert_uint_gt(stress.seen[0] + stress.seen[1] + stress.seen[2], 0);
    tcg_code_cache_free(cache);
}
END_TEST

UNIT_MAIN("x86_link",
    UNIT_TEST(test_common_code_comes_first_and_survives_a_flush),
    UNIT_TEST(test_units_are_aligned_and_inside),
    UNIT_TEST(test_link_leaves_until_patched_and_after_reset),
    UNIT_TEST(test_displacement_of_a_link_is_aligned_wherever_it_lies),
    UNIT_TEST(test_unit_that_does_not_fit_leaves_no_trace),
    UNIT_TEST(test_full_table_of_links_is_an_overflow),
    UNIT_TEST(test_regions_keep_their_units_until_they_are_used_again),
    UNIT_TEST(test_full_region_leaves_the_next_one_alone),
    UNIT_TEST(test_memory_too_small_for_common_code_is_an_error),
    UNIT_TEST(test_links_are_patched_while_another_thread_runs_them))
