/*
 * readline_complete.c: Tab
 *
 * What all possible words have in common is inserted; if that is nothing,
 * they are listed. A word that is the only one gets a space behind it, unless
 * it ends in a slash and more of the path may follow.
 */
#include <string.h>

#include "readline_internal.h"

#define LIST_COLUMNS 79
#define LIST_MAX 500            /* words that are listed */

static size_t common_prefix(const GPtrArray *found)
{
    const char *first = g_ptr_array_index(found, 0);
    size_t length = strlen(first);

    for (guint i = 1; i < found->len; i++) {
        const char *word = g_ptr_array_index(found, i);
        size_t n = 0;

        while (n < length && word[n] == first[n]) {
            n++;
        }
        length = n;
    }
    while (length > 0 && (first[length] & 0xc0) == 0x80) {
        length--;
    }
    return length;
}

static size_t longest(const GPtrArray *found)
{
    size_t length = 0;

    for (guint i = 0; i < found->len; i++) {
        length = MAX(length, strlen(g_ptr_array_index(found, i)));
    }
    return length;
}

static void list(Readline *rl, const GPtrArray *found)
{
    guint n = MIN(found->len, LIST_MAX);
    size_t field = longest(found) + 2;
    guint columns = MAX(1, LIST_COLUMNS / field);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        bool last = i % columns == columns - 1 || i == n - 1;
        g_string_append_printf(text, "%-*s%s", last ? 0 : (int)field,
                               (char *)g_ptr_array_index(found, i),
                               last ? "\r\n" : "");
    }
    if (n < found->len) {
        g_string_append_printf(text, "... and %u more\r\n", found->len - n);
    }
    readline_leave_row(rl);
    readline_puts(rl, text->str);
    readline_show_prompt(rl);
}

/* Inserts what is certain; false when nothing was. */
static bool insert_common(Readline *rl, const GPtrArray *found, size_t typed)
{
    const char *word = g_ptr_array_index(found, 0);
    size_t length = common_prefix(found);
    bool whole = found->len == 1 && !g_str_has_suffix(word, "/");

    if (length < typed || (length == typed && !whole)) {
        return false;
    }
    g_autofree char *rest = g_strndup(word + typed, length - typed);
    readline_insert(rl, rest);
    if (whole && rl->line->str[rl->cursor] == ' ') {
        readline_forward(rl);
    } else if (whole) {
        readline_insert(rl, " ");
    }
    return true;
}

void readline_complete(Readline *rl)
{
    g_autofree char *line = g_strndup(rl->line->str, rl->cursor);
    size_t start = rl->cursor;

    if (!rl->ops->complete) {
        return;
    }
    g_autoptr(GPtrArray) found = rl->ops->complete(rl->opaque, line, &start);
    if (found->len > 0 && !insert_common(rl, found, rl->cursor - start) &&
        found->len > 1) {
        list(rl, found);
    }
}
