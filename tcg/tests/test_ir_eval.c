/* test_ir_eval.c: integer operations against results worked out by hand */
#include "fake_env.h"
#include "support/unit.h"
#include "tcg/ir_eval.h"

#define M1 UINT64_MAX
#define MIN64 0x8000000000000000ull
#define MAX64 0x7fffffffffffffffull
#define MIN32 0xffffffff80000000ull
#define MAX32 0x7fffffffull
/* upper half that 32-bit operations must not see */
#define DIRT 0xdeadbeef00000000ull

static const struct {
    const char *op;             /* "name_type x1, x2, x3, x4" without args */
    uint64_t a, b, c, result;
} rows[] = {
    { "mov x1, x2", 7, 0, 0, 7 },
    { "add_i64 x1, x2, x3", M1, 1, 0, 0 },
    { "add_i64 x1, x2, x3", MAX64, 1, 0, MIN64 },
    { "add_i32 x1, x2, x3", MAX32, 1, 0, MIN32 },
    { "add_i32 x1, x2, x3", DIRT | 1, DIRT | 2, 0, 3 },
    { "sub_i64 x1, x2, x3", 0, 1, 0, M1 },
    { "sub_i64 x1, x2, x3", MIN64, 1, 0, MAX64 },
    { "sub_i32 x1, x2, x3", MIN32, 1, 0, MAX32 },
    { "sub_i32 x1, x2, x3", DIRT, 1, 0, M1 },
    { "and x1, x2, x3", 0xff00, 0x0ff0, 0, 0x0f00 },
    { "or x1, x2, x3", 0xff00, 0x0ff0, 0, 0xfff0 },
    { "xor x1, x2, x3", 0xff00, 0x0ff0, 0, 0xf0f0 },
    { "andc x1, x2, x3", 0xff00, 0x0ff0, 0, 0xf000 },
    { "orc x1, x2, x3", 0xff00, ~0x0ff0ull, 0, 0xfff0 },
    { "eqv x1, x2, x3", 0xff00, 0x0ff0, 0, 0xffffffffffff0f0f },
    /* shift counts are taken modulo the width */
    { "shl_i64 x1, x2, x3", 1, 63, 0, MIN64 },
    { "shl_i64 x1, x2, x3", 1, 64, 0, 1 },
    { "shl_i64 x1, x2, x3", 1, M1, 0, MIN64 },
    { "shl_i32 x1, x2, x3", DIRT | 1, 31, 0, MIN32 },
    { "shl_i32 x1, x2, x3", 1, 32, 0, 1 },
    { "shl_i32 x1, x2, x3", 3, 63, 0, MIN32 },
    { "shr_i64 x1, x2, x3", MIN64, 63, 0, 1 },
    { "shr_i64 x1, x2, x3", MIN64, 128, 0, MIN64 },
    { "shr_i32 x1, x2, x3", DIRT | 0x80000000, 31, 0, 1 },
    { "shr_i32 x1, x2, x3", 0x80000000, 0, 0, MIN32 },
    { "shr_i32 x1, x2, x3", 0x80000000, 33, 0, 0x40000000 },
    { "sar_i64 x1, x2, x3", MIN64, 63, 0, M1 },
    { "sar_i64 x1, x2, x3", MIN64, 65, 0, 0xc000000000000000 },
    { "sar_i32 x1, x2, x3", 0x80000000, 31, 0, M1 },
    { "sar_i32 x1, x2, x3", DIRT | 0x40000000, 30, 0, 1 },
    { "rotl_i64 x1, x2, x3", 0x8000000000000001, 1, 0, 3 },
    { "rotl_i64 x1, x2, x3", 5, 64, 0, 5 },
    { "rotl_i32 x1, x2, x3", DIRT | 0x80000001, 1, 0, 3 },
    { "rotl_i32 x1, x2, x3", 1, 31, 0, MIN32 },
    { "rotl_i32 x1, x2, x3", 0x80000000, 32, 0, MIN32 },
    { "rotr_i64 x1, x2, x3", 1, 1, 0, MIN64 },
    { "rotr_i64 x1, x2, x3", 5, 0, 0, 5 },
    { "rotr_i32 x1, x2, x3", DIRT | 1, 1, 0, MIN32 },
    { "rotr_i32 x1, x2, x3", 6, 33, 0, 3 },
    { "rotl32u x1, x2, x3", DIRT | 0x80000001, 1, 0, 3 },
    { "rotl32u x1, x2, x3", 1, DIRT | 31, 0, 0x80000000 },
    { "rotl32u x1, x2, x3", 0x80000000, 32, 0, 0x80000000 },
    { "shadd x1, x2, x3, $1", 3, 4, 0, 10 },
    { "shadd x1, x2, x3, $2", 3, 4, 0, 16 },
    { "shadd x1, x2, x3, $3", 1ull << 61, 4, 0, 4 },
    { "mul_i64 x1, x2, x3", M1, M1, 0, 1 },
    { "mul_i64 x1, x2, x3", 0x100000001, 0x100000001, 0, 0x200000001 },
    { "mul_i32 x1, x2, x3", 0x10000, 0x8000, 0, MIN32 },
    { "mul_i32 x1, x2, x3", DIRT | 3, DIRT | 5, 0, 15 },
    { "mulsh x1, x2, x3", M1, M1, 0, 0 },
    { "mulsh x1, x2, x3", MIN64, MIN64, 0, 0x4000000000000000 },
    { "mulsh x1, x2, x3", MIN64, 2, 0, M1 },
    { "muluh x1, x2, x3", M1, M1, 0, 0xfffffffffffffffe },
    { "muluh x1, x2, x3", MIN64, 2, 0, 1 },
    { "muluwh x1, x2, x3", M1, M1, 0, 0xfffffffe },
    { "muluwh x1, x2, x3", MIN64, DIRT | 2, 0, 1 },
    { "mulsuh x1, x2, x3", M1, M1, 0, M1 },
    { "mulsuh x1, x2, x3", M1, 1, 0, M1 },
    { "mulsuh x1, x2, x3", 2, MIN64, 0, 1 },
    { "mulsuh x1, x2, x3", MIN64, M1, 0, MIN64 },
    /* Unprivileged ISA, table "Semantics for division by zero" */
    { "div_i64 x1, x2, x3", 5, 0, 0, M1 },
    { "div_i64 x1, x2, x3", MIN64, M1, 0, MIN64 },
    { "div_i64 x1, x2, x3", -7, 2, 0, -3 },
    { "div_i32 x1, x2, x3", 5, DIRT, 0, M1 },
    { "div_i32 x1, x2, x3", 0x80000000, 0xffffffff, 0, MIN32 },
    { "div_i32 x1, x2, x3", 0xfffffff9, 2, 0, -3 },
    { "divu_i64 x1, x2, x3", 5, 0, 0, M1 },
    { "divu_i64 x1, x2, x3", M1, 2, 0, MAX64 },
    { "divu_i32 x1, x2, x3", 5, 0, 0, M1 },
    { "divu_i32 x1, x2, x3", DIRT | 0xffffffff, 1, 0, M1 },
    { "divu_i32 x1, x2, x3", 0xfffffff0, 0x10, 0, 0x0fffffff },
    { "rem_i64 x1, x2, x3", 5, 0, 0, 5 },
    { "rem_i64 x1, x2, x3", MIN64, M1, 0, 0 },
    { "rem_i64 x1, x2, x3", -7, 2, 0, M1 },
    { "rem_i32 x1, x2, x3", 0x80000005, DIRT, 0, 0xffffffff80000005 },
    { "rem_i32 x1, x2, x3", 0x80000000, 0xffffffff, 0, 0 },
    { "rem_i32 x1, x2, x3", 7, 0xfffffffe, 0, 1 },
    { "remu_i64 x1, x2, x3", 5, 0, 0, 5 },
    { "remu_i64 x1, x2, x3", M1, 10, 0, 5 },
    { "remu_i32 x1, x2, x3", 0x80000005, 0, 0, 0xffffffff80000005 },
    { "remu_i32 x1, x2, x3", DIRT | 0xffffffff, 10, 0, 5 },
    { "ext8s x1, x2", 0x180, 0, 0, 0xffffffffffffff80 },
    { "ext8s x1, x2", 0x17f, 0, 0, 0x7f },
    { "ext16s x1, x2", 0x18000, 0, 0, 0xffffffffffff8000 },
    { "ext32s x1, x2", DIRT | 0x80000000, 0, 0, MIN32 },
    { "ext32s x1, x2", DIRT | 1, 0, 0, 1 },
    { "ext8u x1, x2", M1, 0, 0, 0xff },
    { "ext16u x1, x2", M1, 0, 0, 0xffff },
    { "ext32u x1, x2", M1, 0, 0, 0xffffffff },
    { "clz_i64 x1, x2", 0, 0, 0, 64 },
    { "clz_i64 x1, x2", 1, 0, 0, 63 },
    { "clz_i64 x1, x2", M1, 0, 0, 0 },
    { "clz_i32 x1, x2", DIRT, 0, 0, 32 },
    { "clz_i32 x1, x2", DIRT | 1, 0, 0, 31 },
    { "ctz_i64 x1, x2", 0, 0, 0, 64 },
    { "ctz_i64 x1, x2", MIN64, 0, 0, 63 },
    { "ctz_i32 x1, x2", DIRT, 0, 0, 32 },
    { "ctz_i32 x1, x2", 8, 0, 0, 3 },
    { "ctpop_i64 x1, x2", M1, 0, 0, 64 },
    { "ctpop_i64 x1, x2", 0, 0, 0, 0 },
    { "ctpop_i32 x1, x2", M1, 0, 0, 32 },
    { "ctpop_i32 x1, x2", DIRT | 0x11, 0, 0, 2 },
    { "bswap x1, x2", 0x0102030405060708, 0, 0, 0x0807060504030201 },
    { "orc_b x1, x2", 0x0100800000400002, 0, 0, 0xff00ff0000ff00ff },
    { "smin x1, x2, x3", M1, 1, 0, M1 },
    { "smax x1, x2, x3", M1, 1, 0, 1 },
    { "umin x1, x2, x3", M1, 1, 0, 1 },
    { "umax x1, x2, x3", M1, 1, 0, M1 },
    { "setcond_i64 lt, x1, x2, x3", M1, 0, 0, 1 },
    { "setcond_i64 ltu, x1, x2, x3", M1, 0, 0, 0 },
    { "setcond_i32 eq, x1, x2, x3", DIRT, 0, 0, 1 },
    { "select x1, x2, x3, x4", 0, 5, 6, 6 },
    { "select x1, x2, x3, x4", MIN64, 5, 6, 5 },
};

/* run one operation; x2..x4 hold the operands and @op reads as text */
static uint64_t run_row(TCGContext *s, const char *op, const uint64_t x[3])
{
    static const TcgConfig config;
    g_autofree char *text = g_strconcat(op, "\nexit_tb $0, next\n", NULL);
    FakeEnv *env = fake_env_new();
    char *error = NULL;
    uint64_t result;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    for (unsigned i = 0; i < 3; i++) {
        env->hart.gpr[2 + i] = x[i];
    }
    tci_run(s, env, &fake_layout, &config);
    result = env->hart.gpr[1];
    fake_env_free(env);
    return result;
}

START_TEST(test_operations_compute)
{
    const uint64_t x[3] = { rows[_i].a, rows[_i].b, rows[_i].c };
    TCGContext *s = tcg_context_new();

    ck_assert_msg(run_row(s, rows[_i].op, x) == rows[_i].result,
                  "%s: %#" G_GINT64_MODIFIER "x", rows[_i].op,
                  run_row(s, rows[_i].op, x));
    ck_assert(ir_can_eval(s->ops[0].opc));
    ck_assert_uint_eq(ir_eval(&s->ops[0], x[0], x[1], x[2]), rows[_i].result);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_every_value_has_a_row)
{
    TCGContext *s = tcg_context_new();
    bool seen[IR_OPCODE_COUNT] = { false };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const uint64_t x[3] = { 0 };

        run_row(s, rows[i].op, x);
        seen[s->ops[0].opc] = true;
    }
    for (unsigned opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        ck_assert_msg(seen[opc] == ir_can_eval(opc), "%s", ir_op_name(opc));
    }
    tcg_context_free(s);
}
END_TEST

/* a * b = high * 2^64 + low, by schoolbook multiplication of 32-bit halves */
static uint64_t high_half(uint64_t a, uint64_t b)
{
    uint64_t low = (a & 0xffffffff) * (b & 0xffffffff);
    uint64_t mid = (a >> 32) * (b & 0xffffffff) + (low >> 32);
    uint64_t mid2 = (a & 0xffffffff) * (b >> 32) + (mid & 0xffffffff);

    return (a >> 32) * (b >> 32) + (mid >> 32) + (mid2 >> 32);
}

/* division and multiplication belong together for any operands */
START_TEST(test_random_operands_obey_the_laws)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);

    for (int i = 0; i < unit_rounds(10000); i++) {
        uint64_t a = (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);
        uint64_t b = (uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand);
        uint64_t sa, sb;        /* what a sign takes from the high half */

#define DO(name, x, y) ir_eval(&(IrOp) { .opc = IR_##name }, x, y, 0)
        b >>= g_rand_int_range(rand, 0, 64);
        sa = a >> 63 ? b : 0;
        sb = b >> 63 ? a : 0;
        ck_assert_uint_eq(DO(muluh, a, b), high_half(a, b));
        ck_assert_uint_eq(DO(mulsh, a, b), high_half(a, b) - sa - sb);
        ck_assert_uint_eq(DO(mulsuh, a, b), high_half(a, b) - sa);
        if (b) {
            ck_assert_uint_eq(DO(divu, a, b) * b + DO(remu, a, b), a);
            ck_assert_uint_lt(DO(remu, a, b), b);
            ck_assert_uint_eq(DO(div, a, b) * b + DO(rem, a, b), a);
        }
        ck_assert_uint_eq(DO(rotl, DO(rotr, a, b), b), a);
        ck_assert_uint_eq(DO(shl, a, b) | DO(shr, a, -b), b & 63
                          ? DO(rotl, a, b) : a);
#undef DO
    }
}
END_TEST

UNIT_MAIN("ir_eval",
    UNIT_LOOP(test_operations_compute, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_every_value_has_a_row),
    UNIT_TEST(test_random_operands_obey_the_laws))
