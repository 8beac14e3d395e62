/* pass_text.c: golden tests of passes; see pass_text.h */
#include "pass_text.h"

#include <string.h>

#include <check.h>

#define EXIT "exit_tb $0, next\n"

static char *print(const TCGContext *s)
{
    GString *text = g_string_new(NULL);

    ir_print(s, text);
    return g_string_free(text, FALSE);
}

static void verify(const TCGContext *s, const char *when)
{
    g_autofree char *problem = ir_verify(s);
    g_autofree char *text = print(s);

    ck_assert_msg(!problem, "%s: %s\n%s", when, problem, text);
}

static char *with_exit(const char *text)
{
    bool ends = strstr(text, "exit_tb") || strstr(text, "goto_");

    return g_strconcat(text, ends ? "" : EXIT, NULL);
}

/* Texts without marks: every operation is an instruction of its own. */
static void mark_insns(TCGContext *s)
{
    s->n_insns = s->n_ops;
    memset(s->insns, 0, s->n_insns * sizeof(*s->insns));
    for (unsigned i = 0; i < s->n_ops; i++) {
        s->ops[i].insn = i;
    }
}

static void unmark_insns(TCGContext *s)
{
    for (unsigned i = 0; i < s->n_ops; i++) {
        s->ops[i].insn = 0;
    }
}

void pass_text_check(const PassText *text, PassFn *pass)
{
    TCGContext *s = tcg_context_new();
    g_autofree char *before = with_exit(text->before);
    g_autofree char *after = with_exit(text->after);
    g_autofree char *result = NULL;
    char *error = NULL;
    bool marked;

    ck_assert_msg(ir_parse(s, before, &error), "%s\n%s", error, before);
    marked = strstr(before, "----") || strstr(before, ".insn");
    if (!marked) {
        mark_insns(s);
    }
    verify(s, "before");
    pass(s);
    verify(s, "after");
    if (!marked) {
        unmark_insns(s);
    }
    result = print(s);
    ck_assert_msg(g_str_equal(result, after),
                  "\n%s-- became --\n%s-- not --\n%s", before, result, after);
    tcg_context_free(s);
}
