/*
 * readline_draw.c: as little output as makes the screen right
 *
 * What is shown is compared with what should be: up to the first difference
 * nothing is sent, so a character typed at the end costs itself alone, and
 * that is all a peer sees that is no terminal.
 */
#include <string.h>

#include "readline_internal.h"

static void put(Readline *rl, const char *bytes, size_t len)
{
    if (len > 0) {
        rl->ops->output(rl->opaque, bytes, len);
    }
}

void readline_puts(Readline *rl, const char *text)
{
    put(rl, text, strlen(text));
}

/* Columns that @len bytes take. */
static unsigned width(const char *text, size_t len)
{
    unsigned columns = 0;

    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return columns;
}

/* The cursor goes from byte @from to byte @to of the row that shows @text. */
static void move(Readline *rl, const char *text, size_t from, size_t to)
{
    char sequence[24];

    if (to > from) {
        put(rl, text + from, to - from);
        return;
    }
    unsigned columns = width(text + to, from - to);
    if (columns > 0) {
        g_snprintf(sequence, sizeof(sequence), "\033[%uD", columns);
        readline_puts(rl, sequence);
    }
}

/* Bytes at the front that are the same, whole characters. */
static size_t common_length(const char *a, const char *b)
{
    size_t n = 0;

    while (a[n] != '\0' && a[n] == b[n]) {
        n++;
    }
    while (n > 0 && ((a[n] & 0xc0) == 0x80 || (b[n] & 0xc0) == 0x80)) {
        n--;
    }
    return n;
}

static GString *compose(const Readline *rl, size_t *cursor)
{
    GString *text = g_string_new(NULL);

    if (rl->pattern) {
        g_string_printf(text, "(search '%s') ", rl->pattern->str);
    } else {
        g_string_append(text, rl->prompt);
    }
    *cursor = text->len + rl->cursor;
    g_string_append_len(text, rl->line->str, rl->line->len);
    return text;
}

void readline_draw(Readline *rl)
{
    size_t cursor;

    if (!rl->visible) {
        return;
    }
    GString *text = compose(rl, &cursor);
    size_t same = common_length(rl->shown->str, text->str);
    size_t at = rl->shown_cursor;

    if (same < rl->shown->len || same < text->len) {
        move(rl, rl->shown->str, at, same);
        put(rl, text->str + same, text->len - same);
        if (width(rl->shown->str, rl->shown->len) >
            width(text->str, text->len)) {
            readline_puts(rl, "\033[K");
        }
        at = text->len;
    }
    move(rl, text->str, at, cursor);
    g_string_free(rl->shown, TRUE);
    rl->shown = text;
    rl->shown_cursor = cursor;
}

void readline_leave_row(Readline *rl)
{
    readline_draw(rl);
    if (rl->visible) {
        move(rl, rl->shown->str, rl->shown_cursor, rl->shown->len);
        readline_puts(rl, "\r\n");
    }
    readline_hide(rl);
}

void readline_show_prompt(Readline *rl)
{
    readline_hide(rl);
    rl->visible = true;
    readline_draw(rl);
}

void readline_hide(Readline *rl)
{
    rl->visible = false;
    g_string_truncate(rl->shown, 0);
    rl->shown_cursor = 0;
}
