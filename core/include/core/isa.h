/*
 * isa.h: instructions and extensions as data
 *
 * One row per extension (isa/ext.inc) and one per instruction
 * (isa/rv_*.inc, collected by isa/insns.inc) make every list in the program:
 * the enums below, the decoder, the disassembler, the interpreter's and the
 * translator's function tables, tests and handout tables.
 */
#ifndef CORE_ISA_H
#define CORE_ISA_H

#include "core/types.h"

/* EXT(id, "name", "what it is"): see isa/ext.inc for the columns. */
typedef enum ExtId {
#define EXT(id, ...) EXT_##id,
#include "core/isa/ext.inc"
#undef EXT
    EXT_COUNT
} ExtId;

/* INSN(name, ext, "bit picture", format, "operands", flags): insns.inc */
typedef enum InsnOp {
#define INSN(name, ...) OP_##name,
#include "core/isa/insns.inc"
#undef INSN
    OP_COUNT
} InsnOp;

/* What the execution loop and the translators must know about a row. */
typedef enum InsnFlags {
    INSN_LOAD = 1 << 0,         /* reads guest memory */
    INSN_STORE = 1 << 1,        /* writes guest memory */
    INSN_BRANCH = 1 << 2,       /* conditional branch, target = pc + imm */
    INSN_JUMP = 1 << 3,         /* jal, jalr */
    INSN_FP = 1 << 4,           /* illegal while mstatus.FS is Off */
    INSN_FP_RM = 1 << 5,        /* has a rounding-mode field (Insn.rm) */
    INSN_AMO = 1 << 6,          /* atomic; Insn.rm = aq << 1 | rl */
    INSN_CSR = 1 << 7,          /* reads or writes a CSR (number in imm) */
    INSN_ENDS_BLOCK = 1 << 8,   /* what follows may run in another context */
    INSN_WITH_F = 1 << 9,       /* needs F besides its row's extension */
    INSN_WITH_D = 1 << 10,      /* needs D besides its row's extension */
    INSN_WITH_ZFH = 1 << 11,    /* needs Zfh besides its row's extension */
    INSN_DISTINCT = 1 << 12,    /* equal register fields are reserved */
} InsnFlags;

/*
 * One decoded instruction. Compressed encodings decode to the instruction
 * they expand to, with len == 2, so nothing above the decoder sees them.
 * Unused fields are 0.
 */
typedef struct Insn {
    uint16_t op;                /* InsnOp */
    uint8_t len;                /* 2 or 4 bytes */
    uint8_t rd, rs1, rs2, rs3;  /* register numbers; rs1 = zimm for csrr?i */
    uint8_t rm;                 /* rounding mode, or aq << 1 | rl */
    int32_t imm;                /* immediate, shift amount or CSR number;
                                 * lui and auipc: imm20 << 12 */
    uint32_t raw;               /* the encoding; 16 bits when len == 2 */
} Insn;

struct HartConfig;
typedef struct DecodeTable DecodeTable;

/**
 * decode_table_new: make the decoder of one CPU configuration
 * @config: which extensions are enabled (borrowed, only read here)
 *
 * Returns: (transfer full): free with decode_table_free(). Read-only after
 *          creation, so threads may share it.
 */
DecodeTable *decode_table_new(const struct HartConfig *config);
void decode_table_free(DecodeTable *table);

/**
 * insn_length: length of the instruction that starts with @halfword
 *
 * Returns: 2 or 4 (bits 1:0 != 3 mean 16 bits; Unprivileged ISA, "Expanded
 *          Instruction-Length Encoding"). Longer forms count as 4: reserved.
 */
static inline unsigned insn_length(uint16_t halfword)
{
    return (halfword & 3) == 3 ? 4 : 2;
}

/**
 * insn_decode: decode one instruction
 * @table: decoder of the configuration
 * @word:  the encoding, little endian; upper half ignored for 16-bit forms
 * @insn:  (out): always written; @insn->len and @insn->raw are valid even
 *         when the result is false, and @insn->op is OP_COUNT then
 *
 * Returns: false when no enabled row matches: an illegal instruction.
 */
bool insn_decode(const DecodeTable *table, uint32_t word,
                 Insn *insn) MUST_CHECK;

/** insn_flags: the InsnFlags of a row; 0 for OP_COUNT and above */
unsigned insn_flags(unsigned op);

/**
 * insn_name: the mnemonic of a row as assemblers write it ("fcvt.w.s")
 *
 * Returns: a string that lives for ever; "illegal" for OP_COUNT and above.
 */
const char *insn_name(unsigned op);

/**
 * insn_disas: disassemble as binutils' objdump -M no-aliases does
 * @table:  decoder of the configuration
 * @word:   the encoding
 * @pc:     address of the instruction (branch targets are absolute)
 * @buf:    (out): NUL-terminated text, "mnemonic\toperands"
 * @size:   bytes in @buf; longer text is cut
 *
 * Returns: the instruction's length in bytes; an unknown encoding prints as
 *          ".2byte\t0x..." or ".4byte\t0x...".
 */
unsigned insn_disas(const DecodeTable *table, uint32_t word, vaddr pc,
                    char *buf, size_t size);

/** gpr_name, fpr_name: ABI names of x0..x31 ("a0") and f0..f31 ("fa0") */
const char *gpr_name(unsigned number);
const char *fpr_name(unsigned number);

#endif
