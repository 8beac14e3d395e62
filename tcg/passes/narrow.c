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
 * One walk from the last operation to the first with the set of guest
 * registers whose upper half may still be read. As in liveness.c, that is
 * every register where control may leave the unit.
 */
#include <string.h>

#include "passes/pass.h"

#define ALL_HIGH UINT32_MAX

typedef struct Narrow {
    TCGContext *s;
    uint32_t high;              /* x registers whose upper half is read */
    bool *temp_high;            /* the same for temporaries */
    uint32_t *label_high;       /* at labels already seen */
} Narrow;

/* Which upper halves of the operands an operation reads. */
typedef enum Reads {
    READS_ALL,                  /* all, or it does not matter */
    READS_NONE,
    READS_AS_READ,              /* those of all operands if that of its result
                                 * is read */
    READS_BY_TYPE,              /* IR_I32: none */
    READS_ARITHMETIC,           /* IR_I32: none; else as READS_AS_READ */
    READS_FIRST,                /* that of a */
    READS_SHIFT_LEFT,           /* likewise, but of a count never */
    READS_SHIFT_RIGHT,          /* the value's if IR_I64; of a count never */
    READS_CHOICE,               /* select: b, c as READS_AS_READ */
    READS_STORED,               /* the value's by size, the address */
} Reads;

static const uint8_t reads[IR_OPCODE_COUNT] = {
    [IR_mov] = READS_AS_READ,
    [IR_add] = READS_ARITHMETIC, [IR_sub] = READS_ARITHMETIC,
    [IR_mul] = READS_ARITHMETIC, [IR_shl] = READS_SHIFT_LEFT,
    [IR_shr] = READS_SHIFT_RIGHT, [IR_sar] = READS_SHIFT_RIGHT,
    [IR_rotl] = READS_SHIFT_RIGHT, [IR_rotr] = READS_SHIFT_RIGHT,
    [IR_and] = READS_AS_READ, [IR_or] = READS_AS_READ,
    [IR_xor] = READS_AS_READ, [IR_andc] = READS_AS_READ,
    [IR_orc] = READS_AS_READ, [IR_eqv] = READS_AS_READ,
    [IR_shadd] = READS_AS_READ,
    [IR_muluwh] = READS_FIRST,
    [IR_div] = READS_BY_TYPE, [IR_divu] = READS_BY_TYPE,
    [IR_rem] = READS_BY_TYPE, [IR_remu] = READS_BY_TYPE,
    [IR_clz] = READS_BY_TYPE, [IR_ctz] = READS_BY_TYPE,
    [IR_ctpop] = READS_BY_TYPE,
    [IR_ext8s] = READS_NONE, [IR_ext16s] = READS_NONE,
    [IR_ext32s] = READS_NONE, [IR_ext8u] = READS_NONE,
    [IR_ext16u] = READS_NONE, [IR_ext32u] = READS_NONE,
    [IR_setcond] = READS_BY_TYPE, [IR_brcond] = READS_BY_TYPE,
    [IR_select] = READS_CHOICE,
    [IR_st] = READS_STORED, [IR_gst] = READS_STORED,
};

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

static bool is_32_bits(const IrOp *op)
{
    bool is_condition = op->opc == IR_setcond || op->opc == IR_brcond;

    return (is_condition ? IR_COND_TYPE(op->attr) : op->attr) == IR_I32;
}

/* @result: is the upper half of the result read? Bit i: that of arg[i]. */
static unsigned operands_read(const IrOp *op, bool result)
{
    switch ((Reads)reads[op->opc]) {
    case READS_ALL:
        return op->opc == IR_guard ? 3 : 7;     /* arg[2] is a label */
    case READS_NONE:
        return 0;
    case READS_AS_READ:
        return result ? 7 : 0;
    case READS_BY_TYPE:
        return is_32_bits(op) ? 0 : 7;
    case READS_ARITHMETIC:
        return result && !is_32_bits(op) ? 7 : 0;
    case READS_FIRST:
        return 1;
    case READS_SHIFT_LEFT:
        return result && !is_32_bits(op) ? 1 : 0;
    case READS_SHIFT_RIGHT:
        return is_32_bits(op) ? 0 : 1;
    case READS_CHOICE:
        return result ? 7 : 1;
    case READS_STORED:
        return (op->attr & MO_SIZE) == MO_64 ? 3 : 1;
    }
    g_assert_not_reached();
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
    default:
        break;
    }
}

static void step_place(Narrow *n, const IrOp *op)
{
    if (op->opc == IR_label) {
        n->label_high[op->imm] = n->high;
    } else if (op->opc == IR_br) {
        n->high = n->label_high[op->imm];
    } else {
        n->high |= n->label_high[op->imm];
    }
}

static void step(Narrow *n, IrOp *op)
{
    unsigned flags = ir_op_flags(op->opc), operands;
    bool result = op->dst == IR_NONE || is_read(n, op->dst);

    if (!result) {
        widen(n, op);
    }
    operands = operands_read(op, result);
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

void tcg_narrow(TCGContext *s)
{
    Narrow n = { .s = s, .high = ALL_HIGH };

    n.temp_high = g_new0(bool, s->n_temps + 1);
    n.label_high = g_new(uint32_t, s->n_labels + 1);
    memset(n.label_high, 0xff, s->n_labels * sizeof(*n.label_high));
    for (unsigned i = s->n_ops; i-- > 0;) {
        if (s->ops[i].opc != IR_insn_start) {
            step(&n, &s->ops[i]);
        }
    }
    g_free(n.temp_high);
    g_free(n.label_high);
}
