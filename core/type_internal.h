/*
 * type_internal.h: what the object model's own files share
 *
 * A TypeRegistry is a world of types. The program has one, kept by
 * object_default.c; tests make their own.
 */
#ifndef CORE_TYPE_INTERNAL_H
#define CORE_TYPE_INTERNAL_H

#include "core/object.h"

struct TypeRegistry {
    GRecMutex lock;             /* class_init may look up other types */
    GHashTable *types;          /* name (borrowed) -> TypeImpl (owned) */
};

struct TypeImpl {
    /* set at registration */
    const TypeInfo *info;       /* borrowed */
    TypeRegistry *registry;     /* borrowed */

    /* set when the class is first needed */
    Type parent;                /* (nullable) */
    bool resolving;             /* parents are being looked up */
    size_t instance_size;
    size_t instance_align;
    size_t class_size;
    bool abstract;              /* as the row says, or an interface */
    ObjectClass *class;         /* NULL before */
    gint ready;                 /* atomic: class_init has finished */
};

/* type_registry.c */
void type_registry_init(TypeRegistry *registry);
void type_registry_deinit(TypeRegistry *registry);

/** type_registry_add: register @info (borrowed); a taken name is fatal */
Type type_registry_add(TypeRegistry *registry, const TypeInfo *info);

/** type_registry_find: (nullable) */
Type type_registry_find(TypeRegistry *registry, const char *name);

/** type_registry_list: all types by name; (transfer container) */
GList *type_registry_list(TypeRegistry *registry);

/* type_class.c */

/** type_get_class: the class of @type, made at the first call */
ObjectClass *type_get_class(Type type);

/* type_layout.c */

/** type_layout_class: set the sizes of @type and make its class block; the
 * parent's class must exist */
void type_layout_class(Type type);

/* object_cast.c */

/** type_is_a: is @type called @name or derived from it? Class must exist */
bool type_is_a(Type type, const char *name);

/* object_interface.c */

/** type_init_interfaces: give @type's class its interface classes */
void type_init_interfaces(Type type);

/** interface_class_find: the InterfaceClass for @name, counted in @matches */
ObjectClass *interface_class_find(ObjectClass *klass, const char *name,
                                  int *matches);

/** object_class_free: free a class block and what it owns */
void object_class_free(ObjectClass *klass);

/* object_class.c */
GSList *type_registry_classes(TypeRegistry *registry, const char *implements,
                              bool include_abstract);

/* object.c */

/** object_init_with_class: turn zeroed storage into an object */
void object_init_with_class(void *storage, size_t size, ObjectClass *klass);

#endif
