/*
 * property.c: giving objects and classes their properties
 *
 * A name may be used once along the whole chain of an object: by the object
 * itself or by one of its classes.
 */
#include "property_internal.h"

#include <string.h>

/* "irq[*]" -> "irq[0]", "irq[1]", ...: the lowest number that is free. */
static char *property_free_name(Object *obj, const char *name)
{
    g_autofree char *stem = g_strndup(name, strlen(name) - strlen("[*]"));

    for (unsigned i = 0;; i++) {
        char *candidate = g_strdup_printf("%s[%u]", stem, i);
        if (object_property_find(obj, candidate) == NULL) {
            return candidate;
        }
        g_free(candidate);
    }
}

ObjectProperty *object_add_property_row(Object *obj,
                                        const ObjectProperty *model,
                                        Error **errp)
{
    ObjectProperty row = *model;
    g_autofree char *numbered = NULL;

    if (g_str_has_suffix(model->name, "[*]")) {
        numbered = property_free_name(obj, model->name);
        row.name = numbered;
    }
    if (object_property_find(obj, row.name) != NULL) {
        error_setg(errp, "object of type '%s' already has a property '%s'",
                   object_get_typename(obj), row.name);
        return NULL;
    }
    if (obj->properties == NULL) {
        obj->properties = property_table_new();
    }
    return property_table_add(obj->properties, &row);
}

ObjectProperty *class_add_property_row(ObjectClass *klass,
                                       const ObjectProperty *model)
{
    if (object_class_property_find(klass, model->name) != NULL) {
        error_setg(&error_abort, "class '%s' already has a property '%s'",
                   object_class_get_name(klass), model->name);
    }
    if (klass->properties == NULL) {
        klass->properties = property_table_new();
    }
    return property_table_add(klass->properties, model);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_property_try_add(Object *obj, const char *name,
                                        const char *type,
                                        ObjectPropertyAccessor *get,
                                        ObjectPropertyAccessor *set,
                                        ObjectPropertyRelease *release,
                                        void *opaque, Error **errp)
{
    const ObjectProperty model = {
        .name = (char *)name,
        .type = (char *)type,
        .get = get,
        .set = set,
        .release = release,
        .opaque = opaque,
    };

    return object_add_property_row(obj, &model, errp);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_property_add(Object *obj, const char *name,
                                    const char *type,
                                    ObjectPropertyAccessor *get,
                                    ObjectPropertyAccessor *set,
                                    ObjectPropertyRelease *release,
                                    void *opaque)
{
    return object_property_try_add(obj, name, type, get, set, release, opaque,
                                   &error_abort);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_class_property_add(ObjectClass *klass,
                                          const char *name, const char *type,
                                          ObjectPropertyAccessor *get,
                                          ObjectPropertyAccessor *set,
                                          ObjectPropertyRelease *release,
                                          void *opaque)
{
    const ObjectProperty model = {
        .name = (char *)name,
        .type = (char *)type,
        .get = get,
        .set = set,
        .release = release,
        .opaque = opaque,
    };

    return class_add_property_row(klass, &model);
}

static void object_drop_property(Object *obj, ObjectProperty *prop)
{
    property_table_take(obj->properties, prop);
    if (prop->release != NULL) {
        prop->release(obj, prop->name, prop->opaque);
    }
    property_free(prop);
}

void object_property_del(Object *obj, const char *name)
{
    ObjectProperty *prop = property_table_find(obj->properties, name);

    if (prop != NULL) {
        object_drop_property(obj, prop);
    }
}

static void object_release_class_properties(Object *obj)
{
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_class_property_iter_init(&iter, obj->class);
    while ((prop = object_property_iter_next(&iter)) != NULL) {
        if (prop->release != NULL) {
            prop->release(obj, prop->name, prop->opaque);
        }
    }
}

void object_property_del_all(Object *obj)
{
    object_release_class_properties(obj);
    /* a release function may remove further properties: look again */
    while (obj->properties != NULL &&
           !g_queue_is_empty(&obj->properties->order)) {
        object_drop_property(obj, obj->properties->order.tail->data);
    }
    property_table_free(obj->properties);
    obj->properties = NULL;
}

void object_run_class_property_init(Object *obj)
{
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_class_property_iter_init(&iter, obj->class);
    while ((prop = object_property_iter_next(&iter)) != NULL) {
        if (prop->init != NULL) {
            prop->init(obj, prop);
        }
    }
}
