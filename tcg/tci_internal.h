/*
 * tci_internal.h: the state of the interpreter of operations
 *
 * Every operation that leaves no plain value is a function of its own,
 * tci_NAME(), in the file of its section of ops.inc. It returns the
 * operation to go on with, or NULL when the unit is left; then @exit says
 * why and pc is final.
 */
#ifndef TCI_INTERNAL_H
#define TCI_INTERNAL_H

#include "tcg/tcg.h"

typedef struct Tci {
    const TCGContext *s;
    void *env;
    Hart *hart;                 /* the start of env */
    const TcgLayout *layout;
    const TcgConfig *config;
    uint64_t *temps;            /* [s->n_temps] */
    const IrOp **labels;        /* [s->n_labels]: where they are */
    TcgExit exit;               /* after an operation returned NULL */
} Tci;

typedef const IrOp *TciOpFn(Tci *t, const IrOp *op);

/** tci_get: the value of an operand; 0 for IR_NONE */
uint64_t tci_get(const Tci *t, IrRef ref);
/** tci_set: give @op its result; returns the next operation */
const IrOp *tci_set(Tci *t, const IrOp *op, uint64_t value);

/** tci_pc: the guest address at @offset of the unit's page */
uint64_t tci_pc(const Tci *t, int32_t offset);
/** tci_leave: write pc and leave the unit; returns NULL */
const IrOp *tci_leave(Tci *t, uint64_t pc, TcgExit why);

/* Arguments of a helper. */
typedef struct TciArgs {
    uint64_t a, b, c;
} TciArgs;

/**
 * tci_call: call a helper from @op, with the Hart exact unless it is PURE
 * @value: (out): what it answers
 *
 * Returns: true to go on; false when the unit must be left: then pc, retired
 *          and t->exit are final.
 */
bool tci_call(Tci *t, const IrOp *op, TcgHelper helper, TciArgs args,
              uint64_t *value) MUST_CHECK;

/* a field of the environment; fields of Hart are at their offset in it */
#define TCI_ENV(t, type, offset) ((type *)((char *)(t)->env + (offset)))

/* tci_control.c */
TciOpFn tci_pc_add, tci_skip, tci_insn_start, tci_br, tci_brcond;
TciOpFn tci_retire, tci_poll, tci_poll_slice;
TciOpFn tci_goto_tb, tci_goto_ptr, tci_exit_tb;
/* tci_memory.c */
TciOpFn tci_ld, tci_st, tci_fld, tci_guard, tci_amo, tci_lr, tci_sc, tci_mb;
/* tci_hart.c */
TciOpFn tci_ld_env, tci_st_env, tci_helper, tci_interp, tci_fp_check;
/* tci_float.c */
TciOpFn tci_fmov, tci_fmv_x, tci_fmv_f, tci_float;

#endif
