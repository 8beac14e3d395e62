/*
 * fold_extend.c: fewer sign and zero extensions
 *
 * An IR_I32 operation costs the host an extension after it; IR_I64 does not.
 */
#include "passes/fold.h"

bool fold_extension(IrOpcode opc, unsigned *bits)
{
    switch (opc) {
    case IR_ext8s:
    case IR_ext8u:
        *bits = 8;
        return opc == IR_ext8s;
    case IR_ext16s:
    case IR_ext16u:
        *bits = 16;
        return opc == IR_ext16s;
    case IR_ext32s:
    case IR_ext32u:
        *bits = 32;
        return opc == IR_ext32s;
    default:
        *bits = 64;
        return true;
    }
}

/* x & mask that changes nothing -> x; masks that hosts have as extensions */
bool fold_and_mask(Fold *f, IrOp *op)
{
    uint64_t mask;
    FoldFacts a;

    if (!fold_is_const(f, op->arg[1], &mask)) {
        return false;
    }
    a = fold_facts(f, op->arg[0]);
    if ((mask | a.zeros) == UINT64_MAX) {
        return fold_to_copy(op, op->arg[0]);
    }
    return (mask == UINT8_MAX && fold_to_unary(op, IR_ext8u, op->arg[0])) ||
           (mask == UINT16_MAX && fold_to_unary(op, IR_ext16u, op->arg[0])) ||
           (mask == UINT32_MAX && fold_to_unary(op, IR_ext32u, op->arg[0]));
}

/* extension of what is extended already */
bool fold_extend(Fold *f, IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    unsigned bits;
    bool sign = fold_extension(op->opc, &bits);

    if (sign ? a.sbits > bits : (a.zeros | ((1ull << bits) - 1)) != ~0ull) {
        return false;
    }
    return fold_to_copy(op, op->arg[0]);
}

/* extension of a wider extension: that of the original */
bool fold_extend_chain(Fold *f, IrOp *op)
{
    unsigned bits, first_bits;
    FoldPair pair;

    if (!fold_pair(f, op, 0, &pair)) {
        return false;
    }
    fold_extension(op->opc, &bits);
    fold_extension(pair.first->opc, &first_bits);
    if (first_bits == 64 || first_bits < bits) {
        return false;
    }
    op->arg[0] = pair.first->arg[0];
    fold_take(f, pair);
    return true;
}

/* Operations whose low 32 bits depend on the low 32 bits of operands only. */
static bool is_low_32(const Fold *f, const IrOp *op)
{
    uint64_t count;

    switch (op->opc) {
    case IR_add:
    case IR_sub:
    case IR_mul:
        return true;
    case IR_shl:
        return fold_is_const(f, op->arg[1], &count) && count < 32;
    default:
        return false;
    }
}

static bool to_i32(Fold *f, IrOp *op, FoldPair pair)
{
    IrOp first = *pair.first;

    if (!pair.alone && !ir_is_temp(op->arg[0])) {
        return false;
    }
    fold_take(f, pair);
    fold_to_binary(op, first.opc, first.arg[0], first.arg[1]);
    op->attr = IR_I32;
    return true;
}

/*
 * ext32s of a 64-bit sum -> 32-bit sum; extension of a 32-bit sum -> of a
 * 64-bit one, which the host need not extend
 */
bool fold_extend_sum(Fold *f, IrOp *op)
{
    FoldPair pair;

    if (!fold_pair(f, op, 0, &pair) || !is_low_32(f, pair.first)) {
        return false;
    }
    if (op->opc == IR_ext32s) {
        return to_i32(f, op, pair);
    }
    if (!pair.alone || pair.first->attr != IR_I32) {
        return false;
    }
    pair.first->attr = IR_I64;
    fold_again(f, pair.first);
    return true;
}

/* ld x, 32 bits signed; ext32u x, x -> ld x, 32 bits unsigned */
bool fold_extend_load(Fold *f, IrOp *op)
{
    IrRef ref = op->arg[0];
    FoldValue *value;
    IrOp *load = fold_maker(f, ref);
    unsigned bits;
    bool sign = fold_extension(op->opc, &bits);

    if (!load || load->opc != IR_ld || ref != op->dst) {
        return false;
    }
    value = &f->values[ref];
    if (value->def != f->fence || value->read > value->def ||
        8u << (load->attr & MO_SIZE) != bits) {
        return false;
    }
    load->attr = sign ? load->attr | MO_SIGN : load->attr & ~MO_SIGN;
    value->facts = fold_result(f, load);
    return fold_to_copy(op, ref);
}

/* 32-bit operation that cannot overflow -> 64-bit operation */
bool fold_narrow(Fold *f, IrOp *op)
{
    FoldFacts a, b;
    unsigned count;
    bool fits;

    if (op->attr != IR_I32) {
        return false;
    }
    a = fold_facts(f, op->arg[0]);
    b = fold_facts(f, op->arg[1]);
    count = b.value & 31;
    switch (op->opc) {
    case IR_add:
    case IR_sub:
        fits = MAX(a.sbits, b.sbits) + 1 <= 32;
        break;
    case IR_mul:
        fits = a.sbits + b.sbits <= 32;
        break;
    case IR_shl:
        fits = b.kind == FOLD_CONST && a.sbits + count <= 32;
        break;
    case IR_shr:
        fits = b.kind == FOLD_CONST && a.zeros >> 32 == UINT32_MAX &&
               (count || a.zeros >> 31 & 1);
        break;
    default:
        fits = b.kind == FOLD_CONST && a.sbits <= 32;
        break;
    }
    if (fits && op->opc >= IR_shl && op->opc <= IR_sar) {
        op->arg[1] = ir_const(f->s, count);
    }
    op->attr = fits ? IR_I64 : IR_I32;
    return fits;
}
