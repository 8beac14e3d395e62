/* fuzz_options.c: the command line, one word per line */
#include "fuzz.h"
#include "machine/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *line = g_strconcat("lectern\n", text, NULL);
    g_auto(GStrv) words = g_strsplit(line, "\n", -1);
    g_autoptr(GError) err = NULL;
    Options options;

    options_init(&options);
    g_assert(options_parse(&options, g_strv_length(words), words, &err) ==
             !err);
    options_clear(&options);
    return 0;
}
