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
#include "x86/asm.h"

#include <string.h>

#include "x86/asm_code.h"

/* A kind of jump: the opcodes of its forms */
typedef struct JumpForm {
    uint8_t near[2];            /* the long form's opcode... */
    uint8_t near_bytes;         /* ...and its length */
    uint8_t brief;              /* the short form's; 0: there is none */
} JumpForm;

static const JumpForm jmp_form = { { 0xe9 }, 1, 0xeb };
static const JumpForm call_form = { { 0xe8 }, 1, 0 };

static JumpForm jcc_form(X86Cond cc)
{
    return (JumpForm){ { 0x0f, 0x80 | cc }, 2, 0x70 | cc };
}

/* Returns the place of the displacement, NULL after overflow. */
static uint8_t *put_near(X86Asm *a, const JumpForm *form, int32_t disp)
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

static void put_to(X86Asm *a, const JumpForm *form, const uint8_t *target)
{
    ptrdiff_t brief = target - (a->p + 2);
    ptrdiff_t near = target - (a->p + form->near_bytes + 4);

    if (form->brief && brief == (int8_t)brief) {
        put_short(a, form->brief, (int8_t)brief);
    } else {
        g_assert(near == (int32_t)near);
        put_near(a, form, (int32_t)near);
    }
}

static void put_label(X86Asm *a, const JumpForm *form, X86Label *label)
{
    uint8_t *field;

    if (label->at >= 0) {
        put_to(a, form, a->start + label->at);
        return;
    }
    field = put_near(a, form, label->fixups);
    if (field) {
        label->fixups = field - a->start;
    }
}

void x86_jmp(X86Asm *a, X86Label *label)
{
    put_label(a, &jmp_form, label);
}

void x86_jcc(X86Asm *a, X86Cond cc, X86Label *label)
{
    JumpForm form = jcc_form(cc);

    put_label(a, &form, label);
}

void x86_call(X86Asm *a, X86Label *label)
{
    put_label(a, &call_form, label);
}

void x86_jmp_to(X86Asm *a, const uint8_t *target)
{
    put_to(a, &jmp_form, target);
}

void x86_jcc_to(X86Asm *a, X86Cond cc, const uint8_t *target)
{
    JumpForm form = jcc_form(cc);

    put_to(a, &form, target);
}

void x86_call_to(X86Asm *a, const uint8_t *target)
{
    put_to(a, &call_form, target);
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

uint8_t *x86_jcc_short(X86Asm *a, X86Cond cc)
{
    return put_short(a, jcc_form(cc).brief, 0);
}

uint8_t *x86_jmp_short(X86Asm *a)
{
    return put_short(a, jmp_form.brief, 0);
}

void x86_land(X86Asm *a, uint8_t *jump)
{
    if (jump) {
        ptrdiff_t disp = a->p - (jump + 1);

        g_assert(disp <= INT8_MAX);
        *jump = (uint8_t)disp;
    }
}
