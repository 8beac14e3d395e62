/*
 * regmap.c: the pinned registers
 *
 * a0-a5 sp s0 s1 ra are three quarters of all register operands of compiled
 * code. A C function may change rsi rdi r8-r11 and every SSE register, so
 * calls out of translated code go through common.c, which saves them.
 */
#include "x86/regmap.h"

static const X86Reg host_gprs[REGMAP_GPRS] = {
    X86_RBX, X86_RSI, X86_RDI, X86_R8, X86_R9,
    X86_R10, X86_R11, X86_R12, X86_R13, X86_R14,
};

/* Guest registers in the order of host_gprs, and of xmm3..xmm15. */
static const uint8_t guest_gprs[REGMAP_GPRS] = {
    10, 11, 12, 13, 14, 15,     /* a0-a5 */
    8, 9, 2, 1,                 /* s0 s1 sp ra */
};
static const uint8_t guest_fprs[REGMAP_FPRS] = {
    10, 11, 12, 13, 14, 15,     /* fa0-fa5 */
    0, 1, 2,                    /* ft0-ft2 */
    8, 9, 18, 19,               /* fs0-fs3 */
};

static unsigned random_below(uint32_t *state, unsigned limit)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 16) % limit;
}

/* The first @count of the registers @first..31, in random order. */
static void pick(uint32_t *state, unsigned first, unsigned count,
                 uint8_t *picked)
{
    uint8_t all[32];

    for (unsigned i = 0; i < 32; i++) {
        all[i] = i;
    }
    for (unsigned i = 0; i < count; i++) {
        unsigned other = first + i + random_below(state, 32 - first - i);
        uint8_t chosen = all[other];

        all[other] = all[first + i];
        all[first + i] = chosen;
        picked[i] = chosen;
    }
}

void regmap_init(RegMap *map, unsigned shuffle)
{
    uint8_t gprs[REGMAP_GPRS], fprs[REGMAP_FPRS];
    uint32_t state = shuffle;

    memcpy(gprs, guest_gprs, sizeof(gprs));
    memcpy(fprs, guest_fprs, sizeof(fprs));
    if (shuffle) {
        pick(&state, 1, REGMAP_GPRS, gprs);
        pick(&state, 0, REGMAP_FPRS, fprs);
    }
    memset(map, REG_MEMORY, sizeof(*map));
    for (unsigned i = 0; i < REGMAP_GPRS; i++) {
        map->gpr[gprs[i]] = host_gprs[i];
    }
    for (unsigned i = 0; i < REGMAP_FPRS; i++) {
        map->fpr[fprs[i]] = X86_XMM3 + i;
    }
}
