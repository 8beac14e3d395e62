/*
 * cpu_features.h: which optional instructions this host has
 *
 * Asked once at start. Emitters take the answer as an argument and never ask
 * the CPU themselves, so tests reach every fall-back by clearing members.
 */
#ifndef TCG_X86_CPU_FEATURES_H
#define TCG_X86_CPU_FEATURES_H

#include <stdbool.h>

typedef struct X86Features {
    bool sse41;                 /* roundsd, blendvpd, pextrq */
    bool popcnt;
    bool lzcnt;
    bool bmi1;                  /* andn, tzcnt */
    bool bmi2;                  /* shlx, rorx, mulx */
    bool avx;                   /* VEX encoding, saved by the host's OS */
    bool avx2;
    bool fma;
    bool f16c;                  /* vcvtph2ps, vcvtps2ph */
} X86Features;

/** x86_features_detect: ask CPUID and XGETBV */
X86Features x86_features_detect(void);

/**
 * x86_features_mask: take features away
 * @names: names of members separated by commas; "all" for every one,
 *         "" for none
 *
 * What cannot be without another goes with it: without avx no fma.
 * Returns: false when a name is unknown; @features is then as before.
 */
bool x86_features_mask(X86Features *features, const char *names);

#endif
