/*
 * asm_label.c: labels, jumps to them, and patching (exercise tcg.6)
 *
 * TODO: jumps to places that may not be known yet. A label that is bound
 * (at >= 0, an offset from a->start) is jumped to by x86_put_to(). One that
 * is still to come gets the long form, x86_put_near(), whose displacement is
 * patched when the label is bound: x86_bind() must find all jumps that wait,
 * any number of them, and has nothing but label->fixups and the code to
 * remember them in. A displacement counts from the end of the jump. After
 * overflow x86_put_near() returns NULL, and there is nothing to patch.
 */
#include "core/lab_todo.h"
#include "x86/asm_jump.h"

void x86_jmp(X86Asm *a, X86Label *label)
{
    (void)a;
    (void)label;
    lab_todo("tcg", 6);
}

void x86_jcc(X86Asm *a, X86Cond cc, X86Label *label)
{
    (void)a;
    (void)cc;
    (void)label;
    lab_todo("tcg", 6);
}

void x86_call(X86Asm *a, X86Label *label)
{
    (void)a;
    (void)label;
    lab_todo("tcg", 6);
}

void x86_bind(X86Asm *a, X86Label *label)
{
    (void)a;
    (void)label;
    lab_todo("tcg", 6);
}
