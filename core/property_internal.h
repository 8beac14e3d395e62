/*
 * property_internal.h: what the property files share
 */
#ifndef CORE_PROPERTY_INTERNAL_H
#define CORE_PROPERTY_INTERNAL_H

#include "core/object.h"

/* Properties by name and in the order of adding. */
struct PropertyTable {
    GHashTable *by_name;        /* name (borrowed) -> ObjectProperty */
    GQueue order;               /* of ObjectProperty */
};

/* property_table.c: every function takes NULL for an empty table */
PropertyTable *property_table_new(void);
void property_table_free(PropertyTable *table);
ObjectProperty *property_table_find(PropertyTable *table, const char *name);

/** property_table_add: add a copy of @model (its strings are copied too) */
ObjectProperty *property_table_add(PropertyTable *table,
                                   const ObjectProperty *model);

/** property_table_take: remove @prop; free it with property_free() */
void property_table_take(PropertyTable *table, ObjectProperty *prop);
void property_free(ObjectProperty *prop);

/* property.c: one row instead of seven parameters */
ObjectProperty *object_add_property_row(Object *obj,
                                        const ObjectProperty *model,
                                        Error **errp);
ObjectProperty *class_add_property_row(ObjectClass *klass,
                                       const ObjectProperty *model);

/** object_property_del_all: release everything, youngest first */
void object_property_del_all(Object *obj);

/** object_run_class_property_init: ObjectProperty.init of a new object */
void object_run_class_property_init(Object *obj);

/* property_hint.c */

/** property_error_unknown: "Property 'T.x' not found" and what to do */
void property_error_unknown(const char *type_name, const char *name,
                            ObjectPropertyIterator *known, Error **errp);

/* What a Visitor carries. */
typedef enum ValueKind {
    VALUE_NONE,
    VALUE_BOOL,
    VALUE_INT,                  /* any integer; sign says where it is */
    VALUE_UINT,
    VALUE_SIZE,                 /* VALUE_UINT in bytes */
    VALUE_STR,                  /* typed string */
    VALUE_TEXT,                 /* to be parsed as whatever is asked for */
    VALUE_ENUM,
    VALUE_OBJECT,
} ValueKind;

struct Visitor {
    bool input;                 /* true in setters */
    const char *type_name;      /* of the object, for messages */
    ValueKind kind;
    bool boolean;
    int64_t signed_value;
    uint64_t unsigned_value;
    char *str;                  /* STR, TEXT; owned when input is false */
    int index;                  /* ENUM */
    const QEnumLookup *lookup;  /* ENUM */
    Object *object;             /* OBJECT, borrowed */
};

/* visitor.c */

/** visitor_refuse: set "Property 'T.x' expects @expected, not ..." */
bool visitor_refuse(const Visitor *v, const char *name, const char *expected,
                    Error **errp);

/** visitor_deinit: free what a getter left in @v */
void visitor_deinit(Visitor *v);

/* property_print.c: (transfer full) */
char *visitor_to_string(const Visitor *v, bool human);

#endif
