/*
 * asm_bmi.c: operations with three general registers
 *
 * The extensions BMI1 and BMI2 write the result to a register of its own and
 * leave the flags alone (except andn). Operand order differs: shifts have the
 * count in vvvv, andn and mulx their first source or second result.
 *
 * Spec: Intel SDM volume 2, ANDN, MULX, SARX/SHLX/SHRX.
 */
#include "x86/asm_code.h"

void x86_rrr(X86Asm *a, X86Op op, X86Reg dst, X86Reg s1, X86Reg s2)
{
    X86Code code;
    bool rmv = x86_row(op)->form == X86_FORM_RMV;

    x86_code(a, op, X86_FORM(RVM) | X86_FORM(RMV), &code);
    code.reg = dst;
    code.vvvv = rmv ? s2 : s1;
    code.rm = rmv ? s1 : s2;
    x86_put(a, &code);
}

void x86_rmr(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem, X86Reg count)
{
    X86Code code;

    x86_code(a, op, X86_FORM(RMV), &code);
    code.reg = dst;
    code.mem = &mem;
    code.vvvv = count;
    x86_put(a, &code);
}

void x86_rrm(X86Asm *a, X86Op op, X86Reg dst, X86Reg s1, X86Mem mem)
{
    X86Code code;

    x86_code(a, op, X86_FORM(RVM), &code);
    code.reg = dst;
    code.vvvv = s1;
    code.mem = &mem;
    x86_put(a, &code);
}
