/* test_random.c: random units are well formed, end, and read back */
#include <string.h>

#include "core/fpu.h"
#include "fake_env.h"
#include "support/unit.h"
#include "tcg_random.h"

static const TcgRandomOptions kinds[] = {
    { .insns = 1 },
    { .insns = 40 },
    { .insns = 30, .control = true },
    { .insns = 30, .memory = true, .atomics = true, .env = true },
    { .insns = 30, .memory = true, .guards = true },
    { .insns = 30, .floats = true, .memory = true },
    { .insns = 60, .control = true, .memory = true, .atomics = true,
      .guards = true, .calls = true, .floats = true, .env = true },
    { .insns = IR_MAX_INSNS, .control = true, .memory = true,
      .atomics = true, .guards = true, .calls = true, .floats = true,
      .env = true },
};

static void make(TCGContext *s, unsigned kind, uint32_t seed)
{
    TcgRandomOptions options = kinds[kind];

    options.base = FAKE_BASE + 32;
    options.size = FAKE_SIZE;
    tcg_random_unit(s, &options, seed);
}

static char *text_of(const TCGContext *s)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    return g_string_free(text, FALSE);
}

/* rounds for kind @i: fewer for long units */
static int rounds(int i)
{
    return unit_rounds(4000 / (int)kinds[i].insns + 10);
}

START_TEST(test_random_units_pass_the_verifier)
{
    TCGContext *s = tcg_context_new();

    for (int seed = 0; seed < rounds(_i); seed++) {
        g_autofree char *mistake = NULL;

        make(s, _i, seed);
        mistake = ir_verify(s);
        ck_assert_msg(!mistake, "seed %d: %s", seed, mistake);
    }
    tcg_context_free(s);
}
END_TEST

/* the same value; numbers of constants may differ */
static bool same_ref(const TCGContext *s, const TCGContext *t, IrRef a,
                     IrRef b)
{
    if (ir_is_const(a) && ir_is_const(b)) {
        return ir_const_value(s, a) == ir_const_value(t, b);
    }
    return a == b;
}

static bool same_op(const TCGContext *s, const TCGContext *t, unsigned i)
{
    const IrOp *a = &s->ops[i], *b = &t->ops[i];
    bool same = a->opc == b->opc && a->attr == b->attr && a->insn == b->insn
             && a->imm == b->imm && same_ref(s, t, a->dst, b->dst);

    for (unsigned arg = 0; arg < 3; arg++) {
        same = same && same_ref(s, t, a->arg[arg], b->arg[arg]);
    }
    return same;
}

static bool same_insn(const IrInsn *a, const IrInsn *b)
{
    return !strcmp(insn_name(a->insn.op), insn_name(b->insn.op))
        && a->insn.len == b->insn.len && a->insn.raw == b->insn.raw
        && a->page_offset == b->page_offset && a->uncounted == b->uncounted;
}

START_TEST(test_text_reads_back_as_the_unit)
{
    TCGContext *s = tcg_context_new();
    TCGContext *t = tcg_context_new();

    for (int seed = 0; seed < rounds(_i); seed++) {
        g_autofree char *text = NULL;
        g_autofree char *again = NULL;
        char *error = NULL;

        make(s, _i, seed);
        text = text_of(s);
        ck_assert_msg(ir_parse(t, text, &error), "%s", error);
        again = text_of(t);
        ck_assert_str_eq(again, text);
        ck_assert_uint_eq(t->n_ops, s->n_ops);
        ck_assert_uint_eq(t->n_insns, s->n_insns);
        for (unsigned i = 0; i < s->n_ops; i++) {
            ck_assert_msg(same_op(s, t, i), "seed %d, operation %u", seed, i);
        }
        for (unsigned i = 0; i < s->n_insns; i++) {
            ck_assert(same_insn(&s->insns[i], &t->insns[i]));
        }
    }
    tcg_context_free(s);
    tcg_context_free(t);
}
END_TEST

static FakeEnv *random_env(uint32_t seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    FakeEnv *env = fake_env_new();

    for (unsigned i = 1; i < 32; i++) {
        env->hart.gpr[i] = (uint64_t)g_rand_int(rand) << 32
                         | g_rand_int(rand);
        env->hart.fpr[i] = g_rand_boolean(rand) ? env->hart.gpr[i]
                         : fpu_box32(g_rand_int(rand));
    }
    return env;
}

START_TEST(test_random_units_end_with_exact_counts)
{
    static const TcgConfig config;
    TCGContext *s = tcg_context_new();

    for (int seed = 0; seed < rounds(_i); seed++) {
        FakeEnv *env = random_env(seed);

        make(s, _i, seed);
        tci_run(s, env, &fake_layout, &config);
        ck_assert_uint_le(env->hart.retired, 21 * kinds[_i].insns);
        ck_assert_uint_eq(env->hart.gpr[0], 0);
        if (!kinds[_i].control && !env->n_calls) {
            ck_assert_uint_eq(env->hart.retired, kinds[_i].insns);
        }
        fake_env_free(env);
    }
    tcg_context_free(s);
}
END_TEST

/* a loop's poll leaves with everything counted, and nothing else changed */
START_TEST(test_polls_stop_random_units)
{
    static const TcgConfig config;
    TCGContext *s = tcg_context_new();
    unsigned stopped = 0;

    for (int seed = 0; seed < rounds(2); seed++) {
        FakeEnv *env = random_env(seed);

        make(s, 2, seed);
        env->exit_request = 1;
        tci_run(s, env, &fake_layout, &config);
        stopped += env->hart.gpr[TCG_RANDOM_FUEL_GPR] == 19;
        ck_assert_uint_ge(env->hart.gpr[TCG_RANDOM_FUEL_GPR], 19);
        ck_assert_uint_le(env->hart.retired, kinds[2].insns);
        fake_env_free(env);
    }
    ck_assert_uint_gt(stopped, 0);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_equal_seeds_give_equal_units)
{
    TCGContext *s = tcg_context_new();
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *other = NULL;

    make(s, 6, 1);
    first = text_of(s);
    make(s, 6, 1);
    second = text_of(s);
    make(s, 6, 2);
    other = text_of(s);
    ck_assert_str_eq(first, second);
    ck_assert_str_ne(first, other);
    tcg_context_free(s);
}
END_TEST

START_TEST(test_every_operation_is_made)
{
    TCGContext *s = tcg_context_new();
    bool seen[IR_OPCODE_COUNT] = { false };

    for (unsigned seed = 0; seed < 60; seed++) {
        make(s, 7, seed);
        for (unsigned i = 0; i < s->n_ops; i++) {
            seen[s->ops[i].opc] = true;
        }
    }
    for (unsigned opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        /* the generator guards integers only */
        ck_assert_msg(seen[opc] || opc == IR_gfld || opc == IR_gfst
                      || opc == IR_gfldx || opc == IR_gfstx, "%s",
                      ir_op_name(opc));
    }
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("tcg_random",
    UNIT_LOOP(test_random_units_pass_the_verifier, G_N_ELEMENTS(kinds)),
    UNIT_LOOP(test_text_reads_back_as_the_unit, G_N_ELEMENTS(kinds)),
    UNIT_LOOP(test_random_units_end_with_exact_counts, G_N_ELEMENTS(kinds)),
    UNIT_TEST(test_polls_stop_random_units),
    UNIT_TEST(test_equal_seeds_give_equal_units),
    UNIT_TEST(test_every_operation_is_made))
