/*
 * qmp_schema.c: finding rows, and reading what their texts say
 *
 * The texts are ours, so what is wrong in them is a bug and asserts.
 */
#include <string.h>

#include "qmp_internal.h"

struct QmpSchema {
    QmpTables tables;
    GHashTable *commands, *types, *events;
};

/* Rows of every kind begin with their name. */
static void index_table(GHashTable *index, const void *table, size_t size)
{
    const char *row = table;

    while (*(const char *const *)(const void *)row) {
        const char *name = *(const char *const *)(const void *)row;
        bool is_new = g_hash_table_insert(index, (gpointer)name,
                                          (gpointer)row);

        g_assert(is_new);
        row += size;
    }
}

static GHashTable *index_tables(const void *const *tables, size_t size)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);

    for (; tables && *tables; tables++) {
        index_table(index, *tables, size);
    }
    return index;
}

QmpSchema *qmp_schema_new(const QmpTables *tables)
{
    QmpSchema *schema = g_new0(QmpSchema, 1);

    schema->tables = *tables;
    schema->commands = index_tables((const void *const *)tables->commands,
                                    sizeof(QmpCommand));
    schema->types = index_tables((const void *const *)tables->types,
                                 sizeof(QmpType));
    schema->events = index_tables((const void *const *)tables->events,
                                  sizeof(QmpEvent));
    return schema;
}

void qmp_schema_free(QmpSchema *schema)
{
    g_hash_table_unref(schema->commands);
    g_hash_table_unref(schema->types);
    g_hash_table_unref(schema->events);
    g_free(schema);
}

const QmpCommand *qmp_schema_command(const QmpSchema *schema,
                                     const char *name)
{
    return g_hash_table_lookup(schema->commands, name);
}

const QmpType *qmp_schema_type(const QmpSchema *schema, const char *name)
{
    return g_hash_table_lookup(schema->types, name);
}

const QmpEvent *qmp_schema_event(const QmpSchema *schema, const char *name)
{
    return g_hash_table_lookup(schema->events, name);
}

const QmpTables *qmp_schema_tables(const QmpSchema *schema)
{
    return &schema->tables;
}

/* ---- texts -------------------------------------------------------------- */

static void copy_name(char to[QMP_NAME_MAX], const char *from, size_t length)
{
    g_assert(length > 0 && length < QMP_NAME_MAX);
    memcpy(to, from, length);
    to[length] = '\0';
}

/* Returns: the length up to a comma; *@text moves behind it. */
static size_t take_item(const char **text)
{
    size_t length = strcspn(*text, ",");

    *text += length + ((*text)[length] == ',');
    return length;
}

static void parse_type(const char *text, size_t length, QmpMember *member)
{
    member->list = text[0] == '[';
    if (member->list) {
        g_assert(text[length - 1] == ']');
        text++;
        length -= 2;
    }
    copy_name(member->type, text, length);
}

void qmp_type_parse(const char *text, QmpMember *member)
{
    *member = (QmpMember){ 0 };
    parse_type(text, strlen(text), member);
}

bool qmp_member_next(const char **text, QmpMember *member)
{
    const char *start = *text;
    size_t length = take_item(text);
    const char *colon = memchr(start, ':', length);

    if (!colon) {
        g_assert(length == 0 || strcmp(start, "...") == 0);
        return false;
    }
    *member = (QmpMember){ .optional = colon[-1] == '?' };
    copy_name(member->name, start,
              (size_t)(colon - start) - member->optional);
    parse_type(colon + 1, length - (size_t)(colon + 1 - start), member);
    return true;
}

bool qmp_members_open(const char *text)
{
    return g_str_has_suffix(text, "...");
}

bool qmp_value_next(const char **text, char value[QMP_NAME_MAX])
{
    const char *start = *text;
    size_t length = take_item(text);

    if (length == 0) {
        return false;
    }
    copy_name(value, start, length);
    return true;
}

const QmpType *qmp_members_type(const QmpSchema *schema, const char *text)
{
    const QmpType *type = NULL;

    if (text[0] == '@') {
        type = qmp_schema_type(schema, text + 1);
        g_assert(type && type->meta == QMP_OBJECT);
    }
    return type;
}

const QmpType *qmp_union_branch(const QmpSchema *schema, const QmpType *type,
                                const char *value)
{
    const char *text = type->branches;
    QmpMember branch;

    while (qmp_member_next(&text, &branch)) {
        if (strcmp(branch.name, value) == 0) {
            const QmpType *added = qmp_schema_type(schema, branch.type);

            g_assert(added && added->meta == QMP_OBJECT && !added->tag);
            return added;
        }
    }
    return NULL;
}
