/*
 * asm_code.h: one instruction, taken apart
 *
 *     prefixes | REX or VEX | 0F.. opcode | ModRM SIB disp | immediate
 *
 * The functions of asm.h fill in an X86Code; x86_put() writes it.
 */
#ifndef TCG_X86_ASM_CODE_H
#define TCG_X86_ASM_CODE_H

#include "x86/insns.h"

#define X86_FORM(name) (UINT64_C(1) << X86_FORM_##name)

/**
 * x86_code: what an operation's row and width say
 * @forms: X86_FORM()s that the caller knows how to fill in
 * @code:  (out)
 */
void x86_code(const X86Asm *a, X86Op op, uint64_t forms, X86Code *code);

/** x86_put: write the instruction, or set overflow */
void x86_put(X86Asm *a, const X86Code *code);

/** x86_no_room: set overflow; returns NULL */
uint8_t *x86_no_room(X86Asm *a);

/** x86_room: (nullable) where to write up to 16 bytes */
static inline uint8_t *x86_room(X86Asm *a)
{
    return a->end - a->p >= 16 ? a->p : x86_no_room(a);
}

static inline unsigned x86_op_width(X86Op op)
{
    return op & X86_W8;         /* the largest of the field */
}

/* spl, bpl, sil, dil exist with a REX prefix only. */
static inline bool x86_wants_rex(X86Op op, unsigned reg)
{
    return x86_op_width(op) == X86_W8 && reg >= X86_RSP && reg <= X86_RDI;
}

/** x86_put_vex: prefix VEX and opcode (asm_vex.c); returns what follows */
uint8_t *x86_put_vex(uint8_t *p, const X86Code *code);

#endif
