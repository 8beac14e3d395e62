/*
 * asm.h: the few instructions that exec's tests are written in
 *
 * Each macro gives the encoding of one instruction; register arguments
 * are numbers. Operand order is that of assembly.
 */
#ifndef EXEC_TESTS_ASM_H
#define EXEC_TESTS_ASM_H

#include <stdint.h>

enum { X0, RA, SP, GP, TP, T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5 };

#define NOP 0x00000013u
#define ECALL 0x00000073u
#define EBREAK 0x00100073u
#define MRET 0x30200073u
#define SRET 0x10200073u
#define WFI 0x10500073u
#define FENCE_I 0x0000100fu
#define SFENCE_VMA 0x12000073u  /* sfence.vma x0, x0 */
#define PAUSE 0x0100000fu
#define ILLEGAL 0xffffffffu
#define C_NOP 0x0001u

#define ASM_BITS(value, low, count)                                     \
    ((uint32_t)(value) >> (low) & ((1u << (count)) - 1))

#define ASM_I(opcode, rd, rs1, imm)                                     \
    ((uint32_t)(imm) << 20 | (uint32_t)(rs1) << 15 |                    \
     (uint32_t)(rd) << 7 | (opcode))
#define ASM_R(opcode, rd, rs1, rs2)                                     \
    ((uint32_t)(rs2) << 20 | (uint32_t)(rs1) << 15 |                    \
     (uint32_t)(rd) << 7 | (opcode))
#define ASM_S(opcode, rs2, rs1, imm)                                    \
    (ASM_BITS(imm, 5, 7) << 25 | (uint32_t)(rs2) << 20 |                \
     (uint32_t)(rs1) << 15 | ASM_BITS(imm, 0, 5) << 7 | (opcode))
#define ASM_B(opcode, rs1, rs2, imm)                                    \
    (ASM_BITS(imm, 12, 1) << 31 | ASM_BITS(imm, 5, 6) << 25 |           \
     (uint32_t)(rs2) << 20 | (uint32_t)(rs1) << 15 |                    \
     ASM_BITS(imm, 1, 4) << 8 | ASM_BITS(imm, 11, 1) << 7 | (opcode))

#define JAL(rd, imm)                                                    \
    (ASM_BITS(imm, 20, 1) << 31 | ASM_BITS(imm, 1, 10) << 21 |          \
     ASM_BITS(imm, 11, 1) << 20 | ASM_BITS(imm, 12, 8) << 12 |          \
     (uint32_t)(rd) << 7 | 0x6f)
#define ADDI(rd, rs1, imm) ASM_I(0x13, rd, rs1, imm)
#define SLLI(rd, rs1, n) ASM_I(0x1013, rd, rs1, n)
#define SRLI(rd, rs1, n) ASM_I(0x5013, rd, rs1, n)
#define ANDI(rd, rs1, imm) ASM_I(0x7013, rd, rs1, imm)
#define ADDIW(rd, rs1, imm) ASM_I(0x1b, rd, rs1, imm)
#define JALR(rd, rs1, imm) ASM_I(0x67, rd, rs1, imm)
#define LB(rd, rs1, imm) ASM_I(0x0003, rd, rs1, imm)
#define LBU(rd, rs1, imm) ASM_I(0x4003, rd, rs1, imm)
#define LW(rd, rs1, imm) ASM_I(0x2003, rd, rs1, imm)
#define LD(rd, rs1, imm) ASM_I(0x3003, rd, rs1, imm)
#define SB(rs2, rs1, imm) ASM_S(0x0023, rs2, rs1, imm)
#define SW(rs2, rs1, imm) ASM_S(0x2023, rs2, rs1, imm)
#define SD(rs2, rs1, imm) ASM_S(0x3023, rs2, rs1, imm)
#define ADD(rd, rs1, rs2) ASM_R(0x33, rd, rs1, rs2)
#define SUB(rd, rs1, rs2) ASM_R(0x40000033, rd, rs1, rs2)
#define XOR(rd, rs1, rs2) ASM_R(0x4033, rd, rs1, rs2)
#define ADDW(rd, rs1, rs2) ASM_R(0x3b, rd, rs1, rs2)
#define MUL(rd, rs1, rs2) ASM_R(0x02000033, rd, rs1, rs2)
#define REMU(rd, rs1, rs2) ASM_R(0x02007033, rd, rs1, rs2)
#define DIVW(rd, rs1, rs2) ASM_R(0x0200403b, rd, rs1, rs2)
#define DIVUW(rd, rs1, rs2) ASM_R(0x0200503b, rd, rs1, rs2)
#define REMUW(rd, rs1, rs2) ASM_R(0x0200703b, rd, rs1, rs2)
#define BEQ(rs1, rs2, imm) ASM_B(0x0063, rs1, rs2, imm)
#define BNE(rs1, rs2, imm) ASM_B(0x1063, rs1, rs2, imm)
#define BLT(rs1, rs2, imm) ASM_B(0x4063, rs1, rs2, imm)
#define LUI(rd, imm20) ((uint32_t)(imm20) << 12 | (rd) << 7 | 0x37)
#define AUIPC(rd, imm20) ((uint32_t)(imm20) << 12 | (rd) << 7 | 0x17)
#define CSRRW(rd, csr, rs1) ASM_I(0x1073, rd, rs1, csr)
#define CSRRS(rd, csr, rs1) ASM_I(0x2073, rd, rs1, csr)
#define CSRRC(rd, csr, rs1) ASM_I(0x3073, rd, rs1, csr)
#define CSRRSI(rd, csr, imm5) ASM_I(0x6073, rd, imm5, csr)
#define AMOADD_W(rd, rs2, rs1) ASM_R(0x0000202f, rd, rs1, rs2)
#define AMOADD_D(rd, rs2, rs1) ASM_R(0x0000302f, rd, rs1, rs2)
#define LR_D(rd, rs1) ASM_R(0x1000302f, rd, rs1, 0)
#define SC_D(rd, rs2, rs1) ASM_R(0x1800302f, rd, rs1, rs2)
#define LR_W(rd, rs1) ASM_R(0x1000202f, rd, rs1, 0)
#define SC_W(rd, rs2, rs1) ASM_R(0x1800202f, rd, rs1, rs2)
#define FADD_D(rd, rs1, rs2) ASM_R(0x02007053, rd, rs1, rs2)

#endif
