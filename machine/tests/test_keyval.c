/* test_keyval.c: the syntax of option arguments */
#include <string.h>

#include "machine/keyval.h"
#include "support/unit.h"

typedef struct Row {
    const char *text;
    const char *implied;
    const char *canonical;      /* what keyval_print() gives back */
} Row;

static const Row good[] = {
    { "", NULL, "" },
    { "", "type", "" },
    { "virt", "type", "type=virt" },
    { "virt", NULL, "virt=on" },
    { "virt,aclint=on", "type", "type=virt,aclint=on" },
    { "virt,help", "type", "type=virt,help=on" },
    { "a=b", "type", "a=b" },
    { "a=b,virt", "type", "a=b,virt=on" },
    { "a=x,,y", NULL, "a=x,,y" },
    { "a=,,", NULL, "a=,," },
    { "a=,,,b=1", NULL, "a=,,,b=1" },
    { "a,,b,c=1", "file", "file=a,,b,c=1" },
    { "a=b=c", NULL, "a=b=c" },
    { "a=", NULL, "a=" },
    { "a=1,", NULL, "a=1" },
    { ",,x", "file", "file=,,x" },
};

START_TEST(test_pairs_come_out_as_written)
{
    const Row *row = &good[_i];
    g_autoptr(KeyVal) kv = keyval_parse(row->text, row->implied, NULL);
    g_autofree char *text = NULL;

    ck_assert_ptr_nonnull(kv);
    text = keyval_print(kv);
    ck_assert_str_eq(text, row->canonical);
}
END_TEST

static const char *const bad[] = { "=x", "a=1,=2", ",a=1", "a=1,,,=2" };

START_TEST(test_empty_names_are_refused)
{
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_null(keyval_parse(bad[_i], NULL, &err));
    ck_assert_ptr_nonnull(strstr(err->message, "empty name"));
}
END_TEST

static const struct {
    const char *json;
    const char *canonical;      /* NULL: refused */
} objects[] = {
    { "{}", "" },
    { " { } ", "" },
    { "{\"driver\": \"none\", \"id\":\"a\"}", "driver=none,id=a" },
    { "{\"a\":true,\"b\":false}", "a=on,b=off" },
    { "{\"a\":1048576,\"b\":-1.5e3}", "a=1048576,b=-1.5e3" },
    { "{\"a\":{\"b\":[\"x\",{\"c\":1}]},\"d\":[]}",
      "a.b.0=x,a.b.1.c=1" },
    { "{\"a\":\"x,y=z\"}", "a=x,,y=z" },
    { "{\"a\":\"\\\"\\\\\\/\\n\\u00e4\\ud83d\\ude00\"}",
      "a=\"\\/\n\xc3\xa4\xf0\x9f\x98\x80" },
    { "{\"a\":\"\"}", "a=" },
    { "", NULL },
    { "x", NULL },
    { "{", NULL },
    { "{\"a\"", NULL },
    { "{\"a\":", NULL },
    { "{\"a\":\"", NULL },
    { "{\"a\":\"\\", NULL },
    { "{\"a\":\"\\u12", NULL },
    { "{\"a\":\"\\u0000\"}", NULL },
    { "{\"a\":\"\\ud83d\"}", NULL },
    { "{\"a\":\"\\ud83d\\u0041\"}", NULL },
    { "{\"a\":\"\\ude00\"}", NULL },
    { "{\"a\":\"\\x\"}", NULL },
    { "{\"a\":\"\n\"}", NULL },
    { "{\"a\":1,}", NULL },
    { "{\"a\":1}x", NULL },
    { "{\"a\":1 \"b\":2}", NULL },
    { "{\"a\":1,\"a\":2}", NULL },
    { "{\"a.b\":1}", NULL },
    { "{\"\":1}", NULL },
    { "{\"a\":null}", NULL },
    { "{\"a\":nil}", NULL },
    { "{a:1}", NULL },
    { "{\"a\":[1,2}", NULL },
    { "{\"a\":[[[[[[[[1]]]]]]]]}", NULL },
    { "{\"a\":\"\xff\"}", NULL },
};

START_TEST(test_json_is_pairs_too)
{
    g_autoptr(GError) err = NULL;
    g_autoptr(KeyVal) kv = keyval_parse_json(objects[_i].json, &err);
    g_autofree char *text = kv ? keyval_print(kv) : NULL;

    ck_assert_pstr_eq(text, objects[_i].canonical);
    ck_assert_int_eq(err == NULL, kv != NULL);
}
END_TEST

START_TEST(test_last_value_wins)
{
    g_autoptr(KeyVal) kv = keyval_parse("a=1,b=2,a=3", NULL, NULL);

    ck_assert_uint_eq(keyval_size(kv), 3);
    ck_assert_str_eq(keyval_get(kv, "a"), "3");
    ck_assert_ptr_null(keyval_get(kv, "c"));
}
END_TEST

START_TEST(test_steal_removes_all_pairs_of_a_key)
{
    g_autoptr(KeyVal) kv = keyval_parse("a=1,b=2,a=3", NULL, NULL);
    g_autofree char *value = keyval_steal(kv, "a");
    g_autofree char *nothing = keyval_steal(kv, "a");

    ck_assert_str_eq(value, "3");
    ck_assert_ptr_null(nothing);
    ck_assert_uint_eq(keyval_size(kv), 1);
    ck_assert_str_eq(keyval_key(kv, 0), "b");
}
END_TEST

START_TEST(test_unknown_key_names_the_nearest)
{
    static const char *const allowed[] = { "sockets", "cores", NULL };
    g_autoptr(KeyVal) kv = keyval_parse("cores=1,socket=2", NULL, NULL);
    g_autoptr(GError) err = NULL;

    ck_assert(!keyval_check_keys(kv, allowed, &err));
    ck_assert_str_eq(err->message, "unknown name 'socket', did you mean "
                     "'sockets'?; known are sockets, cores");
}
END_TEST

START_TEST(test_number_of_pairs_is_limited)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) err = NULL;

    for (unsigned i = 0; i < 257; i++) {
        g_string_append(text, "a=1,");
    }
    ck_assert_ptr_null(keyval_parse(text->str, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err->message, "256"));
}
END_TEST

static bool keys_are_plain(const KeyVal *kv)
{
    for (unsigned i = 0; i < keyval_size(kv); i++) {
        if (strchr(keyval_key(kv, i), ',')) {
            return false;
        }
    }
    return true;
}

static void check_round_trip(const KeyVal *kv)
{
    g_autofree char *once = keyval_print(kv);
    g_autoptr(KeyVal) again = keyval_parse(once, "x", NULL);
    g_autofree char *twice = NULL;

    ck_assert_ptr_nonnull(again);
    twice = keyval_print(again);
    ck_assert_str_eq(once, twice);
}

/* Whatever the text is: no crash, and what was read can be read again. */
START_TEST(test_random_text_parses_or_is_refused)
{
    static const char letters[] = "ab=,,?1";
    g_autoptr(GRand) random = g_rand_new_with_seed(1);

    for (unsigned round = 0; round < 20000; round++) {
        char text[16] = "";
        g_autoptr(KeyVal) kv = NULL;

        for (int n = g_rand_int_range(random, 0, 15); n-- > 0;) {
            text[n] = letters[g_rand_int_range(random, 0, 7)];
        }
        kv = keyval_parse(text, "x", NULL);
        if (kv && keys_are_plain(kv)) {
            check_round_trip(kv);
        }
    }
}
END_TEST

UNIT_MAIN("keyval",
          UNIT_LOOP(test_pairs_come_out_as_written, G_N_ELEMENTS(good)),
          UNIT_LOOP(test_empty_names_are_refused, G_N_ELEMENTS(bad)),
          UNIT_LOOP(test_json_is_pairs_too, G_N_ELEMENTS(objects)),
          UNIT_TEST(test_last_value_wins),
          UNIT_TEST(test_steal_removes_all_pairs_of_a_key),
          UNIT_TEST(test_unknown_key_names_the_nearest),
          UNIT_TEST(test_number_of_pairs_is_limited),
          UNIT_TEST(test_random_text_parses_or_is_refused))
