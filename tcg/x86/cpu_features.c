/*
 * cpu_features.c: CPUID
 *
 * AVX is there only when the operating system saves the upper halves of the
 * registers, which XCR0 tells. Spec: Intel SDM volume 1, 14.3 (AVX), volume
 * 2, CPUID; AMD APM volume 3, appendix E.4 (lzcnt).
 */
#include "x86/cpu_features.h"

#include <cpuid.h>
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef struct FeatureRow {
    const char *name;
    size_t offset;
    uint32_t leaf;
    bool in_ebx;                /* else in ecx */
    unsigned bit;
    bool with_avx;              /* useless when the OS does not save YMM */
} FeatureRow;

#define FEATURE(member, ...) \
    { #member, offsetof(X86Features, member), __VA_ARGS__ }

static const FeatureRow features_table[] = {
    FEATURE(sse41, 1, false, 19, false),
    FEATURE(popcnt, 1, false, 23, false),
    FEATURE(lzcnt, 0x80000001, false, 5, false),
    FEATURE(bmi1, 7, true, 3, false),
    FEATURE(bmi2, 7, true, 8, false),
    FEATURE(avx, 1, false, 28, true),
    FEATURE(avx2, 7, true, 5, true),
    FEATURE(fma, 1, false, 12, true),
    FEATURE(f16c, 1, false, 29, true),
};

static bool *feature_member(X86Features *features, const FeatureRow *row)
{
    return (bool *)((char *)features + row->offset);
}

static bool cpuid_bit(const FeatureRow *row)
{
    unsigned eax, ebx, ecx, edx;

    if (!__get_cpuid_count(row->leaf, 0, &eax, &ebx, &ecx, &edx)) {
        return false;
    }
    return (row->in_ebx ? ebx : ecx) >> row->bit & 1;
}

static bool os_saves_ymm(void)
{
    const FeatureRow osxsave = { "osxsave", 0, 1, false, 27, false };
    const uint32_t xmm_and_ymm = 3 << 1;
    uint32_t low, high;

    if (!cpuid_bit(&osxsave)) {
        return false;
    }
    __asm__ ("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & xmm_and_ymm) == xmm_and_ymm;
}

/* What the VEX encoded extensions stand on. */
static void drop_dependents(X86Features *features)
{
    features->avx &= features->sse41;
    features->avx2 &= features->avx;
    features->fma &= features->avx;
    features->f16c &= features->avx;
}

X86Features x86_features_detect(void)
{
    X86Features features = { 0 };
    bool ymm = os_saves_ymm();

    for (size_t i = 0; i < G_N_ELEMENTS(features_table); i++) {
        const FeatureRow *row = &features_table[i];

        *feature_member(&features, row) = cpuid_bit(row)
                                          && (ymm || !row->with_avx);
    }
    drop_dependents(&features);
    return features;
}

static bool mask_one(X86Features *features, const char *name)
{
    bool found = false;

    for (size_t i = 0; i < G_N_ELEMENTS(features_table); i++) {
        const FeatureRow *row = &features_table[i];

        if (g_str_equal(name, row->name) || g_str_equal(name, "all")) {
            *feature_member(features, row) = false;
            found = true;
        }
    }
    return found;
}

bool x86_features_mask(X86Features *features, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, ",", -1);
    X86Features masked = *features;

    for (char **name = list; *name; name++) {
        if (!mask_one(&masked, *name)) {
            return false;
        }
    }
    drop_dependents(&masked);
    *features = masked;
    return true;
}
