/* readline_edit.c: moving in the line, inserting, deleting, putting back */
#include <string.h>

#include "readline_internal.h"

static size_t previous(const GString *text, size_t at)
{
    const char *p = g_utf8_find_prev_char(text->str, text->str + at);

    return p ? (size_t)(p - text->str) : 0;
}

static size_t next(const GString *text, size_t at)
{
    return at < text->len
        ? (size_t)(g_utf8_next_char(text->str + at) - text->str) : at;
}

/* ---- words: of letters and digits to move by, of non-blanks to delete ---- */

typedef bool IsWordFn(const char *p);

static bool is_letter(const char *p)
{
    return g_unichar_isalnum(g_utf8_get_char(p));
}

static bool is_no_blank(const char *p)
{
    return *p != ' ';
}

static size_t word_begin(const Readline *rl, IsWordFn *is_word)
{
    size_t at = rl->cursor;

    while (at > 0 && !is_word(rl->line->str + previous(rl->line, at))) {
        at = previous(rl->line, at);
    }
    while (at > 0 && is_word(rl->line->str + previous(rl->line, at))) {
        at = previous(rl->line, at);
    }
    return at;
}

static size_t word_end(const Readline *rl)
{
    size_t at = rl->cursor;

    while (at < rl->line->len && !is_letter(rl->line->str + at)) {
        at = next(rl->line, at);
    }
    while (at < rl->line->len && is_letter(rl->line->str + at)) {
        at = next(rl->line, at);
    }
    return at;
}

/* ---- moving ---- */

void readline_home(Readline *rl)
{
    rl->cursor = 0;
}

void readline_end(Readline *rl)
{
    rl->cursor = rl->line->len;
}

void readline_back(Readline *rl)
{
    rl->cursor = previous(rl->line, rl->cursor);
}

void readline_forward(Readline *rl)
{
    rl->cursor = next(rl->line, rl->cursor);
}

void readline_word_back(Readline *rl)
{
    rl->cursor = word_begin(rl, is_letter);
}

void readline_word_forward(Readline *rl)
{
    rl->cursor = word_end(rl);
}

/* ---- changing ---- */

void readline_set_line(Readline *rl, const char *text)
{
    g_string_assign(rl->line, text);
    rl->cursor = rl->line->len;
    rl->too_long = false;
}

void readline_insert(Readline *rl, const char *text)
{
    size_t length = strlen(text);

    if (rl->line->len + length > READLINE_LINE_MAX) {
        if (!rl->too_long) {
            readline_puts(rl, "\a");
        }
        rl->too_long = true;
        return;
    }
    g_string_insert_len(rl->line, rl->cursor, text, length);
    rl->cursor += length;
}

/* An empty line has lost nothing. */
static void erase(Readline *rl, size_t from, size_t to)
{
    g_string_erase(rl->line, from, to - from);
    rl->cursor = from;
    rl->too_long = rl->too_long && rl->line->len > 0;
}

static void cut(Readline *rl, size_t from, size_t to)
{
    if (to > from) {
        g_string_truncate(rl->killed, 0);
        g_string_append_len(rl->killed, rl->line->str + from, to - from);
        erase(rl, from, to);
    }
}

void readline_rubout(Readline *rl)
{
    erase(rl, previous(rl->line, rl->cursor), rl->cursor);
}

void readline_delete(Readline *rl)
{
    erase(rl, rl->cursor, next(rl->line, rl->cursor));
}

void readline_kill_word_back(Readline *rl)
{
    cut(rl, word_begin(rl, is_no_blank), rl->cursor);
}

void readline_kill_word(Readline *rl)
{
    cut(rl, rl->cursor, word_end(rl));
}

void readline_kill_to_home(Readline *rl)
{
    cut(rl, 0, rl->cursor);
}

void readline_kill_to_end(Readline *rl)
{
    cut(rl, rl->cursor, rl->line->len);
}

void readline_yank(Readline *rl)
{
    readline_insert(rl, rl->killed->str);
}
