/*
 * asm_label.c: waiting jumps hold the distance to the one before, 0 at the
 * end of the chain, not its place
 */
#include <string.h>

#include "x86/asm_jump.h"

static void jump(X86Asm *a, X86JumpForm form, X86Label *label)
{
    if (label->at >= 0) {
        x86_put_to(a, &form, a->start + label->at);
        return;
    }
    uint8_t *field = x86_put_near(a, &form, 0);

    if (!field) {
        return;
    }
    int32_t place = field - a->start;
    int32_t back = label->fixups < 0 ? 0 : place - label->fixups;

    memcpy(field, &back, sizeof(back));
    label->fixups = place;
}

void x86_jmp(X86Asm *a, X86Label *label)
{
    jump(a, x86_jmp_form, label);
}

void x86_jcc(X86Asm *a, X86Cond cc, X86Label *label)
{
    jump(a, x86_jcc_form(cc), label);
}

void x86_call(X86Asm *a, X86Label *label)
{
    jump(a, x86_call_form, label);
}

void x86_bind(X86Asm *a, X86Label *label)
{
    uint8_t *field = label->fixups < 0 ? NULL : a->start + label->fixups;

    label->at = a->p - a->start;
    label->fixups = -1;
    while (field) {
        int32_t back, disp = a->p - (field + 4);

        memcpy(&back, field, sizeof(back));
        memcpy(field, &disp, sizeof(disp));
        field = back ? field - back : NULL;
    }
}
