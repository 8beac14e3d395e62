/*
 * object.c: the life of an object
 *
 * Birth: zeroed storage, class pointer, one reference, then instance_init
 * from the root type to the leaf, so that each level finds its parent's part
 * ready. Death, when the last reference goes: properties (children with them),
 * then instance_finalize from leaf to root, then the storage.
 */
#include "property_internal.h"
#include "type_internal.h"

#include <string.h>

/* g_malloc() serves everything up to here. */
#define MALLOC_ALIGN (2 * sizeof(void *))

static void object_run_init(Object *obj, Type type)
{
    if (type->parent != NULL) {
        object_run_init(obj, type->parent);
    }
    if (type->info->instance_init != NULL) {
        type->info->instance_init(obj);
    }
}

static void object_run_post_init(Object *obj)
{
    for (Type t = obj->class->type; t != NULL; t = t->parent) {
        if (t->info->instance_post_init != NULL) {
            t->info->instance_post_init(obj);
        }
    }
}

void object_init_with_class(void *storage, size_t size, ObjectClass *klass)
{
    Type type = klass->type;
    Object *obj = storage;

    if (type->abstract) {
        error_setg(&error_abort, "type '%s' is abstract: no object can be "
                   "made of it", type->info->name);
    }
    if (size < type->instance_size) {
        error_setg(&error_abort, "%zu bytes are too few for an object of "
                   "type '%s' (%zu)", size, type->info->name,
                   type->instance_size);
    }
    memset(obj, 0, type->instance_size);
    obj->class = klass;
    obj->ref = 1;
    object_run_class_property_init(obj);
    object_run_init(obj, type);
    object_run_post_init(obj);
}

Object *object_new_with_class(ObjectClass *klass)
{
    Type type = klass->type;
    size_t size = MAX(type->instance_size, sizeof(Object));
    bool aligned = type->instance_align > MALLOC_ALIGN;
    Object *obj = aligned ? g_aligned_alloc(1, size, type->instance_align)
                          : g_malloc(size);

    object_init_with_class(obj, size, klass);
    obj->free = aligned ? g_aligned_free : g_free;
    return obj;
}

Object *object_ref(void *ptr)
{
    Object *obj = ptr;

    if (obj != NULL) {
        gint before = g_atomic_int_add(&obj->ref, 1);
        g_assert(before > 0);
    }
    return obj;
}

static void object_finalize(Object *obj)
{
    g_assert(obj->parent == NULL);
    object_property_del_all(obj);
    for (Type t = obj->class->type; t != NULL; t = t->parent) {
        if (t->info->instance_finalize != NULL) {
            t->info->instance_finalize(obj);
        }
    }
    if (obj->free != NULL) {
        obj->free(obj);
    }
}

void object_unref(void *ptr)
{
    Object *obj = ptr;

    if (obj == NULL) {
        return;
    }
    g_assert(g_atomic_int_get(&obj->ref) > 0);
    if (g_atomic_int_dec_and_test(&obj->ref)) {
        object_finalize(obj);
    }
}
