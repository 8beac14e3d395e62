/*
 * smc.c: self-modifying code
 *
 * A function that returns a constant is rewritten, fence.i makes that
 * visible, and the function is called: what a compiler at run time (of
 * JavaScript, of Java) does all the time. The second part spreads the
 * functions over pages that also hold data, so that stores near code which
 * does not change are seen too. A unit is 1000 rewritten functions.
 */
#include "guest.h"

#define PAGES 16

typedef uint64_t Function(void);

/* addi a0, zero, imm (I-type) and jalr zero, 0(ra) */
#define ADDI_A0(imm) ((uint32_t)(imm) << 20 | 10 << 7 | 0x13)
#define RETURN 0x00008067u

static union {
    uint32_t code[2];
    uint64_t data[512];
} page[PAGES] __attribute__((aligned(4096)));

static uint64_t part_patch(uint64_t scale)
{
    uint32_t *code = page[0].code;
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale * 1000; n++) {
        code[0] = ADDI_A0(n & 2047);
        code[1] = RETURN;
        __asm__ volatile("fence.i" : : : "memory");
        sum = mix(sum, ((Function *)(void *)code)());
    }
    return sum;
}

static uint64_t part_mixed(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale * 1000; n++) {
        uint64_t at = n % PAGES;

        if (n < PAGES) {
            page[at].code[0] = ADDI_A0(at);
            page[at].code[1] = RETURN;
            __asm__ volatile("fence.i" : : : "memory");
        }
        page[at].data[8 + n % 64] = n;
        sum = mix(sum, ((Function *)(void *)page[at].code)());
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "patch", NULL, part_patch },
    { "mixed", NULL, part_mixed },
    { NULL },
};
