/*
 * unit_check.c: what holds on every way through a unit
 *
 * Each operation is visited once with the number of instructions that were
 * begun but not retired on the way there. A second way with another number
 * is a mistake, so one visit proves all ways.
 */
#include "support/unit.h"
#include "unit_maker.h"

typedef struct Checker {
    const TCGContext *s;
    int *open;                  /* by operation: begun, not retired; -1: not
                                 * visited */
    bool *on_path;              /* since the last poll: to find loops */
    unsigned *op_of_label;
} Checker;

static void reject(const Checker *c, unsigned op, const char *what)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ir_print(c->s, text);
    ck_abort_msg("operation %u (%s): %s\n%s", op,
                 ir_op_name(c->s->ops[op].opc), what, text->str);
}

static bool is_exit(unsigned opc)
{
    return opc == IR_poll || opc == IR_poll_slice || opc == IR_goto_tb ||
           opc == IR_goto_ptr || opc == IR_exit_tb;
}

/* A poll at the head of a loop leaves before its instruction begins. */
static bool leaves_before(const Checker *c, const IrOp *op)
{
    return op->opc == IR_poll &&
           op->imm == c->s->insns[op->insn].page_offset;
}

/* call RAISE, SRET and MRET do not come back */
static bool follows_no_return(const Checker *c, unsigned i)
{
    const IrOp *before = &c->s->ops[i - 1];

    return c->s->ops[i].opc == IR_exit_tb && before->opc == IR_call &&
           (before->imm == TCG_HELPER_RAISE || before->imm == TCG_HELPER_SRET ||
            before->imm == TCG_HELPER_MRET);
}

static void check_count(const Checker *c, unsigned i, int open)
{
    const IrOp *op = &c->s->ops[i];
    const IrInsn *insn = &c->s->insns[op->insn];

    if (is_exit(op->opc)) {
        if (open != leaves_before(c, op) && !follows_no_return(c, i)) {
            reject(c, i, "leaves with instructions uncounted");
        }
    } else if (op->opc == IR_insn_start) {
        if (open != insn->uncounted) {
            reject(c, i, "uncounted is wrong");
        }
    } else if (ir_op_flags(op->opc) & IR_MAY_LEAVE) {
        if (open != insn->uncounted + 1) {
            reject(c, i, "may trap after its instruction was retired");
        }
    }
}

static int after(const IrOp *op, int open)
{
    if (op->opc == IR_insn_start) {
        return open + 1;
    }
    return op->opc == IR_retire ? open - op->imm : open;
}

static void visit(Checker *c, unsigned i, int open)
{
    while (true) {
        if (i >= c->s->n_ops) {
            reject(c, i - 1, "control falls off the end");
        }
        const IrOp *op = &c->s->ops[i];
        unsigned flags = ir_op_flags(op->opc);

        if (c->open[i] >= 0) {
            if (c->open[i] != open) {
                reject(c, i, "two ways have counted differently");
            }
            return;
        }
        c->open[i] = open;
        check_count(c, i, open);
        open = after(op, open);
        if (open < 0) {
            reject(c, i, "retires what was not executed");
        }
        if (flags & IR_BRANCHES) {
            visit(c, c->op_of_label[op->imm], open);
        }
        if (flags & IR_ENDS) {
            return;
        }
        i++;
    }
}

/* Depth first, polls cut: coming back to where we are is a loop. */
static void find_loops(Checker *c, unsigned i, bool *done)
{
    unsigned first = i;

    for (; !done[i] && c->s->ops[i].opc != IR_poll; i++) {
        const IrOp *op = &c->s->ops[i];

        if (c->on_path[i]) {
            reject(c, i, "loop without a poll");
        }
        c->on_path[i] = true;
        if (ir_op_flags(op->opc) & IR_BRANCHES) {
            find_loops(c, c->op_of_label[op->imm], done);
        }
        if (ir_op_flags(op->opc) & IR_ENDS) {
            i++;
            break;
        }
    }
    while (i-- > first) {
        c->on_path[i] = false;
        done[i] = true;
    }
}

/* What may follow the operation that writes the register: how it ends. */
static bool is_ending(const IrOp *op)
{
    return is_exit(op->opc) || op->opc == IR_retire ||
           op->opc == IR_label ||
           (op->opc == IR_pc_add && ir_ref_kind(op->dst) == IR_REF_TEMP);
}

static void check_last(const Checker *c, unsigned write)
{
    const IrOp *ops = c->s->ops;

    for (unsigned i = write + 1; i < c->s->n_ops; i++) {
        if (ops[i].insn != ops[write].insn || ops[i].opc == IR_insn_start) {
            return;
        }
        if (ir_op_flags(ops[i].opc) & IR_ENDS) {
            return;
        }
        if (!is_ending(&ops[i])) {
            reject(c, i, "a register was written before");
        }
    }
}

static void check_operands(const Checker *c)
{
    for (unsigned i = 0; i < c->s->n_ops; i++) {
        const IrOp *op = &c->s->ops[i];

        if (op->dst == IR_GPR(0) || op->arg[0] == IR_GPR(0) ||
            op->arg[1] == IR_GPR(0) || op->arg[2] == IR_GPR(0)) {
            reject(c, i, "x0 is an operand");
        }
        if (op->dst < IR_TEMP_FIRST) {
            check_last(c, i);
        }
    }
}

static void find_labels(Checker *c)
{
    for (unsigned i = 0; i < c->s->n_ops; i++) {
        if (c->s->ops[i].opc == IR_label) {
            c->op_of_label[c->s->ops[i].imm] = i;
        }
    }
}

void unit_check(const TCGContext *s)
{
    g_autofree int *open = g_new(int, s->n_ops);
    g_autofree bool *on_path = g_new0(bool, s->n_ops);
    g_autofree bool *done = g_new0(bool, s->n_ops);
    g_autofree unsigned *labels = g_new0(unsigned, s->n_labels + 1);
    Checker c = { s, open, on_path, labels };

    for (unsigned i = 0; i < s->n_ops; i++) {
        open[i] = -1;
    }
    find_labels(&c);
    visit(&c, 0, 0);
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc == IR_poll && open[i] >= 0) {
            find_loops(&c, i + 1, done);
        }
    }
    find_loops(&c, 0, done);
    check_operands(&c);
}
