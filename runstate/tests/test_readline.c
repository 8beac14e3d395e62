/*
 * test_readline.c: the line editor, with a small terminal that shows what a
 * user would see
 */
#include <stdlib.h>
#include <string.h>

#include "support/unit.h"
#include "runstate/readline.h"

/* ---- one row of a terminal ---- */

static GString *row;            /* ASCII only */
static size_t column;
static GString *lines;          /* what was entered, each with a | behind */
static GString *output;         /* all that was sent */
static unsigned bells;
static bool blind;              /* the terminal is not looked at */

static const char *const words[] = {
    "info", "inspect", "quit", "system_reset", "system_wakeup", "/machine/",
};

static void show(char c)
{
    if (c == '\r') {
        column = 0;
    } else if (c == '\n') {
        g_string_truncate(row, 0);
    } else if (c == '\a') {
        bells++;
    } else {
        ck_assert_uint_le(column, row->len);
        if (column < row->len) {
            row->str[column] = c;
        } else {
            g_string_append_c(row, c);
        }
        column++;
    }
}

/* ESC [ n D and ESC [ K are all that the editor may send, besides clear. */
static const char *control(const char *p)
{
    char *end;
    unsigned long n = strtoul(p + 2, &end, 10);

    ck_assert_int_eq(p[1], '[');
    if (*end == 'D') {
        ck_assert_uint_le(n, column);
        column -= n;
    } else if (*end == 'K') {
        g_string_truncate(row, column);
    } else {
        ck_assert_msg(*end == 'H' || *end == 'J', "ESC [ %c", *end);
        g_string_truncate(row, 0);
        column = 0;
    }
    return end;
}

static void take_output(void *opaque, const char *bytes, size_t len)
{
    g_autofree char *text = g_strndup(bytes, len);

    ck_assert_uint_gt(len, 0);
    ck_assert_uint_eq(strlen(text), len);
    g_string_append(output, text);
    for (const char *p = text; *p != '\0' && !blind; p++) {
        if (*p == '\033') {
            p = control(p);
        } else {
            show(*p);
        }
    }
}

static void take_line(void *opaque, const char *line)
{
    g_string_append_printf(lines, "%s|", line);
}

static GPtrArray *offer(void *opaque, const char *line, size_t *start)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    const char *space = strrchr(line, ' ');

    *start = space ? space + 1 - line : 0;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_str_has_prefix(words[i], line + *start)) {
            g_ptr_array_add(found, g_strdup(words[i]));
        }
    }
    return found;
}

static const ReadlineOps ops = { take_output, take_line, offer };
static Readline *rl;

static void begin(void)
{
    row = g_string_new(NULL);
    lines = g_string_new(NULL);
    output = g_string_new(NULL);
    column = 0;
    bells = 0;
    rl = readline_new("> ", &ops, NULL);
    readline_show_prompt(rl);
}

static void end(void)
{
    readline_free(rl);
    g_string_free(row, TRUE);
    g_string_free(lines, TRUE);
    g_string_free(output, TRUE);
}

static void type_bytes(const char *bytes, size_t len)
{
    while (len > 0) {
        gsize before = lines->len;
        size_t n = readline_feed(rl, (const uint8_t *)bytes, len);

        ck_assert_uint_gt(n, 0);
        bytes += n;
        len -= n;
        if (lines->len > before) {
            readline_show_prompt(rl);
        }
    }
}

static void type(const char *text)
{
    type_bytes(text, strlen(text));
}

/* ---- keys ---- */

typedef struct EditRow {
    const char *keys;
    const char *row;            /* on the screen, without the prompt */
    unsigned column;            /* of the cursor, behind the prompt */
} EditRow;

#define LEFT "\033[D"
#define RIGHT "\033[C"

static const EditRow edits[] = {
    { "abc", "abc", 3 },
    { "abc\001x", "xabc", 1 },
    { "abc\001\005x", "abcx", 4 },
    { "abc\002\002x", "axbc", 2 },
    { "abc\001\006x", "axbc", 2 },
    { "abc" LEFT LEFT "x", "axbc", 2 },
    { "abc" LEFT LEFT LEFT LEFT RIGHT "x", "axbc", 2 },
    { "abc" RIGHT "x", "abcx", 4 },
    { "abc\033[Hx\033[Fy", "xabcy", 5 },
    { "abc\033OHx\033OFy", "xabcy", 5 },
    { "abc\033[1~x\033[4~y", "xabcy", 5 },
    { "abc\033[7~x\033[8~y", "xabcy", 5 },
    { "abc\177", "ab", 2 },
    { "abc\010", "ab", 2 },
    { "\177\010x", "x", 1 },
    { "abc" LEFT "\177", "ac", 1 },
    { "abc\001\033[3~", "bc", 0 },
    { "abc\001\004\004\004\004", "", 0 },
    { "abc" LEFT LEFT "\013", "a", 1 },
    { "abc" LEFT LEFT "\025", "bc", 0 },
    { "one two\027", "one ", 4 },
    { "one two  \027", "one ", 4 },
    { "one two\027\027\027", "", 0 },
    { "one two\027\031\031", "one twotwo", 10 },
    { "one two\001\013x\031", "xone two", 8 },
    { "one two\033bx", "one xtwo", 5 },
    { "one two\033b\033b\033fx", "onex two", 4 },
    { "one two\033[1;5Dx\033[1;5Cy", "one xtwoy", 9 },
    { "one two\001\033d", " two", 0 },
    { "a/b.c\033\177", "", 0 },
    { "abc\003def", "def", 3 },
    { "abc\014", "abc", 3 },
    /* other keys and garbage */
    { "a\033[15~b\033[200~c", "abc", 3 },
    { "a\033[1;2;3;4;5;6;7;8;9Cb", "ab", 2 },
    { "a\033[[Ab", "ab", 2 },
    { "a\033xb", "ab", 2 },
    { "a\033\033[Db", "ba", 1 },
    { "a\200\377\301b", "ab", 2 },
    { "a\303" "b", "ab", 2 },
    { "a\355\240\200b", "ab", 2 },
    { "a\302\205b", "ab", 2 },
};

START_TEST(test_keys_edit_the_line_and_the_screen_shows_it)
{
    const EditRow *e = &edits[_i];

    begin();
    type(e->keys);
    ck_assert_msg(g_str_has_prefix(row->str, "> "), "%s", row->str);
    ck_assert_str_eq(row->str + 2, e->row);
    ck_assert_uint_eq(column, e->column + 2);
    type("\r");
    ck_assert_msg(g_str_has_prefix(lines->str, e->row), "%s", lines->str);
    end();
}
END_TEST

START_TEST(test_typing_at_the_end_echoes_nothing_else)
{
    begin();
    type("info status\r");
    ck_assert_str_eq(output->str, "> info status\r\n> ");
    ck_assert_str_eq(lines->str, "info status|");
    end();
}
END_TEST

START_TEST(test_enter_is_cr_lf_or_both)
{
    begin();
    type("a\rb\nc\r\n4\n\re\r");
    ck_assert_str_eq(lines->str, "a|b|c|4||e|");
    end();
}
END_TEST

START_TEST(test_enter_behind_a_broken_sequence_counts)
{
    begin();
    type("a\033[1\rb\033O\rc\033\rd\303\r");
    ck_assert_str_eq(lines->str, "a|b|c|d|");
    end();
}
END_TEST

START_TEST(test_feeding_stops_behind_a_line)
{
    begin();
    ck_assert_uint_eq(readline_feed(rl, (const uint8_t *)"ab\rcd", 5), 3);
    ck_assert_str_eq(lines->str, "ab|");
    ck_assert_str_eq(output->str, "> ab\r\n");
    end();
}
END_TEST

START_TEST(test_typing_without_a_prompt_shows_later)
{
    begin();
    type("x\r");
    readline_hide(rl);
    g_string_truncate(output, 0);
    ck_assert_uint_eq(readline_feed(rl, (const uint8_t *)"cd", 2), 2);
    ck_assert_str_eq(output->str, "");
    readline_show_prompt(rl);
    ck_assert_str_eq(output->str, "> cd");
    end();
}
END_TEST

START_TEST(test_characters_are_utf8)
{
    begin();
    type("a\303\244\342\202\254" LEFT LEFT "\033[3~");
    type("\r");
    ck_assert_str_eq(lines->str, "a\342\202\254|");
    end();
}
END_TEST

/* A wide character takes two columns to go back over. */
START_TEST(test_wide_characters_take_two_columns)
{
    begin();
    type("\346\274\242");
    g_string_truncate(output, 0);
    column = row->len;
    type("\001");
    ck_assert_str_eq(output->str, "\033[2D");
    end();
}
END_TEST

/* ---- limits ---- */

START_TEST(test_line_that_is_too_long_is_not_run)
{
    g_autofree char *text = g_strnfill(READLINE_LINE_MAX + 1000, 'a');

    begin();
    type(text);
    ck_assert_uint_eq(bells, 1);
    type("\r");
    ck_assert_str_eq(lines->str, "|");
    ck_assert_uint_eq(readline_history_size(rl), 0);
    ck_assert_ptr_nonnull(strstr(output->str, "nothing was run"));
    type("ok\r");
    ck_assert_str_eq(lines->str, "|ok|");
    end();
}
END_TEST

START_TEST(test_longest_line_is_run)
{
    g_autofree char *text = g_strnfill(READLINE_LINE_MAX, 'a');

    begin();
    type(text);
    type("\r");
    ck_assert_uint_eq(lines->len, READLINE_LINE_MAX + 1);
    ck_assert_uint_eq(bells, 0);
    end();
}
END_TEST

START_TEST(test_line_emptied_by_hand_is_no_longer_too_long)
{
    g_autofree char *text = g_strnfill(READLINE_LINE_MAX + 1, 'a');

    begin();
    type(text);
    type("\025b\r");
    ck_assert_str_eq(lines->str, "b|");
    end();
}
END_TEST

START_TEST(test_yanking_does_not_pass_the_limit)
{
    g_autofree char *text = g_strnfill(READLINE_LINE_MAX - 10, 'a');

    begin();
    type(text);
    type("\025\031\031\r");
    ck_assert_str_eq(lines->str, "|");
    end();
}
END_TEST

/* ---- history ---- */

START_TEST(test_history_goes_back_and_forth)
{
    begin();
    type("one\rtwo\rthree\rdraft");
    type("\020");
    ck_assert_str_eq(row->str, "> three");
    type("\033[A\033[A\033[A");
    ck_assert_str_eq(row->str, "> one");
    type("\033[B");
    ck_assert_str_eq(row->str, "> two");
    type("\016\016\016");
    ck_assert_str_eq(row->str, "> draft");
    end();
}
END_TEST

START_TEST(test_history_keeps_each_line_once)
{
    begin();
    type("one\rtwo\rone\r\r");
    ck_assert_uint_eq(readline_history_size(rl), 2);
    ck_assert_str_eq(readline_history_get(rl, 0), "two");
    ck_assert_str_eq(readline_history_get(rl, 1), "one");
    end();
}
END_TEST

START_TEST(test_history_is_bounded)
{
    begin();
    for (int i = 0; i < READLINE_HISTORY_MAX + 3; i++) {
        g_autofree char *line = g_strdup_printf("line %d\r", i);
        type(line);
    }
    ck_assert_uint_eq(readline_history_size(rl), READLINE_HISTORY_MAX);
    ck_assert_str_eq(readline_history_get(rl, 0), "line 3");
    end();
}
END_TEST

START_TEST(test_reset_keeps_the_history)
{
    begin();
    type("one\rtwo\033[");
    readline_reset(rl);
    readline_show_prompt(rl);
    g_string_truncate(row, 0);
    column = 0;
    type("D\r");
    ck_assert_str_eq(lines->str, "one|D|");
    ck_assert_str_eq(readline_history_get(rl, 0), "one");
    end();
}
END_TEST

static unsigned outputs_until_reset;

static void reset_at_output(void *opaque, const char *bytes, size_t len)
{
    if (outputs_until_reset > 0 && --outputs_until_reset == 0) {
        readline_reset(rl);
    }
}

/* The reader goes away, which is noticed by writing. */
START_TEST(test_reset_inside_output_voids_the_rest)
{
    static const ReadlineOps reset_ops = { reset_at_output, take_line, offer };

    begin();
    readline_free(rl);
    rl = readline_new("> ", &reset_ops, NULL);
    for (unsigned n = 1; n < 40; n++) {
        readline_show_prompt(rl);
        outputs_until_reset = n;
        type("one two\022o\022\001xy\tin\t\002\033[3~\r");
        outputs_until_reset = 0;
        type("\003");
        g_string_truncate(lines, 0);
        readline_reset(rl);
        readline_show_prompt(rl);
        type("whole\r");
        ck_assert_str_eq(lines->str, "whole|");
    }
    end();
}
END_TEST

START_TEST(test_what_follows_a_reset_is_void)
{
    static const ReadlineOps reset_ops = { reset_at_output, take_line, offer };

    begin();
    readline_free(rl);
    rl = readline_new("> ", &reset_ops, NULL);
    readline_show_prompt(rl);
    outputs_until_reset = 1;
    readline_feed(rl, (const uint8_t *)"half a li", 9);
    readline_show_prompt(rl);
    type("\r");
    ck_assert_str_eq(lines->str, "|");
    end();
}
END_TEST

/* ---- search ---- */

typedef struct SearchRow {
    const char *keys;
    const char *line;           /* that is run */
} SearchRow;

/* The history is: info status, x/4xw 0, info cpus. */
static const SearchRow searches[] = {
    { "\022info\r", "info cpus" },
    { "\022info\022\r", "info status" },
    { "\022info\022\022\022\r", "info status" },
    { "\022sta\r", "info status" },
    { "\022x/\005 1\r", "x/4xw 0 1" },
    { "\022infq\177\r", "info cpus" },
    { "abc\022info\007\r", "abc" },
    { "abc\022zzz\r", "abc" },
    { "\022info\033[A\r", "x/4xw 0" },
    { "\022\177\r", "" },
};

START_TEST(test_search_finds_older_lines)
{
    g_autofree char *want =
        g_strdup_printf("info status|x/4xw 0|info cpus|%s|",
                        searches[_i].line);

    begin();
    type("info status\rx/4xw 0\rinfo cpus\r");
    type(searches[_i].keys);
    ck_assert_str_eq(lines->str, want);
    ck_assert_str_eq(row->str, "> ");
    end();
}
END_TEST

START_TEST(test_search_shows_what_it_looks_for)
{
    begin();
    type("info status\r\022sta");
    ck_assert_str_eq(row->str, "(search 'sta') info status");
    ck_assert_uint_eq(column, strlen("(search 'sta') info "));
    type("\001");
    ck_assert_str_eq(row->str, "> info status");
    end();
}
END_TEST

START_TEST(test_search_pattern_is_bounded)
{
    g_autofree char *text = g_strnfill(10000, 'a');

    begin();
    type("\022");
    type(text);
    ck_assert_uint_lt(row->len, 400);
    end();
}
END_TEST

/* ---- completion ---- */

static const EditRow completions[] = {
    { "q\t", "quit ", 5 },
    { "in\t", "in", 2 },
    { "sys\t", "system_", 7 },
    { "system_r\tx", "system_reset x", 14 },
    { "zz\t", "zz", 2 },
    { "a q\t", "a quit ", 7 },
    { "/m\t", "/machine/", 9 },
    { "/machine/\t", "/machine/", 9 },
    { "q x\001\006\t", "quit x", 5 },
};

START_TEST(test_tab_completes_words)
{
    begin();
    type(completions[_i].keys);
    ck_assert_str_eq(row->str + 2, completions[_i].row);
    ck_assert_uint_eq(column, completions[_i].column + 2);
    end();
}
END_TEST

START_TEST(test_tab_lists_what_differs)
{
    begin();
    type("in\t");
    ck_assert_ptr_nonnull(strstr(output->str,
                                 "> in\r\ninfo     inspect\r\n> in"));
    end();
}
END_TEST

/* Every byte value, in an order that makes sequences of all kinds. */
START_TEST(test_no_bytes_do_harm)
{
    uint32_t state = 12345;

    begin();
    blind = true;
    for (int i = 0; i < 20000; i++) {
        state = state * 1664525u + 1013904223u;
        char byte = (char)(state >> 24);

        type_bytes(&byte, 1);
        g_string_truncate(output, 0);
    }
    blind = false;
    ck_assert_uint_le(readline_history_size(rl), READLINE_HISTORY_MAX);
    end();
}
END_TEST

UNIT_MAIN("readline",
          UNIT_LOOP(test_keys_edit_the_line_and_the_screen_shows_it,
                    G_N_ELEMENTS(edits)),
          UNIT_TEST(test_typing_at_the_end_echoes_nothing_else),
          UNIT_TEST(test_enter_is_cr_lf_or_both),
          UNIT_TEST(test_enter_behind_a_broken_sequence_counts),
          UNIT_TEST(test_feeding_stops_behind_a_line),
          UNIT_TEST(test_typing_without_a_prompt_shows_later),
          UNIT_TEST(test_characters_are_utf8),
          UNIT_TEST(test_wide_characters_take_two_columns),
          UNIT_TEST(test_line_that_is_too_long_is_not_run),
          UNIT_TEST(test_longest_line_is_run),
          UNIT_TEST(test_line_emptied_by_hand_is_no_longer_too_long),
          UNIT_TEST(test_yanking_does_not_pass_the_limit),
          UNIT_TEST(test_history_goes_back_and_forth),
          UNIT_TEST(test_history_keeps_each_line_once),
          UNIT_TEST(test_history_is_bounded),
          UNIT_TEST(test_reset_keeps_the_history),
          UNIT_TEST(test_reset_inside_output_voids_the_rest),
          UNIT_TEST(test_what_follows_a_reset_is_void),
          UNIT_LOOP(test_search_finds_older_lines, G_N_ELEMENTS(searches)),
          UNIT_TEST(test_search_shows_what_it_looks_for),
          UNIT_TEST(test_search_pattern_is_bounded),
          UNIT_LOOP(test_tab_completes_words, G_N_ELEMENTS(completions)),
          UNIT_TEST(test_tab_lists_what_differs),
          UNIT_TEST(test_no_bytes_do_harm))
