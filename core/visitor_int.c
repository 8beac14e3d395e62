/*
 * visitor_int.c: integers of every width
 *
 * A number travels as 64 bits with its signedness; each type checks its own
 * range on the way in. Text may be decimal, 0x hexadecimal or 0 octal.
 */
#include "property_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

static bool refuse_signed(const Visitor *v, const char *name, unsigned bits,
                          Error **errp)
{
    int64_t max = INT64_MAX >> (64 - bits);
    g_autofree char *expected =
        g_strdup_printf("int%u (%" PRId64 "..%" PRId64 ")", bits, -max - 1,
                        max);

    return visitor_refuse(v, name, expected, errp);
}

static bool refuse_unsigned(const Visitor *v, const char *name, unsigned bits,
                            Error **errp)
{
    uint64_t max = UINT64_MAX >> (64 - bits);
    g_autofree char *expected =
        g_strdup_printf("uint%u (0..%" PRIu64 ")", bits, max);

    return visitor_refuse(v, name, expected, errp);
}

/* g_ascii_string_to_signed() knows one base only, strtoll() too much. */
static bool parse_signed(const char *text, int64_t *value)
{
    char *end;

    if (g_ascii_isspace(text[0])) {
        return false;
    }
    errno = 0;
    *value = g_ascii_strtoll(text, &end, 0);
    return errno == 0 && end != text && *end == '\0';
}

static bool parse_unsigned(const char *text, uint64_t *value, char **end)
{
    if (!g_ascii_isdigit(text[0])) {
        return false;
    }
    errno = 0;
    *value = g_ascii_strtoull(text, end, 0);
    return errno == 0 && *end != text;
}

static bool input_signed(const Visitor *v, int64_t *value)
{
    switch (v->kind) {
    case VALUE_INT:
        *value = v->signed_value;
        return true;
    case VALUE_UINT:
        *value = v->unsigned_value;
        return v->unsigned_value <= INT64_MAX;
    case VALUE_TEXT:
        return parse_signed(v->str, value);
    default:
        return false;
    }
}

static bool input_unsigned(const Visitor *v, uint64_t *value)
{
    char *end = NULL;

    switch (v->kind) {
    case VALUE_INT:
        *value = v->signed_value;
        return v->signed_value >= 0;
    case VALUE_UINT:
        *value = v->unsigned_value;
        return true;
    case VALUE_TEXT:
        return parse_unsigned(v->str, value, &end) && *end == '\0';
    default:
        return false;
    }
}

static bool visit_signed(Visitor *v, const char *name, int64_t *value,
                         unsigned bits, Error **errp)
{
    int64_t max = INT64_MAX >> (64 - bits);
    int64_t in;

    if (!v->input) {
        v->kind = VALUE_INT;
        v->signed_value = *value;
        return true;
    }
    if (!input_signed(v, &in) || in > max || in < -max - 1) {
        return refuse_signed(v, name, bits, errp);
    }
    *value = in;
    return true;
}

static bool visit_unsigned(Visitor *v, const char *name, uint64_t *value,
                           unsigned bits, Error **errp)
{
    uint64_t in;

    if (!v->input) {
        v->kind = VALUE_UINT;
        v->unsigned_value = *value;
        return true;
    }
    if (!input_unsigned(v, &in) || in > UINT64_MAX >> (64 - bits)) {
        return refuse_unsigned(v, name, bits, errp);
    }
    *value = in;
    return true;
}

bool visit_type_int8(Visitor *v, const char *name, int8_t *obj, Error **errp)
{
    int64_t value = v->input ? 0 : *obj;
    bool ok = visit_signed(v, name, &value, 8, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_int16(Visitor *v, const char *name, int16_t *obj,
                      Error **errp)
{
    int64_t value = v->input ? 0 : *obj;
    bool ok = visit_signed(v, name, &value, 16, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_int32(Visitor *v, const char *name, int32_t *obj,
                      Error **errp)
{
    int64_t value = v->input ? 0 : *obj;
    bool ok = visit_signed(v, name, &value, 32, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_int64(Visitor *v, const char *name, int64_t *obj,
                      Error **errp)
{
    return visit_signed(v, name, obj, 64, errp);
}

bool visit_type_int(Visitor *v, const char *name, int64_t *obj, Error **errp)
{
    return visit_signed(v, name, obj, 64, errp);
}

bool visit_type_uint8(Visitor *v, const char *name, uint8_t *obj,
                      Error **errp)
{
    uint64_t value = v->input ? 0 : *obj;
    bool ok = visit_unsigned(v, name, &value, 8, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_uint16(Visitor *v, const char *name, uint16_t *obj,
                       Error **errp)
{
    uint64_t value = v->input ? 0 : *obj;
    bool ok = visit_unsigned(v, name, &value, 16, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_uint32(Visitor *v, const char *name, uint32_t *obj,
                       Error **errp)
{
    uint64_t value = v->input ? 0 : *obj;
    bool ok = visit_unsigned(v, name, &value, 32, errp);

    if (ok && v->input) {
        *obj = value;
    }
    return ok;
}

bool visit_type_uint64(Visitor *v, const char *name, uint64_t *obj,
                       Error **errp)
{
    return visit_unsigned(v, name, obj, 64, errp);
}

/* "128M": a number and one letter, powers of 1024 as in -m. */
static bool parse_size(const char *text, uint64_t *bytes)
{
    static const char suffixes[] = "bkmgtpe";
    unsigned shift = 0;
    uint64_t number;
    char *end;

    if (!parse_unsigned(text, &number, &end)) {
        return false;
    }
    if (*end != '\0') {
        const char *suffix = strchr(suffixes, g_ascii_tolower(*end));
        if (suffix == NULL || end[1] != '\0') {
            return false;
        }
        shift = 10 * (suffix - suffixes);
    }
    if (number > UINT64_MAX >> shift) {
        return false;
    }
    *bytes = number << shift;
    return true;
}

bool visit_type_size(Visitor *v, const char *name, uint64_t *obj,
                     Error **errp)
{
    if (!v->input) {
        v->kind = VALUE_SIZE;
        v->unsigned_value = *obj;
        return true;
    }
    if (v->kind != VALUE_TEXT) {
        return visit_unsigned(v, name, obj, 64, errp);
    }
    if (!parse_size(v->str, obj)) {
        return visitor_refuse(v, name, "size (bytes, or with suffix K, M, G, "
                              "T, P, E)", errp);
    }
    return true;
}
