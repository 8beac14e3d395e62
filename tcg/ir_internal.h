/*
 * ir_internal.h: names and signatures, for printer, parser and verifier
 *
 * Each list of names is indexed by the value it names; gaps are NULL.
 */
#ifndef IR_INTERNAL_H
#define IR_INTERNAL_H

#include "tcg/env.h"
#include "tcg/ir.h"

typedef struct IrNames {
    const char *const *name;
    unsigned count;
} IrNames;

extern const IrNames ir_type_names;     /* IrType: i64, i32 */
extern const IrNames ir_format_names;   /* IrFormat: f32, f64, f16 */
extern const IrNames ir_rm_names;       /* RoundingMode: rne .. dyn */
extern const IrNames ir_cond_names;     /* TCGCond: eq .. gtu */
extern const IrNames ir_helper_names;   /* TcgHelper */

/** ir_name: the name of @value, or NULL */
const char *ir_name(const IrNames *names, unsigned value);
/** ir_value: the value that @text names, or -1 */
int ir_value(const IrNames *names, const char *text);

/** ir_attr_names: what the `n` attributes of @opc are called; may be empty */
const IrNames *ir_attr_names(IrOpcode opc);

/** ir_op_signature: second column of ops.inc */
const char *ir_op_signature(IrOpcode opc);
/** ir_op_has: does the signature contain the letter? */
bool ir_op_has(IrOpcode opc, char letter);

#define IR_MEMOP_NAME_MAX 16
/** ir_memop_name: "leuq", "sb", "leul.box"; writes @buf */
void ir_memop_name(uint8_t attr, char buf[IR_MEMOP_NAME_MAX]);

/** ir_print_insn: append the line that says: of instruction @number from here
 * on, without its end */
void ir_print_insn(const TCGContext *s, unsigned number, GString *out);

/* Who knows where the value of an operand lives, and appends it. */
typedef struct IrPlaces {
    void (*print)(const void *data, IrRef ref, GString *out);
    const void *data;
} IrPlaces;

/**
 * ir_print_op: append the line of one operation, without its end
 * @places: (nullable): asked behind each register and temporary
 */
void ir_print_op(const TCGContext *s, const IrOp *op, const IrPlaces *places,
                 GString *out);

/* --- ir_flow.c ------------------------------------------------------------ */

/**
 * ir_reaches: can control get from operation @first to @last by those between?
 *
 * A branch back to a label that does not reach it is no loop: control came
 * from elsewhere.
 */
bool ir_reaches(const TCGContext *s, unsigned first, unsigned last);

#endif
