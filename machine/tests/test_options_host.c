/* test_options_host.c: -object, -audiodev, -boot, -overcommit, -msg, and the
 *                      keys that options tell */
#include <string.h>

#include "machine/options.h"
#include "support/unit.h"

/* What to do with one option and its argument. */
typedef struct Row {
    const char *option;
    const char *arg;
    const char *refused;        /* part of the message; NULL: taken */
} Row;

static const Row rows[] = {
    { "-object", "secret,id=a,file=f", NULL },
    { "-object", "qom-type=memory-backend-ram,id=m,size=1G", NULL },
    { "-object", "{\"qom-type\":\"secret\",\"id\":\"a\",\"data\":\"x,y\"}",
      NULL },
    { "-object", "secret", "TYPE,id=ID" },
    { "-object", "id=a", "TYPE,id=ID" },
    { "-object", "{\"qom-type\":\"secret\"", "JSON" },
    { "-audiodev", "none,id=a", NULL },
    { "-audiodev", "{\"id\":\"audio1\",\"driver\":\"none\"}", NULL },
    { "-audiodev", "alsa,id=a", "no sound" },
    { "-audiodev", "none,id=a,in.voices=1", "in.voices" },
    { "-boot", "strict=on", NULL },
    { "-boot", "strict=off,menu=off,reboot-timeout=-1", NULL },
    { "-boot", "menu=on", "menu=on is not supported" },
    { "-boot", "reboot-timeout=5", "reboot-timeout=5" },
    { "-boot", "order=c", "order" },
    { "-boot", "strict=maybe", "strict=" },
    { "-overcommit", "mem-lock=off", NULL },
    { "-overcommit", "mem-lock=off,cpu-pm=off", NULL },
    { "-overcommit", "mem-lock=on", "mem-lock=on is not supported" },
    { "-overcommit", "cpu-pm=on", "cpu-pm=on is not supported" },
    { "-msg", "timestamp=on", NULL },
    { "-msg", "timestamp=on,guest-name=off", NULL },
    { "-msg", "guest-name=on", "guest-name=on is not supported" },
    { "-msg", "time=on", "timestamp" },
};

static bool parse(Options *options, const char *option, const char *arg,
                  GError **errp)
{
    const char *argv[] = { "lectern", option, arg };

    options_init(options);
    return options_parse(options, 3, (char *const *)argv, errp);
}

START_TEST(test_what_asks_for_nothing_is_taken)
{
    const Row *row = &rows[_i];
    g_autoptr(GError) err = NULL;
    Options options;

    ck_assert_int_eq(parse(&options, row->option, row->arg, &err),
                     row->refused == NULL);
    if (row->refused) {
        ck_assert_msg(strstr(err->message, row->refused), "%s",
                      err->message);
        ck_assert_ptr_nonnull(strstr(err->message, row->option));
    }
    options_clear(&options);
}
END_TEST

START_TEST(test_objects_arrive_with_their_commas)
{
    Options options;

    ck_assert(parse(&options, "-object",
                    "{\"qom-type\":\"secret\",\"id\":\"a\",\"data\":\"x,y\"}",
                    NULL));
    const KeyVal *kv = g_ptr_array_index(options.objects, 0);

    ck_assert_str_eq(keyval_get(kv, "data"), "x,y");
    options_clear(&options);
}
END_TEST

START_TEST(test_timestamps_are_off_unless_asked_for)
{
    Options options;

    ck_assert(parse(&options, "-msg", "timestamp=on", NULL));
    ck_assert(options.timestamps);
    options_clear(&options);
    ck_assert(parse(&options, "-msg", "timestamp=off", NULL));
    ck_assert(!options.timestamps);
    options_clear(&options);
}
END_TEST

/* ---- keys --------------------------------------------------------------- */

START_TEST(test_keys_have_types)
{
    const char *keys = "a,b:boolean,long-name:number";
    OptionKey key;

    ck_assert(option_key_next(&keys, &key));
    ck_assert_str_eq(key.name, "a");
    ck_assert_str_eq(key.type, "string");
    ck_assert(option_key_next(&keys, &key));
    ck_assert_str_eq(key.name, "b");
    ck_assert_str_eq(key.type, "boolean");
    ck_assert(option_key_next(&keys, &key));
    ck_assert_str_eq(key.name, "long-name");
    ck_assert_str_eq(key.type, "number");
    ck_assert(!option_key_next(&keys, &key));
}
END_TEST

static void check_types(const OptionInfo *info, void *opaque)
{
    static const char *const types[] = { "string", "boolean", "number",
                                         "size", NULL };
    const char *keys = info->keys;
    unsigned *lists = opaque;
    OptionKey key;

    while (option_key_next(&keys, &key)) {
        ck_assert_msg(g_strv_contains(types, key.type), "%s of %s is a %s",
                      key.name, info->name, key.type);
        ck_assert_uint_gt(strlen(key.name), 0);
    }
    *lists += 1;
}

START_TEST(test_options_tell_their_keys)
{
    unsigned lists = 0;

    options_foreach(check_types, &lists);
    ck_assert_uint_ge(lists, 15);
}
END_TEST

UNIT_MAIN("options_host",
          UNIT_LOOP(test_what_asks_for_nothing_is_taken, G_N_ELEMENTS(rows)),
          UNIT_TEST(test_objects_arrive_with_their_commas),
          UNIT_TEST(test_timestamps_are_off_unless_asked_for),
          UNIT_TEST(test_keys_have_types),
          UNIT_TEST(test_options_tell_their_keys))
