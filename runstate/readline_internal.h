/*
 * readline_internal.h: what the files of the line editor share
 *
 * Every position in a text is a byte offset at the start of a character: what
 * is not valid UTF-8 never gets into a text.
 */
#ifndef RUNSTATE_READLINE_INTERNAL_H
#define RUNSTATE_READLINE_INTERNAL_H

#include "runstate/readline.h"

/* ---- bytes become keys (readline_keys.c) ---- */

typedef enum KeyKind {
    KEY_TEXT,                   /* one printable character */
    KEY_CONTROL,                /* a byte below 32, or 127 */
    KEY_ESCAPE,                 /* ESC and one byte: Alt and that key */
    KEY_CSI,                    /* ESC [ parameters, final byte */
    KEY_SS3,                    /* ESC O and one byte */
} KeyKind;

#define KEY_PARAMS_MAX 8        /* longer parameters belong to no key */

typedef struct Key {
    KeyKind kind;
    char final;                 /* last byte; of KEY_TEXT none */
    char text[KEY_PARAMS_MAX + 1];      /* parameters, or the character */
} Key;

typedef enum KeyState {
    KEY_STATE_NONE,
    KEY_STATE_UTF8,
    KEY_STATE_ESCAPE,
    KEY_STATE_CSI,
    KEY_STATE_SS3,
    KEY_STATE_SKIP,             /* the byte behind ESC [ [ of Linux */
} KeyState;

typedef struct KeyDecoder {
    KeyState state;
    unsigned length;            /* bytes in text */
    unsigned missing;           /* bytes of a UTF-8 sequence */
    char text[KEY_PARAMS_MAX + 1];
} KeyDecoder;

/* Takes one byte; true when it completes *@key. */
bool key_decode(KeyDecoder *d, uint8_t byte, Key *key);

/* ---- the editor ---- */

struct Readline {
    const ReadlineOps *ops;
    void *opaque;
    char *prompt;

    GString *line;
    size_t cursor;              /* in line */
    bool too_long;              /* some of it was dropped */
    GString *killed;            /* what Ctrl-Y puts back */

    GPtrArray *history;         /* char *, oldest first */
    guint history_at;           /* of the line shown; history->len: new */
    char *draft;                /* (nullable): the new line, meanwhile */

    GString *pattern;           /* (nullable): a search is going on */
    guint match;                /* index in history; its len: none */

    bool visible;               /* shown is on the screen */
    GString *shown;             /* prompt and text */
    size_t shown_cursor;        /* in shown */

    KeyDecoder keys;
    bool after_cr;              /* a line feed now is the same Enter */
    unsigned resets;            /* tells a feed that all before is void */
};

typedef void ReadlineAction(Readline *rl);

/* (nullable): what a key other than text does (readline_table.c) */
ReadlineAction *readline_action_of(const Key *key);

void readline_puts(Readline *rl, const char *text);

/* readline_draw.c: makes the screen show the state */
void readline_draw(Readline *rl);

/* readline_edit.c: the line becomes @text, cursor behind it */
void readline_set_line(Readline *rl, const char *text);
void readline_insert(Readline *rl, const char *text);

ReadlineAction readline_home, readline_end, readline_back, readline_forward,
    readline_word_back, readline_word_forward, readline_rubout,
    readline_delete, readline_kill_word_back, readline_kill_word,
    readline_kill_to_home, readline_kill_to_end, readline_yank;

/* readline_history.c */
void readline_remember(Readline *rl, const char *line);
ReadlineAction readline_older, readline_newer;

/* readline_search.c: a key during a search; false: it ended the search and
 * is still to be done */
bool readline_search_key(Readline *rl, const Key *key);
ReadlineAction readline_search;
void readline_search_end(Readline *rl);

/* readline_complete.c */
ReadlineAction readline_complete;

/* readline.c */
ReadlineAction readline_enter, readline_clear_screen, readline_give_up;

#endif
