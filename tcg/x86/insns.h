/*
 * insns.h: rows of insns.inc, and the forms that they name
 *
 * Letters of a form: the order in which ModRM.reg (R), VEX.vvvv (V) and
 * ModRM.rm (M) take the operands, I for an immediate. X: SSE registers.
 */
#ifndef TCG_X86_INSNS_H
#define TCG_X86_INSNS_H

#include "x86/asm.h"

typedef enum X86Form {
    X86_FORM_NONE,              /* no operands */
    X86_FORM_ALU,               /* the eight of the first rows */
    X86_FORM_MOV,
    X86_FORM_TEST,
    X86_FORM_MR,                /* r/m, r */
    X86_FORM_BIT,               /* r/m, r; or 0F BA /ext with imm8 */
    X86_FORM_MRI,               /* r/m, r, imm8 */
    X86_FORM_M,                 /* /ext */
    X86_FORM_O,                 /* opcode + register */
    X86_FORM_PUSH,              /* opcode + register; memory: push, pop */
    X86_FORM_SHIFT,             /* /ext by imm8; D1: by one */
    X86_FORM_RM,                /* r, r/m */
    X86_FORM_LEA,               /* r, address */
    X86_FORM_IMUL,              /* r, r/m; 6B and 69: r, r/m, imm */
    X86_FORM_RVM,
    X86_FORM_RMV,
    X86_FORM_RMI,
    X86_FORM_MXCSR,             /* /ext, memory only */
    X86_FORM_XMOVE,             /* x, x/m; ext: opcode of x/m, x */
    X86_FORM_XLOAD,             /* the same, but registers would be merged */
    X86_FORM_XGPR,              /* x, r/m; ext: opcode of r/m, x */
    X86_FORM_XX,                /* x, x/m */
    X86_FORM_XX2,               /* x, x/m; vvvv is the source, too */
    X86_FORM_XX2I,
    X86_FORM_XXI,
    X86_FORM_XPH,               /* x/m, x, imm8 */
    X86_FORM_XR,                /* x, r/m */
    X86_FORM_RX,                /* r, x/m */
    X86_FORM_XXM,               /* x, x, x/m */
    X86_FORM_XBLEND,
    X86_FORM_XCMP,              /* x, x, x/m; imm8 is ext */
    X86_FORM_XSHIFT,            /* vvvv, x, imm8; /ext */
    X86_FORM_FMA,               /* x, x, x/m; the first is an input, too */
} X86Form;

typedef enum X86Prefix {
    X86_PREFIX_NONE,            /* in the order of the pp field of VEX */
    X86_PREFIX_66,
    X86_PREFIX_F3,
    X86_PREFIX_F2,
} X86Prefix;

typedef enum X86Map {
    X86_MAP_OP,                 /* in the order of the mmmmm field of VEX */
    X86_MAP_0F,
    X86_MAP_0F38,
    X86_MAP_0F3A,
} X86Map;

typedef enum X86RowFlags {
    X86_BYTE = 1 << 0,          /* 8-bit form: even opcode */
    X86_COMMUTES = 1 << 1,
    X86_REXW = 1 << 2,          /* REX.W or VEX.W is always set */
    X86_VEX = 1 << 3,           /* there is no legacy form */
    X86_SRC8 = 1 << 4,          /* the source register is 8 bits wide */
    X86_DST8 = 1 << 5,
    X86_MODRM = 1 << 6,         /* form NONE: ModRM with ext follows */
    X86_NEEDS_SSE41 = 1 << 7,
    X86_NEEDS_POPCNT = 1 << 8,
    X86_NEEDS_LZCNT = 1 << 9,
    X86_NEEDS_BMI1 = 1 << 10,
    X86_NEEDS_BMI2 = 1 << 11,
    X86_NEEDS_FMA = 1 << 12,
    X86_NEEDS_F16C = 1 << 13,
} X86RowFlags;

/* One instruction, taken apart: see asm_code.h. */
typedef struct X86Code {
    uint8_t prefix;             /* X86Prefix: mandatory */
    uint8_t map;                /* X86Map */
    uint8_t opcode;
    uint8_t reg;                /* ModRM.reg with its high bit, or /ext */
    bool w;                     /* REX.W or VEX.W */
    bool modrm;
    bool vex;
    bool legacy;                /* prefix, lock or data16 is set */
    bool lock;
    bool data16;                /* operand size prefix */
    bool rex;                   /* REX even when it is 40: spl, bpl, sil, dil */
    uint8_t vvvv;               /* second source of a VEX instruction */
    uint8_t rm;                 /* register operand, when there is no mem */
    int32_t imm;
    const X86Mem *mem;          /* (nullable) */
    uint8_t imm_bytes;
} X86Code;

typedef struct X86Row {
    X86Code code;               /* as far as the row says; no operands */
    const char *name;
    uint8_t form;               /* X86Form */
    uint8_t ext;
    uint16_t flags;             /* X86RowFlags */
} X86Row;

extern const X86Row x86_rows[X86_INSN_COUNT];

/** x86_row: the row of the operation's instruction, {borrowed} */
static inline const X86Row *x86_row(X86Op op)
{
    return &x86_rows[op & 0xffff];
}

/** x86_lacking: the X86_NEEDS flags of what @features lacks */
uint16_t x86_lacking(const X86Features *features);

#endif
