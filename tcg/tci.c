/*
 * tci.c: running operations directly, on any host
 *
 * The portable back end, and the oracle for those that make host code: no
 * registers to assign, no instructions to choose, one C function per
 * operation. Guest registers are used where they are, in the Hart;
 * temporaries are 64-bit slots; labels are looked up before the run.
 */
#include "tci_internal.h"
#include "tcg/ir_eval.h"

/* Operations with a plain value are ir_eval()'s, all others are here. */
static TciOpFn *const functions[IR_OPCODE_COUNT] = {
    [IR_pc_add] = tci_pc_add,
    [IR_insn_start] = tci_insn_start,
    [IR_label] = tci_skip,
    [IR_br] = tci_br,
    [IR_brcond] = tci_brcond,
    [IR_retire] = tci_retire,
    [IR_poll] = tci_poll,
    [IR_poll_slice] = tci_poll_slice,
    [IR_goto_tb] = tci_goto_tb,
    [IR_goto_ptr] = tci_goto_ptr,
    [IR_exit_tb] = tci_exit_tb,
    [IR_ld] = tci_ld,
    [IR_st] = tci_st,
    [IR_fld] = tci_fld,
    [IR_fst] = tci_st,
    [IR_guard] = tci_guard,
    [IR_gld] = tci_ld,
    [IR_gst] = tci_st,
    [IR_gfld] = tci_fld,
    [IR_gfst] = tci_st,
    [IR_gldx] = tci_ld,
    [IR_gstx] = tci_st,
    [IR_gfldx] = tci_fld,
    [IR_gfstx] = tci_st,
    [IR_amo] = tci_amo,
    [IR_lr] = tci_lr,
    [IR_sc] = tci_sc,
    [IR_mb] = tci_mb,
    [IR_ld_env] = tci_ld_env,
    [IR_st_env] = tci_st_env,
    [IR_call] = tci_helper,
    [IR_interp] = tci_interp,
    [IR_fp_check] = tci_fp_check,
    [IR_fmov] = tci_fmov,
    [IR_fmv_x] = tci_fmv_x,
    [IR_fmv_f] = tci_fmv_f,
    [IR_fadd ... IR_fcvt_ff] = tci_float,
};


static uint64_t *slot(const Tci *t, IrRef ref)
{
    return ref < IR_FPR(0) ? &t->hart->gpr[ref]
         : ref < IR_TEMP_FIRST ? &t->hart->fpr[ref - IR_FPR(0)]
         : &t->temps[ref - IR_TEMP_FIRST];
}

uint64_t tci_get(const Tci *t, IrRef ref)
{
    return ref == IR_NONE ? 0
         : ref >= IR_CONST_FIRST ? ir_const_value(t->s, ref)
         : *slot(t, ref);
}

const IrOp *tci_set(Tci *t, const IrOp *op, uint64_t value)
{
    *slot(t, op->dst) = value;
    return op + 1;
}

static const IrOp *run_value(Tci *t, const IrOp *op)
{
    return tci_set(t, op, ir_eval(op, tci_get(t, op->arg[0]),
                                  tci_get(t, op->arg[1]),
                                  tci_get(t, op->arg[2])));
}

static void find_labels(Tci *t)
{
    for (unsigned i = 0; i < t->s->n_ops; i++) {
        const IrOp *op = &t->s->ops[i];

        if (op->opc == IR_label) {
            t->labels[op->imm] = op;
        }
    }
}

uint64_t tci_run(const TCGContext *s, void *env, const TcgLayout *layout,
                 const TcgConfig *config)
{
    uint64_t temps[IR_MAX_TEMPS];
    const IrOp *labels[IR_MAX_LABELS];
    Tci t = {
        .s = s, .env = env, .hart = env, .layout = layout, .config = config,
        .temps = temps, .labels = labels,
    };
    const IrOp *op = s->ops;

    find_labels(&t);
    while (op) {
        TciOpFn *fn = functions[op->opc];

        op = fn ? fn(&t, op) : run_value(&t, op);
    }
    return t.exit;
}
