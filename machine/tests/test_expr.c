/* test_expr.c: what people type as an address */
#include "machine/expr.h"

#include <string.h>

#include "support/unit.h"

static bool find_register(void *opaque, const char *name, uint64_t *value)
{
    *value = 0x1000;
    return strcmp(name, "sp") == 0;
}

static bool find_symbol(void *opaque, const char *name, uint64_t *value)
{
    *value = 0x80000000;
    return strcmp(name, "start.1") == 0;
}

static const ExprNames names = { find_register, find_symbol, NULL };

static const struct {
    const char *text;
    uint64_t value;
} good[] = {
    { "0", 0 },
    { "  42\t", 42 },
    { "0x10", 16 },
    { "010", 8 },
    { "0xffffffffffffffff", UINT64_MAX },
    { "18446744073709551615", UINT64_MAX },
    { "'A'", 65 },
    { "' '", 32 },
    { "1+2*3", 7 },
    { "(1+2)*3", 9 },
    { "10-4-3", 3 },
    { "100/10/5", 2 },
    { "2*3%4", 2 },
    { "1|2^3&4", 3 },
    { "1 << 4 + 1", 32 },
    { "0xf0 >> 4 & 3", 3 },
    { "1 << 64", 0 },
    { "1 << -1", 0 },
    { "1 >> 200", 0 },
    { "-1", UINT64_MAX },
    { "~0", UINT64_MAX },
    { "--1", 1 },
    { "-+~-1", 0 },
    { "3--1", 4 },
    { "-7/2", (uint64_t)-3 },
    { "-7%2", (uint64_t)-1 },
    { "-8/-1", 8 },
    { "0x8000000000000000/-1", 1ull << 63 },
    { "0x8000000000000000%-1", 0 },
    { "0xffffffffffffffff + 2", 1 },
    { "0x123456789abcdef0 * 0x1000000000", 0xabcdef0000000000 },
    { "$sp", 0x1000 },
    { "$sp+8", 0x1008 },
    { "($sp & ~0xf) - 16*2", 0xfe0 },
    { "start.1 + 4", 0x80000004 },
    { "((((((((((1))))))))))", 1 },
};

START_TEST(test_value_of_expression)
{
    uint64_t value = 0xdead;
    g_autoptr(GError) error = NULL;

    ck_assert_msg(expr_evaluate(good[_i].text, &names, &value, &error),
                  "%s: %s", good[_i].text, error ? error->message : "");
    ck_assert_msg(value == good[_i].value, "%s is 0x%lx", good[_i].text,
                  (unsigned long)value);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} bad[] = {
    { "", "expected at the end" },
    { "   ", "expected at the end" },
    { "1+", "expected at the end" },
    { "1 2", "an operator expected at '2'" },
    { "*2", "expected at '*2'" },
    { "(1", "')' expected at the end" },
    { "1)", "an operator expected at ')'" },
    { "()", "expected at ')'" },
    { "0x", "a number expected" },
    { "12ab", "a number expected" },
    { "0x1g", "a number expected" },
    { "09", "a number expected" },
    { "18446744073709551616", "more than 64 bits" },
    { "0x10000000000000000", "more than 64 bits" },
    { "1/0", "division by zero" },
    { "1%(2-2)", "division by zero" },
    { "$xx", "no register 'xx'" },
    { "$", "no register ''" },
    { "$ sp", "no register ''" },
    { "sp", "no symbol (registers begin with $) 'sp'" },
    { "'", "a character in quotes" },
    { "''", "a character in quotes" },
    { "'ab'", "a character in quotes" },
    { "1 <", "an operator expected at '<'" },
    { "\x80", "expected at" },
};

START_TEST(test_wrong_expression_says_where)
{
    uint64_t value = 0xdead;
    g_autoptr(GError) error = NULL;

    ck_assert(!expr_evaluate(bad[_i].text, &names, &value, &error));
    ck_assert_msg(strstr(error->message, bad[_i].message) != NULL,
                  "'%s': %s", bad[_i].text, error->message);
    ck_assert_uint_eq(value, 0xdead);
}
END_TEST

static bool evaluate_nested(char open, unsigned depth)
{
    g_autoptr(GString) text = g_string_new(NULL);
    uint64_t value;

    for (unsigned i = 0; i < depth; i++) {
        g_string_append_c(text, open);
    }
    g_string_append_c(text, '1');
    for (unsigned i = 0; i < depth && open == '('; i++) {
        g_string_append_c(text, ')');
    }
    return expr_evaluate(text->str, &names, &value, NULL);
}

START_TEST(test_nesting_has_a_limit)
{
    ck_assert(evaluate_nested('(', EXPR_DEPTH_MAX - 1));
    ck_assert(!evaluate_nested('(', EXPR_DEPTH_MAX));
    ck_assert(evaluate_nested('-', EXPR_DEPTH_MAX - 1));
    ck_assert(!evaluate_nested('~', EXPR_DEPTH_MAX));
    ck_assert(!evaluate_nested('(', 1000000));
}
END_TEST

START_TEST(test_names_may_be_missing)
{
    const ExprNames none = { NULL, NULL, NULL };
    uint64_t value;

    ck_assert(expr_evaluate("1 + 1", &none, &value, NULL));
    ck_assert(!expr_evaluate("$sp", &none, &value, NULL));
    ck_assert(!expr_evaluate("main", &none, &value, NULL));
}
END_TEST

/* Any text ends in a value or an error. */
START_TEST(test_any_text_is_survived)
{
    static const char letters[] = "0123x$sp+-*/%&|^~()<> '";
    GRand *rand = g_rand_new_with_seed(1);

    for (int i = 0; i < unit_rounds(20000); i++) {
        char text[24] = "";
        uint64_t value;

        for (int j = g_rand_int_range(rand, 0, sizeof(text)); j > 0; j--) {
            text[j - 1] = letters[g_rand_int_range(rand, 0,
                                                   sizeof(letters) - 1)];
        }
        (void)!expr_evaluate(text, &names, &value, NULL);
    }
    g_rand_free(rand);
}
END_TEST

UNIT_MAIN("expr",
          UNIT_LOOP(test_value_of_expression, G_N_ELEMENTS(good)),
          UNIT_LOOP(test_wrong_expression_says_where, G_N_ELEMENTS(bad)),
          UNIT_TEST(test_nesting_has_a_limit),
          UNIT_TEST(test_names_may_be_missing),
          UNIT_TEST(test_any_text_is_survived))
