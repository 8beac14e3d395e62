/*
 * asm.h: writing x86-64 machine code
 *
 * An X86Asm writes instructions into a piece of memory. Operations are rows
 * of insns.inc; an operand width is or-ed to them:
 *
 *     x86_rr(a, X86_ADD | X86_W64, X86_RBX, X86_RSI)      add rbx, rsi
 *     x86_rm(a, X86_CMP | X86_W8, X86_RAX, X86_MEM(X86_RBP, -8))
 *     x86_mr(a, X86_LOCK | X86_XADD | X86_W32, mem, X86_RAX)
 *
 * The destination comes first, as in Intel's manual. The letters of a
 * function say the operands' kinds: r register, m memory, i immediate,
 * x SSE register. An operation that has no such form is a bug (assertion).
 * 32-bit operations clear the upper half of their destination.
 *
 * SSE operations have three operands. With a->features.avx they are written
 * in VEX form, else in legacy form with moves around them when needed (these
 * may use the red zone below rsp).
 *
 * Spec: Intel SDM volume 2, chapters 2.1 to 2.3. Missing: addresses relative
 * to rip, 256-bit vectors, EVEX.
 */
#ifndef TCG_X86_ASM_H
#define TCG_X86_ASM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "x86/cpu_features.h"

typedef enum X86Reg {
    X86_RAX, X86_RCX, X86_RDX, X86_RBX, X86_RSP, X86_RBP, X86_RSI, X86_RDI,
    X86_R8, X86_R9, X86_R10, X86_R11, X86_R12, X86_R13, X86_R14, X86_R15,
    X86_NO_REG,
} X86Reg;

typedef enum X86Xmm {
    X86_XMM0, X86_XMM1, X86_XMM2, X86_XMM3,
    X86_XMM4, X86_XMM5, X86_XMM6, X86_XMM7,
    X86_XMM8, X86_XMM9, X86_XMM10, X86_XMM11,
    X86_XMM12, X86_XMM13, X86_XMM14, X86_XMM15,
} X86Xmm;

/* Condition codes, as encoded; cc ^ 1 is the opposite. */
typedef enum X86Cond {
    X86_CC_O, X86_CC_NO,
    X86_CC_B, X86_CC_AE,        /* unsigned <, >=; carry set, clear */
    X86_CC_E, X86_CC_NE,
    X86_CC_BE, X86_CC_A,        /* unsigned <=, > */
    X86_CC_S, X86_CC_NS,
    X86_CC_P, X86_CC_NP,        /* parity: after ucomis: unordered */
    X86_CC_L, X86_CC_GE,        /* signed */
    X86_CC_LE, X86_CC_G,
} X86Cond;

typedef enum X86Insn {
#define X86_INSN(name, ...) X86_##name,
#include "x86/insns.inc"
#undef X86_INSN
    X86_INSN_COUNT
} X86Insn;

/* X86Insn | width of its operands (none: 32 bits) | X86_LOCK */
typedef uint32_t X86Op;

#define X86_W32 (0u << 16)
#define X86_W64 (1u << 16)
#define X86_W16 (2u << 16)
#define X86_W8 (3u << 16)
#define X86_LOCK (1u << 18)     /* lock prefix; the operand is in memory */

/* [base + index * scale + disp]; scale is 1, 2, 4 or 8 */
typedef struct X86Mem {
    X86Reg base;                /* or X86_NO_REG */
    X86Reg index;               /* or X86_NO_REG; never rsp */
    uint8_t scale;
    int32_t disp;
} X86Mem;

#define X86_MEM(base, disp) ((X86Mem){ (base), X86_NO_REG, 1, (disp) })
#define X86_MEM_INDEX(base, index, scale, disp) \
    ((X86Mem){ (base), (index), (scale), (disp) })

typedef struct X86Asm {
    uint8_t *start;
    uint8_t *p;                 /* next byte; never past end */
    uint8_t *end;
    bool overflow;              /* instructions were dropped: start again */
    X86Features features;
    uint16_t lacking;           /* of features, as flags of rows */
} X86Asm;

/**
 * x86_asm_init: start writing
 * @bytes: room; an instruction is dropped, and overflow set, when fewer than
 *         16 bytes remain. What is behind the last one is undefined.
 */
void x86_asm_init(X86Asm *a, uint8_t *start, size_t bytes,
                  const X86Features *features);

/* Code that is needed often and does not depend on its place. */
typedef struct X86Snippet {
    uint8_t code[32];
    uint8_t n_bytes;            /* 0: none yet */
} X86Snippet;

/** x86_snippet_take: keep what was written since @from, at most 32 bytes */
void x86_snippet_take(const X86Asm *a, const uint8_t *from,
                      X86Snippet *snippet);
/** x86_snippet_put: write it again */
void x86_snippet_put(X86Asm *a, const X86Snippet *snippet);

/* --- general registers (asm_int.c) ---------------------------------------- */

/** x86_op: an instruction without operands (CQO | X86_W64, MFENCE, RET...) */
void x86_op(X86Asm *a, X86Op op);

/**
 * x86_r: one operand: NOT, NEG, INC, DEC, BSWAP, PUSH, POP, CALL, JMP,
 * MUL, IMUL1, DIV, IDIV (rdx:rax implied), SHL_CL, SHR_CL, SAR_CL...
 */
void x86_r(X86Asm *a, X86Op op, X86Reg reg);
void x86_m(X86Asm *a, X86Op op, X86Mem mem);    /* also LDMXCSR, STMXCSR */

/** x86_rr: two registers: ALU, MOV, TEST, XCHG, IMUL, MOVZX_B, POPCNT... */
void x86_rr(X86Asm *a, X86Op op, X86Reg dst, X86Reg src);
/** x86_rm: register and memory source; also LEA */
void x86_rm(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem);
/** x86_mr: memory destination: ALU, MOV, TEST, XCHG, XADD, CMPXCHG, BT */
void x86_mr(X86Asm *a, X86Op op, X86Mem mem, X86Reg src);

/**
 * x86_ri: register and immediate: ALU, TEST, MOV, BT, SHL, SHR, SAR, ROL...
 * @imm: sign-extended to the width; the shortest form is chosen. MOV of 64
 *       bits: see x86_mov_imm().
 */
void x86_ri(X86Asm *a, X86Op op, X86Reg dst, int32_t imm);
void x86_mi(X86Asm *a, X86Op op, X86Mem mem, int32_t imm);

/** x86_rri: dst = src op imm: IMUL, RORX (bmi2), SHLD, SHRD */
void x86_rri(X86Asm *a, X86Op op, X86Reg dst, X86Reg src, int32_t imm);
void x86_rmi(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem, int32_t imm);

/**
 * x86_rrr: three registers, flags kept except by ANDN
 * SHLX, SHRX, SARX dst, value, count (bmi2); ANDN dst = ~s1 & s2 (bmi1);
 * MULX high, low, factor: the other factor is rdx (bmi2)
 */
void x86_rrr(X86Asm *a, X86Op op, X86Reg dst, X86Reg s1, X86Reg s2);
/** x86_rmr: SHLX, SHRX, SARX dst, [value], count */
void x86_rmr(X86Asm *a, X86Op op, X86Reg dst, X86Mem mem, X86Reg count);
/** x86_rrm: ANDN, MULX with the last operand in memory */
void x86_rrm(X86Asm *a, X86Op op, X86Reg dst, X86Reg s1, X86Mem mem);

/** x86_mov_imm: reg = value in the shortest form; flags are kept */
void x86_mov_imm(X86Asm *a, X86Reg reg, uint64_t value);

/** x86_setcc: low byte of reg = condition; the other bytes are kept */
void x86_setcc(X86Asm *a, X86Cond cc, X86Reg reg);
void x86_setcc_m(X86Asm *a, X86Cond cc, X86Mem mem);
/** x86_cmov_rr, x86_cmov_rm; @width: X86_W16, X86_W32 or X86_W64 */
void x86_cmov_rr(X86Asm *a, X86Cond cc, X86Op width, X86Reg dst, X86Reg src);
void x86_cmov_rm(X86Asm *a, X86Cond cc, X86Op width, X86Reg dst, X86Mem mem);

/* --- SSE registers (asm_sse.c) -------------------------------------------- */

/**
 * x86_xx: dst = op(src): MOVAPS, MOVQ_XX, SQRTSD, CVTSS2SD, CVTPH2PS (f16c)...
 * Also the compares UCOMISD, COMISS... that set flags.
 */
void x86_xx(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm src);
/** x86_xm: the same from memory, and loads: MOVSS, MOVSD, MOVUPS, MOVD */
void x86_xm(X86Asm *a, X86Op op, X86Xmm dst, X86Mem mem);
/** x86_mx: stores: MOVSS, MOVSD, MOVUPS, MOVAPS, MOVD | X86_W64 */
void x86_mx(X86Asm *a, X86Op op, X86Mem mem, X86Xmm src);

/**
 * x86_xr: from a general register: MOVD | X86_W32 or W64 (clears the rest),
 * CVTSI2SD, CVTSI2SS | X86_W32 or W64 (keeps the upper part of dst)
 */
void x86_xr(X86Asm *a, X86Op op, X86Xmm dst, X86Reg src);
/** x86_rx: to a general register: MOVD, CVTSD2SI, CVTTSS2SI, MOVMSKPD... */
void x86_rx(X86Asm *a, X86Op op, X86Reg dst, X86Xmm src);

/**
 * x86_xxx: dst = s1 op s2: ADDSD, MINSS, ANDPS, PXOR, UNPCKLPS, CMPEQSD...
 * ANDNPS: ~s1 & s2. Above a scalar: undefined.
 * FMA (fma): VFMADD231SD: dst += s1 * s2, dst is an input; 213: dst = s1 * dst
 * + s2; 132: dst = dst * s2 + s1.
 * BLENDVPS, BLENDVPD, PBLENDVB (sse41): lane of s2 where xmm0's sign is set,
 * else of s1; without avx dst must not be xmm0.
 */
void x86_xxx(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm s1, X86Xmm s2);
void x86_xxm(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm s1, X86Mem mem);

/**
 * x86_xxi: dst = op(src, imm): PSLLQ, PSRLQ, PSRAD... by imm bits,
 * ROUNDSD, ROUNDSS (sse41), CVTPS2PH (f16c), PSHUFD
 */
void x86_xxi(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm src, uint8_t imm);

/* --- places (asm_label.c), jumps (asm_jump.c) ----------------------------- */

/* A place in the code, known or still to come; start with X86_LABEL_INIT. */
typedef struct X86Label {
    int32_t at;                 /* offset from start; -1: not yet bound */
    int32_t fixups;             /* latest jump that waits for it; -1: none */
} X86Label;

#define X86_LABEL_INIT ((X86Label){ -1, -1 })

/** x86_bind: the label is here; jumps that wait for it are patched */
void x86_bind(X86Asm *a, X86Label *label);

/*
 * Jumps to a label: to a bound one in the short form when it is near, to one
 * that is still to come in the form with 4 bytes of displacement.
 */
void x86_jmp(X86Asm *a, X86Label *label);
void x86_jcc(X86Asm *a, X86Cond cc, X86Label *label);
void x86_call(X86Asm *a, X86Label *label);

/**
 * x86_jmp_to, x86_jcc_to, x86_call_to: to a place outside, in the same
 * mapping as the code being written
 * @target: address in the writable view
 */
void x86_jmp_to(X86Asm *a, const uint8_t *target);
void x86_jcc_to(X86Asm *a, X86Cond cc, const uint8_t *target);
void x86_call_to(X86Asm *a, const uint8_t *target);

/**
 * x86_jcc_short, x86_jmp_short: forward over at most 127 bytes
 *
 * Returns: what x86_land() wants, at the place jumped to.
 */
uint8_t *x86_jcc_short(X86Asm *a, X86Cond cc);
uint8_t *x86_jmp_short(X86Asm *a);
void x86_land(X86Asm *a, uint8_t *jump);

/**
 * x86_link_jmp: a jump that may be patched while it runs (code_link.c)
 * @label: where it goes until then; not yet bound
 *
 * Pads with nops so that the displacement is 4-byte aligned: one store
 * changes it for all CPUs (SDM volume 3, 9.1.1).
 *
 * Returns: (nullable) the displacement, in the writable view; NULL after
 *          overflow.
 */
int32_t *x86_link_jmp(X86Asm *a, X86Label *label);

/** x86_nops: @bytes of padding in as few instructions as possible */
void x86_nops(X86Asm *a, unsigned bytes);
/** x86_align: pad so that p is a multiple of @bytes, a power of two */
void x86_align(X86Asm *a, unsigned bytes);

/* --- rows (insns.c) ------------------------------------------------------- */

/** x86_insn_name: the assembler's name, for listings and tests */
const char *x86_insn_name(X86Insn insn);

#endif
