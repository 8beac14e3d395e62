/*
 * asm_int.c: operations on general registers and memory
 *
 * Most opcodes come in pairs: r/m, r and, two more, r, r/m. Two registers
 * are written in the first form, as assemblers do.
 *
 * Spec: Intel SDM volume 2, chapters 3 to 5, and appendix A.
 */
#include "x86/asm_code.h"

enum {
    OPCODE_OTHER_WAY = 2,       /* from r/m, r to r, r/m */
    OPCODE_PUSH_M = 0xff,
    OPCODE_POP_M = 0x8f,
};

#define FORMS_MR (X86_FORM(ALU) | X86_FORM(MOV) | X86_FORM(TEST) \
                  | X86_FORM(MR) | X86_FORM(BIT))
#define FORMS_BOTH_WAYS (X86_FORM(ALU) | X86_FORM(MOV))
#define FORMS_RM (X86_FORM(RM) | X86_FORM(IMUL))

void x86_op(X86Asm *a, X86Op op)
{
    X86Code code;

    x86_code(a, op, X86_FORM(NONE), &code);
    code.modrm = x86_row(op)->flags & X86_MODRM;
    x86_put(a, &code);
}

/* The register in the low bits of the opcode */
static void put_in_opcode(X86Asm *a, X86Op op, X86Reg reg)
{
    X86Code code;

    x86_code(a, op, X86_FORM(O) | X86_FORM(PUSH), &code);
    code.opcode |= reg & 7;
    code.rm = reg;
    code.reg = 0;
    code.modrm = false;
    x86_put(a, &code);
}

void x86_r(X86Asm *a, X86Op op, X86Reg reg)
{
    const X86Row *row = x86_row(op);
    X86Code code;

    if (row->form == X86_FORM_O || row->form == X86_FORM_PUSH) {
        put_in_opcode(a, op, reg);
        return;
    }
    x86_code(a, op, X86_FORM(M), &code);
    code.rm = reg;
    code.rex = x86_wants_rex(op, reg);
    x86_put(a, &code);
}

void x86_m(X86Asm *a, X86Op op, X86Mem mem)
{
    X86Code code;

    x86_code(a, op, X86_FORM(M) | X86_FORM(PUSH) | X86_FORM(MXCSR), &code);
    code.mem = &mem;
    if (x86_row(op)->form == X86_FORM_PUSH) {
        code.opcode = code.reg ? OPCODE_PUSH_M : OPCODE_POP_M;
    } else if (x86_row(op)->form == X86_FORM_MXCSR) {
        code.vex = a->features.avx;
    }
    x86_put(a, &code);
}

void x86_rr(X86Asm *a, X86Op op, X86Reg dst, X86Reg src)
{
    const X86Row *row = x86_row(op);
    X86Code code;
    bool rm_form = FORMS_RM >> row->form & 1;

    x86_code(a, op, FORMS_MR | FORMS_RM, &code);
    code.reg = rm_form ? dst : src;
    code.rm = rm_form ? src : dst;
    code.rex = x86_wants_rex(op, dst) || x86_wants_rex(op, src)
               || (row->flags & X86_SRC8 && x86_wants_rex(X86_W8, src));
    x86_put(a, &code);
}

void x86_rm(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem)
{
    X86Code code;

    x86_code(a, op, FORMS_MR | FORMS_RM | X86_FORM(LEA), &code);
    g_assert(x86_row(op)->form != X86_FORM_BIT);
    if (FORMS_BOTH_WAYS >> x86_row(op)->form & 1) {
        code.opcode += OPCODE_OTHER_WAY;
    }
    code.reg = dst;
    code.mem = &mem;
    code.rex = x86_wants_rex(op, dst);
    x86_put(a, &code);
}

void x86_mr(X86Asm *a, X86Op op, X86Mem mem, X86Reg src)
{
    X86Code code;

    x86_code(a, op, FORMS_MR, &code);
    code.reg = src;
    code.mem = &mem;
    code.rex = x86_wants_rex(op, src);
    x86_put(a, &code);
}

void x86_setcc(X86Asm *a, X86Cond cc, X86Reg reg)
{
    X86Code code;

    x86_code(a, X86_SETCC, X86_FORM(M), &code);
    code.opcode |= cc;
    code.rm = reg;
    code.rex = x86_wants_rex(X86_W8, reg);
    x86_put(a, &code);
}

void x86_setcc_m(X86Asm *a, X86Cond cc, X86Mem mem)
{
    X86Code code;

    x86_code(a, X86_SETCC, X86_FORM(M), &code);
    code.opcode |= cc;
    code.mem = &mem;
    x86_put(a, &code);
}

void x86_cmov_rr(X86Asm *a, X86Cond cc, X86Op width, X86Reg dst, X86Reg src)
{
    X86Code code;

    x86_code(a, X86_CMOV | width, X86_FORM(RM), &code);
    code.opcode |= cc;
    code.reg = dst;
    code.rm = src;
    x86_put(a, &code);
}

void x86_cmov_rm(X86Asm *a, X86Cond cc, X86Op width, X86Reg dst, X86Mem mem)
{
    X86Code code;

    x86_code(a, X86_CMOV | width, X86_FORM(RM), &code);
    code.opcode |= cc;
    code.reg = dst;
    code.mem = &mem;
    x86_put(a, &code);
}
