/*
 * fold.h: what the files of the forward pass share
 *
 * Fold walks once over the operations and keeps, for every register and
 * temporary, what is known of its present value (FoldFacts) and which
 * operation wrote it. A rule looks at one operation, at the facts of its
 * operands and at the operations that made them, and rewrites the operation
 * into a cheaper one with the same result.
 *
 * Guest registers are variables, so "operation 5 made x10 from x11" is of
 * use only while x11 still holds what operation 5 read: fold_holds().
 */
#ifndef TCG_FOLD_H
#define TCG_FOLD_H

#include "passes/pass.h"
#include "tcg/ir_eval.h"

typedef enum FoldKind {
    FOLD_UNKNOWN,
    FOLD_CONST,                 /* is value */
    FOLD_PC,                    /* is the address of the page + value */
} FoldKind;

typedef struct FoldFacts {
    uint64_t value;             /* see FoldKind */
    uint64_t zeros;             /* bits that are surely 0 */
    uint8_t kind;               /* FoldKind */
    uint8_t sbits;              /* 1..64: equals its low sbits bits,
                                 * sign-extended */
    uint8_t boxed;              /* bit n: is NaN-boxed as IrFormat n... */
    uint8_t checked;            /* ...if the back end checks boxes */
} FoldFacts;

/* A register or temporary. Numbers of operations count from 1; 0: none. */
typedef struct FoldValue {
    FoldFacts facts;
    uint16_t def;               /* operation or label that made the value */
    uint16_t read;              /* last operation that read it */
    IrRef copy;                 /* it copies this variable, or IR_NONE */
    IrRef home;                 /* register that was given the value... */
    uint16_t home_def;          /* ...by this operation */
    bool replaceable;           /* a number, a copy, or with a home */
} FoldValue;

typedef struct FoldLabel {
    uint16_t first, last;       /* branches to it: first and last operation */
    uint16_t branches;          /* that are left */
} FoldLabel;

typedef struct Fold {
    TCGContext *s;
    FoldValue *values;          /* by IrRef; registers and temporaries */
    FoldValue before[32];       /* of x registers, before the last write */
    FoldLabel *labels;
    unsigned at;                /* number of the operation being folded */
    uint64_t written;           /* registers, since all was forgotten... */
    unsigned forgot;            /* ...at this operation */
    unsigned fence;             /* last operation where control may leave or
                                 * arrive: registers are seen there */
    unsigned head;              /* last label that is the head of a loop */
    bool unreachable;
} Fold;

/* A rule: true when it changed @op, which is then tried from the start. */
typedef bool FoldRule(Fold *f, IrOp *op);

extern const FoldFacts fold_unknown;

/* --- fold.c --------------------------------------------------------------- */

/** fold_op: fold one operation, f->at is its number */
void fold_op(Fold *f, IrOp *op);

/**
 * fold_again: fold an earlier operation once more, after changing it
 *
 * Its result must not have been read, nor its register seen, since.
 */
void fold_again(Fold *f, IrOp *op);

/** fold_lost: a value of which nothing is known but who made it */
FoldValue fold_lost(unsigned number);

/** fold_maker: the operation that made the value of @ref, or NULL */
static inline IrOp *fold_maker(Fold *f, IrRef ref)
{
    IrOp *op;

    if (!ir_is_variable(ref) || !f->values[ref].def) {
        return NULL;
    }
    op = &f->s->ops[f->values[ref].def - 1];
    return op->dst == ref ? op : NULL;
}

/** fold_maker_is: fold_maker(), if it has the opcode */
static inline IrOp *fold_maker_is(Fold *f, IrRef ref, IrOpcode opc)
{
    IrOp *op = fold_maker(f, ref);

    return op && op->opc == opc ? op : NULL;
}

/** fold_holds: has @ref the value still that operation @number read? */
static inline bool fold_holds(const Fold *f, IrRef ref, unsigned number)
{
    return ref >= IR_TEMP_FIRST ||
           (number > f->forgot && f->values[ref].def < number);
}

/* --- fold_label.c --------------------------------------------------------- */

/** fold_find_branches: fill in f->labels[] */
void fold_find_branches(Fold *f);
/** fold_forget_all: registers may have changed without our seeing it */
void fold_forget_all(Fold *f);
/** fold_label: a label, whose ways meet here; it goes if nothing comes */
void fold_label(Fold *f, IrOp *op);

/* --- fold_facts.c --------------------------------------------------------- */

/** fold_const_facts: all is known of a constant */
FoldFacts fold_const_facts(uint64_t value);

/** fold_facts: what is known of an operand; it must have one */
static inline FoldFacts fold_facts(const Fold *f, IrRef ref)
{
    return ir_is_const(ref) ? fold_const_facts(ir_const_value(f->s, ref))
                            : f->values[ref].facts;
}

static inline bool fold_is_const(const Fold *f, IrRef ref, uint64_t *value)
{
    if (ir_is_const(ref)) {
        *value = ir_const_value(f->s, ref);
        return true;
    }
    if (ref == IR_NONE || f->values[ref].facts.kind != FOLD_CONST) {
        return false;
    }
    *value = f->values[ref].facts.value;
    return true;
}

/* --- fold_bits.c ---------------------------------------------------------- */

/** fold_result: what is known of the result of an operation */
FoldFacts fold_result(const Fold *f, const IrOp *op);


/* --- fold_copy.c ---------------------------------------------------------- */

/**
 * fold_operand: what to read instead of a variable that is replaceable: the
 * original of a copy, or a number if it fits
 */
IrRef fold_operand(Fold *f, const IrOp *op, unsigned i);

/** fold_is_pinned: is @ref likely in a host register? */
bool fold_is_pinned(IrRef ref);

/* --- fold_pair.c ---------------------------------------------------------- */

/* Two operations of which the second uses the result of the first. */
typedef struct FoldPair {
    IrOp *first;
    bool alone;                 /* nobody but the second sees the result of
                                 * the first: it may change or go */
} FoldPair;

/**
 * fold_pair: can @op be made from what the maker of its operand read?
 * @operand: index of an operand of @op
 * @pair:    (out)
 *
 * True when @op may read the operands of the first operation, provided that
 * fold_take() is called before anything else of it is changed.
 */
bool fold_pair(Fold *f, const IrOp *op, unsigned operand, FoldPair *pair);

/** fold_take: the second operation replaces both: drop the first if alone */
void fold_take(Fold *f, FoldPair pair);

/* --- fold_float.c --------------------------------------------------------- */

/** fold_boxes: mark operands that are known to be boxed, learn from others */
void fold_boxes(Fold *f, IrOp *op);

/** fold_float_result: as fold_result(), for values of f registers */
FoldFacts fold_float_result(const Fold *f, const IrOp *op);

/* --- rules ---------------------------------------------------------------- */

/* by opcode: (nullable) its rules, NULL at the end */
extern FoldRule *const *const fold_rules[IR_OPCODE_COUNT];

/* changes of an operation; all return true */
bool fold_to_const(Fold *f, IrOp *op, uint64_t value);
bool fold_to_unary(IrOp *op, IrOpcode opc, IrRef a);
bool fold_to_binary(IrOp *op, IrOpcode opc, IrRef a, IrRef b);

static inline bool fold_to_copy(IrOp *op, IrRef a)
{
    return fold_to_unary(op, IR_mov, a);
}

/* fold_algebra.c */
FoldRule fold_commute, fold_same_operands, fold_neutral, fold_sub_const,
    fold_not_const, fold_shadd_const, fold_select;
/* fold_mul.c */
FoldRule fold_mul, fold_divu, fold_remu, fold_div_one;
/* fold_extend.c */
FoldRule fold_and_mask, fold_extend, fold_narrow, fold_extend_chain,
    fold_extend_sum, fold_extend_load;
/* fold_shift.c */
FoldRule fold_shift_zero, fold_shift_pair, fold_index_pair, fold_add_shifted;
/* fold_rotate.c */
FoldRule fold_rotate;
/* fold_address.c */
FoldRule fold_add_chain, fold_pc_pair, fold_goto, fold_base;
/* fold_compare.c */
FoldRule fold_compare_order, fold_setcond, fold_setcond_bool,
    fold_setcond_not, fold_brcond, fold_brcond_setcond;

/* fold_float.c */
FoldRule fold_float_copy;

/** fold_extension: does the opcode sign-extend, and from how many @bits? */
bool fold_extension(IrOpcode opc, unsigned *bits);

#endif
