/*
 * asm_label.c: labels, jumps to them, and patching
 *
 * A displacement counts from the end of the jump. A jump back knows its
 * distance and takes the short form when one byte holds it. A jump forward
 * is written with four bytes, and these hold, until the label is bound, the
 * place of the jump to the same label before it: the waiting jumps are a
 * linked list through the code itself.
 *
 * Spec: Intel SDM volume 2, Jcc, JMP, CALL.
 */
#include "x86/asm_jump.h"

#include <string.h>

static void put_label(X86Asm *a, const X86JumpForm *form, X86Label *label)
{
    uint8_t *field;

    if (label->at >= 0) {
        x86_put_to(a, form, a->start + label->at);
        return;
    }
    field = x86_put_near(a, form, label->fixups);
    if (field) {
        label->fixups = field - a->start;
    }
}

void x86_jmp(X86Asm *a, X86Label *label)
{
    put_label(a, &x86_jmp_form, label);
}

void x86_jcc(X86Asm *a, X86Cond cc, X86Label *label)
{
    X86JumpForm form = x86_jcc_form(cc);

    put_label(a, &form, label);
}

void x86_call(X86Asm *a, X86Label *label)
{
    put_label(a, &x86_call_form, label);
}

void x86_bind(X86Asm *a, X86Label *label)
{
    int32_t here = a->p - a->start;
    int32_t field = label->fixups;

    g_assert(label->at < 0);
    while (field >= 0) {
        int32_t next;
        int32_t disp = here - (field + (int32_t)sizeof(disp));

        memcpy(&next, a->start + field, sizeof(next));
        memcpy(a->start + field, &disp, sizeof(disp));
        field = next;
    }
    *label = (X86Label){ here, -1 };
}
