/*
 * type_registry.c: type names and the rows behind them
 *
 * Registration only notes the row. Nothing is looked up, so a file may
 * register a type before the file that registers its parent has run; errors
 * in the row show when the class is made (type_class.c).
 */
#include "type_internal.h"

#include <string.h>

/* Every object can say what it is. */
static char *get_type(Object *obj, Error **errp)
{
    return g_strdup(object_get_typename(obj));
}

static void object_class_init(ObjectClass *klass, void *data)
{
    object_class_property_add_str(klass, "type", get_type, NULL);
}

static const TypeInfo root_types[] = {
    {
        .name = TYPE_OBJECT,
        .instance_size = sizeof(Object),
        .class_size = sizeof(ObjectClass),
        .class_init = object_class_init,
        .abstract = true,
    },
    {
        .name = TYPE_INTERFACE,
        .class_size = sizeof(InterfaceClass),
        .abstract = true,
    },
};

static void type_free(gpointer data)
{
    Type type = data;

    object_class_free(type->class);
    g_free(type);
}

void type_registry_init(TypeRegistry *registry)
{
    g_rec_mutex_init(&registry->lock);
    registry->types = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                            type_free);
    for (size_t i = 0; i < G_N_ELEMENTS(root_types); i++) {
        type_registry_add(registry, &root_types[i]);
    }
}

void type_registry_deinit(TypeRegistry *registry)
{
    g_hash_table_destroy(registry->types);
    g_rec_mutex_clear(&registry->lock);
}

Type type_registry_add(TypeRegistry *registry, const TypeInfo *info)
{
    Type type = g_new0(struct TypeImpl, 1);

    g_assert(info->name != NULL);
    type->info = info;
    type->registry = registry;
    g_rec_mutex_lock(&registry->lock);
    if (g_hash_table_contains(registry->types, info->name)) {
        error_setg(&error_abort, "type '%s' is registered twice", info->name);
    }
    g_hash_table_insert(registry->types, (gpointer)info->name, type);
    g_rec_mutex_unlock(&registry->lock);
    return type;
}

Type type_registry_find(TypeRegistry *registry, const char *name)
{
    g_rec_mutex_lock(&registry->lock);
    Type type = g_hash_table_lookup(registry->types, name);
    g_rec_mutex_unlock(&registry->lock);
    return type;
}

static gint type_compare(gconstpointer a, gconstpointer b)
{
    const struct TypeImpl *left = a;
    const struct TypeImpl *right = b;

    return strcmp(left->info->name, right->info->name);
}

GList *type_registry_list(TypeRegistry *registry)
{
    g_rec_mutex_lock(&registry->lock);
    GList *list = g_hash_table_get_values(registry->types);
    g_rec_mutex_unlock(&registry->lock);
    return g_list_sort(list, type_compare);
}
