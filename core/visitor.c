/*
 * visitor.c: one value on its way into or out of a property
 *
 * A visitor meets exactly one visit_type_*() call, made by the accessor. As
 * input it holds a typed value or text and fills the accessor's variable; as
 * output it takes a copy of the variable. Integers are in visitor_int.c.
 */
#include "property_internal.h"

#include <string.h>

static char *describe_value(const Visitor *v)
{
    if (v->kind == VALUE_STR || v->kind == VALUE_TEXT) {
        return g_strdup_printf("'%s'", v->str);
    }
    return visitor_to_string(v, false);
}

bool visitor_refuse(const Visitor *v, const char *name, const char *expected,
                    Error **errp)
{
    g_autofree char *value = describe_value(v);

    error_setg(errp, "Property '%s.%s' expects %s, not %s", v->type_name,
               name, expected, value);
    return false;
}

void visitor_deinit(Visitor *v)
{
    if (!v->input) {
        g_free(v->str);
    }
}

static bool text_in(const char *text, const char *const *words)
{
    return g_strv_contains(words, text);
}

bool visit_type_bool(Visitor *v, const char *name, bool *obj, Error **errp)
{
    static const char *const yes[] = { "on", "yes", "true", "y", NULL };
    static const char *const no[] = { "off", "no", "false", "n", NULL };

    if (!v->input) {
        v->kind = VALUE_BOOL;
        v->boolean = *obj;
    } else if (v->kind == VALUE_BOOL) {
        *obj = v->boolean;
    } else if (v->kind == VALUE_TEXT && text_in(v->str, yes)) {
        *obj = true;
    } else if (v->kind == VALUE_TEXT && text_in(v->str, no)) {
        *obj = false;
    } else {
        return visitor_refuse(v, name, "bool (on, off)", errp);
    }
    return true;
}

bool visit_type_str(Visitor *v, const char *name, char **obj, Error **errp)
{
    if (!v->input) {
        v->kind = VALUE_STR;
        v->str = g_strdup(*obj != NULL ? *obj : "");
    } else if (v->kind == VALUE_STR || v->kind == VALUE_TEXT) {
        *obj = g_strdup(v->str);
    } else {
        return visitor_refuse(v, name, "string", errp);
    }
    return true;
}

static int enum_parse(const QEnumLookup *lookup, const char *text)
{
    for (int i = 0; i < lookup->size; i++) {
        if (lookup->array[i] != NULL && strcmp(lookup->array[i], text) == 0) {
            return i;
        }
    }
    return -1;
}

static char *enum_describe(const QEnumLookup *lookup)
{
    GString *text = g_string_new("one of ");

    for (int i = 0; i < lookup->size; i++) {
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ",
                               lookup->array[i]);
    }
    return g_string_free(text, FALSE);
}

bool visit_type_enum(Visitor *v, const char *name, int *obj,
                     const QEnumLookup *lookup, Error **errp)
{
    int index = -1;

    if (!v->input) {
        g_assert(*obj >= 0 && *obj < lookup->size);
        v->kind = VALUE_ENUM;
        v->index = *obj;
        v->lookup = lookup;
        return true;
    }
    if (v->kind == VALUE_STR || v->kind == VALUE_TEXT) {
        index = enum_parse(lookup, v->str);
    }
    if (index < 0) {
        g_autofree char *expected = enum_describe(lookup);
        return visitor_refuse(v, name, expected, errp);
    }
    *obj = index;
    return true;
}

static bool visit_object_path(Visitor *v, const char *name, Object **obj,
                              Error **errp)
{
    bool ambiguous = false;
    Object *target = NULL;

    if (v->str[0] != '\0') {
        target = object_resolve_path(v->str, &ambiguous);
        if (target == NULL) {
            return visitor_refuse(v, name,
                                  ambiguous ? "a longer path: several fit"
                                            : "the path of an object", errp);
        }
    }
    *obj = target;
    return true;
}

bool visit_type_object(Visitor *v, const char *name, Object **obj,
                       Error **errp)
{
    if (!v->input) {
        v->kind = VALUE_OBJECT;
        v->object = *obj;
    } else if (v->kind == VALUE_OBJECT) {
        *obj = v->object;
    } else if (v->kind == VALUE_STR || v->kind == VALUE_TEXT) {
        return visit_object_path(v, name, obj, errp);
    } else {
        return visitor_refuse(v, name, "the path of an object", errp);
    }
    return true;
}
