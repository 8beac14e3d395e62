/* asm_jump.h: the forms of jumps, for asm_jump.c and asm_label.c */
#ifndef TCG_X86_ASM_JUMP_H
#define TCG_X86_ASM_JUMP_H

#include "x86/asm_code.h"

/* A kind of jump: the opcodes of its forms */
typedef struct X86JumpForm {
    uint8_t near[2];            /* the long form's opcode... */
    uint8_t near_bytes;         /* ...and its length */
    uint8_t brief;              /* the short form's; 0: there is none */
} X86JumpForm;

extern const X86JumpForm x86_jmp_form, x86_call_form;

/** x86_jcc_form: that of a conditional jump */
X86JumpForm x86_jcc_form(X86Cond cc);

/**
 * x86_put_near: the long form, with four bytes of displacement
 *
 * Returns: (nullable) the place of the displacement; NULL after overflow.
 */
uint8_t *x86_put_near(X86Asm *a, const X86JumpForm *form, int32_t disp);

/** x86_put_to: to @target, in the short form if it is near */
void x86_put_to(X86Asm *a, const X86JumpForm *form, const uint8_t *target);

#endif
