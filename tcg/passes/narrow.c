/*
 * narrow.c: no sign extension that nobody sees
 *
 *     add_i32 x11, x11, x12               add_i64 x11, x11, x12
 *     shl_i32 x11, x11, $0x3      ->      shl_i64 x11, x11, $0x3
 *     add_i32 x11, x11, x13               add_i32 x11, x11, x13
 *
 * The low half of a sum, difference, product or left shift depends on the
 * low halves of the operands only. If no one reads the upper half of the
 * result, 64-bit arithmetic does as well, and the extension is saved.
 *
 * A walk from the last operation to the first with the set of guest registers
 * whose upper half may still be read. As in liveness.c, that is every register
 * where control may leave the unit. Around a loop the set is not known before
 * the walk has been there, so walks repeat until no loop's grows.
 */
#include <string.h>

#include "passes/narrow.h"

#define ALL_HIGH UINT32_MAX

typedef struct Narrow {
    TCGContext *s;
    uint32_t high;              /* x registers whose upper half is read */
    bool *temp_high;            /* the same for temporaries */
    uint32_t *label_high;       /* at labels, so far */
    bool *is_head;              /* of loops: labels */
    bool changed;               /* that of some loop's head has grown */
} Narrow;

#define MAX_WALKS 8

/* --- who reads ----------------------------------------------------------- */

static bool is_read(const Narrow *n, IrRef ref)
{
    return ref < 32 ? n->high >> ref & 1
         : ir_is_temp(ref) ? n->temp_high[ref - IR_TEMP_FIRST] : true;
}

static void note_read(Narrow *n, IrRef ref)
{
    if (ref < 32) {
        n->high |= 1u << ref;
    } else if (ir_is_temp(ref)) {
        n->temp_high[ref - IR_TEMP_FIRST] = true;
    }
}

/* --- the walk ------------------------------------------------------------- */

/* A count in 0..31 means the same in 64 bits. */
static bool is_short_count(const Narrow *n, IrRef count)
{
    return ir_is_const(count) && ir_const_value(n->s, count) < 32;
}

/* Nobody reads the upper half of the result. */
static void widen(const Narrow *n, IrOp *op)
{
    switch (op->opc) {
    case IR_add:
    case IR_sub:
    case IR_mul:
        op->attr = IR_I64;
        break;
    case IR_shl:
        op->attr = is_short_count(n, op->arg[1]) ? IR_I64 : op->attr;
        break;
    case IR_ext32s:
    case IR_ext32u:
        op->opc = IR_mov;
        break;
    case IR_rotl:
        if (op->attr == IR_I32) {
            op->opc = IR_rotl32u;
            op->attr = 0;
        }
        break;
    default:
        break;
    }
}

static void step_place(Narrow *n, const IrOp *op)
{
    if (op->opc == IR_label) {
        n->changed |= n->is_head[op->imm] &&
                      n->label_high[op->imm] != n->high;
        n->label_high[op->imm] = n->high;
    } else if (op->opc == IR_br) {
        n->high = n->label_high[op->imm];
    } else {
        n->high |= n->label_high[op->imm];
    }
}

static void step(Narrow *n, const IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc);
    bool result = op->dst == IR_NONE || is_read(n, op->dst);
    unsigned operands = narrow_operands_read(op, result);

    if (op->dst < 32) {
        n->high &= ~(1u << op->dst);
    }
    if (flags & IR_BRANCHES || op->opc == IR_label) {
        step_place(n, op);
    }
    if (ir_op_may_leave(flags)) {
        n->high = ALL_HIGH;
    }
    for (unsigned i = 0; operands; i++, operands >>= 1) {
        if (operands & 1) {
            note_read(n, op->arg[i]);
        }
    }
}

/* @change: the operations whose upper halves nobody reads */
static void walk(Narrow *n, bool change)
{
    TCGContext *s = n->s;

    n->changed = false;
    n->high = ALL_HIGH;
    for (unsigned i = s->n_ops; i-- > 0;) {
        IrOp *op = &s->ops[i];

        if (op->opc == IR_insn_start) {
            continue;
        }
        if (change && op->dst != IR_NONE && !is_read(n, op->dst)) {
            widen(n, op);
        }
        step(n, op);
    }
}

/* What is read at loops' heads: less is assumed until a walk finds no more. */
static void find_reads(Narrow *n)
{
    unsigned walks = 0;

    memset(n->label_high, 0, n->s->n_labels * sizeof(*n->label_high));
    do {
        walk(n, false);
    } while (n->changed && ++walks < MAX_WALKS);
    if (n->changed) {
        memset(n->label_high, 0xff, n->s->n_labels * sizeof(*n->label_high));
    }
}

void tcg_narrow(TCGContext *s)
{
    Narrow n = { .s = s };

    n.temp_high = g_new0(bool, s->n_temps + 1);
    n.label_high = g_new(uint32_t, s->n_labels + 1);
    n.is_head = g_new(bool, s->n_labels + 1);
    if (ir_find_loop_heads(s, n.is_head)) {
        find_reads(&n);
    }
    walk(&n, true);
    g_free(n.is_head);
    g_free(n.temp_high);
    g_free(n.label_high);
}
