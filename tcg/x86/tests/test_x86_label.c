/*
 * test_x86_label.c: jumps by running them, and the lengths of their forms
 */
#include "support/unit.h"

#include <string.h>

#include "code_memory.h"
#include "x86/asm.h"

typedef uint64_t Function(uint64_t a, uint64_t b);

typedef struct Scratch {
    CodeMemory memory;
    X86Asm a;
} Scratch;

static void scratch_init(Scratch *s)
{
    X86Features features = x86_features_detect();

    ck_assert(code_memory_init(&s->memory, 1 << 20, NULL));
    x86_asm_init(&s->a, s->memory.write, s->memory.bytes, &features);
}

static Function *scratch_function(const Scratch *s)
{
    ck_assert(!s->a.overflow);
    return (Function *)(void *)s->memory.run;
}

static void emit_return(X86Asm *a, uint32_t value)
{
    x86_mov_imm(a, X86_RAX, value);
    x86_op(a, X86_RET);
}

typedef struct Way {
    const char *name;
    unsigned padding;           /* bytes between jump and target */
    bool backward;
} Way;

static const Way ways[] = {
    { "forward", 0, false },
    { "far forward", 4000, false },
    { "backward", 0, true },
    { "far backward", 4000, true },
};

/* cmp a, b; jcc: returns 1 when taken, else 0 */
static void emit_compare(X86Asm *a, const Way *way, X86Cond cc)
{
    X86Label taken = X86_LABEL_INIT, start = X86_LABEL_INIT;

    if (way->backward) {
        x86_jmp(a, &start);
        x86_bind(a, &taken);
        emit_return(a, 1);
        x86_nops(a, way->padding);
        x86_bind(a, &start);
    }
    x86_rr(a, X86_CMP | X86_W64, X86_RDI, X86_RSI);
    x86_jcc(a, cc, &taken);
    emit_return(a, 0);
    if (!way->backward) {
        x86_nops(a, way->padding);
        x86_bind(a, &taken);
        emit_return(a, 1);
    }
}

/* What the condition says about a - b; spec: SDM volume 1, appendix B */
static bool holds(X86Cond cc, uint64_t a, uint64_t b)
{
    int64_t difference;
    bool overflow = __builtin_sub_overflow((int64_t)a, (int64_t)b,
                                           &difference);
    bool parity = !__builtin_parity((uint8_t)difference);
    const bool positive[] = {
        overflow, a < b, a == b, a <= b, difference < 0, parity,
        (int64_t)a < (int64_t)b, (int64_t)a <= (int64_t)b,
    };

    return positive[cc / 2] != (cc & 1);
}

START_TEST(test_conditions_hold_in_both_directions)
{
    static const uint64_t values[] = {
        0, 1, 2, 3, UINT64_MAX, INT64_MAX, (uint64_t)INT64_MIN, 0x80, 0xff,
    };
    const Way *way = &ways[_i / 16];
    X86Cond cc = (X86Cond)(_i % 16);
    Scratch s;
    Function *function;

    scratch_init(&s);
    emit_compare(&s.a, way, cc);
    function = scratch_function(&s);
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(values); j++) {
            ck_assert_msg(function(values[i], values[j])
                          == holds(cc, values[i], values[j]),
                          "%s, condition %d, %#lx, %#lx", way->name, cc,
                          values[i], values[j]);
        }
    }
    code_memory_deinit(&s.memory);
}
END_TEST

START_TEST(test_backward_jump_is_short_as_far_as_a_byte_reaches)
{
    /* padding, length of jmp, length of jcc */
    static const unsigned rows[][3] = {
        { 0, 2, 2 }, { 126, 2, 2 }, { 127, 5, 6 }, { 1000, 5, 6 },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (unsigned is_jcc = 0; is_jcc < 2; is_jcc++) {
            X86Label label = X86_LABEL_INIT;
            uint8_t *before;
            Scratch s;

            scratch_init(&s);
            x86_bind(&s.a, &label);
            x86_nops(&s.a, rows[i][0]);
            before = s.a.p;
            if (is_jcc) {
                x86_jcc(&s.a, X86_CC_E, &label);
            } else {
                x86_jmp(&s.a, &label);
            }
            ck_assert_int_eq(s.a.p - before, rows[i][1 + is_jcc]);
            code_memory_deinit(&s.memory);
        }
    }
}
END_TEST

START_TEST(test_many_jumps_wait_for_one_label)
{
    X86Label end = X86_LABEL_INIT;
    Scratch s;
    Function *function;

    scratch_init(&s);
    for (uint32_t n = 0; n < 100; n++) {
        x86_mov_imm(&s.a, X86_RAX, n);
        x86_ri(&s.a, X86_CMP | X86_W64, X86_RDI, (int32_t)n);
        x86_jcc(&s.a, X86_CC_E, &end);
    }
    x86_mov_imm(&s.a, X86_RAX, 1000);
    x86_jmp(&s.a, &end);
    x86_op(&s.a, X86_UD2);
    x86_bind(&s.a, &end);
    x86_op(&s.a, X86_RET);
    function = scratch_function(&s);
    for (uint32_t n = 0; n < 100; n++) {
        ck_assert_uint_eq(function(n, 0), n);
    }
    ck_assert_uint_eq(function(100, 0), 1000);
    code_memory_deinit(&s.memory);
}
END_TEST

/* sum of 1..a */
START_TEST(test_loop_with_calls_forward_and_backward)
{
    X86Label loop = X86_LABEL_INIT, add = X86_LABEL_INIT;
    X86Label back = X86_LABEL_INIT, start = X86_LABEL_INIT;
    Scratch s;
    Function *function;

    scratch_init(&s);
    x86_jmp(&s.a, &start);
    x86_bind(&s.a, &back);
    x86_r(&s.a, X86_DEC | X86_W64, X86_RDI);
    x86_op(&s.a, X86_RET);
    x86_bind(&s.a, &start);
    x86_mov_imm(&s.a, X86_RAX, 0);
    x86_bind(&s.a, &loop);
    x86_call(&s.a, &add);
    x86_call(&s.a, &back);
    x86_jcc(&s.a, X86_CC_NE, &loop);
    x86_op(&s.a, X86_RET);
    x86_bind(&s.a, &add);
    x86_rr(&s.a, X86_ADD | X86_W64, X86_RAX, X86_RDI);
    x86_op(&s.a, X86_RET);
    function = scratch_function(&s);
    ck_assert_uint_eq(function(100, 0), 5050);
    code_memory_deinit(&s.memory);
}
END_TEST

START_TEST(test_short_jump_lands_where_it_is_told)
{
    Scratch s;
    Function *function;
    uint8_t *jump, *over;

    scratch_init(&s);
    x86_rr(&s.a, X86_TEST | X86_W64, X86_RDI, X86_RDI);
    jump = x86_jcc_short(&s.a, X86_CC_E);
    x86_mov_imm(&s.a, X86_RAX, 1);
    over = x86_jmp_short(&s.a);
    x86_nops(&s.a, 127 - 7);
    x86_land(&s.a, jump);
    ck_assert_uint_eq(*jump, 127);
    x86_mov_imm(&s.a, X86_RAX, 2);
    x86_land(&s.a, over);
    x86_op(&s.a, X86_RET);
    function = scratch_function(&s);
    ck_assert_uint_eq(function(0, 0), 2);
    ck_assert_uint_eq(function(5, 0), 1);
    code_memory_deinit(&s.memory);
}
END_TEST

START_TEST(test_jumps_reach_places_outside)
{
    Scratch s;
    X86Asm first;
    Function *function;

    scratch_init(&s);
    first = s.a;
    emit_return(&first, 7);
    x86_asm_init(&s.a, s.memory.write + 4096, 4096, &first.features);
    x86_rr(&s.a, X86_TEST | X86_W64, X86_RDI, X86_RDI);
    x86_jcc_to(&s.a, X86_CC_E, first.start);
    x86_call_to(&s.a, first.start);
    x86_rr(&s.a, X86_CMP | X86_W64, X86_RDI, X86_RAX);
    x86_jcc_to(&s.a, X86_CC_NE, first.start);
    emit_return(&s.a, 9);
    function = (Function *)(void *)code_memory_run(&s.memory, s.a.start);
    ck_assert_uint_eq(function(0, 0), 7);
    ck_assert_uint_eq(function(1, 0), 7);
    ck_assert_uint_eq(function(7, 0), 9);
    code_memory_deinit(&s.memory);
}
END_TEST

UNIT_MAIN("x86_label",
    UNIT_LOOP(test_conditions_hold_in_both_directions,
              16 * G_N_ELEMENTS(ways)),
    UNIT_TEST(test_backward_jump_is_short_as_far_as_a_byte_reaches),
    UNIT_TEST(test_many_jumps_wait_for_one_label),
    UNIT_TEST(test_loop_with_calls_forward_and_backward),
    UNIT_TEST(test_short_jump_lands_where_it_is_told),
    UNIT_TEST(test_jumps_reach_places_outside))
