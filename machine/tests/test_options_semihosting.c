/* test_options_semihosting.c: -semihosting and -semihosting-config */
#include <string.h>

#include "machine/options.h"
#include "support/unit.h"

/* @line: the words, separated by bars */
static bool parse(const char *line, Options *options, Error **errp)
{
    g_autofree char *text = g_strconcat("lectern|", line, NULL);
    g_auto(GStrv) words = g_strsplit(text, "|", -1);

    options_init(options);
    return options_parse(options, (int)g_strv_length(words), words, errp);
}

START_TEST(test_it_is_off_unless_asked_for)
{
    static const struct {
        const char *line;
        bool enabled;
    } rows[] = {
        { "-S", false },
        { "-semihosting", true },
        { "-semihosting-config|on", true },
        { "-semihosting-config|off", false },
        { "-semihosting-config|arg=x", true },
        { "-semihosting|-semihosting-config|enable=off", false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Options options;

        ck_assert(parse(rows[i].line, &options, NULL));
        ck_assert_msg(options.semihosting.enabled == rows[i].enabled, "%s",
                      rows[i].line);
        ck_assert(!options.semihosting.userspace);
        ck_assert_ptr_null(options.semihosting.files);
        options_clear(&options);
    }
}
END_TEST

START_TEST(test_several_options_add_up)
{
    Options options;

    ck_assert(parse("-semihosting-config|arg=a,arg=b=,,c,chardev=x|"
                    "-semihosting-config|arg=d,userspace=on,files=/x",
                    &options, NULL));
    ck_assert(options.semihosting.enabled && options.semihosting.userspace);
    ck_assert_str_eq(options.semihosting.args, "a b=,c d");
    ck_assert_str_eq(options.semihosting.chardev, "x");
    ck_assert_str_eq(options.semihosting.files, "/x");
    options_clear(&options);
}
END_TEST

static const struct {
    const char *line;
    const char *word;           /* that the message has */
} bad[] = {
    { "-semihosting-config|target=lldb", "native" },
    { "-semihosting-config|maybe", "maybe" },
    { "-semihosting-config|userspace=2", "userspace" },
    { "-semihosting-config|file=x", "files" },
};

START_TEST(test_mistakes_are_explained)
{
    g_autoptr(GError) error = NULL;
    Options options;

    ck_assert(!parse(bad[_i].line, &options, &error));
    ck_assert_ptr_nonnull(strstr(error->message, bad[_i].word));
    options_clear(&options);
}
END_TEST

UNIT_MAIN("options_semihosting", UNIT_TEST(test_it_is_off_unless_asked_for),
          UNIT_TEST(test_several_options_add_up),
          UNIT_LOOP(test_mistakes_are_explained, G_N_ELEMENTS(bad)))
