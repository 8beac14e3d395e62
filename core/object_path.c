/*
 * object_path.c: from a path to an object
 *
 * "/a/b" starts at the root and may pass through links. "b" or "a/b" is
 * partial: it means the one object whose canonical path ends that way.
 */
#include "property_internal.h"

Object *object_resolve_path_component(Object *parent, const char *part)
{
    ObjectProperty *prop = object_property_find(parent, part);

    if (prop == NULL || prop->resolve == NULL) {
        return NULL;
    }
    return prop->resolve(parent, prop->opaque, part);
}

/* Empty components ("//", a slash at the end) count for nothing. */
static Object *resolve_parts(Object *from, char *const *parts)
{
    Object *obj = from;

    for (; obj != NULL && *parts != NULL; parts++) {
        if (**parts != '\0') {
            obj = object_resolve_path_component(obj, *parts);
        }
    }
    return obj;
}

typedef struct PartialSearch {
    char **parts;
    const char *type_name;
    Object *found;
    bool ambiguous;
} PartialSearch;

static int partial_visit(Object *obj, void *opaque)
{
    PartialSearch *search = opaque;
    Object *hit = resolve_parts(obj, search->parts);

    if (hit == NULL || hit == search->found ||
        object_dynamic_cast(hit, search->type_name) == NULL) {
        return 0;
    }
    if (search->found != NULL) {
        search->ambiguous = true;
        return 1;
    }
    search->found = hit;
    return 0;
}

static Object *resolve_partial(PartialSearch *search)
{
    Object *root = object_get_root();

    if (partial_visit(root, search) == 0) {
        object_child_foreach_recursive(root, partial_visit, search);
    }
    return search->ambiguous ? NULL : search->found;
}

Object *object_resolve_path_type(const char *path, const char *type_name,
                                 bool *ambiguous)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", 0);
    PartialSearch search = { .parts = parts, .type_name = type_name };
    Object *obj = NULL;

    if (path[0] == '/') {
        obj = resolve_parts(object_get_root(), parts);
        obj = object_dynamic_cast(obj, type_name);
    } else {
        /* the empty path fits every object: the only one of the type */
        obj = resolve_partial(&search);
    }
    if (ambiguous != NULL) {
        *ambiguous = search.ambiguous;
    }
    return obj;
}

Object *object_resolve_path(const char *path, bool *ambiguous)
{
    return object_resolve_path_type(path, TYPE_OBJECT, ambiguous);
}

Object *object_resolve_path_at(Object *parent, const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, "/", 0);

    return resolve_parts(path[0] == '/' ? object_get_root() : parent, parts);
}
