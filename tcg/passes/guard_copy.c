/*
 * guard_copy.c: the guarded stretch, and its copy for when the guard fails
 *
 * The unit is written anew: in place of each group a guard, the stretch with
 * guarded accesses, and a label; behind the unit's last operation the copies,
 * each between its label and a branch back.
 */
#include <string.h>

#include "passes/guard.h"

typedef struct Rewrite {
    Guard *g;
    TCGContext *s;
    IrOp *ops;                  /* the new unit */
    unsigned n_ops;
    IrRef *renamed;             /* by temporary: its name in the copy */
    unsigned labels;            /* the first new one; a group has two:
                                 * behind the stretch, and its copy */
} Rewrite;

static void put(Rewrite *w, IrOp op)
{
    w->ops[w->n_ops++] = op;
}

/* operations @first..@end-1 as they are */
static void put_range(Rewrite *w, unsigned first, unsigned end)
{
    memcpy(&w->ops[w->n_ops], &w->s->ops[first], (end - first) * sizeof(IrOp));
    w->n_ops += end - first;
}

/* br or label */
static void put_place(Rewrite *w, IrOpcode opc, unsigned insn, unsigned label)
{
    put(w, (IrOp) { .opc = opc, .insn = insn, .dst = IR_NONE,
                    .arg = { IR_NONE, IR_NONE, IR_NONE }, .imm = label });
}

static IrRef put_guard(Rewrite *w, const GuardGroup *group, unsigned label)
{
    const IrOp *first = &w->s->ops[group->first];
    IrRef pointer = IR_TEMP_FIRST + w->s->n_temps++;

    put(w, (IrOp) {
        .opc = IR_guard,
        .attr = group->store,
        .insn = first->insn,
        .dst = pointer,
        .arg = { first->arg[0], ir_const(w->s, group->high - group->low),
                 label },
        .imm = group->low - group->base,
    });
    return pointer;
}

/* --- the fast way --------------------------------------------------------- */

static void put_stretch(Rewrite *w, unsigned index, unsigned label)
{
    const GuardGroup *group = &w->g->groups[index];
    IrRef pointer = put_guard(w, group, label + 1);

    for (unsigned i = group->first; i <= group->last; i++) {
        IrOp op = w->s->ops[i];

        if (w->g->members[i].group == index + 1) {
            op.opc = guard_member_opcode(op.opc);
            op.arg[0] = pointer;
            op.imm = w->g->members[i].offset - group->base;
        }
        put(w, op);
    }
    put_place(w, IR_label, w->s->ops[group->last].insn, label);
}

/* --- the copy ------------------------------------------------------------- */

static void put_renamed(Rewrite *w, IrOp op)
{
    for (unsigned i = 0; i < ir_op_n_args(&op); i++) {
        if (ir_is_temp(op.arg[i])) {
            op.arg[i] = w->renamed[op.arg[i] - IR_TEMP_FIRST];
        }
    }
    if (ir_is_temp(op.dst)) {
        IrRef new = IR_TEMP_FIRST + w->s->n_temps++;

        w->renamed[op.dst - IR_TEMP_FIRST] = new;
        op.dst = new;
    }
    put(w, op);
}

static void put_copy(Rewrite *w, const GuardGroup *group, unsigned label)
{
    const IrOp *ops = w->s->ops;

    put_place(w, IR_label, ops[group->first].insn, label + 1);
    for (unsigned i = group->first; i <= group->last; i++) {
        put_renamed(w, ops[i]);
    }
    put_place(w, IR_br, ops[group->last].insn, label);
}

/* --- the unit ------------------------------------------------------------- */

/* The next chosen group from @index on; n_groups if there is none. */
static unsigned next_chosen(const Guard *g, unsigned index)
{
    while (index < g->n_groups && !g->groups[index].chosen) {
        index++;
    }
    return index;
}

static void put_unit(Rewrite *w)
{
    const Guard *g = w->g;
    unsigned label = w->labels;
    unsigned done = 0;

    for (unsigned i = next_chosen(g, 0); i < g->n_groups;
         i = next_chosen(g, i + 1)) {
        put_range(w, done, g->groups[i].first);
        put_stretch(w, i, label);
        label += 2;
        done = g->groups[i].last + 1;
    }
    put_range(w, done, w->s->n_ops);
}

static unsigned put_copies(Rewrite *w)
{
    const Guard *g = w->g;
    unsigned label = w->labels;

    for (unsigned i = next_chosen(g, 0); i < g->n_groups;
         i = next_chosen(g, i + 1)) {
        put_copy(w, &g->groups[i], label);
        label += 2;
    }
    return label;
}

/* Room in the unit for the chosen groups, or none of them. */
static bool reserve(Rewrite *w)
{
    const Guard *g = w->g;
    const TCGContext *s = w->s;
    unsigned n = 0;
    unsigned copied = 0;

    for (unsigned i = next_chosen(g, 0); i < g->n_groups;
         i = next_chosen(g, i + 1)) {
        n++;
        copied += g->groups[i].last - g->groups[i].first + 1;
    }
    w->n_ops = s->n_ops + copied + 4 * n;
    return n && w->n_ops <= IR_MAX_OPS &&
           s->n_temps + n + copied <= IR_MAX_TEMPS &&
           s->n_consts + n <= IR_MAX_CONSTS &&
           s->n_labels + 2 * n <= IR_MAX_LABELS;
}

void guard_rewrite(Guard *g)
{
    TCGContext *s = g->s;
    Rewrite w = { .g = g, .s = s, .labels = s->n_labels };

    if (!reserve(&w)) {
        return;
    }
    w.ops = g_new(IrOp, w.n_ops);
    w.renamed = g_new(IrRef, s->n_temps + 1);
    for (unsigned i = 0; i < s->n_temps; i++) {
        w.renamed[i] = IR_TEMP_FIRST + i;
    }
    w.n_ops = 0;
    put_unit(&w);
    s->n_labels = put_copies(&w);
    memcpy(s->ops, w.ops, w.n_ops * sizeof(*s->ops));
    s->n_ops = w.n_ops;
    g_free(w.ops);
    g_free(w.renamed);
}
