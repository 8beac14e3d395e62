/* test_options_mon.c: -monitor, -mon, -gdb and -s */
#include <string.h>

#include "machine/options.h"
#include "support/unit.h"

/* @words: of the command line, NULL at the end */
static bool parse(Options *options, const char *const *words, GError **errp)
{
    options_init(options);
    return options_parse(options, (int)g_strv_length((char **)words),
                         (char *const *)words, errp);
}

START_TEST(test_mon_names_a_chardev_and_a_mode)
{
    const char *words[] = { "lectern", "-mon", "chardev=c0", "-mon",
                            "c1,mode=control,pretty=on", "-monitor", "stdio",
                            NULL };
    Options options;

    ck_assert(parse(&options, words, &error_abort));
    const KeyVal *first = g_ptr_array_index(options.mons, 0);
    const KeyVal *second = g_ptr_array_index(options.mons, 1);

    ck_assert_uint_eq(options.mons->len, 2);
    ck_assert_str_eq(keyval_get(first, "chardev"), "c0");
    ck_assert_str_eq(keyval_get(first, "mode"), "readline");
    ck_assert_str_eq(keyval_get(second, "chardev"), "c1");
    ck_assert_str_eq(keyval_get(second, "mode"), "control");
    ck_assert_str_eq(g_ptr_array_index(options.monitors, 0), "stdio");
    options_clear(&options);
}
END_TEST

START_TEST(test_debugger_has_a_short_form)
{
    const char *words[] = { "lectern", "-s", NULL };
    const char *both[] = { "lectern", "-s", "-gdb", "unix:/tmp/s", NULL };
    Options options;

    ck_assert(parse(&options, words, &error_abort));
    ck_assert_str_eq(options.gdb, "tcp::1234");
    options_clear(&options);
    ck_assert(parse(&options, both, &error_abort));
    ck_assert_str_eq(options.gdb, "unix:/tmp/s");
    options_clear(&options);
}
END_TEST

typedef struct BadRow {
    const char *value;
    const char *says;
} BadRow;

static const BadRow bad_rows[] = {
    { "mode=readline", "has no back end: give chardev" },
    { "c0,mode=gui", "mode='gui' is not one of readline, control" },
    { "c0,pretty=very", "pretty='very' is not on or off" },
    { "c0,mod=control", "did you mean 'mode'" },
};

START_TEST(test_wrong_mon_is_refused)
{
    const char *words[] = { "lectern", "-mon", bad_rows[_i].value, NULL };
    g_autoptr(GError) error = NULL;
    Options options;

    ck_assert(!parse(&options, words, &error));
    ck_assert_msg(strstr(error->message, bad_rows[_i].says) != NULL, "%s",
                  error->message);
    options_clear(&options);
}
END_TEST

UNIT_MAIN("options_mon",
          UNIT_TEST(test_debugger_has_a_short_form),
          UNIT_TEST(test_mon_names_a_chardev_and_a_mode),
          UNIT_LOOP(test_wrong_mon_is_refused, G_N_ELEMENTS(bad_rows)))
