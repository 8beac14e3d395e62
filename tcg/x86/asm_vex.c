/*
 * asm_vex.c: the prefix VEX
 *
 * VEX holds in two or three bytes what REX, the mandatory prefix and the map
 * bytes say, and one more register, vvvv. Register bits are inverted:
 *
 *     C5  R vvvv L pp                 map 0F, no X, B, W needed
 *     C4  R X B mmmmm   W vvvv L pp
 *
 * L is 0 here: 128 bits or a scalar. An instruction that has no second
 * source has 0000 there, which is written 1111.
 *
 * Spec: Intel SDM volume 2, 2.3.5.
 */
#include "x86/asm_code.h"

enum { VEX2 = 0xc5, VEX3 = 0xc4 };

static unsigned inverted(unsigned reg, unsigned bit)
{
    return reg >> 3 & 1 ? 0 : 1u << bit;
}

uint8_t *x86_put_vex(uint8_t *p, const X86Code *code)
{
    unsigned base = code->mem ? code->mem->base : code->rm;
    unsigned index = code->mem ? code->mem->index : 0;
    unsigned r = inverted(code->reg, 7);
    unsigned xb = inverted(index, 6) | inverted(base, 5);
    unsigned tail = (~code->vvvv & 15) << 3 | code->prefix;

    if (code->map == X86_MAP_0F && !code->w && xb == (3 << 5)) {
        *p++ = VEX2;
        *p++ = r | tail;
    } else {
        *p++ = VEX3;
        *p++ = r | xb | code->map;
        *p++ = (code->w ? 1 << 7 : 0) | tail;
    }
    *p++ = code->opcode;
    return p;
}
