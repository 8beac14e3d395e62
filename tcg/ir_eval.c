/*
 * ir_eval.c: what integer operations compute
 *
 * One function per operation and type. Division follows the Unprivileged
 * ISA, section "Division Operations": no result traps.
 */
#include "tcg/ir_eval.h"

typedef uint64_t EvalFn(uint64_t a, uint64_t b, uint64_t c);

static uint64_t sext32(uint64_t value)
{
    return (int64_t)(int32_t)value;
}

#define EVAL(name, a, b, c, expression)                                 \
    static uint64_t eval_##name(uint64_t a G_GNUC_UNUSED,               \
                                uint64_t b G_GNUC_UNUSED,               \
                                uint64_t c G_GNUC_UNUSED)               \
    {                                                                   \
        return (expression);                                            \
    }
/* the 32-bit form: operands cut, result sign-extended */
#define EVAL_32(name, a, b, expression)                                 \
    static uint64_t eval_##name##_i32(uint64_t a##_in,                  \
                                      uint64_t b##_in G_GNUC_UNUSED,    \
                                      uint64_t c_in G_GNUC_UNUSED)      \
    {                                                                   \
        uint32_t a = a##_in;                                            \
        uint32_t b G_GNUC_UNUSED = b##_in;                              \
                                                                        \
        return sext32(expression);                                      \
    }

/* --- arithmetic and logic ------------------------------------------------ */

EVAL(mov, a, b, c, a)
EVAL(add, a, b, c, a + b)
EVAL_32(add, a, b, a + b)
EVAL(sub, a, b, c, a - b)
EVAL_32(sub, a, b, a - b)
EVAL(and, a, b, c, a & b)
EVAL(or, a, b, c, a | b)
EVAL(xor, a, b, c, a ^ b)
EVAL(andc, a, b, c, a & ~b)
EVAL(orc, a, b, c, a | ~b)
EVAL(eqv, a, b, c, ~(a ^ b))
EVAL(select, a, b, c, a ? b : c)
EVAL(smin, a, b, c, (int64_t)a < (int64_t)b ? a : b)
EVAL(smax, a, b, c, (int64_t)a > (int64_t)b ? a : b)
EVAL(umin, a, b, c, MIN(a, b))
EVAL(umax, a, b, c, MAX(a, b))

/* --- shifts: counts modulo the width ------------------------------------- */

EVAL(shl, a, b, c, a << (b & 63))
EVAL_32(shl, a, b, a << (b & 31))
EVAL(shr, a, b, c, a >> (b & 63))
EVAL_32(shr, a, b, a >> (b & 31))
EVAL(sar, a, b, c, (int64_t)a >> (b & 63))
EVAL_32(sar, a, b, (int32_t)a >> (b & 31))
EVAL(rotl, a, b, c, a << (b & 63) | a >> (-b & 63))
EVAL_32(rotl, a, b, a << (b & 31) | a >> (-b & 31))
EVAL(rotl32u, a, b, c, (uint32_t)((uint32_t)a << (b & 31)
                                  | (uint32_t)a >> (-b & 31)))
EVAL(rotr, a, b, c, a >> (b & 63) | a << (-b & 63))
EVAL_32(rotr, a, b, a >> (b & 31) | a << (-b & 31))

/* --- multiplication and division ----------------------------------------- */

EVAL(mul, a, b, c, a * b)
EVAL_32(mul, a, b, a * b)
EVAL(mulsh, a, b, c, (__int128)(int64_t)a * (int64_t)b >> 64)
EVAL(muluh, a, b, c, (unsigned __int128)a * b >> 64)
EVAL(muluwh, a, b, c, (unsigned __int128)a * (uint32_t)b >> 64)
EVAL(mulsuh, a, b, c, (__int128)(int64_t)a * b >> 64)

/* the only overflow, -2^63 / -1, is -a */
EVAL(div, a, b, c, b == 0 ? ~0ull : b == ~0ull ? -a
                 : (uint64_t)((int64_t)a / (int64_t)b))
EVAL_32(div, a, b, b == 0 ? ~0u : b == ~0u ? -a
                 : (uint32_t)((int32_t)a / (int32_t)b))
EVAL(rem, a, b, c, b == 0 ? a : b == ~0ull ? 0
                 : (uint64_t)((int64_t)a % (int64_t)b))
EVAL_32(rem, a, b, b == 0 ? a : b == ~0u ? 0
                 : (uint32_t)((int32_t)a % (int32_t)b))
EVAL(divu, a, b, c, b ? a / b : ~0ull)
EVAL_32(divu, a, b, b ? a / b : ~0u)
EVAL(remu, a, b, c, b ? a % b : a)
EVAL_32(remu, a, b, b ? a % b : a)

/* --- bits and bytes ------------------------------------------------------ */

EVAL(ext8s, a, b, c, (int64_t)(int8_t)a)
EVAL(ext16s, a, b, c, (int64_t)(int16_t)a)
EVAL(ext32s, a, b, c, sext32(a))
EVAL(ext8u, a, b, c, (uint8_t)a)
EVAL(ext16u, a, b, c, (uint16_t)a)
EVAL(ext32u, a, b, c, (uint32_t)a)
EVAL(clz, a, b, c, a ? __builtin_clzll(a) : 64)
EVAL_32(clz, a, b, a ? __builtin_clz(a) : 32)
EVAL(ctz, a, b, c, a ? __builtin_ctzll(a) : 64)
EVAL_32(ctz, a, b, a ? __builtin_ctz(a) : 32)
EVAL(ctpop, a, b, c, __builtin_popcountll(a))
EVAL_32(ctpop, a, b, __builtin_popcount(a))
EVAL(bswap, a, b, c, __builtin_bswap64(a))

static uint64_t eval_orc_b(uint64_t a, uint64_t b G_GNUC_UNUSED,
                           uint64_t c G_GNUC_UNUSED)
{
    uint64_t result = 0;

    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (a >> shift & 0xff) {
            result |= 0xffull << shift;
        }
    }
    return result;
}

/* --- the table ----------------------------------------------------------- */

#define ONE(name) [IR_##name] = { eval_##name, eval_##name }
#define PAIR(name) [IR_##name] = { eval_##name, eval_##name##_i32 }

/* indexed by opcode and IrType */
static EvalFn *const functions[IR_OPCODE_COUNT][2] = {
    ONE(mov), PAIR(add), PAIR(sub), ONE(and), ONE(or), ONE(xor),
    ONE(andc), ONE(orc), ONE(eqv), PAIR(shl), PAIR(shr), PAIR(sar),
    PAIR(rotl), PAIR(rotr), ONE(rotl32u), PAIR(mul), ONE(mulsh),
    ONE(muluh), ONE(muluwh), ONE(mulsuh), PAIR(div), PAIR(divu), PAIR(rem),
    PAIR(remu),
    ONE(ext8s), ONE(ext16s), ONE(ext32s), ONE(ext8u), ONE(ext16u),
    ONE(ext32u), PAIR(clz), PAIR(ctz), PAIR(ctpop), ONE(bswap),
    ONE(orc_b), ONE(smin), ONE(smax), ONE(umin), ONE(umax), ONE(select),
};

static bool compare(TCGCond cond, uint64_t a, uint64_t b)
{
    switch (cond) {
    case TCG_COND_EQ: return a == b;
    case TCG_COND_NE: return a != b;
    case TCG_COND_LT: return (int64_t)a < (int64_t)b;
    case TCG_COND_GE: return (int64_t)a >= (int64_t)b;
    case TCG_COND_LE: return (int64_t)a <= (int64_t)b;
    case TCG_COND_GT: return (int64_t)a > (int64_t)b;
    case TCG_COND_LTU: return a < b;
    case TCG_COND_GEU: return a >= b;
    case TCG_COND_LEU: return a <= b;
    case TCG_COND_GTU: return a > b;
    }
    g_assert_not_reached();
}

/* Sign extension keeps the order of 32-bit numbers, signed and unsigned. */
bool ir_eval_cond(uint8_t attr, uint64_t a, uint64_t b)
{
    if (IR_COND_TYPE(attr) == IR_I32) {
        a = sext32(a);
        b = sext32(b);
    }
    return compare(IR_COND(attr), a, b);
}

bool ir_can_eval(IrOpcode opc)
{
    return functions[opc][0] || opc == IR_setcond || opc == IR_shadd;
}

uint64_t ir_eval(const IrOp *op, uint64_t a, uint64_t b, uint64_t c)
{
    switch (op->opc) {
    case IR_setcond:
        return ir_eval_cond(op->attr, a, b);
    case IR_shadd:
        return (a << op->attr) + b;
    default:
        return functions[op->opc][op->attr & 1](a, b, c);
    }
}
