/*
 * log_filter.c: the address ranges of -dfilter
 *
 *     0x1000..0x10ff    first and last address
 *     0x1000+0x100      first address and length: the same range
 *     0x10ff-0x100      last address and length: the same range
 */
#include "log_internal.h"

#include <errno.h>

static bool parse_number(const char **text, uint64_t *value)
{
    char *end;

    if (!g_ascii_isdigit(**text)) {
        return false;
    }
    errno = 0;
    *value = g_ascii_strtoull(*text, &end, 0);
    *text = end;
    return errno == 0;
}

/* Returns the operator ('.', '+', '-'), or 0 if @text is malformed. */
static char split_range(const char *text, uint64_t *left, uint64_t *right)
{
    char operator;

    if (!parse_number(&text, left)) {
        return 0;
    }
    operator = *text;
    if (g_str_has_prefix(text, "..")) {
        text += 2;
    } else if (operator == '+' || operator == '-') {
        text++;
    } else {
        return 0;
    }
    return parse_number(&text, right) && *text == '\0' ? operator : 0;
}

static bool make_range(char operator, uint64_t left, uint64_t right,
                       LogRange *range)
{
    switch (operator) {
    case '+':
        *range = (LogRange){ left, left + (right - 1) };
        return right != 0 && range->last >= left;
    case '-':
        *range = (LogRange){ left - (right - 1), left };
        return right != 0 && range->first <= left;
    default:
        *range = (LogRange){ left, right };
        return left <= right;
    }
}

static bool parse_range(const char *text, LogRange *range, Error **errp)
{
    uint64_t left;
    uint64_t right;
    char operator = split_range(text, &left, &right);

    if (operator == 0) {
        error_setg(errp, "bad address range '%s': use START..LAST, "
                   "START+LENGTH or LAST-LENGTH", text);
        return false;
    }
    if (!make_range(operator, left, right, range)) {
        error_setg(errp, "address range '%s' is empty or leaves 64 bits",
                   text);
        return false;
    }
    return true;
}

bool log_parse_ranges(const char *spec, GArray **ranges, Error **errp)
{
    g_auto(GStrv) items = g_strsplit(spec, ",", 0);
    g_autoptr(GArray) result = g_array_new(FALSE, FALSE, sizeof(LogRange));

    for (char **item = items; *item != NULL; item++) {
        LogRange range;
        if (!parse_range(*item, &range, errp)) {
            return false;
        }
        g_array_append_val(result, range);
    }
    *ranges = result->len > 0 ? g_steal_pointer(&result) : NULL;
    return true;
}

bool log_ranges_contain(const GArray *ranges, uint64_t addr)
{
    if (ranges == NULL) {
        return true;
    }
    for (guint i = 0; i < ranges->len; i++) {
        const LogRange *range = &g_array_index(ranges, LogRange, i);
        if (addr >= range->first && addr <= range->last) {
            return true;
        }
    }
    return false;
}
