/*
 * property_print.c: values as text
 *
 * The plain form is what object_property_parse() reads back; the human form
 * is for listings ("info qtree").
 */
#include "property_internal.h"

#include <inttypes.h>

static char *size_to_string(uint64_t bytes, bool human)
{
    if (!human) {
        return g_strdup_printf("%" PRIu64, bytes);
    }
    g_autofree char *rounded =
        g_format_size_full(bytes, G_FORMAT_SIZE_IEC_UNITS);
    return g_strdup_printf("%" PRIu64 " (%s)", bytes, rounded);
}

static char *str_to_string(const char *text, bool human)
{
    return g_strdup_printf(human ? "\"%s\"" : "%s", text);
}

static char *object_to_string(const Object *obj, bool human)
{
    g_autofree char *path = obj != NULL ? object_get_canonical_path(obj)
                                        : NULL;

    return str_to_string(path != NULL ? path : "", human);
}

char *visitor_to_string(const Visitor *v, bool human)
{
    switch (v->kind) {
    case VALUE_BOOL:
        return g_strdup(v->boolean ? "true" : "false");
    case VALUE_INT:
        return g_strdup_printf(human ? "%" PRId64 " (0x%" PRIx64 ")"
                                     : "%" PRId64,
                               v->signed_value, v->signed_value);
    case VALUE_UINT:
        return g_strdup_printf(human ? "%" PRIu64 " (0x%" PRIx64 ")"
                                     : "%" PRIu64,
                               v->unsigned_value, v->unsigned_value);
    case VALUE_SIZE:
        return size_to_string(v->unsigned_value, human);
    case VALUE_ENUM:
        return str_to_string(v->lookup->array[v->index], human);
    case VALUE_OBJECT:
        return object_to_string(v->object, human);
    case VALUE_STR:
    case VALUE_TEXT:
        return str_to_string(v->str, human);
    default:
        return g_strdup("");
    }
}

char *object_property_print(Object *obj, const char *name, bool human,
                            Error **errp)
{
    Visitor v = { .type_name = object_get_typename(obj) };

    if (!object_property_get(obj, name, &v, errp)) {
        return NULL;
    }
    char *text = visitor_to_string(&v, human);
    visitor_deinit(&v);
    return text;
}
