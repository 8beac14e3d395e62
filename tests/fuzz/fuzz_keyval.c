/* fuzz_keyval.c: "key=value,..." of most options */
#include <string.h>

#include "fuzz.h"
#include "machine/keyval.h"

static const char *const allowed[] = { "type", "size", "id", NULL };

/* Printed and read again it is the same. */
static void check_round_trip(const KeyVal *kv)
{
    g_autofree char *text = keyval_print(kv);
    g_autoptr(KeyVal) again = keyval_parse(text, NULL, NULL);

    g_assert(again && keyval_size(again) == keyval_size(kv));
    for (unsigned i = 0; i < keyval_size(kv); i++) {
        g_assert(g_str_equal(keyval_value(kv, i), keyval_value(again, i)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) err = NULL;
    g_autoptr(GError) unknown = NULL;
    g_autoptr(KeyVal) kv = keyval_parse(text, "type", &err);

    g_assert(!kv == !!err);
    if (kv && keyval_check_keys(kv, allowed, &unknown)) {
        check_round_trip(kv);
    }
    return 0;
}
