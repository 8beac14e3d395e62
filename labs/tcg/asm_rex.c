/*
 * asm_rex.c: writing instructions: prefixes, opcode, operands (tcg.5)
 *
 * TODO: write the instruction that an X86Code describes (x86/insns.h), in
 * its shortest form, in this order:
 *
 *   operand size prefix 66 (data16), lock prefix F0, mandatory prefix
 *   REX, when one of its bits is set or code->rex wants it
 *   0F, 0F 38 or 0F 3A (map), the opcode
 *   ModRM, when code->modrm: reg and rm, or reg and the address code->mem
 *   SIB and displacement, as the address needs them
 *   imm_bytes bytes of imm
 *
 * Prefix, lock and data16 are looked at when code->legacy only. An
 * instruction with code->vex begins with x86_put_vex() instead of all up to
 * the opcode. x86_room() says where to write, and a->p is the next byte. No
 * base: four bytes of displacement, and a SIB that says so. Mind rsp, rbp,
 * r12 and r13 as bases: Intel SDM volume 2, 2.1.5 and 2.2.1.
 */
#include "core/lab_todo.h"
#include "x86/asm_code.h"

void x86_put(X86Asm *a, const X86Code *code)
{
    (void)a;
    (void)code;
    lab_todo("tcg", 5);
}
