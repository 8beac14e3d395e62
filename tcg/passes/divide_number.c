/*
 * divide_number.c: division by a number is multiplication by its inverse
 *
 *     divu_i32 x15, x13, $0xa  ->  muluwh x15, $0x199999999999999a, x13
 *
 * x / d = x * (2^k / d) / 2^k, and with enough bits of 2^k / d, rounded up,
 * the error never reaches the next integer. How many are enough: Granlund and
 * Montgomery, "Division by Invariant Integers using Multiplication", 1994,
 * theorems 4.2 and 5.1. The rest is what is left over: x - x / d * d.
 *
 * Powers of two are left to fold_mul.c; so are 0, 1 and -1.
 */
#include "passes/divide.h"

#define MAX_SEQUENCE 8

/* Operations in place of one. */
typedef struct Sequence {
    TCGContext *s;
    const IrOp *op;
    IrOp ops[MAX_SEQUENCE];
    unsigned n;
} Sequence;

typedef unsigned __int128 Wide;

static IrRef put(Sequence *q, IrOpcode opc, IrRef a, IrRef b)
{
    IrRef dst = IR_TEMP_FIRST + q->s->n_temps++;

    q->ops[q->n++] = (IrOp) {
        .opc = opc,
        .insn = q->op->insn,
        .dst = dst,
        .arg = { a, b, IR_NONE },
    };
    return dst;
}

static IrRef put_number(Sequence *q, IrOpcode opc, IrRef a, uint64_t b)
{
    return put(q, opc, a, ir_const(q->s, b));
}

/* The least l with 2^l >= d; d is no power of two. */
static unsigned log2_up(uint64_t d)
{
    return 64 - __builtin_clzll(d);
}

/* --- quotients ------------------------------------------------------------ */

/* 2^64 / d, rounded up, is off by less than 2^32 / d: enough for 32 bits. */
static IrRef unsigned_32(Sequence *q, IrRef x, uint64_t d)
{
    return put(q, IR_muluwh, ir_const(q->s, UINT64_MAX / d + 1), x);
}

/*
 * The factor may need 65 bits. If the top one is only needed because the
 * factor was not rounded down, 64 do.
 */
static IrRef unsigned_64(Sequence *q, IrRef x, uint64_t d)
{
    unsigned l = log2_up(d);
    Wide power = (Wide)1 << (63 + l);
    uint64_t error = d - (uint64_t)(power % d);
    uint64_t factor;
    IrRef high, half;

    if (error < 1ull << (l - 1)) {
        factor = (uint64_t)(power / d) + 1;
        high = put(q, IR_muluh, ir_const(q->s, factor), x);
        return put_number(q, IR_shr, high, l - 1);
    }
    factor = (uint64_t)(((((Wide)1 << l) - d) << 64) / d) + 1;
    high = put(q, IR_muluh, ir_const(q->s, factor), x);
    half = put_number(q, IR_shr, put(q, IR_sub, x, high), 1);
    return put_number(q, IR_shr, put(q, IR_add, half, high), l - 1);
}

/* The shift rounds down: add 1 if x is negative. @d: the size of @by. */
static IrRef round_to_zero(Sequence *q, IrRef quotient, IrRef x, int64_t by)
{
    IrRef minus_one = put_number(q, IR_sar, x, 63);

    return by < 0 ? put(q, IR_sub, minus_one, quotient)
                  : put(q, IR_sub, quotient, minus_one);
}

static IrRef signed_32(Sequence *q, IrRef x, int64_t by)
{
    uint64_t d = by < 0 ? -(uint64_t)by : (uint64_t)by;
    unsigned l = log2_up(d);
    uint64_t factor = (1ull << (31 + l)) / d + 1;
    IrRef wide = put(q, IR_ext32s, x, IR_NONE);
    IrRef product = put_number(q, IR_mul, wide, factor);

    return round_to_zero(q, put_number(q, IR_sar, product, 31 + l), wide, by);
}

/* The factor's top bit is set: as a signed number it is 2^64 too small. */
static IrRef signed_64(Sequence *q, IrRef x, int64_t by)
{
    uint64_t d = by < 0 ? -(uint64_t)by : (uint64_t)by;
    unsigned l = log2_up(d);
    uint64_t factor = (uint64_t)(((Wide)1 << (63 + l)) / d) + 1;
    IrRef high = put(q, IR_mulsh, ir_const(q->s, factor), x);
    IrRef sum = put(q, IR_add, high, x);

    return round_to_zero(q, put_number(q, IR_sar, sum, l - 1), x, by);
}

/* --- the operation -------------------------------------------------------- */

static bool is_signed(const IrOp *op)
{
    return op->opc == IR_div || op->opc == IR_rem;
}

/* The divisor as a number of the operation's width and kind. */
static int64_t divisor(const TCGContext *s, const IrOp *op)
{
    uint64_t value = ir_const_value(s, op->arg[1]);

    if (op->attr == IR_I64) {
        return (int64_t)value;
    }
    return is_signed(op) ? (int64_t)(int32_t)value : (int64_t)(uint32_t)value;
}

static bool is_power_of_2(uint64_t value)
{
    return !(value & (value - 1));
}

static IrRef put_quotient(Sequence *q, int64_t by)
{
    IrRef x = q->op->arg[0];

    if (is_signed(q->op)) {
        return q->op->attr == IR_I32 ? signed_32(q, x, by)
                                     : signed_64(q, x, by);
    }
    return q->op->attr == IR_I32 ? unsigned_32(q, x, by)
                                 : unsigned_64(q, x, by);
}

static void put_rest(Sequence *q, IrRef quotient, int64_t by)
{
    IrRef product = put_number(q, IR_mul, quotient, by);

    put(q, IR_sub, q->op->arg[0], product);
    q->ops[q->n - 1].attr = q->op->attr;
}

static bool has_room(const TCGContext *s)
{
    return s->n_ops + MAX_SEQUENCE <= IR_MAX_OPS &&
           s->n_temps + MAX_SEQUENCE <= IR_MAX_TEMPS &&
           s->n_consts + MAX_SEQUENCE <= IR_MAX_CONSTS;
}

unsigned divide_by_number(TCGContext *s, unsigned index)
{
    IrOp op = s->ops[index];
    Sequence q = { .s = s, .op = &op };
    int64_t by;

    if (!ir_is_const(op.arg[1]) || ir_is_const(op.arg[0]) || !has_room(s)) {
        return 0;
    }
    by = divisor(s, &op);
    if (is_power_of_2(by) || (is_signed(&op) && is_power_of_2(-by))) {
        return 0;
    }
    IrRef quotient = put_quotient(&q, by);

    if (op.opc == IR_rem || op.opc == IR_remu) {
        put_rest(&q, quotient, by);
    }
    q.ops[q.n - 1].dst = op.dst;
    memmove(&s->ops[index + q.n], &s->ops[index + 1],
            (s->n_ops - index - 1) * sizeof(op));
    memcpy(&s->ops[index], q.ops, q.n * sizeof(op));
    s->n_ops += q.n - 1;
    return q.n - 1;
}
