/*
 * qtest_verbs.c: the table of verbs, and how a line becomes a call
 *
 * Names, arguments and answers are those of QEMU's protocol. A line that QEMU
 * would not survive (arguments missing, no numbers) gets a FAIL here. Words
 * behind the arguments are not looked at.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "qtest_internal.h"

#include "timers/qtest_clock.h"

/* clang-format off */
static const QtestVerb verbs[] = {
    /* wires */
    { "irq_intercept_in", "QOM-PATH", 1, qtest_irq_intercept_in, 0, false },
    { "irq_intercept_out", "QOM-PATH", 1, qtest_irq_intercept_out, 0, false },
    { "set_irq_in", "QOM-PATH NAME NUMBER LEVEL", 4, qtest_set_irq_in, 0,
      false },

    /* ports */
    { "outb", "ADDR VALUE", 2, qtest_port_out, 1, false },
    { "outw", "ADDR VALUE", 2, qtest_port_out, 2, false },
    { "outl", "ADDR VALUE", 2, qtest_port_out, 4, false },
    { "inb", "ADDR", 1, qtest_port_in, 1, false },
    { "inw", "ADDR", 1, qtest_port_in, 2, false },
    { "inl", "ADDR", 1, qtest_port_in, 4, false },

    /* memory */
    { "writeb", "ADDR VALUE", 2, qtest_write_value, 1, false },
    { "writew", "ADDR VALUE", 2, qtest_write_value, 2, false },
    { "writel", "ADDR VALUE", 2, qtest_write_value, 4, false },
    { "writeq", "ADDR VALUE", 2, qtest_write_value, 8, false },
    { "readb", "ADDR", 1, qtest_read_value, 1, false },
    { "readw", "ADDR", 1, qtest_read_value, 2, false },
    { "readl", "ADDR", 1, qtest_read_value, 4, false },
    { "readq", "ADDR", 1, qtest_read_value, 8, false },
    { "read", "ADDR SIZE", 2, qtest_read, 0, false },
    { "write", "ADDR SIZE 0xDATA", 3, qtest_write, 0, false },
    { "b64read", "ADDR SIZE", 2, qtest_b64read, 0, false },
    { "b64write", "ADDR SIZE BASE64", 3, qtest_b64write, 0, false },
    { "memset", "ADDR SIZE VALUE", 3, qtest_memset, 0, false },
    { "endianness", "", 0, qtest_endianness, 0, false },

    /* time */
    { "clock_step", "[NS]", 0, qtest_clock_step, 0, true },
    { "clock_set", "NS", 1, qtest_clock_set, 0, true },

    /* harts and host */
    { "csr", "get_csr|set_csr HART NUMBER VALUE", 4, qtest_csr, 0, false },
    { "module_load", "PREFIX NAME", 2, qtest_module_load, 0, false },
};
/* clang-format on */

/* --- answers ------------------------------------------------------------- */

void qtest_reply(Qtest *q, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *line = g_strdup_vprintf(format, args);
    va_end(args);
    q->send(q->opaque, line);
}

/* What a request says comes back in a FAIL: no more of it than this. */
#define QUOTED_MAX 64

static bool fail_number(Qtest *q, const char *word)
{
    g_autofree char *start = g_strndup(word, QUOTED_MAX);
    g_autofree char *clean = g_utf8_make_valid(start, -1);

    qtest_reply(q, "FAIL '%s' is not a number of at most 64 bits", clean);
    return false;
}

bool qtest_number(Qtest *q, const char *word, uint64_t *value)
{
    char *end;

    errno = 0;
    *value = strtoull(word, &end, 0);
    return (g_ascii_isdigit(word[0]) && *end == '\0' && errno == 0) ||
           fail_number(q, word);
}

bool qtest_signed(Qtest *q, const char *word, int64_t *value)
{
    char *end;

    errno = 0;
    *value = strtoll(word, &end, 0);
    return (g_ascii_isdigit(word[word[0] == '-']) && *end == '\0' &&
            errno == 0) || fail_number(q, word);
}

/* --- dispatch ------------------------------------------------------------ */

static bool may_use(const QtestVerb *verb)
{
    return !verb->moves_time || qtest_clock_enabled(timer_system_default());
}

static const QtestVerb *find_verb(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].name, name) && may_use(&verbs[i])) {
            return &verbs[i];
        }
    }
    return NULL;
}

static void handle(Qtest *q, char **words)
{
    const char *name = words[0] ? words[0] : "";
    const QtestVerb *verb = find_verb(name);

    if (!verb) {
        g_autofree char *start = g_strndup(name, QUOTED_MAX);

        qtest_reply(q, "FAIL Unknown command '%s'", start);
    } else if (g_strv_length(words) <= verb->arguments) {
        qtest_reply(q, "FAIL %s needs %s", verb->name, verb->usage);
    } else {
        verb->handle(q, verb, words);
    }
}

void qtest_line(Qtest *q, const char *line)
{
    /* data is one word; five are more than any verb looks at */
    g_auto(GStrv) words = g_strsplit(line, " ", 8);

    handle(q, words);
}

/* --- life ---------------------------------------------------------------- */

Qtest *qtest_new(Vm *vm, QtestSendFn *send, void *opaque)
{
    Qtest *q = g_new0(Qtest, 1);

    q->vm = vm;
    q->send = send;
    q->opaque = opaque;
    q->wires = g_ptr_array_new_with_free_func(g_free);
    return q;
}

void qtest_greet(Qtest *q)
{
    memset(q->levels, 0, sizeof(q->levels));
}

void qtest_free(Qtest *q)
{
    qtest_release_wires(q);
    g_ptr_array_unref(q->wires);
    g_free(q);
}
