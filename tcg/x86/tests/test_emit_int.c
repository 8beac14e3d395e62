/*
 * test_emit_int.c: every integer operation with its operands in every place
 *
 * Host code and tci must agree for pinned and unpinned registers, constants
 * and temporaries, and for every way in which they can be the same.
 */
#include "emit_world.h"

/* Places of an operand; the first ones can also be results. */
typedef enum Place {
    PINNED_A, PINNED_B, MEMORY_A, MEMORY_B, TEMP_RCX, TEMP_STACK,
    N_RESULTS,
    SMALL = N_RESULTS, ZERO, MINUS_ONE, LARGE,
    N_PLACES,
} Place;

static IrRef place_ref(TCGContext *s, Place place, IrRef temp)
{
    switch (place) {
    case PINNED_A:
        return IR_GPR(10);
    case PINNED_B:
        return IR_GPR(2);
    case MEMORY_A:
        return IR_GPR(20);
    case MEMORY_B:
        return IR_GPR(31);
    case SMALL:
        return ir_const(s, 37);
    case ZERO:
        return ir_const(s, 0);
    case MINUS_ONE:
        return ir_const(s, UINT64_MAX);
    case LARGE:
        return ir_const(s, 0x9e3779b97f4a7c15);
    default:
        return temp;
    }
}

/*
 * An operation that needs rcx and rdx: of what lives across it only the first
 * keeps rdx.
 */
static void clobber_all(TCGContext *s)
{
    tcg_gen_div(s, IR_I64, IR_GPR(7), IR_GPR(7), IR_GPR(8));
}

/* A temporary with a value of its own, or the place's register. */
static IrRef operand(TCGContext *s, Place place, IrRef value)
{
    IrRef temp = IR_NONE;

    if (place == TEMP_RCX || place == TEMP_STACK) {
        temp = tcg_temp_new(s);
        tcg_gen_mov(s, temp, value);
    }
    return place_ref(s, place, temp);
}

typedef struct Case {
    uint8_t opc, attr;
    Place dst, a, b, c;
} Case;

static void build(TCGContext *s, const Case *t)
{
    IrOp op = { .opc = t->opc, .attr = t->attr };
    bool stack = t->a == TEMP_STACK || t->b == TEMP_STACK
        || t->c == TEMP_STACK;
    IrRef result = IR_NONE, in_rdx = tcg_temp_new(s);

    tcg_gen_insn_start(s, 0);
    tcg_gen_mov(s, in_rdx, IR_GPR(1));
    op.arg[0] = operand(s, t->a, IR_GPR(21));
    op.arg[1] = operand(s, t->b, IR_GPR(11));
    op.arg[2] = operand(s, t->c, IR_GPR(5));
    if (stack) {
        clobber_all(s);
    }
    if (t->dst == TEMP_RCX || t->dst == TEMP_STACK) {
        result = tcg_temp_new(s);
    }
    op.dst = place_ref(s, t->dst, result);
    tcg_gen_op(s, op);
    if (t->dst == TEMP_STACK) {
        clobber_all(s);
    }
    if (result != IR_NONE) {
        tcg_gen_mov(s, IR_GPR(19), result);
    }
    tcg_gen_mov(s, IR_GPR(18), in_rdx);
    tcg_gen_exit_tb(s, 4, IR_EXIT_NEXT);
}

static void check(TcgCodeCache *cache, TCGContext *s, const Case *t,
                  uint32_t seed)
{
    tcg_context_reset(s);
    s->n_insns = 1;
    s->insns[0] = (IrInsn){ .insn.len = 4 };
    build(s, t);
    if (tcg_code_cache_used(cache) > 32 << 10) {
        tcg_code_cache_flush(cache);
    }
    for (int i = 0; i < unit_rounds(3); i++) {
        world_check(cache, s, NULL, seed + i * 12345);
    }
}

static const struct {
    const char *masked;
    unsigned shuffle;
} hosts[] = {
    { NULL, 0 },
    { "all", 0 },
    { "bmi2", 17 },
    { NULL, 99 },
};

/* dst = op(a), dst = op(a, b), dst = op(a, b, c), with all attr below @n */
static void check_places(const Case *base, unsigned operands, int host)
{
    TcgCodeCache *cache = world_cache(hosts[host].masked, hosts[host].shuffle,
                                      false);
    TCGContext *s = tcg_context_new();
    Case t = *base;
    uint32_t seed = base->opc * 256 + base->attr;

    for (t.dst = 0; t.dst < N_RESULTS; t.dst++) {
        for (t.a = 0; t.a < N_PLACES; t.a++) {
            for (t.b = 0; t.b < (operands > 1 ? N_PLACES : 1); t.b++) {
                for (t.c = 0; t.c < (operands > 2 ? N_PLACES : 1); t.c++) {
                    check(cache, s, &t, seed++);
                }
            }
        }
    }
    tcg_context_free(s);
    tcg_code_cache_free(cache);
}

/* --- the operations ------------------------------------------------------ */

static const uint8_t typed[] = {
    IR_add, IR_sub, IR_shl, IR_shr, IR_sar, IR_rotl, IR_rotr, IR_mul, IR_div,
    IR_divu, IR_rem, IR_remu,
};
static const uint8_t typed_unary[] = { IR_clz, IR_ctz, IR_ctpop };
static const uint8_t binary[] = {
    IR_and, IR_or, IR_xor, IR_andc, IR_orc, IR_eqv, IR_mulsh, IR_muluh,
    IR_muluwh, IR_mulsuh, IR_smin, IR_smax, IR_umin, IR_umax,
    IR_rotl32u,
};
static const uint8_t unary[] = {
    IR_mov, IR_ext8s, IR_ext16s, IR_ext32s, IR_ext8u, IR_ext16u, IR_ext32u,
    IR_bswap, IR_orc_b,
};
#define N_HOSTS ((int)G_N_ELEMENTS(hosts))

START_TEST(test_typed_binary_operations)
{
    for (unsigned type = IR_I64; type <= IR_I32; type++) {
        Case t = { typed[_i / N_HOSTS], type };

        check_places(&t, 2, _i % N_HOSTS);
    }
}
END_TEST

START_TEST(test_typed_unary_operations)
{
    for (unsigned type = IR_I64; type <= IR_I32; type++) {
        Case t = { typed_unary[_i / N_HOSTS], type };

        check_places(&t, 1, _i % N_HOSTS);
    }
}
END_TEST

START_TEST(test_binary_operations)
{
    Case t = { binary[_i / N_HOSTS] };

    check_places(&t, 2, _i % N_HOSTS);
}
END_TEST

START_TEST(test_unary_operations)
{
    Case t = { unary[_i / N_HOSTS] };

    check_places(&t, 1, _i % N_HOSTS);
}
END_TEST

START_TEST(test_shifted_sums)
{
    for (unsigned count = 1; count <= 3; count++) {
        Case t = { IR_shadd, count };

        check_places(&t, 2, _i);
    }
}
END_TEST

START_TEST(test_conditions)
{
    for (unsigned type = IR_I64; type <= IR_I32; type++) {
        Case t = { IR_setcond, IR_COND_ATTR(_i / N_HOSTS, type) };

        check_places(&t, 2, _i % N_HOSTS);
    }
}
END_TEST

START_TEST(test_select)
{
    Case t = { IR_select };

    check_places(&t, 3, _i);
}
END_TEST

/* --- shift counts -------------------------------------------------------- */

START_TEST(test_every_constant_shift_count)
{
    TcgCodeCache *cache = world_cache(NULL, 0, false);
    static const char *const places[][2] = {
        { "x10", "x10" }, { "x10", "x11" }, { "x20", "x20" },
        { "x20", "x10" }, { "x10", "x20" },
    };
    static const char *const names[] = {
        "shl_i64", "shr_i64", "sar_i64", "rotl_i64", "rotr_i64", "shl_i32",
        "shr_i32", "sar_i32", "rotl_i32", "rotr_i32", "rotl32u",
    };
    const unsigned n_names = G_N_ELEMENTS(names);

    for (unsigned i = 0; i < G_N_ELEMENTS(places) * n_names; i++) {
        g_autofree char *text = g_strdup_printf(
            "---- 0 =00000013\n%s %s, %s, $%d\nexit_tb $4, next\n",
            names[i % n_names], places[i / n_names][0],
            places[i / n_names][1], _i);
        TCGContext *s = world_parse(text);

        world_check(cache, s, NULL, _i * 100 + i);
        tcg_context_free(s);
    }
    tcg_code_cache_free(cache);
}
END_TEST

UNIT_MAIN("emit_int",
    UNIT_LOOP(test_typed_binary_operations, G_N_ELEMENTS(typed) * N_HOSTS),
    UNIT_LOOP(test_typed_unary_operations,
              G_N_ELEMENTS(typed_unary) * N_HOSTS),
    UNIT_LOOP(test_binary_operations, G_N_ELEMENTS(binary) * N_HOSTS),
    UNIT_LOOP(test_unary_operations, G_N_ELEMENTS(unary) * N_HOSTS),
    UNIT_LOOP(test_shifted_sums, N_HOSTS),
    UNIT_LOOP(test_conditions, 10 * N_HOSTS),
    UNIT_LOOP(test_select, N_HOSTS),
    UNIT_LOOP(test_every_constant_shift_count, 64))
