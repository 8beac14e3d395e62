/* readline_history.c: the lines of before */
#include <string.h>

#include "readline_internal.h"

static const char *entry(const Readline *rl, guint i)
{
    return g_ptr_array_index(rl->history, i);
}

/* A line that was there already moves to the end. */
void readline_remember(Readline *rl, const char *line)
{
    if (*line == '\0') {
        return;
    }
    for (guint i = rl->history->len; i > 0; i--) {
        if (strcmp(entry(rl, i - 1), line) == 0) {
            g_ptr_array_remove_index(rl->history, i - 1);
        }
    }
    if (rl->history->len == READLINE_HISTORY_MAX) {
        g_ptr_array_remove_index(rl->history, 0);
    }
    g_ptr_array_add(rl->history, g_strdup(line));
}

void readline_older(Readline *rl)
{
    if (rl->history_at == 0) {
        return;
    }
    if (rl->history_at == rl->history->len) {
        g_free(rl->draft);
        rl->draft = g_strdup(rl->line->str);
    }
    readline_set_line(rl, entry(rl, --rl->history_at));
}

void readline_newer(Readline *rl)
{
    if (rl->history_at >= rl->history->len) {
        return;
    }
    rl->history_at++;
    readline_set_line(rl, rl->history_at < rl->history->len
                              ? entry(rl, rl->history_at) : rl->draft);
}

unsigned readline_history_size(const Readline *rl)
{
    return rl->history->len;
}

const char *readline_history_get(const Readline *rl, unsigned i)
{
    return entry(rl, i);
}
