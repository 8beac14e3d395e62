/*
 * test_cpu_features.c: CPUID against the compiler's view of it, and masks
 */
#include "support/unit.h"

#include <string.h>

#include "x86/cpu_features.h"

static const X86Features everything = {
    true, true, true, true, true, true, true, true, true,
};

static bool same(const X86Features *a, const X86Features *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

START_TEST(test_detection_agrees_with_the_compiler)
{
    X86Features f = x86_features_detect();

    __builtin_cpu_init();
    ck_assert_int_eq(f.sse41, !!__builtin_cpu_supports("sse4.1"));
    ck_assert_int_eq(f.popcnt, !!__builtin_cpu_supports("popcnt"));
    ck_assert_int_eq(f.bmi1, !!__builtin_cpu_supports("bmi"));
    ck_assert_int_eq(f.bmi2, !!__builtin_cpu_supports("bmi2"));
    ck_assert_int_eq(f.avx, !!__builtin_cpu_supports("avx"));
    ck_assert_int_eq(f.avx2, !!__builtin_cpu_supports("avx2"));
    ck_assert_int_eq(f.fma, !!__builtin_cpu_supports("fma"));
}
END_TEST

START_TEST(test_lzcnt_is_there_only_when_it_does_not_run_as_bsr)
{
    uint64_t result;

    if (x86_features_detect().lzcnt) {
        __asm__ (".byte 0xf3, 0x48, 0x0f, 0xbd, 0xc1"   /* lzcnt rax, rcx */
                 : "=a"(result) : "c"(UINT64_C(1)) : "cc");
        ck_assert_uint_eq(result, 63);
    }
}
END_TEST

START_TEST(test_mask_takes_what_it_names)
{
    X86Features f = everything;

    ck_assert(x86_features_mask(&f, "bmi2,lzcnt"));
    ck_assert(!f.bmi2 && !f.lzcnt);
    ck_assert(f.bmi1 && f.avx && f.fma && f.popcnt);
}
END_TEST

START_TEST(test_what_stands_on_a_masked_feature_goes_with_it)
{
    X86Features f = everything;

    ck_assert(x86_features_mask(&f, "avx"));
    ck_assert(!f.avx && !f.avx2 && !f.fma && !f.f16c);
    ck_assert(f.sse41 && f.bmi2);
    ck_assert(x86_features_mask(&f, "all"));
    ck_assert(same(&f, &(X86Features){ 0 }));
}
END_TEST

START_TEST(test_unknown_name_changes_nothing)
{
    X86Features f = everything;

    ck_assert(!x86_features_mask(&f, "avx,sse9"));
    ck_assert(!x86_features_mask(&f, ",avx"));
    ck_assert(!x86_features_mask(&f, "avx "));
    ck_assert(x86_features_mask(&f, ""));
    ck_assert(same(&f, &everything));
}
END_TEST

UNIT_MAIN("cpu_features",
    UNIT_TEST(test_detection_agrees_with_the_compiler),
    UNIT_TEST(test_lzcnt_is_there_only_when_it_does_not_run_as_bsr),
    UNIT_TEST(test_mask_takes_what_it_names),
    UNIT_TEST(test_what_stands_on_a_masked_feature_goes_with_it),
    UNIT_TEST(test_unknown_name_changes_nothing))
