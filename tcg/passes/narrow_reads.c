/*
 * narrow_reads.c: which upper halves of its operands an operation reads
 *
 * The low half of a sum, difference, product or left shift depends on the
 * low halves of the operands only, and so does each bit of logic on the same
 * bits of its operands.
 */
#include "passes/narrow.h"

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
    [IR_rotl32u] = READS_NONE,
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

static bool is_32_bits(const IrOp *op)
{
    bool is_condition = op->opc == IR_setcond || op->opc == IR_brcond;

    return (is_condition ? IR_COND_TYPE(op->attr) : op->attr) != IR_I64;
}

unsigned narrow_operands_read(const IrOp *op, bool result)
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
