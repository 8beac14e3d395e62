/*
 * property_ptr.c: integer variables as properties, without functions
 *
 * The visitor knows the direction, so one accessor per width is getter and
 * setter at once.
 */
#include "property_internal.h"

static void visit_uint8_ptr(Object *obj, Visitor *v, const char *name,
                            void *opaque, Error **errp)
{
    visit_type_uint8(v, name, opaque, errp);
}

static void visit_uint16_ptr(Object *obj, Visitor *v, const char *name,
                             void *opaque, Error **errp)
{
    visit_type_uint16(v, name, opaque, errp);
}

static void visit_uint32_ptr(Object *obj, Visitor *v, const char *name,
                             void *opaque, Error **errp)
{
    visit_type_uint32(v, name, opaque, errp);
}

static void visit_uint64_ptr(Object *obj, Visitor *v, const char *name,
                             void *opaque, Error **errp)
{
    visit_type_uint64(v, name, opaque, errp);
}

/* Type name and accessor of one width. */
typedef struct PtrKind {
    const char *type;
    ObjectPropertyAccessor *visit;
} PtrKind;

static const PtrKind uint8_kind = { "uint8", visit_uint8_ptr };
static const PtrKind uint16_kind = { "uint16", visit_uint16_ptr };
static const PtrKind uint32_kind = { "uint32", visit_uint32_ptr };
static const PtrKind uint64_kind = { "uint64", visit_uint64_ptr };

static ObjectProperty ptr_row(const PtrKind *kind, const char *name,
                              const void *variable, ObjectPropertyFlags flags)
{
    return (ObjectProperty){
        .name = (char *)name,
        .type = (char *)kind->type,
        .get = flags & OBJ_PROP_FLAG_READ ? kind->visit : NULL,
        .set = flags & OBJ_PROP_FLAG_WRITE ? kind->visit : NULL,
        .opaque = (void *)variable,
    };
}

static ObjectProperty *add_to_object(Object *obj, ObjectProperty row)
{
    return object_add_property_row(obj, &row, &error_abort);
}

static ObjectProperty *add_to_class(ObjectClass *klass, ObjectProperty row)
{
    return class_add_property_row(klass, &row);
}

ObjectProperty *object_property_add_uint8_ptr(Object *obj, const char *name,
                                              const uint8_t *v,
                                              ObjectPropertyFlags flags)
{
    return add_to_object(obj, ptr_row(&uint8_kind, name, v, flags));
}

ObjectProperty *object_property_add_uint16_ptr(Object *obj, const char *name,
                                               const uint16_t *v,
                                               ObjectPropertyFlags flags)
{
    return add_to_object(obj, ptr_row(&uint16_kind, name, v, flags));
}

ObjectProperty *object_property_add_uint32_ptr(Object *obj, const char *name,
                                               const uint32_t *v,
                                               ObjectPropertyFlags flags)
{
    return add_to_object(obj, ptr_row(&uint32_kind, name, v, flags));
}

ObjectProperty *object_property_add_uint64_ptr(Object *obj, const char *name,
                                               const uint64_t *v,
                                               ObjectPropertyFlags flags)
{
    return add_to_object(obj, ptr_row(&uint64_kind, name, v, flags));
}

ObjectProperty *object_class_property_add_uint8_ptr(
    ObjectClass *klass, const char *name, const uint8_t *v,
    ObjectPropertyFlags flags)
{
    return add_to_class(klass, ptr_row(&uint8_kind, name, v, flags));
}

ObjectProperty *object_class_property_add_uint16_ptr(
    ObjectClass *klass, const char *name, const uint16_t *v,
    ObjectPropertyFlags flags)
{
    return add_to_class(klass, ptr_row(&uint16_kind, name, v, flags));
}

ObjectProperty *object_class_property_add_uint32_ptr(
    ObjectClass *klass, const char *name, const uint32_t *v,
    ObjectPropertyFlags flags)
{
    return add_to_class(klass, ptr_row(&uint32_kind, name, v, flags));
}

ObjectProperty *object_class_property_add_uint64_ptr(
    ObjectClass *klass, const char *name, const uint64_t *v,
    ObjectPropertyFlags flags)
{
    return add_to_class(klass, ptr_row(&uint64_kind, name, v, flags));
}
