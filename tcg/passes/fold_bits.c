/*
 * fold_bits.c: what is known of results: bits that are 0, width with sign
 *
 * RV64 keeps 32-bit numbers sign-extended and indexes with zero-extended
 * ones, so compilers extend again what is extended already. One function per
 * shape of operation derives the facts of the result from those of the
 * operands; an operation without one yields a result of which nothing is
 * known. Every function may know less than is true, never more.
 */
#include "passes/fold.h"

typedef FoldFacts FactsFn(const Fold *f, const IrOp *op);

static FoldFacts facts_zeros(uint64_t zeros)
{
    return (FoldFacts) { .zeros = zeros, .sbits = 64 };
}

static FoldFacts facts_sbits(unsigned sbits)
{
    return (FoldFacts) { .sbits = MIN(sbits, 64) };
}

static uint64_t low_mask(unsigned bits)
{
    return bits >= 64 ? ~0ull : (1ull << bits) - 1;
}

static bool is_i32(const IrOp *op)
{
    return op->attr == IR_I32;
}

/* --- arithmetic ----------------------------------------------------------- */

static FoldFacts facts_sum(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    FoldFacts b = fold_facts(f, op->arg[1]);
    unsigned sbits = MAX(a.sbits, b.sbits) + 1;
    FoldFacts sum = facts_sbits(is_i32(op) ? MIN(sbits, 32) : sbits);
    uint64_t zeros = a.zeros & b.zeros;

    /* below the lowest bit that may be 1 in either nothing is added */
    sum.zeros = ~zeros ? low_mask(__builtin_ctzll(~zeros)) : ~0ull;
    if (op->opc == IR_add && sbits == sum.sbits && zeros >> 63) {
        sum.zeros |= ~low_mask(sbits - 1);
    }
    if (op->opc == IR_add && !is_i32(op) && a.kind == FOLD_PC &&
        b.kind == FOLD_CONST) {
        sum.kind = FOLD_PC;
        sum.value = a.value + b.value;
    }
    return sum;
}

static FoldFacts facts_pc_add(const Fold *f, const IrOp *op)
{
    FoldFacts facts = facts_zeros(~(uint64_t)op->imm & 0xfff);

    (void)f;
    facts.kind = FOLD_PC;
    facts.value = (int64_t)op->imm;
    return facts;
}

static FoldFacts facts_mul(const Fold *f, const IrOp *op)
{
    unsigned sbits = fold_facts(f, op->arg[0]).sbits +
                     fold_facts(f, op->arg[1]).sbits;

    return facts_sbits(is_i32(op) ? MIN(sbits, 32) : sbits);
}

static FoldFacts facts_typed(const Fold *f, const IrOp *op)
{
    (void)f;
    return facts_sbits(is_i32(op) ? 32 : 64);
}

/* --- logic ---------------------------------------------------------------- */

static FoldFacts facts_and(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    FoldFacts b = fold_facts(f, op->arg[1]);

    return (FoldFacts) { .zeros = a.zeros | b.zeros,
                         .sbits = MAX(a.sbits, b.sbits) };
}

/* or, xor, minima and maxima: bits and signs come from one or both */
static FoldFacts facts_mix(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    FoldFacts b = fold_facts(f, op->arg[1]);

    return (FoldFacts) { .zeros = a.zeros & b.zeros,
                         .sbits = MAX(a.sbits, b.sbits) };
}

static FoldFacts facts_not(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    FoldFacts b = fold_facts(f, op->arg[1]);

    return (FoldFacts) { .zeros = op->opc == IR_andc ? a.zeros : 0,
                         .sbits = MAX(a.sbits, b.sbits) };
}

static FoldFacts facts_select(const Fold *f, const IrOp *op)
{
    FoldFacts b = fold_facts(f, op->arg[1]);
    FoldFacts c = fold_facts(f, op->arg[2]);

    return (FoldFacts) { .zeros = b.zeros & c.zeros,
                         .sbits = MAX(b.sbits, c.sbits) };
}

/* --- shifts by a number --------------------------------------------------- */

static FoldFacts facts_shl(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    FoldFacts facts = facts_typed(f, op);
    unsigned width = is_i32(op) ? 32 : 64;
    uint64_t count;

    if (fold_is_const(f, op->arg[1], &count)) {
        count &= width - 1;
        facts.sbits = MIN(a.sbits + count, width);
        facts.zeros = low_mask(count);
        if (!is_i32(op)) {
            facts.zeros |= a.zeros << count;
        }
    }
    return facts;
}

static FoldFacts facts_shr(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    uint64_t in = is_i32(op) ? UINT32_MAX : UINT64_MAX;
    uint64_t count;

    if (!fold_is_const(f, op->arg[1], &count) ||
        !(count &= is_i32(op) ? 31 : 63)) {
        return facts_typed(f, op);
    }
    return facts_zeros(a.zeros >> count | ~(in >> count));
}

static FoldFacts facts_sar(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    unsigned width = is_i32(op) ? 32 : 64;
    uint64_t count;

    if (!fold_is_const(f, op->arg[1], &count)) {
        return facts_sbits(is_i32(op) ? 32 : a.sbits);
    }
    count &= width - 1;
    a.sbits = MIN(a.sbits, width);
    return facts_sbits(a.sbits > count ? a.sbits - count : 1);
}

/* --- extensions and small results ----------------------------------------- */

static FoldFacts facts_extended(FoldFacts a, unsigned bits, bool sign)
{
    if (!sign) {
        return facts_zeros(a.zeros | ~low_mask(bits));
    }
    a.kind = FOLD_UNKNOWN;
    if (a.sbits > bits) {
        a.sbits = bits;
        a.zeros &= low_mask(bits - 1);
    }
    return a;
}

static FoldFacts facts_extend(const Fold *f, const IrOp *op)
{
    FoldFacts a = fold_facts(f, op->arg[0]);
    unsigned bits;
    bool sign = fold_extension(op->opc, &bits);

    return facts_extended(a, bits, sign);
}

static FoldFacts facts_memop(const Fold *f, const IrOp *op)
{
    unsigned bits = 8u << (op->attr & MO_SIZE);

    (void)f;
    if (bits >= 64) {
        return fold_unknown;
    }
    return facts_extended(fold_unknown, bits, op->attr & MO_SIGN);
}

static FoldFacts facts_mov(const Fold *f, const IrOp *op)
{
    return fold_facts(f, op->arg[0]);
}

static FoldFacts facts_bool(const Fold *f, const IrOp *op)
{
    (void)f;
    (void)op;
    return facts_zeros(~1ull);
}

static FoldFacts facts_count(const Fold *f, const IrOp *op)
{
    (void)f;
    (void)op;
    return facts_zeros(~0x7full);
}

static FoldFacts facts_int(const Fold *f, const IrOp *op)
{
    (void)f;
    (void)op;
    return facts_sbits(32);
}

static FoldFacts facts_fmv_x(const Fold *f, const IrOp *op)
{
    static const uint8_t bits[] = {
        [IR_F32] = 32, [IR_F64] = 64, [IR_F16] = 16, [3] = 64,
    };

    (void)f;
    return facts_sbits(bits[IR_FP_FORMAT(op->attr)]);
}

static FactsFn *const functions[IR_OPCODE_COUNT] = {
    [IR_mov] = facts_mov,       [IR_pc_add] = facts_pc_add,
    [IR_add] = facts_sum,       [IR_sub] = facts_sum,
    [IR_and] = facts_and,       [IR_or] = facts_mix,
    [IR_xor] = facts_mix,       [IR_andc] = facts_not,
    [IR_orc] = facts_not,       [IR_eqv] = facts_not,
    [IR_shl] = facts_shl,       [IR_shr] = facts_shr,
    [IR_sar] = facts_sar,       [IR_rotl] = facts_typed,
    [IR_rotr] = facts_typed,    [IR_mul] = facts_mul,
    [IR_div] = facts_typed,     [IR_divu] = facts_typed,
    [IR_rem] = facts_typed,     [IR_remu] = facts_typed,
    [IR_ext8s] = facts_extend,  [IR_ext16s] = facts_extend,
    [IR_ext32s] = facts_extend, [IR_ext8u] = facts_extend,
    [IR_ext16u] = facts_extend, [IR_ext32u] = facts_extend,
    [IR_clz] = facts_count,     [IR_ctz] = facts_count,
    [IR_ctpop] = facts_count,   [IR_smin] = facts_mix,
    [IR_smax] = facts_mix,      [IR_umin] = facts_mix,
    [IR_umax] = facts_mix,      [IR_setcond] = facts_bool,
    [IR_select] = facts_select, [IR_ld] = facts_memop,
    [IR_lr] = facts_memop,      [IR_ld_env] = facts_memop,
    [IR_gld] = facts_memop,     [IR_sc] = facts_bool,
    [IR_gldx] = facts_memop,
    [IR_feq] = facts_bool,      [IR_flt] = facts_bool,
    [IR_fltq] = facts_bool,     [IR_fleq] = facts_bool,
    [IR_fle] = facts_bool,      [IR_fcvt_w] = facts_int,
    [IR_fcvt_wu] = facts_int,   [IR_fmv_x] = facts_fmv_x,
    [IR_fld] = fold_float_result,
    [IR_gfld] = fold_float_result,
    [IR_gfldx] = fold_float_result,
    [IR_fmov] = fold_float_result,
    [IR_fmv_f ... IR_fsgnjx] = fold_float_result,
    [IR_fcvt_fl ... IR_fcvt_ff] = fold_float_result,
};

/* Zeros above give a width, and a result without other bits is a number. */
static FoldFacts complete(FoldFacts facts)
{
    unsigned above = ~facts.zeros ? __builtin_clzll(~facts.zeros) : 64;

    if (above == 64) {
        return fold_const_facts(0);
    }
    if (above) {
        facts.sbits = MIN(facts.sbits, 65 - above);
    }
    return facts;
}

FoldFacts fold_result(const Fold *f, const IrOp *op)
{
    FactsFn *function = functions[op->opc];
    FoldFacts facts;

    if (!function) {
        return fold_unknown;
    }
    facts = function(f, op);
    return facts.kind == FOLD_CONST ? facts : complete(facts);
}
