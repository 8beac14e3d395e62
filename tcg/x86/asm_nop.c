/*
 * asm_nop.c: padding
 *
 * One long nop costs one instruction, many short ones cost many. Spec: Intel
 * SDM volume 2, NOP, table 4-12.
 */
#include "x86/asm_code.h"

#include <string.h>

enum { LONGEST = 9 };

static const uint8_t nops[LONGEST][LONGEST] = {
    { 0x90 },
    { 0x66, 0x90 },
    { 0x0f, 0x1f, 0x00 },
    { 0x0f, 0x1f, 0x40, 0x00 },
    { 0x0f, 0x1f, 0x44, 0x00, 0x00 },
    { 0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00 },
    { 0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00 },
    { 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00 },
    { 0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00 },
};

void x86_nops(X86Asm *a, unsigned bytes)
{
    while (bytes > 0 && x86_room(a)) {
        unsigned n = MIN(bytes, LONGEST);

        memcpy(a->p, nops[n - 1], n);
        a->p += n;
        bytes -= n;
    }
}

void x86_align(X86Asm *a, unsigned bytes)
{
    x86_nops(a, -(uintptr_t)a->p & (bytes - 1));
}
