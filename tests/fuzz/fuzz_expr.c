/* fuzz_expr.c: expressions of print, x and memsave, with names and without */
#include <string.h>

#include "fuzz.h"
#include "machine/expr.h"

/* Names of up to 3 characters are there, and worth their length. */
static bool find(void *opaque, const char *name, uint64_t *value)
{
    *value = strlen(name);
    return *value > 0 && *value <= 3;
}

static void evaluate(const char *text, const ExprNames *names)
{
    g_autoptr(GError) err = NULL;
    uint64_t value = 0xfeed, again = 0;
    bool ok = expr_evaluate(text, names, &value, &err);

    g_assert(ok == !err);
    g_assert(ok || g_utf8_validate(err->message, -1, NULL));
    g_assert(ok || value == 0xfeed);
    g_assert(!ok || (expr_evaluate(text, names, &again, NULL) &&
                     again == value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);

    evaluate(text, &(ExprNames) { .reg = find, .symbol = find });
    evaluate(text, &(ExprNames) { .reg = NULL });
    return 0;
}
