/*
 * readline.c: the life of a line editor, and of a line
 *
 * A byte goes through the decoder; a key that comes out changes the line.
 * Once all bytes at hand were taken the screen is made to agree with it.
 */
#include "readline_internal.h"

Readline *readline_new(const char *prompt, const ReadlineOps *ops,
                       void *opaque)
{
    Readline *rl = g_new0(Readline, 1);

    rl->ops = ops;
    rl->opaque = opaque;
    rl->prompt = g_strdup(prompt);
    rl->line = g_string_new(NULL);
    rl->killed = g_string_new(NULL);
    rl->shown = g_string_new(NULL);
    rl->history = g_ptr_array_new_with_free_func(g_free);
    return rl;
}

void readline_free(Readline *rl)
{
    if (!rl) {
        return;
    }
    readline_search_end(rl);
    g_string_free(rl->line, TRUE);
    g_string_free(rl->killed, TRUE);
    g_string_free(rl->shown, TRUE);
    g_ptr_array_unref(rl->history);
    g_free(rl->draft);
    g_free(rl->prompt);
    g_free(rl);
}

static void begin_line(Readline *rl)
{
    readline_search_end(rl);
    readline_set_line(rl, "");
    rl->history_at = rl->history->len;
}

void readline_reset(Readline *rl)
{
    readline_hide(rl);
    begin_line(rl);
    g_string_truncate(rl->killed, 0);
    rl->keys = (KeyDecoder) { .state = KEY_STATE_NONE };
    rl->after_cr = false;
    rl->resets++;
}

void readline_enter(Readline *rl)
{
    g_autofree char *line = g_strdup(rl->line->str);
    bool too_long = rl->too_long;

    readline_leave_row(rl);
    if (too_long) {
        readline_puts(rl, "the line was longer than "
                      G_STRINGIFY(READLINE_LINE_MAX)
                      " bytes: nothing was run\r\n");
    } else {
        readline_remember(rl, line);
    }
    begin_line(rl);
    rl->ops->line(rl->opaque, too_long ? "" : line);
}

void readline_clear_screen(Readline *rl)
{
    readline_puts(rl, "\033[H\033[2J");
    readline_show_prompt(rl);
}

void readline_give_up(Readline *rl)
{
    readline_end(rl);
    readline_draw(rl);
    readline_puts(rl, "^C\r\n");
    begin_line(rl);
    readline_show_prompt(rl);
}

/* Enter is one key, whether a terminal sends CR, LF or both. */
static bool is_second_half(Readline *rl, uint8_t byte)
{
    bool second = rl->after_cr && byte == '\n';

    rl->after_cr = byte == '\r';
    return second;
}

static void press(Readline *rl, const Key *key)
{
    ReadlineAction *act;

    if (rl->pattern && readline_search_key(rl, key)) {
        return;
    }
    if (key->kind == KEY_TEXT) {
        readline_insert(rl, key->text);
        return;
    }
    act = readline_action_of(key);
    if (act) {
        act(rl);
    }
}

static bool ends_line(const Key *key)
{
    return readline_action_of(key) == readline_enter;
}

size_t readline_feed(Readline *rl, const uint8_t *bytes, size_t len)
{
    unsigned resets = rl->resets;

    for (size_t i = 0; i < len && rl->resets == resets; i++) {
        Key key;

        if (is_second_half(rl, bytes[i]) ||
            !key_decode(&rl->keys, bytes[i], &key)) {
            continue;
        }
        press(rl, &key);
        if (ends_line(&key)) {
            return i + 1;
        }
    }
    readline_draw(rl);
    return len;
}
