/*
 * property_table.c: a set of properties that remembers its order
 *
 * Objects are released and listed in a fixed order, so equal command lines
 * give equal runs; a hash table alone would not promise that.
 */
#include "property_internal.h"

PropertyTable *property_table_new(void)
{
    PropertyTable *table = g_new0(PropertyTable, 1);

    table->by_name = g_hash_table_new(g_str_hash, g_str_equal);
    g_queue_init(&table->order);
    return table;
}

void property_free(ObjectProperty *prop)
{
    g_free(prop->name);
    g_free(prop->type);
    g_free(prop->description);
    g_free(prop->owned);
    g_free(prop);
}

void property_table_free(PropertyTable *table)
{
    if (table == NULL) {
        return;
    }
    ObjectProperty *prop;
    while ((prop = g_queue_pop_tail(&table->order)) != NULL) {
        property_free(prop);
    }
    g_hash_table_destroy(table->by_name);
    g_free(table);
}

ObjectProperty *property_table_find(PropertyTable *table, const char *name)
{
    return table != NULL ? g_hash_table_lookup(table->by_name, name) : NULL;
}

ObjectProperty *property_table_add(PropertyTable *table,
                                   const ObjectProperty *model)
{
    ObjectProperty *prop = g_memdup2(model, sizeof(*model));

    prop->name = g_strdup(model->name);
    prop->type = g_strdup(model->type);
    prop->description = g_strdup(model->description);
    g_hash_table_insert(table->by_name, prop->name, prop);
    g_queue_push_tail(&table->order, prop);
    return prop;
}

void property_table_take(PropertyTable *table, ObjectProperty *prop)
{
    g_hash_table_remove(table->by_name, prop->name);
    /* from the end: an object releases its youngest property first */
    GList *link = table->order.tail;
    while (link->data != prop) {
        link = link->prev;
    }
    g_queue_delete_link(&table->order, link);
}
