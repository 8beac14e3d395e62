/*
 * asm_jump.c: jumps to places that are known, and short ones forward
 *
 * A displacement counts from the end of the jump. Where one byte holds it the
 * short form is taken, else four bytes. Labels are in asm_label.c.
 *
 * Spec: Intel SDM volume 2, Jcc, JMP, CALL.
 */
#include "x86/asm_jump.h"

#include <string.h>

const X86JumpForm x86_jmp_form = { { 0xe9 }, 1, 0xeb };
const X86JumpForm x86_call_form = { { 0xe8 }, 1, 0 };

X86JumpForm x86_jcc_form(X86Cond cc)
{
    return (X86JumpForm){ { 0x0f, 0x80 | cc }, 2, 0x70 | cc };
}

uint8_t *x86_put_near(X86Asm *a, const X86JumpForm *form, int32_t disp)
{
    uint8_t *p = x86_room(a);

    if (!p) {
        return NULL;
    }
    memcpy(p, form->near, sizeof(form->near));
    p += form->near_bytes;
    memcpy(p, &disp, sizeof(disp));
    a->p = p + sizeof(disp);
    return p;
}

static uint8_t *put_short(X86Asm *a, uint8_t opcode, int8_t disp)
{
    uint8_t *p = x86_room(a);

    if (!p) {
        return NULL;
    }
    p[0] = opcode;
    p[1] = (uint8_t)disp;
    a->p = p + 2;
    return p + 1;
}

void x86_put_to(X86Asm *a, const X86JumpForm *form, const uint8_t *target)
{
    ptrdiff_t brief = target - (a->p + 2);
    ptrdiff_t near = target - (a->p + form->near_bytes + 4);

    if (form->brief && brief == (int8_t)brief) {
        put_short(a, form->brief, (int8_t)brief);
    } else {
        g_assert(near == (int32_t)near);
        x86_put_near(a, form, (int32_t)near);
    }
}

void x86_jmp_to(X86Asm *a, const uint8_t *target)
{
    x86_put_to(a, &x86_jmp_form, target);
}

void x86_jcc_to(X86Asm *a, X86Cond cc, const uint8_t *target)
{
    X86JumpForm form = x86_jcc_form(cc);

    x86_put_to(a, &form, target);
}

void x86_call_to(X86Asm *a, const uint8_t *target)
{
    x86_put_to(a, &x86_call_form, target);
}

uint8_t *x86_jcc_short(X86Asm *a, X86Cond cc)
{
    return put_short(a, x86_jcc_form(cc).brief, 0);
}

uint8_t *x86_jmp_short(X86Asm *a)
{
    return put_short(a, x86_jmp_form.brief, 0);
}

void x86_land(X86Asm *a, uint8_t *jump)
{
    if (jump) {
        ptrdiff_t disp = a->p - (jump + 1);

        g_assert(disp <= INT8_MAX);
        *jump = (uint8_t)disp;
    }
}
