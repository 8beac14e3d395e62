/*
 * asm_imm.c: operations with an immediate, in the shortest form
 *
 * Immediates have the operand's width but at most four bytes, which are
 * sign-extended; many instructions take one byte, sign-extended, too. Only
 * mov has eight bytes.
 *
 * Spec: Intel SDM volume 2, 2.2.1.5 and chapters 3 to 5.
 */
#include "x86/asm_code.h"

#include <string.h>

enum {
    OPCODE_ACC = 4,             /* ALU row's opcode + 4: rax, imm */
    OPCODE_ALU_IMM = 0x81,
    OPCODE_IMM8 = 2,            /* 81 to 83: the immediate has one byte */
    OPCODE_TEST_ACC = 0xa9,
    OPCODE_TEST_IMM = 0xf7,
    OPCODE_MOV_R_IMM8 = 0xb0,
    OPCODE_MOV_R_IMM = 0xb8,
    OPCODE_MOV_IMM = 0xc7,
    OPCODE_SHIFT_ONE = 0xd1,
    OPCODE_BIT_IMM = 0xba,
    OPCODE_IMUL_IMM = 0x69,
};

static int32_t cut_to_width(int32_t imm, unsigned width)
{
    return width == X86_W8 ? (int8_t)imm
         : width == X86_W16 ? (int16_t)imm : imm;
}

static unsigned imm_bytes(unsigned width)
{
    return width == X86_W8 ? 1 : width == X86_W16 ? 2 : 4;
}

/* Sets an opcode that has an 8-bit pendant less by one */
static void set_opcode(X86Code *code, unsigned opcode, unsigned width)
{
    code->opcode = width == X86_W8 ? opcode & ~1u : opcode;
}

static void fill_alu(X86Code *code, unsigned width, bool acc)
{
    unsigned acc_opcode = (code->opcode | 1) + OPCODE_ACC;

    if (width != X86_W8 && code->imm == (int8_t)code->imm) {
        code->opcode = OPCODE_ALU_IMM + OPCODE_IMM8;
        code->imm_bytes = 1;
    } else if (acc) {
        set_opcode(code, acc_opcode, width);
        code->modrm = false;
        code->reg = 0;
    } else {
        set_opcode(code, OPCODE_ALU_IMM, width);
    }
}

static void fill_test(X86Code *code, unsigned width, bool acc)
{
    set_opcode(code, acc ? OPCODE_TEST_ACC : OPCODE_TEST_IMM, width);
    code->modrm = !acc;
}

static void fill_shift(X86Code *code, unsigned width)
{
    if (code->imm == 1) {
        set_opcode(code, OPCODE_SHIFT_ONE, width);
        code->imm_bytes = 0;
    } else {
        code->imm_bytes = 1;
    }
}

/* @acc: the operand is rax, for which there are forms without ModRM */
static void code_with_imm(X86Asm *a, X86Op op, int32_t imm, bool acc,
                          X86Code *code)
{
    unsigned width = x86_op_width(op);

    x86_code(a, op, X86_FORM(ALU) | X86_FORM(TEST) | X86_FORM(MOV)
                    | X86_FORM(SHIFT) | X86_FORM(BIT), code);
    code->imm = cut_to_width(imm, width);
    code->imm_bytes = imm_bytes(width);
    switch (x86_row(op)->form) {
    case X86_FORM_ALU:
        fill_alu(code, width, acc);
        break;
    case X86_FORM_TEST:
        fill_test(code, width, acc);
        break;
    case X86_FORM_SHIFT:
        fill_shift(code, width);
        break;
    case X86_FORM_BIT:
        code->opcode = OPCODE_BIT_IMM;
        code->imm_bytes = 1;
        break;
    default:
        set_opcode(code, OPCODE_MOV_IMM, width);
        break;
    }
}

/* mov of up to 32 bits: the register is in the opcode */
static void mov_ri(X86Asm *a, X86Op op, X86Reg dst, int32_t imm)
{
    unsigned width = x86_op_width(op);
    X86Code code;

    x86_code(a, op, X86_FORM(MOV), &code);
    code.opcode = (width == X86_W8 ? OPCODE_MOV_R_IMM8 : OPCODE_MOV_R_IMM)
                | (dst & 7);
    code.rm = dst;
    code.modrm = false;
    code.rex = x86_wants_rex(op, dst);
    code.imm = imm;
    code.imm_bytes = imm_bytes(width);
    x86_put(a, &code);
}

void x86_ri(X86Asm *a, X86Op op, X86Reg dst, int32_t imm)
{
    X86Code code;

    if (x86_row(op)->form == X86_FORM_MOV) {
        if (x86_op_width(op) == X86_W64) {
            x86_mov_imm(a, dst, imm);
        } else {
            mov_ri(a, op, dst, imm);
        }
        return;
    }
    code_with_imm(a, op, imm, dst == X86_RAX, &code);
    code.rm = dst;
    code.rex = x86_wants_rex(op, dst);
    x86_put(a, &code);
}

void x86_mi(X86Asm *a, X86Op op, X86Mem mem, int32_t imm)
{
    X86Code code;

    code_with_imm(a, op, imm, false, &code);
    code.mem = &mem;
    x86_put(a, &code);
}

static void mov_imm64(X86Asm *a, X86Reg reg, uint64_t value)
{
    X86Code code;

    x86_code(a, X86_MOV | X86_W64, X86_FORM(MOV), &code);
    code.opcode = OPCODE_MOV_R_IMM | (reg & 7);
    code.rm = reg;
    code.modrm = false;
    code.imm = (int32_t)value;
    code.imm_bytes = 4;
    x86_put(a, &code);
    if (!a->overflow) {
        uint32_t high = value >> 32;

        memcpy(a->p, &high, sizeof(high));
        a->p += sizeof(high);
    }
}

void x86_mov_imm(X86Asm *a, X86Reg reg, uint64_t value)
{
    if (value == (uint32_t)value) {
        mov_ri(a, X86_MOV | X86_W32, reg, (int32_t)value);
    } else if (value == (uint64_t)(int32_t)value) {
        X86Code code;

        code_with_imm(a, X86_MOV | X86_W64, (int32_t)value, false, &code);
        code.rm = reg;
        x86_put(a, &code);
    } else {
        mov_imm64(a, reg, value);
    }
}

/* dst, r/m, imm: the two-register operations with an immediate */
static void code_rmi(X86Asm *a, X86Op op, X86Reg dst, int32_t imm,
                     X86Code *code)
{
    unsigned width = x86_op_width(op);

    x86_code(a, op, X86_FORM(IMUL) | X86_FORM(RMI), code);
    code->reg = dst;
    code->imm = cut_to_width(imm, width);
    code->imm_bytes = 1;
    if (x86_row(op)->form == X86_FORM_IMUL) {
        bool one = code->imm == (int8_t)code->imm;

        code->map = X86_MAP_OP;
        code->opcode = OPCODE_IMUL_IMM + (one ? OPCODE_IMM8 : 0);
        code->imm_bytes = one ? 1 : imm_bytes(width);
    }
}

void x86_rri(X86Asm *a, X86Op op, X86Reg dst, X86Reg src, int32_t imm)
{
    X86Code code;

    if (x86_row(op)->form == X86_FORM_MRI) {
        x86_code(a, op, X86_FORM(MRI), &code);
        code.reg = src;
        code.rm = dst;
        code.imm = imm;
        code.imm_bytes = 1;
    } else {
        code_rmi(a, op, dst, imm, &code);
        code.rm = src;
    }
    x86_put(a, &code);
}

void x86_rmi(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem, int32_t imm)
{
    X86Code code;

    code_rmi(a, op, dst, imm, &code);
    code.mem = &mem;
    x86_put(a, &code);
}
