/*
 * qmp_check.c: do the arguments fit the row?
 *
 * Walks the value and the texts of the types together. Messages name the
 * place: "tags[2].name".
 */
#include <string.h>

#include "qmp_internal.h"

#include "core/error.h"

/* Where the walk is. */
typedef struct Check {
    const QmpSchema *schema;
    GString *path;
    GError **errp;
} Check;

static bool check_value(Check *c, const QmpMember *member, JsonNode *node);

static bool report_type(Check *c, const char *expected)
{
    error_setg(c->errp, "Invalid parameter type for '%s', expected: %s",
               c->path->str, expected);
    return false;
}

/* ---- objects ------------------------------------------------------------ */

/* Adds a name to the path. Returns: the length before, to go back to */
static gsize enter(Check *c, const char *name)
{
    gsize before = c->path->len;

    g_string_append_printf(c->path, "%s%s", before ? "." : "", name);
    return before;
}

static bool check_member(Check *c, const QmpMember *member,
                         JsonObject *object)
{
    JsonNode *node = json_object_get_member(object, member->name);
    gsize before = enter(c, member->name);
    bool good = true;

    if (node) {
        good = check_value(c, member, node);
    } else if (!member->optional) {
        error_setg(c->errp, "Parameter '%s' is missing", c->path->str);
        good = false;
    }
    g_string_truncate(c->path, before);
    return good;
}

static bool has_member(const char *text, const char *name)
{
    QmpMember member;

    while (qmp_member_next(&text, &member)) {
        if (strcmp(member.name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* @more: the members of a union's branch */
static bool check_no_others(Check *c, const char *text, const char *more,
                            JsonObject *object)
{
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init_ordered(&iter, object);
    while (json_object_iter_next_ordered(&iter, &name, &node)) {
        if (!has_member(text, name) && !has_member(more, name)) {
            enter(c, name);
            error_setg(c->errp, "Parameter '%s' is unexpected",
                       c->path->str);
            return false;
        }
    }
    return true;
}

static bool check_members(Check *c, const char *text, JsonObject *object)
{
    QmpMember member;

    while (qmp_member_next(&text, &member)) {
        if (!check_member(c, &member, object)) {
            return false;
        }
    }
    return true;
}

/* The branch's members stand beside those that all values have. */
static bool check_typed(Check *c, const QmpType *type, JsonObject *object)
{
    const QmpType *branch = NULL;
    const char *more = "";

    if (!check_members(c, type->text, object)) {
        return false;
    }
    if (type->tag) {
        branch = qmp_union_branch(
            c->schema, type, json_object_get_string_member(object, type->tag));
    }
    if (branch) {
        more = branch->text;
    }
    return check_members(c, more, object) &&
           (qmp_members_open(type->text) || qmp_members_open(more) ||
            check_no_others(c, type->text, more, object));
}

static bool check_object(Check *c, const QmpType *type, JsonNode *node)
{
    if (!JSON_NODE_HOLDS_OBJECT(node)) {
        return report_type(c, "object");
    }
    return check_typed(c, type, json_node_get_object(node));
}

/* ---- the other kinds ---------------------------------------------------- */

static bool check_enum(Check *c, const QmpType *type, JsonNode *node)
{
    char value[QMP_NAME_MAX];
    const char *text = type->text;

    if (qmp_builtin("str")->check(node, NULL)) {
        return report_type(c, "string");
    }
    while (qmp_value_next(&text, value)) {
        if (strcmp(value, json_node_get_string(node)) == 0) {
            return true;
        }
    }
    error_setg(c->errp, "Parameter '%s' does not accept value '%s'",
               c->path->str, json_node_get_string(node));
    return false;
}

/* The first branch that takes the value. */
static bool check_alternate(Check *c, const QmpType *type, JsonNode *node)
{
    const char *text = type->text;
    Check attempt = { c->schema, c->path, NULL };
    QmpMember branch;

    while (qmp_member_next(&text, &branch)) {
        if (check_value(&attempt, &branch, node)) {
            return true;
        }
    }
    return report_type(c, type->name);
}

static bool check_builtin(Check *c, const QmpBuiltin *builtin,
                          JsonNode *node)
{
    const char *expected = builtin->check(node, builtin);

    if (!expected) {
        return true;
    }
    if (strcmp(expected, "integer") == 0 &&
        !qmp_builtin("number")->check(node, NULL)) {
        error_setg(c->errp, "Parameter '%s' expects %s", c->path->str,
                   strcmp(builtin->name, "size") ? builtin->name : "uint64");
        return false;
    }
    return report_type(c, expected);
}

static bool check_one(Check *c, const char *name, JsonNode *node)
{
    static bool (*const checks[])(Check *, const QmpType *, JsonNode *) = {
        [QMP_ENUM] = check_enum,
        [QMP_OBJECT] = check_object,
        [QMP_ALTERNATE] = check_alternate,
    };
    const QmpBuiltin *builtin = qmp_builtin(name);
    const QmpType *type = builtin ? NULL : qmp_schema_type(c->schema, name);

    if (builtin) {
        return check_builtin(c, builtin, node);
    }
    g_assert(type);
    return checks[type->meta](c, type, node);
}

static bool check_list(Check *c, const QmpMember *member, JsonNode *node)
{
    gsize before = c->path->len;
    bool good = true;

    if (!JSON_NODE_HOLDS_ARRAY(node)) {
        return report_type(c, "array");
    }
    JsonArray *array = json_node_get_array(node);

    for (guint i = 0; good && i < json_array_get_length(array); i++) {
        g_string_append_printf(c->path, "[%u]", i);
        good = check_one(c, member->type, json_array_get_element(array, i));
        g_string_truncate(c->path, before);
    }
    return good;
}

static bool check_value(Check *c, const QmpMember *member, JsonNode *node)
{
    return member->list ? check_list(c, member, node)
                        : check_one(c, member->type, node);
}

bool qmp_check_args(const QmpSchema *schema, const char *members,
                    JsonObject *args, GError **errp)
{
    g_autoptr(GString) path = g_string_new(NULL);
    Check check = { schema, path, errp };
    const QmpType *named = qmp_members_type(schema, members);
    const QmpType own = { .text = members };

    return check_typed(&check, named ? named : &own, args);
}
