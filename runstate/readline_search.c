/*
 * readline_search.c: Ctrl-R, looking for an older line by a part of it
 *
 * While it lasts, what is typed makes the pattern longer; Ctrl-R again goes
 * on to an older line. Any other key takes the line that was found and then
 * does what it always does.
 */
#include <string.h>

#include "readline_internal.h"

#define PATTERN_MAX 256         /* bytes; more cannot be wanted */
#define CTRL(letter) ((letter) & 0x1f)

/* Shows the newest line that is older than @before and has the pattern. */
static void find_before(Readline *rl, guint before)
{
    for (guint i = before; i > 0; i--) {
        const char *line = g_ptr_array_index(rl->history, i - 1);
        const char *found = strstr(line, rl->pattern->str);

        if (found) {
            readline_set_line(rl, line);
            rl->cursor = found - line;
            rl->match = i - 1;
            return;
        }
    }
    readline_puts(rl, "\a");
}

void readline_search(Readline *rl)
{
    g_free(rl->draft);
    rl->draft = g_strdup(rl->line->str);
    rl->pattern = g_string_new(NULL);
    rl->match = rl->history->len;
}

void readline_search_end(Readline *rl)
{
    if (rl->pattern) {
        g_string_free(rl->pattern, TRUE);
        rl->pattern = NULL;
        rl->history_at = rl->match;
    }
}

static void shorten(Readline *rl)
{
    if (rl->pattern->len > 0) {
        const char *last = g_utf8_find_prev_char(
            rl->pattern->str, rl->pattern->str + rl->pattern->len);
        g_string_truncate(rl->pattern, last - rl->pattern->str);
        find_before(rl, rl->history->len);
    }
}

static void lengthen(Readline *rl, const char *text)
{
    if (rl->pattern->len + strlen(text) <= PATTERN_MAX) {
        g_string_append(rl->pattern, text);
        find_before(rl, MIN(rl->match + 1, rl->history->len));
    }
}

bool readline_search_key(Readline *rl, const Key *key)
{
    if (key->kind == KEY_TEXT) {
        lengthen(rl, key->text);
    } else if (key->kind == KEY_CONTROL && key->final == CTRL('R')) {
        find_before(rl, rl->match);
    } else if (key->kind == KEY_CONTROL &&
               (key->final == CTRL('H') || key->final == 0x7f)) {
        shorten(rl);
    } else if (key->kind == KEY_CONTROL && key->final == CTRL('G')) {
        rl->match = rl->history->len;
        readline_search_end(rl);
        readline_set_line(rl, rl->draft);
    } else {
        readline_search_end(rl);
        return false;
    }
    return true;
}
