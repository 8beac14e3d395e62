/*
 * readline.h: editing a line of the human monitor
 *
 * Bytes of a terminal go in; text and cursor movements for that terminal come
 * out; finished lines are handed over. Nothing here knows where the bytes
 * come from, so a test needs no terminal.
 *
 *     Ctrl-A Ctrl-E  Home End          begin, end of the line
 *     Ctrl-B Ctrl-F  arrows            one character back, forward
 *     Alt-b  Alt-f   Ctrl-arrows       one word back, forward
 *     Ctrl-H Ctrl-D  Backspace Delete  delete before, under the cursor
 *     Ctrl-W Alt-d   Alt-Backspace     delete the word before, behind
 *     Ctrl-U Ctrl-K                    delete to the begin, to the end
 *     Ctrl-Y                           put back what the last of these took
 *     Ctrl-P Ctrl-N  arrows            older, newer line
 *     Ctrl-R                           search older lines for what is typed
 *     Tab                              complete, or list what could follow
 *     Ctrl-L                           clear the screen
 *     Ctrl-C                           give the line up
 *
 * Keys send the sequences of ECMA-48 terminals (xterm, VT220, Linux). Text is
 * UTF-8; other bytes, and sequences that are not in the table, are dropped.
 *
 * Not here: lines that wrap are drawn right while they are typed at the end,
 * but moving the cursor stays in its row, as the width is not known.
 */
#ifndef RUNSTATE_READLINE_H
#define RUNSTATE_READLINE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READLINE_LINE_MAX 4095  /* bytes of a line */
#define READLINE_HISTORY_MAX 64 /* lines that are remembered */

typedef struct Readline Readline;

typedef struct ReadlineOps {
    /* for the terminal; not ended by a zero byte */
    void (*output)(void *opaque, const char *bytes, size_t len);
    /* a line, without its end; may be empty. The cursor is in a new row. */
    void (*line)(void *opaque, const char *line);
    /*
     * (nullable): what could end @line; *@start is where the last word of
     * @line begins. Returns (transfer full): char *, owned.
     */
    GPtrArray *(*complete)(void *opaque, const char *line, size_t *start);
} ReadlineOps;

/**
 * readline_new: an editor with an empty line and no history
 * @prompt: copied; printable
 * @ops:    borrowed, with @opaque
 */
Readline *readline_new(const char *prompt, const ReadlineOps *ops,
                       void *opaque);
void readline_free(Readline *rl);

/**
 * readline_feed: take what was typed
 *
 * Stops behind the byte that ended a line, so that the caller may see to
 * what that line did. After a line nothing is shown before
 * readline_show_prompt(); what is typed until then is taken all the same.
 *
 * Returns: how many bytes were taken, 1..@len; 0 only for none.
 */
size_t readline_feed(Readline *rl, const uint8_t *bytes, size_t len);

/** readline_show_prompt: show prompt and line in the row of the cursor */
void readline_show_prompt(Readline *rl);

/** readline_leave_row: go to the next row; nothing is shown until a prompt */
void readline_leave_row(Readline *rl);

/** readline_hide: forget what is on the screen, as when it was switched */
void readline_hide(Readline *rl);

/**
 * readline_reset: as after readline_new(), but the history stays
 *
 * May be called from inside ReadlineOps; what a feed has left is then void.
 */
void readline_reset(Readline *rl);

/** readline_history_size: lines that are remembered */
unsigned readline_history_size(const Readline *rl);

/** readline_history_get: line @i, 0 is the oldest (borrowed) */
const char *readline_history_get(const Readline *rl, unsigned i);

#endif
