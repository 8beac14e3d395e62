/*
 * property_types.c: bool, string and enum properties from two functions
 *
 * The pair of functions sits in a small block that the property owns; one
 * accessor per type unpacks it and moves the value through the visitor.
 */
#include "property_internal.h"

typedef struct BoolFns {
    bool (*get)(Object *obj, Error **errp);
    void (*set)(Object *obj, bool value, Error **errp);
} BoolFns;

typedef struct StrFns {
    char *(*get)(Object *obj, Error **errp);
    void (*set)(Object *obj, const char *value, Error **errp);
} StrFns;

typedef struct EnumFns {
    const QEnumLookup *lookup;
    int (*get)(Object *obj, Error **errp);
    void (*set)(Object *obj, int value, Error **errp);
} EnumFns;

/* A row whose opaque block is a copy of @fns, owned by the property. */
static ObjectProperty row_new(const char *name, const char *type,
                              const void *fns, size_t size)
{
    void *copy = g_memdup2(fns, size);

    return (ObjectProperty){
        .name = (char *)name,
        .type = (char *)type,
        .opaque = copy,
        .owned = copy,
    };
}

static void get_bool(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const BoolFns *fns = opaque;
    Error *local = NULL;
    bool value = fns->get(obj, &local);

    if (local != NULL) {
        error_propagate(errp, local);
        return;
    }
    visit_type_bool(v, name, &value, errp);
}

static void set_bool(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const BoolFns *fns = opaque;
    bool value;

    if (visit_type_bool(v, name, &value, errp)) {
        fns->set(obj, value, errp);
    }
}

static ObjectProperty bool_row(const char *name, const BoolFns *fns)
{
    ObjectProperty row = row_new(name, "bool", fns, sizeof(*fns));

    row.get = fns->get != NULL ? get_bool : NULL;
    row.set = fns->set != NULL ? set_bool : NULL;
    return row;
}

ObjectProperty *object_property_add_bool(
    Object *obj, const char *name, bool (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, bool value, Error **errp))
{
    ObjectProperty row = bool_row(name, &(BoolFns){ get, set });

    return object_add_property_row(obj, &row, &error_abort);
}

ObjectProperty *object_class_property_add_bool(
    ObjectClass *klass, const char *name,
    bool (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, bool value, Error **errp))
{
    ObjectProperty row = bool_row(name, &(BoolFns){ get, set });

    return class_add_property_row(klass, &row);
}

static void get_str(Object *obj, Visitor *v, const char *name, void *opaque,
                    Error **errp)
{
    const StrFns *fns = opaque;
    Error *local = NULL;
    g_autofree char *value = fns->get(obj, &local);

    if (local != NULL) {
        error_propagate(errp, local);
        return;
    }
    visit_type_str(v, name, &value, errp);
}

static void set_str(Object *obj, Visitor *v, const char *name, void *opaque,
                    Error **errp)
{
    const StrFns *fns = opaque;
    g_autofree char *value = NULL;

    if (visit_type_str(v, name, &value, errp)) {
        fns->set(obj, value, errp);
    }
}

static ObjectProperty str_row(const char *name, const StrFns *fns)
{
    ObjectProperty row = row_new(name, "string", fns, sizeof(*fns));

    row.get = fns->get != NULL ? get_str : NULL;
    row.set = fns->set != NULL ? set_str : NULL;
    return row;
}

ObjectProperty *object_property_add_str(
    Object *obj, const char *name, char *(*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, const char *value, Error **errp))
{
    ObjectProperty row = str_row(name, &(StrFns){ get, set });

    return object_add_property_row(obj, &row, &error_abort);
}

ObjectProperty *object_class_property_add_str(
    ObjectClass *klass, const char *name,
    char *(*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, const char *value, Error **errp))
{
    ObjectProperty row = str_row(name, &(StrFns){ get, set });

    return class_add_property_row(klass, &row);
}

static void get_enum(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const EnumFns *fns = opaque;
    Error *local = NULL;
    int value = fns->get(obj, &local);

    if (local != NULL) {
        error_propagate(errp, local);
        return;
    }
    visit_type_enum(v, name, &value, fns->lookup, errp);
}

static void set_enum(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    const EnumFns *fns = opaque;
    int value;

    if (visit_type_enum(v, name, &value, fns->lookup, errp)) {
        fns->set(obj, value, errp);
    }
}

static ObjectProperty enum_row(const char *name, const char *type,
                               const EnumFns *fns)
{
    ObjectProperty row = row_new(name, type, fns, sizeof(*fns));

    row.get = fns->get != NULL ? get_enum : NULL;
    row.set = fns->set != NULL ? set_enum : NULL;
    return row;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_property_add_enum(
    Object *obj, const char *name, const char *type,
    const QEnumLookup *lookup, int (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, int value, Error **errp))
{
    ObjectProperty row = enum_row(name, type, &(EnumFns){ lookup, get, set });

    return object_add_property_row(obj, &row, &error_abort);
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
ObjectProperty *object_class_property_add_enum(
    ObjectClass *klass, const char *name, const char *type,
    const QEnumLookup *lookup, int (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, int value, Error **errp))
{
    ObjectProperty row = enum_row(name, type, &(EnumFns){ lookup, get, set });

    return class_add_property_row(klass, &row);
}
