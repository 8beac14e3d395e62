/*
 * object_tree.c: the path by recursion; the reference is taken before the
 * property is tried
 */
#include "property_internal.h"

#include <string.h>

static void read_child(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    Object *child = opaque;

    visit_type_object(v, name, &child, errp);
}

static Object *resolve_child(Object *obj, void *opaque, const char *part)
{
    return opaque;
}

static void drop_child(Object *obj, const char *name, void *opaque)
{
    Object *child = opaque;
    ObjectUnparent *unparent = object_get_class(child)->unparent;

    if (unparent) {
        unparent(child);
    }
    child->parent_property = NULL;
    child->parent = NULL;
    object_unref(child);
}

static bool is_above(const Object *candidate, const Object *obj)
{
    return obj && (candidate == obj || is_above(candidate, obj->parent));
}

static bool fits(Object *obj, const char *name, Object *child, Error **errp)
{
    const char *type = object_get_typename(child);

    if (child->parent) {
        error_setg(errp, "'%s' (%s) already has a parent, '%s'",
                   child->parent_property->name, type,
                   object_get_typename(child->parent));
    } else if (child == object_get_root() || is_above(child, obj)) {
        error_setg(errp, "child '%s' (%s) would become its own ancestor",
                   name, type);
    } else if (!*name || strpbrk(name, "/")) {
        error_setg(errp, "'%s' is no name for a child: it must not be empty "
                   "or contain '/'", name);
    } else {
        return true;
    }
    return false;
}

ObjectProperty *object_property_try_add_child(Object *obj, const char *name,
                                              Object *child, Error **errp)
{
    char type[128];
    ObjectProperty row = { .name = (char *)name, .type = type };
    ObjectProperty *made;

    if (!fits(obj, name, child, errp)) {
        return NULL;
    }
    g_snprintf(type, sizeof(type), "child<%s>", object_get_typename(child));
    row.get = read_child;
    row.resolve = resolve_child;
    row.release = drop_child;
    row.opaque = object_ref(child);
    made = object_add_property_row(obj, &row, errp);
    if (!made) {
        object_unref(child);
        return NULL;
    }
    child->parent_property = made;
    child->parent = obj;
    return made;
}

ObjectProperty *object_property_add_child(Object *obj, const char *name,
                                          Object *child)
{
    return object_property_try_add_child(obj, name, child, &error_abort);
}

void object_unparent(Object *obj)
{
    Object *parent = object_get_parent(obj);

    if (parent) {
        object_property_del(parent,
                            object_get_canonical_path_component(obj));
    }
}

Object *object_get_parent(const Object *obj)
{
    return obj->parent;
}

const char *object_get_canonical_path_component(const Object *obj)
{
    if (!obj->parent) {
        return NULL;
    }
    return obj->parent_property->name;
}

char *object_get_canonical_path(const Object *obj)
{
    if (obj == object_get_root()) {
        return g_strdup("/");
    }
    if (!obj->parent) {
        return NULL;
    }
    g_autofree char *above = object_get_canonical_path(obj->parent);
    if (!above) {
        return NULL;
    }
    return g_strdup_printf("%s/%s", above[1] ? above : "",
                           object_get_canonical_path_component(obj));
}
