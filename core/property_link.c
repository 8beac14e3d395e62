/*
 * property_link.c: references between objects across the tree
 *
 * A child is owned; a link only points. A strong link keeps its target alive,
 * a weak one trusts the tree to do so.
 */
#include "property_internal.h"

#include <string.h>

typedef struct LinkProperty {
    Object **targetp;           /* NULL: at @offset in each object */
    ptrdiff_t offset;
    ObjectLinkCheck *check;
    ObjectPropertyLinkFlags flags;
    char type[];                /* the target's type name */
} LinkProperty;

static Object **link_target(Object *obj, const LinkProperty *link)
{
    return link->targetp != NULL ? link->targetp
                                 : (Object **)((char *)obj + link->offset);
}

static void link_get(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    visit_type_object(v, name, link_target(obj, opaque), errp);
}

static void link_assign(Object *obj, const LinkProperty *link, Object *target)
{
    Object **targetp = link_target(obj, link);
    Object *old = *targetp;

    *targetp = target;
    if (link->flags & OBJ_PROP_LINK_STRONG) {
        object_ref(target);
        object_unref(old);
    }
}

static void link_set(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const LinkProperty *link = opaque;
    Error *local = NULL;
    Object *target;

    if (!visit_type_object(v, name, &target, errp)) {
        return;
    }
    if (target != NULL && object_dynamic_cast(target, link->type) == NULL) {
        error_setg(errp, "Property '%s.%s' expects an object of type '%s', "
                   "not '%s'", object_get_typename(obj), name, link->type,
                   object_get_typename(target));
        return;
    }
    link->check(obj, name, target, &local);
    if (local != NULL) {
        error_propagate(errp, local);
        return;
    }
    link_assign(obj, link, target);
}

static Object *link_resolve(Object *obj, void *opaque, const char *part)
{
    return *link_target(obj, opaque);
}

static void link_release(Object *obj, const char *name, void *opaque)
{
    link_assign(obj, opaque, NULL);
}

/* The caller fills in where the target is stored. */
static LinkProperty *link_new(const char *type, ObjectLinkCheck *check,
                              ObjectPropertyLinkFlags flags)
{
    LinkProperty *link = g_malloc0(sizeof(*link) + strlen(type) + 1);

    strcpy(link->type, type);
    link->check = check;
    link->flags = flags;
    return link;
}

static ObjectProperty link_row(const char *name, char *type_text,
                               LinkProperty *link)
{
    return (ObjectProperty){
        .name = (char *)name,
        .type = type_text,
        .get = link_get,
        .set = link->check != NULL ? link_set : NULL,
        .resolve = link_resolve,
        .release = link_release,
        .opaque = link,
        .owned = link,
    };
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_property_add_link(Object *obj, const char *name,
                                         const char *type, Object **targetp,
                                         ObjectLinkCheck *check,
                                         ObjectPropertyLinkFlags flags)
{
    g_autofree char *text = g_strdup_printf("link<%s>", type);
    LinkProperty *link = link_new(type, check, flags);

    link->targetp = targetp;
    ObjectProperty row = link_row(name, text, link);
    return object_add_property_row(obj, &row, &error_abort);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_class_property_add_link(ObjectClass *klass,
                                               const char *name,
                                               const char *type,
                                               ptrdiff_t offset,
                                               ObjectLinkCheck *check,
                                               ObjectPropertyLinkFlags flags)
{
    g_autofree char *text = g_strdup_printf("link<%s>", type);
    LinkProperty *link = link_new(type, check, flags);

    link->offset = offset;
    ObjectProperty row = link_row(name, text, link);
    return class_add_property_row(klass, &row);
}

void object_property_allow_set_link(const Object *obj, const char *name,
                                    Object *target, Error **errp)
{
}
