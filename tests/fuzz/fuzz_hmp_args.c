/* fuzz_hmp_args.c: arguments of monitor commands, by every kind of grammar */
#include <string.h>

#include "fuzz.h"
#include "runstate/monitor.h"

static const char *const grammars[] = {
    "name:s,value:s?",
    "expr:S",
    "count:i,offset:l?",
    "on:b",
    "size:o?",
    "force:-f,all:-a,device:s?",
    "fmt:/,addr:l",
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);

    for (unsigned i = 0; i < G_N_ELEMENTS(grammars); i++) {
        g_autoptr(GError) err = NULL;
        HMPArgs *args = hmp_parse_args(grammars[i], text, &err);

        g_assert(!args == !!err);
        hmp_args_free(args);
    }
    return 0;
}
