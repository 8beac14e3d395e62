/*
 * decode_rows.h: the instruction tables as C data, shared by the decoder,
 * the disassembler and their tests
 *
 * One array: the rows of insns.inc in InsnOp order, then the compressed rows
 * of rv_c.inc. See insns.inc for the columns.
 */
#ifndef CORE_DECODE_ROWS_H
#define CORE_DECODE_ROWS_H

#include "core/hart.h"
#include "core/isa.h"
#include "decode_imm.h"

typedef struct InsnRow {
    const char *name;           /* '_' stands for '.' */
    const char *picture;
    const char *operands;
    uint16_t ext;               /* ExtId */
    uint16_t flags;             /* InsnFlags */
    uint8_t format;             /* InsnFormat */
    Insn fixed;                 /* op, and what the encoding implies */
} InsnRow;

/* The place of each compressed row behind the others. */
enum {
    ROW_LAST_BASE = OP_COUNT - 1,
#define RVC(name, ...) ROW_##name,
#include "core/isa/rv_c.inc"
#undef RVC
    ROW_COUNT
};

extern const InsnRow insn_rows[ROW_COUNT];

/* Fields that letters of a picture name. */
typedef enum InsnField {
    FIELD_RD,
    FIELD_RS1,
    FIELD_RS2,
    FIELD_RS3,
    FIELD_RM,
    FIELD_IMM,
    FIELD_COUNT
} InsnField;

/* A picture, compiled. */
typedef struct Pattern {
    uint32_t mask;              /* fixed bits */
    uint32_t match;             /* their values */
    uint32_t nonzero;           /* not all of these are 0, unless none */
    uint32_t field[FIELD_COUNT]; /* bits of each field */
    uint8_t shift[FIELD_COUNT]; /* its lowest bit */
    uint8_t base[FIELD_COUNT];  /* its value when all bits are 0 */
    uint8_t len;                /* 2 or 4 bytes */
} Pattern;

/**
 * pattern_compile: turn a bit picture into masks
 *
 * A picture with a letter outside insns.inc's list, a length other than 16
 * or 32 bits, or two capital fields is our bug and aborts.
 */
Pattern pattern_compile(const char *picture);

/** pattern_matches: is @word (16 bits when len == 2) an instance? */
static inline bool pattern_matches(const Pattern *pattern, uint32_t word)
{
    return (word & pattern->mask) == pattern->match &&
           (!pattern->nonzero || (word & pattern->nonzero));
}

/** pattern_fixed_bits: how many bits are fixed: the more, the more special */
unsigned pattern_fixed_bits(const Pattern *pattern);

/**
 * pattern_register: a register field's value
 *
 * Three-bit fields are the compressed x8..x15. 0 for an absent field.
 */
static inline unsigned pattern_register(const Pattern *pattern,
                                        InsnField field, uint32_t word)
{
    return ((word & pattern->field[field]) >> pattern->shift[field]) +
           pattern->base[field];
}

/** insn_row_enabled: does @config have all that the row needs? */
bool insn_row_enabled(const InsnRow *row, const HartConfig *config);

/**
 * insn_decode_row: insn_decode() that tells which row matched
 *
 * Returns: (nullable): the row, compressed rows included; NULL: illegal.
 */
const InsnRow *insn_decode_row(const DecodeTable *table, uint32_t word,
                               Insn *insn);

#endif
