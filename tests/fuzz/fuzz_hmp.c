/*
 * fuzz_hmp.c: whatever somebody types at the monitor
 *
 * The line editor, completion, and the grammar of every command; what the
 * commands do is left out, for they write files and stop machines. The first
 * byte says after how many pieces of output the reader goes away.
 */
#include <string.h>

#include "fuzz.h"
#include "machine/hmp.h"
#include "runstate/readline.h"

typedef struct User {
    Readline *readline;
    Monitor mon;
    HMPTables tables;
    size_t printed;             /* bytes */
    unsigned patience;          /* pieces of output until it goes away */
} User;

static void do_nothing(Monitor *mon, const HMPArgs *args)
{
}

/* ---- the commands, with nothing behind them ---- */

static HMPTables harmless(HMPTables tables);

static HMPCommand *harmless_table(const HMPCommand *table)
{
    GArray *rows = g_array_new(TRUE, TRUE, sizeof(HMPCommand));

    for (const HMPCommand *row = table; row->name; row++) {
        HMPCommand copy = *row;

        copy.cmd = row->cmd ? do_nothing : NULL;
        copy.sub = row->sub ? harmless(row->sub) : NULL;
        g_array_append_val(rows, copy);
    }
    return (HMPCommand *)(void *)g_array_free(rows, FALSE);
}

static HMPTables harmless(HMPTables tables)
{
    GPtrArray *copies = g_ptr_array_new();

    for (unsigned i = 0; tables[i]; i++) {
        g_ptr_array_add(copies, harmless_table(tables[i]));
    }
    g_ptr_array_add(copies, NULL);
    return (HMPTables)g_ptr_array_free(copies, FALSE);
}

/* Made once and kept. */
static HMPTables commands(void)
{
    static HMPTables tables;

    if (!tables) {
        tables = harmless(hmp_tables);
    }
    return tables;
}

/* ---- the user ---- */

static void take_output(void *opaque, const char *bytes, size_t len)
{
    User *user = opaque;

    g_assert_cmpuint(len, >, 0);
    user->printed += len;
    if (user->patience > 0 && --user->patience == 0) {
        readline_reset(user->readline);
    }
}

static void take_text(void *opaque, const char *text)
{
    User *user = opaque;

    user->printed += strlen(text);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

static void take_line(void *opaque, const char *line)
{
    User *user = opaque;

    g_assert_cmpuint(strlen(line), <=, READLINE_LINE_MAX);
    hmp_execute(user->tables, &user->mon, line);
    hmp_print_help(user->tables, &user->mon, line);
    readline_show_prompt(user->readline);
}

static GPtrArray *complete(void *opaque, const char *line, size_t *start)
{
    User *user = opaque;
    GPtrArray *found =
        hmp_complete(user->tables, &user->mon, line, start);

    g_assert_cmpuint(*start, <=, strlen(line));
    for (unsigned i = 0; i < found->len; i++) {
        g_assert_true(g_str_has_prefix(found->pdata[i], line + *start));
    }
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ReadlineOps ops = { take_output, take_line, complete };
    User user = { .tables = commands() };

    if (size == 0) {
        return 0;
    }
    user.patience = data[0];
    user.readline = readline_new("> ", &ops, &user);
    user.mon = (Monitor) {
        .output = take_text,
        .opaque = &user,
        .readline = user.readline,
    };
    readline_show_prompt(user.readline);
    for (size_t done = 1; done < size;) {
        size_t n = readline_feed(user.readline, data + done, size - done);

        g_assert_cmpuint(n, >, 0);
        g_assert_cmpuint(n, <=, size - done);
        done += n;
    }
    g_assert_cmpuint(readline_history_size(user.readline), <=,
                     READLINE_HISTORY_MAX);
    readline_free(user.readline);
    return 0;
}
