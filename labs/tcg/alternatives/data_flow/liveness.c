/*
 * liveness.c: by data flow: what is live behind each operation, solved by
 * repetition until nothing changes, loops included; then the dead go, and it
 * begins again.
 */
#include <string.h>

#include "passes/pass.h"

typedef struct Flow {
    TCGContext *s;
    uint64_t *before;           /* live registers before each operation */
    unsigned *place;            /* of each label */
} Flow;

static uint64_t live_at(const Flow *f, unsigned i)
{
    return i < f->s->n_ops ? f->before[i] : UINT64_MAX;
}

static uint64_t live_behind(const Flow *f, unsigned i)
{
    const IrOp *op = &f->s->ops[i];
    unsigned flags = ir_op_flags(op->opc);
    uint64_t live = flags & IR_ENDS ? 0 : live_at(f, i + 1);

    if (op->opc == IR_insn_start) {
        return live;
    }
    if (flags & IR_BRANCHES) {
        live |= f->before[f->place[op->imm]];
    }
    return ir_op_may_leave(flags) ? UINT64_MAX : live;
}

static uint64_t bit_of(IrRef ref)
{
    return ref < IR_TEMP_FIRST ? 1ull << ref : 0;
}

static uint64_t transfer(const Flow *f, unsigned i)
{
    const IrOp *op = &f->s->ops[i];
    uint64_t live = live_behind(f, i);

    if (op->opc == IR_insn_start) {
        return live;
    }
    if (!ir_op_may_leave(ir_op_flags(op->opc))) {
        live &= ~bit_of(op->dst);
    }
    for (unsigned n = 0; n < ir_op_n_args(op); n++) {
        live |= bit_of(op->arg[n]);
    }
    return live;
}

static void solve(Flow *f)
{
    bool changed = true;

    memset(f->before, 0, f->s->n_ops * sizeof(*f->before));
    for (unsigned i = 0; i < f->s->n_ops; i++) {
        if (f->s->ops[i].opc == IR_label) {
            f->place[f->s->ops[i].imm] = i;
        }
    }
    while (changed) {
        changed = false;
        for (unsigned i = f->s->n_ops; i-- > 0;) {
            uint64_t live = transfer(f, i);

            changed |= live != f->before[i];
            f->before[i] = live;
        }
    }
}

static void count_uses(const TCGContext *s, unsigned *uses)
{
    memset(uses, 0, (s->n_temps + 1) * sizeof(*uses));
    for (unsigned i = 0; i < s->n_ops; i++) {
        for (unsigned n = 0; n < ir_op_n_args(&s->ops[i]); n++) {
            if (ir_is_temp(s->ops[i].arg[n])) {
                uses[s->ops[i].arg[n] - IR_TEMP_FIRST]++;
            }
        }
    }
}

static bool may_go(const IrOp *op)
{
    bool pure_call = op->opc == IR_call &&
                     tcg_helper_flags(op->imm) & TCG_HELPER_PURE;

    return op->dst != IR_NONE &&
           (ir_op_flags(op->opc) & IR_PURE || pure_call ||
            op->opc == IR_gld || op->opc == IR_gldx ||
            op->opc == IR_gfld || op->opc == IR_gfldx);
}

static bool is_dead(const Flow *f, const unsigned *uses, unsigned i)
{
    const IrOp *op = &f->s->ops[i];

    if (op->opc == IR_insn_start || !may_go(op)) {
        return false;
    }
    return ir_is_temp(op->dst)
        ? uses[op->dst - IR_TEMP_FIRST] == 0
        : !(live_behind(f, i) & bit_of(op->dst));
}

/* Returns: whether an operation was removed. */
static bool sweep(Flow *f, unsigned *uses)
{
    TCGContext *s = f->s;
    unsigned kept = 0;

    solve(f);
    count_uses(s, uses);
    bool *dead = g_new0(bool, s->n_ops + 1);
    for (unsigned i = 0; i < s->n_ops; i++) {
        dead[i] = is_dead(f, uses, i);
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (!dead[i]) {
            s->ops[kept++] = s->ops[i];
        }
    }
    g_free(dead);
    bool removed = kept < s->n_ops;
    s->n_ops = kept;
    return removed;
}

void tcg_liveness(TCGContext *s)
{
    Flow f = {
        .s = s,
        .before = g_new0(uint64_t, s->n_ops + 1),
        .place = g_new0(unsigned, s->n_labels + 1),
    };
    unsigned *uses = g_new0(unsigned, s->n_temps + 1);

    while (sweep(&f, uses)) {
    }
    g_free(uses);
    g_free(f.place);
    g_free(f.before);
}
