/* test_qmp_lexer.c: bytes to values, mistakes and how reading goes on */
#include <string.h>

#include "support/unit.h"
#include "qmp_lexer.h"

static QmpReader reader;

static void begin(void)
{
    qmp_reader_init(&reader);
}

static void end(void)
{
    qmp_reader_deinit(&reader);
}

static void feed(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        qmp_reader_feed(&reader, (uint8_t)bytes[i]);
    }
}

/* All messages so far, with " | " between; mistakes begin with "!". */
static char *take_all(void)
{
    GString *out = g_string_new(NULL);
    QmpMessage *message;

    while ((message = qmp_reader_take(&reader))) {
        g_string_append(out, out->len ? " | " : "");
        if (message->error) {
            ck_assert_ptr_null(message->value);
            g_string_append_c(out, '!');
            g_string_append(out, message->error->message);
        } else {
            qmp_print(message->value, false, out);
        }
        qmp_message_free(message);
    }
    return g_string_free(out, FALSE);
}

typedef struct Row {
    const char *input;
    const char *output;
} Row;

static void check(const Row *row)
{
    begin();
    feed(row->input, strlen(row->input));
    g_autofree char *got = take_all();
    ck_assert_str_eq(got, row->output);
    end();
}

static const Row values[] = {
    { "{}", "{}" },
    { "[]", "[]" },
    { " [ 1 , -2 ,0,-0 ] ", "[1, -2, 0, 0]" },
    { "{\"a\":{\"b\":[null,true,false]}}",
      "{\"a\": {\"b\": [null, true, false]}}" },
    { "\"x\"", "\"x\"" },
    { "{'a':'it\\'s'}", "{\"a\": \"it's\"}" },
    { "['a\"b']", "[\"a\\\"b\"]" },
    { "[1.5,1e3,1E-2,2.5e+1]", "[1.5, 1000, 0.01, 25]" },
    { "[9223372036854775807]", "[9223372036854775807]" },
    { "[-9223372036854775808]", "[-9223372036854775808]" },
    { "[9223372036854775808]", "[9223372036854775808]" },
    { "[18446744073709551615]", "[18446744073709551615]" },
    { "[18446744073709551616]", "[1.8446744073709552e+19]" },
    { "[\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"]", "[\"\\b\\f\\n\\r\\t/\\\\\\\"\"]" },
    { "[\"\\u0041\\u00e9\\uD83D\\uDE00\"]",
      "[\"A\\u00E9\\uD83D\\uDE00\"]" },
    { "[\"\xc3\xa9\xf0\x9f\x98\x80\"]", "[\"\\u00E9\\uD83D\\uDE00\"]" },
    { "[\"\\u0000x\"]", "[\"\\u0000x\"]" },
    { "{}{}[]", "{} | {} | []" },
    { "true null ", "true | null" },
    { "12 ", "12" },
    { "{\"a\":1", "" },
    { "1", "" },
    { "", "" },
};

START_TEST(test_values_are_read_and_printed)
{
    check(&values[_i]);
}
END_TEST

#define ERR "!JSON parse error, "

static const Row mistakes[] = {
    { "{ xx }", ERR "invalid keyword 'xx'" },
    { "nul ", ERR "invalid keyword 'nul'" },
    { "{\"a\":1,}", ERR "expecting value" },
    { "{\"a\":}", ERR "expecting value" },
    { "[1,]", ERR "expecting value" },
    { "[,1]", ERR "expecting value" },
    { "[1 2]", ERR "expected separator in list" },
    { "{\"a\":1 \"b\":2}", ERR "expected separator in dict" },
    { "{\"a\" 1}", ERR "missing : in object pair" },
    { "{\"a\"}", ERR "missing : in object pair" },
    { "{1:2}", ERR "key is not a string in object" },
    { "{null:2}", ERR "key is not a string in object" },
    { "{\"a\":1,\"a\":2}", ERR "duplicate key" },
    { "}", ERR "expecting value" },
    { "]", ERR "expecting value" },
    { ":", ERR "expecting value" },
    { "{]", ERR "expecting value" },
    { "[\"\\ud800\"]", ERR "\\ud800 is not a valid Unicode character" },
    { "[\"\\udc00\"]", ERR "\\udc00 is not a valid Unicode character" },
    { "[\"\\ud800\\u0041\"]",
      ERR "\\ud800 is not a valid Unicode character" },
    { "[\"\\u00zz\"]", ERR "\\u00zz is not a valid Unicode character" },
    { "[\"\\u12\"]", ERR "\\u12 is not a valid Unicode character" },
    { "[\"\\q\"]", ERR "invalid escape sequence in string" },
    { "[\"a\x80z\"]", ERR "invalid UTF-8 sequence in string" },
    { "[\"\xed\xa0\x80\"]", ERR "invalid UTF-8 sequence in string" },
    { "[\"\xc0\x80\"]", ERR "invalid UTF-8 sequence in string" },
    { "[1e999]", ERR "number too large" },
};

START_TEST(test_mistakes_of_a_message_are_named)
{
    check(&mistakes[_i]);
}
END_TEST

/* What was wrong is skipped up to a place where sense may begin. */
static const Row recoveries[] = {
    { "{ xx }{}", ERR "invalid keyword 'xx' | {}" },
    { "{\"a\":01}{}", ERR "stray '01' | " ERR "expecting value | {}" },
    { "[1.]{}", ERR "stray '1.]' | {}" },
    { "[1.x]{}", ERR "stray '1.x' | " ERR "expecting value | {}" },
    { "[-x\n{}", ERR "stray '-x' | {}" },
    { "[1ex\n{}", ERR "stray '1ex' | {}" },
    { "[1e+x\n{}", ERR "stray '1e+x' | {}" },
    { "[\"a\tb\n{}", ERR "stray '\"a\t' | {}" },
    { "{\"a\":\"open\n{}", ERR "stray '\"open\n' | {}" },
    { "{\"a\":1\x01{}", ERR "stray '\x01' | {}" },
    { "%% no sense at all\n{}", ERR "stray '%' | {}" },
    { "{\"a\":[[[\xff{}", ERR "stray '\xff' | {}" },
    { "\xff\xff{}", ERR "stray '\xff' | " ERR "stray '\xff' | {}" },
    { "TRUE{}", ERR "stray 'T' | {}" },
};

START_TEST(test_reading_goes_on_after_a_mistake)
{
    check(&recoveries[_i]);
}
END_TEST

START_TEST(test_pieces_of_any_size_give_the_same)
{
    static const char text[] = "{'a':[1,\"x\\u0041\"]}";

    begin();
    for (size_t cut = 0; cut < sizeof(text); cut++) {
        feed(text, cut);
        feed(text + cut, sizeof(text) - 1 - MIN(cut, sizeof(text) - 1));
        g_autofree char *got = take_all();
        ck_assert_str_eq(got, "{\"a\": [1, \"xA\"]}");
    }
    end();
}
END_TEST

START_TEST(test_depth_is_limited)
{
    g_autofree char *open = g_strnfill(QMP_MESSAGE_DEPTH, '[');
    g_autofree char *close = g_strnfill(QMP_MESSAGE_DEPTH, ']');

    begin();
    feed(open, QMP_MESSAGE_DEPTH);
    feed(close, QMP_MESSAGE_DEPTH);
    QmpMessage *message = qmp_reader_take(&reader);
    ck_assert_ptr_nonnull(message);
    ck_assert_ptr_null(message->error);
    qmp_message_free(message);

    feed(open, QMP_MESSAGE_DEPTH);
    feed("[", 1);
    g_autofree char *got = take_all();
    ck_assert_str_eq(got, ERR "JSON nesting depth limit exceeded");
    feed("{}", 2);
    g_autofree char *next = take_all();
    ck_assert_str_eq(next, "{}");
    end();
}
END_TEST

START_TEST(test_number_of_tokens_is_limited)
{
    begin();
    feed("[0", 2);
    for (int i = 0; i < QMP_MESSAGE_TOKENS / 2; i++) {
        feed(",0", 2);
    }
    g_autofree char *got = take_all();
    ck_assert(g_str_has_prefix(got, ERR "JSON token count limit exceeded"));
    end();
}
END_TEST

START_TEST(test_a_token_without_end_is_cut)
{
    g_autofree char *piece = g_strnfill(1024 * 1024, 'a');

    begin();
    feed("\"", 1);
    for (int i = 0; i < 5; i++) {
        feed(piece, 1024 * 1024);
        ck_assert_uint_le(reader.lexer.text->len, QMP_MESSAGE_BYTES);
    }
    feed("\n{}", 3);
    g_autofree char *got = take_all();
    ck_assert(g_str_has_prefix(got, ERR "stray '\"aaa"));
    ck_assert(g_str_has_suffix(got, "' | {}"));
    end();
}
END_TEST

START_TEST(test_a_message_of_many_strings_is_cut)
{
    g_autofree char *piece = g_strnfill(64 * 1024, 'a');

    begin();
    feed("[", 1);
    for (int i = 0; i < 65; i++) {
        feed("\"", 1);
        feed(piece, 64 * 1024);
        feed("\"", 1);
        feed(i < 64 ? "," : "", i < 64);
    }
    g_autofree char *got = take_all();
    ck_assert(g_str_has_prefix(got, ERR "JSON token size limit exceeded"));
    end();
}
END_TEST

START_TEST(test_pretty_has_lines_and_indentation)
{
    g_autoptr(GString) out = g_string_new(NULL);

    begin();
    feed("{'a':[1,{}],'b':[]}", 19);
    QmpMessage *message = qmp_reader_take(&reader);
    qmp_print(message->value, true, out);
    ck_assert_str_eq(out->str, "{\n    \"a\": [\n        1,\n        {}\n"
                     "    ],\n    \"b\": []\n}");
    qmp_message_free(message);
    end();
}
END_TEST

START_TEST(test_bytes_that_are_no_text_are_printed_as_replacement)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(JsonNode) node =
        json_node_init_string(json_node_alloc(), "a\x80\xf0\x9f z");

    qmp_print(node, false, out);
    ck_assert_str_eq(out->str, "\"a\\uFFFD\\uFFFD\\uFFFD z\"");
}
END_TEST

UNIT_MAIN("qmp_lexer",
    UNIT_LOOP(test_values_are_read_and_printed, G_N_ELEMENTS(values)),
    UNIT_LOOP(test_mistakes_of_a_message_are_named, G_N_ELEMENTS(mistakes)),
    UNIT_LOOP(test_reading_goes_on_after_a_mistake,
              G_N_ELEMENTS(recoveries)),
    UNIT_TEST(test_pieces_of_any_size_give_the_same),
    UNIT_TEST(test_depth_is_limited),
    UNIT_TEST(test_number_of_tokens_is_limited),
    UNIT_TEST(test_a_token_without_end_is_cut),
    UNIT_TEST(test_a_message_of_many_strings_is_cut),
    UNIT_TEST(test_pretty_has_lines_and_indentation),
    UNIT_TEST(test_bytes_that_are_no_text_are_printed_as_replacement))
