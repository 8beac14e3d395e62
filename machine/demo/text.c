/* text.c: the few string functions that the demo's shell needs. */
#include "demo.h"

bool text_equal(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

bool text_starts_with(const char *text, const char *prefix)
{
    while (*prefix && *text == *prefix) {
        text++;
        prefix++;
    }
    return !*prefix;
}

/* The value of one digit, or 16 when @c is none. */
static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

bool text_to_u64(const char *text, uint64_t *value)
{
    unsigned base = text_starts_with(text, "0x") ? 16 : 10;
    uint64_t result = 0;

    text += base == 16 ? 2 : 0;
    if (!*text) {
        return false;
    }
    for (; *text; text++) {
        unsigned digit = digit_value(*text);

        if (digit >= base) {
            return false;
        }
        result = result * base + digit;
    }
    *value = result;
    return true;
}
