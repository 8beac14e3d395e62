/*
 * qmp_introspect.c: the tables, as query-qmp-schema tells them
 *
 * A client that knows nothing learns from this list which commands there
 * are and what they take. QEMU replaces the names of types by numbers, to
 * keep clients from relying on them; here they keep their names, which are
 * just as much subject to change. All integer types are "int".
 */
#include <string.h>

#include "qmp_internal.h"

/* Types are told once, when they are first met. */
typedef struct Teller {
    const QmpSchema *schema;
    JsonArray *rows;
    GHashTable *told;           /* names */
} Teller;

static JsonObject *add_row(Teller *t, const char *name, const char *meta)
{
    JsonObject *row = json_object_new();

    json_object_set_string_member(row, "name", name);
    json_object_set_string_member(row, "meta-type", meta);
    json_array_add_object_element(t->rows, row);
    return row;
}

/* Is this the first time that @name is met? */
static bool is_new(Teller *t, const char *name)
{
    return g_hash_table_add(t->told, g_strdup(name));
}

static char *tell_type(Teller *t, const QmpMember *member);

/* ---- kinds of types ----------------------------------------------------- */

static JsonObject *tell_member(Teller *t, const QmpMember *member)
{
    g_autofree char *type = tell_type(t, member);
    JsonObject *row = json_object_new();

    json_object_set_string_member(row, "name", member->name);
    if (member->optional) {
        json_object_set_null_member(row, "default");
    }
    json_object_set_string_member(row, "type", type);
    return row;
}

static void tell_variants(Teller *t, JsonObject *row, const QmpType *type);

static void tell_object(Teller *t, const QmpType *type)
{
    const char *text = type->text;
    JsonArray *members;
    JsonObject *row;
    QmpMember member;

    if (!is_new(t, type->name)) {
        return;
    }
    row = add_row(t, type->name, "object");
    members = json_array_new();
    json_object_set_array_member(row, "members", members);
    while (qmp_member_next(&text, &member)) {
        json_array_add_object_element(members, tell_member(t, &member));
    }
    if (type->tag) {
        tell_variants(t, row, type);
    }
}

static const QmpType no_members = { "q_empty", QMP_OBJECT, "" };

/* The type of a union's tag, which is an enumeration. */
static const QmpType *tag_type(const Teller *t, const QmpType *type)
{
    const char *text = type->text;
    QmpMember member;

    while (qmp_member_next(&text, &member)) {
        if (strcmp(member.name, type->tag) == 0) {
            return qmp_schema_type(t->schema, member.type);
        }
    }
    return NULL;
}

/* One case for each value of the tag. */
static void tell_variants(Teller *t, JsonObject *row, const QmpType *type)
{
    const QmpType *tag = tag_type(t, type);
    JsonArray *variants = json_array_new();
    char value[QMP_NAME_MAX];

    g_assert(tag && tag->meta == QMP_ENUM);
    json_object_set_string_member(row, "tag", type->tag);
    json_object_set_array_member(row, "variants", variants);
    for (const char *text = tag->text; qmp_value_next(&text, value);) {
        const QmpType *branch = qmp_union_branch(t->schema, type, value);
        JsonObject *variant = json_object_new();

        branch = branch ? branch : &no_members;
        tell_object(t, branch);
        json_object_set_string_member(variant, "case", value);
        json_object_set_string_member(variant, "type", branch->name);
        json_array_add_object_element(variants, variant);
    }
}

static void tell_enum(Teller *t, const QmpType *type)
{
    JsonObject *row = add_row(t, type->name, "enum");
    JsonArray *members = json_array_new();
    JsonArray *values = json_array_new();
    const char *text = type->text;
    char value[QMP_NAME_MAX];

    while (qmp_value_next(&text, value)) {
        JsonObject *member = json_object_new();

        json_object_set_string_member(member, "name", value);
        json_array_add_object_element(members, member);
        json_array_add_string_element(values, value);
    }
    json_object_set_array_member(row, "members", members);
    json_object_set_array_member(row, "values", values);
}

static void tell_alternate(Teller *t, const QmpType *type)
{
    JsonObject *row = add_row(t, type->name, "alternate");
    JsonArray *members = json_array_new();
    const char *text = type->text;
    QmpMember branch;

    json_object_set_array_member(row, "members", members);
    while (qmp_member_next(&text, &branch)) {
        g_autofree char *name = tell_type(t, &branch);
        JsonObject *member = json_object_new();

        json_object_set_string_member(member, "type", name);
        json_array_add_object_element(members, member);
    }
}

static void tell_named(Teller *t, const QmpType *type)
{
    g_assert(type);
    if (type->meta == QMP_OBJECT) {
        tell_object(t, type);
    } else if (is_new(t, type->name)) {
        (type->meta == QMP_ENUM ? tell_enum : tell_alternate)(t, type);
    }
}

static const char *tell_builtin(Teller *t, const QmpBuiltin *builtin)
{
    if (is_new(t, builtin->shown)) {
        JsonObject *row = add_row(t, builtin->shown, "builtin");

        json_object_set_string_member(row, "json-type", builtin->json_type);
    }
    return builtin->shown;
}

/* Returns: the name it has in the list (transfer full) */
static char *tell_type(Teller *t, const QmpMember *member)
{
    const QmpBuiltin *builtin = qmp_builtin(member->type);
    const char *name = builtin ? tell_builtin(t, builtin) : member->type;
    char *list;

    if (!builtin) {
        tell_named(t, qmp_schema_type(t->schema, member->type));
    }
    if (!member->list) {
        return g_strdup(name);
    }
    list = g_strdup_printf("[%s]", name);
    if (is_new(t, list)) {
        json_object_set_string_member(add_row(t, list, "array"),
                                      "element-type", name);
    }
    return list;
}

/* ---- commands and events ------------------------------------------------ */

/* Returns: the name of the object type with these members (transfer full) */
static char *tell_members(Teller *t, const char *name, const char *text)
{
    const QmpType *named = qmp_members_type(t->schema, text);
    g_autofree char *made = g_strdup_printf("q_obj_%s-arg", name);
    const QmpType own = { made, QMP_OBJECT, text };
    const QmpType *type = named ? named : text[0] ? &own : &no_members;

    tell_object(t, type);
    return g_strdup(type->name);
}

static void tell_command(Teller *t, const QmpCommand *command)
{
    JsonObject *row = add_row(t, command->name, "command");
    g_autofree char *args = tell_members(t, command->name, command->args);
    g_autofree char *returns = NULL;
    QmpMember member;

    if (command->returns[0]) {
        qmp_type_parse(command->returns, &member);
        returns = tell_type(t, &member);
    } else {
        returns = tell_members(t, "", "");
    }
    json_object_set_string_member(row, "arg-type", args);
    json_object_set_string_member(row, "ret-type", returns);
    if (command->flags & QMP_OOB) {
        json_object_set_boolean_member(row, "allow-oob", TRUE);
    }
}

static void tell_event(Teller *t, const QmpEvent *event)
{
    JsonObject *row = add_row(t, event->name, "event");
    g_autofree char *data = tell_members(t, event->name, event->members);

    json_object_set_string_member(row, "arg-type", data);
}

JsonNode *qmp_introspect(const QmpSchema *schema)
{
    const QmpTables *tables = qmp_schema_tables(schema);
    g_autoptr(GHashTable) told =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Teller teller = { schema, json_array_new(), told };

    for (const QmpCommand *const *list = tables->commands; *list; list++) {
        for (const QmpCommand *row = *list; row->name; row++) {
            tell_command(&teller, row);
        }
    }
    for (const QmpEvent *const *list = tables->events; *list; list++) {
        for (const QmpEvent *row = *list; row->name; row++) {
            tell_event(&teller, row);
        }
    }
    return qmp_node_array(teller.rows);
}
