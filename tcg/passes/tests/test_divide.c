/* test_divide.c: which divisions are joined */
#include <inttypes.h>

#include "pass_text.h"
#include "support/unit.h"
#include "tcg/ir_eval.h"

static const PassText couples[] = {
    { "remu_i32 x15, x13, x12\nst x14, x15, $0, ub\n"
      "divu_i32 x13, x13, x12\n",
      "divu_i32 t0, x13, x12\nmul_i32 t1, t0, x12\nsub_i32 x15, x13, t1\n"
      "st x14, x15, $0, ub\nmov x13, t0\n" },
    { "div_i64 x15, x13, $0x8\nrem_i64 x14, x13, $0x8\n",
      "div_i64 t0, x13, $0x8\nmov x15, t0\nmul_i64 t1, t0, $0x8\n"
      "sub_i64 x14, x13, t1\n" },
};

static const PassText numbers[] = {
    { "divu_i32 x15, x13, $0xa\n",
      "muluwh x15, $0x199999999999999a, x13\n" },
    { "remu_i32 x13, x13, $0xa\ndivu_i32 x13, x13, $0x7\n",
      "muluwh t0, $0x199999999999999a, x13\n"
      "mul_i64 t1, t0, $0xa\nsub_i32 x13, x13, t1\n"
      "muluwh x13, $0x2492492492492493, x13\n" },
    { "divu_i64 x15, x13, $0xa\n",
      "muluh t0, $0xcccccccccccccccd, x13\nshr_i64 x15, t0, $0x3\n" },
    /* 65 bits */
    { "divu_i64 x15, x13, $0x7\n",
      "muluh t0, $0x2492492492492493, x13\nsub_i64 t1, x13, t0\n"
      "shr_i64 t2, t1, $0x1\nadd_i64 t3, t2, t0\nshr_i64 x15, t3, $0x2\n" },
    { "div_i32 x15, x13, $-10\n",
      "ext32s t0, x13\nmul_i64 t1, t0, $0xcccccccd\n"
      "sar_i64 t2, t1, $0x23\nsar_i64 t3, t0, $0x3f\n"
      "sub_i64 x15, t3, t2\n" },
    { "div_i64 x15, x13, $0xa\n",
      "mulsh t0, $0xcccccccccccccccd, x13\nadd_i64 t1, t0, x13\n"
      "sar_i64 t2, t1, $0x3\nsar_i64 t3, x13, $0x3f\n"
      "sub_i64 x15, t2, t3\n" },
    /* one multiplication for both */
    { "remu_i32 x15, x13, $0xa\ndivu_i32 x13, x13, $0xa\n",
      "muluwh t0, $0x199999999999999a, x13\n"
      "mul_i32 t1, t0, $0xa\nsub_i32 x15, x13, t1\nmov x13, t0\n" },
};

static const char *const alone[] = {
    "rem_i64 x15, x13, x12\nrem_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndivu_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndiv_i32 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ndiv_i64 x14, x13, x11\n",
    /* an operand changes, or may */
    "rem_i64 x13, x13, x12\ndiv_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\nadd_i64 x12, x12, $0x1\n"
      "div_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, x12\ninterp goes_on\ndiv_i64 x14, x13, x12\n",
    "rem_i64 x15, x13, $0x0\n",
    "div_i64 x15, x13, $0xffffffffffffffff\n",
    "div_i32 x15, x13, $0xfffffffffffffff8\n",
    "rem_i64 x15, x13, x12\nL0:\ndiv_i64 x14, x13, x12\n"
      "brcond_i64 ne, x14, x15, L0\n",
};

START_TEST(test_quotient_and_rest_are_divided_once)
{
    pass_text_check(&couples[_i], tcg_divide);
}
END_TEST

START_TEST(test_other_divisions_stay)
{
    pass_text_check(&(PassText) { alone[_i], alone[_i] }, tcg_divide);
}
END_TEST

/* --- results -------------------------------------------------------------- */

/* The result of a unit of plain operations on x13; it is the last one's. */
static uint64_t compute(const TCGContext *s, uint64_t x13)
{
    uint64_t values[64 + 32] = { [13] = x13 };
    uint64_t result = 0;

    for (unsigned i = 0; i < s->n_ops && s->ops[i].dst != IR_NONE; i++) {
        const IrOp *op = &s->ops[i];
        uint64_t arg[3] = { 0 };

        for (unsigned k = 0; k < 3 && op->arg[k] != IR_NONE; k++) {
            arg[k] = ir_is_const(op->arg[k]) ? ir_const_value(s, op->arg[k])
                                             : values[op->arg[k]];
        }
        result = values[op->dst] = ir_eval(op, arg[0], arg[1], arg[2]);
    }
    return result;
}

static const uint64_t edges[] = {
    0, 1, 2, 3, 7, 10, 0x7f, 0x80, 0x7fff, 0xffff, 0x7ffffffe, 0x7fffffff,
    0x80000000, 0x80000001, 0xfffffffe, 0xffffffff, 0x100000000,
    0x7ffffffffffffffe, 0x7fffffffffffffff, 0x8000000000000000,
    0x8000000000000001, 0xfffffffffffffffe, 0xffffffffffffffff,
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (*state ^ *state >> 29) >> (*state >> 58);
}

/* Around multiples of the divisor, and anywhere. */
static uint64_t dividend(unsigned n, uint64_t divisor, uint64_t *state)
{
    unsigned n_edges = G_N_ELEMENTS(edges);

    return n < n_edges ? edges[n]
         : n & 1       ? next_random(state)
                       : next_random(state) * divisor + (n >> 1) % 3 - 1;
}

static void check_divisor(IrOp op, uint64_t divisor, uint64_t *state)
{
    TCGContext *s = tcg_context_new();

    op.arg[1] = ir_const(s, divisor);
    s->ops[0] = op;
    s->n_ops = 1;
    tcg_divide(s);
    for (unsigned n = 0; n < 200; n++) {
        uint64_t x = dividend(n, divisor, state);
        uint64_t expected = ir_eval(&op, x, divisor, 0);
        uint64_t got = compute(s, x);

        ck_assert_msg(got == expected, "%s %" PRIx64 " / %" PRIx64 ": %" PRIx64
                      ", not %" PRIx64,
                      ir_op_name(op.opc), x, divisor, got, expected);
    }
    tcg_context_free(s);
}

START_TEST(test_multiplication_gives_the_same_result)
{
    static const IrOpcode opcs[] = { IR_div, IR_divu, IR_rem, IR_remu };
    uint64_t state = 1 + (uint64_t)_i;
    IrOp op = {
        .opc = opcs[_i >> 1],
        .attr = _i & 1 ? IR_I32 : IR_I64,
        .dst = IR_GPR(15),
        .arg = { IR_GPR(13), IR_NONE, IR_NONE },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(edges); i++) {
        check_divisor(op, edges[i], &state);
    }
    for (uint64_t d = 2; d < 130; d++) {
        check_divisor(op, d, &state);
        check_divisor(op, -d, &state);
    }
    for (unsigned i = 0; i < 400; i++) {
        check_divisor(op, next_random(&state), &state);
    }
}
END_TEST

START_TEST(test_division_by_a_number_multiplies)
{
    pass_text_check(&numbers[_i], tcg_divide);
}
END_TEST

UNIT_MAIN("tcg_divide",
    UNIT_LOOP(test_division_by_a_number_multiplies, G_N_ELEMENTS(numbers)),
    UNIT_LOOP(test_multiplication_gives_the_same_result, 8),
    UNIT_LOOP(test_quotient_and_rest_are_divided_once,
              G_N_ELEMENTS(couples)),
    UNIT_LOOP(test_other_divisions_stay, G_N_ELEMENTS(alone)))
