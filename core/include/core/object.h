/*
 * object.h: the object model (QOM): types, classes, objects, casts
 *
 * A type is a row (TypeInfo) registered by name before main(). Its class is
 * one block of memory that all objects of the type share; it starts as a copy
 * of the parent's class and is finished by class_init, once, when it is first
 * needed. Parents are found by name at that moment, so the order in which
 * files register their types does not matter.
 *
 *     struct FooState {               struct FooClass {
 *         Object parent_obj;              ObjectClass parent_class;
 *         ...                             void (*op)(FooState *s);
 *     };                              };
 *
 * An object starts with its parent's struct, which starts with Object, so a
 * cast never moves the pointer. Allocate only with object_new() or
 * object_initialize*(); memory belongs to the reference count.
 *
 * Properties: core/property.h. Composition tree: core/object_tree.h. Both are
 * included here, as users of the model need them.
 *
 * Not here: devices (realize, reset, gpio), user-creatable objects, QAPI.
 */
#ifndef CORE_OBJECT_H
#define CORE_OBJECT_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"

typedef struct TypeImpl *Type;
typedef struct TypeInfo TypeInfo;
typedef struct TypeRegistry TypeRegistry;
typedef struct Object Object;
typedef struct ObjectClass ObjectClass;
typedef struct PropertyTable PropertyTable;
typedef struct InterfaceInfo InterfaceInfo;
typedef struct InterfaceClass InterfaceClass;

#define TYPE_OBJECT "object"
#define TYPE_INTERFACE "interface"
#define TYPE_CONTAINER "container"

typedef void (ObjectUnparent)(Object *obj);
typedef void (ObjectFree)(void *obj);

/* First member of every class struct. */
struct ObjectClass {
    Type type;
    ObjectUnparent *unparent;   /* (nullable): called before leaving parent */

    /* private */
    GSList *interfaces;         /* InterfaceClass, own copies */
    PropertyTable *properties;  /* (nullable): class properties */
};

/* First member of every object struct; all members are private. */
struct Object {
    ObjectClass *class;
    ObjectFree *free;           /* NULL: storage belongs to the caller */
    PropertyTable *properties;  /* (nullable): properties of this object */
    Object *parent;             /* (nullable): in the composition tree */
    struct ObjectProperty *parent_property;     /* the child<> that holds us */
    gint ref;                   /* atomic */
};

/* What a file says about its type; registered rows are never copied. */
struct TypeInfo {
    const char *name;
    const char *parent;         /* NULL only for roots */

    size_t instance_size;       /* bytes; 0 = as the parent */
    size_t instance_align;      /* bytes, power of two; 0 = as the parent */
    void (*instance_init)(Object *obj);         /* root to leaf */
    void (*instance_post_init)(Object *obj);    /* leaf to root, after init */
    void (*instance_finalize)(Object *obj);     /* leaf to root */

    bool abstract;              /* object_new() refuses it */
    size_t class_size;          /* bytes; 0 = as the parent */
    void (*class_init)(ObjectClass *klass, void *data);
    void (*class_base_init)(ObjectClass *klass, void *data);
    void *class_data;           /* the @data of both */

    const InterfaceInfo *interfaces;    /* ends with a NULL type */
};

/* An interface is a class without instances: only function pointers. */
struct InterfaceInfo {
    const char *type;
};

struct InterfaceClass {
    ObjectClass parent_class;
    ObjectClass *concrete_class;    /* the class that implements it */
};

/* ---- registration ---- */

/** type_init: run @function before main(); it registers types */
#define type_init(function)                                             \
    static void __attribute__((constructor)) type_init_##function(void) \
    {                                                                   \
        function();                                                     \
    }

/**
 * type_register_static: announce a type
 * @info: (borrowed): must stay valid for the life of the program
 *
 * A name that is already taken is fatal.
 * Context: before main(), or BQL.
 */
Type type_register_static(const TypeInfo *info);
void type_register_static_array(const TypeInfo *infos, int n_infos);

/** DEFINE_TYPES: register an array of TypeInfo; file scope */
#define DEFINE_TYPES(type_array)                                        \
    static void do_qemu_init_##type_array(void)                         \
    {                                                                   \
        type_register_static_array(type_array, G_N_ELEMENTS(type_array)); \
    }                                                                   \
    type_init(do_qemu_init_##type_array)

/* ---- life cycle ---- */

/**
 * object_new: allocate and initialise an object
 * @type_name: registered and not abstract, otherwise the process aborts with
 *             a message; ask object_class_by_name() first for user input
 *
 * Returns: (transfer full): the caller's reference.
 */
Object *object_new(const char *type_name);

/** object_new_with_class: the same for a class at hand */
Object *object_new_with_class(ObjectClass *klass);

/**
 * object_new_with_props: object_new(), set properties, add as child
 * @parent: (borrowed): becomes the parent
 * @id:     name of the child
 * @...:    property name and value text, again and again; NULL ends the list.
 *          Values are parsed as object_property_parse() does
 *
 * Returns: (nullable) (borrowed): the parent keeps it alive; NULL with @errp.
 */
Object *object_new_with_props(const char *type_name, Object *parent,
                              const char *id, Error **errp, ...)
    G_GNUC_NULL_TERMINATED;

/**
 * object_initialize: turn caller's storage into an object
 * @obj:  storage, at least the instance size of the type
 * @size: bytes in @obj; too few aborts with a message
 *
 * The object starts with one reference; the last unref finalises it and
 * leaves the storage alone.
 */
void object_initialize(void *obj, size_t size, const char *type_name);

/**
 * object_initialize_child: initialise a member struct as a named child
 * @parent: the object that embeds the child
 * @name:   property name of the child; "name[*]" picks the next free number
 * @child:  pointer to the member; its type gives the size
 * @type:   type name
 *
 * The parent holds the only reference. Failure aborts.
 */
#define object_initialize_child(parent, name, child, type)              \
    object_initialize_child_internal(OBJECT(parent), (name), (child),   \
                                     sizeof(*(child)), (type))
void object_initialize_child_internal(Object *parent, const char *name,
                                      void *child, size_t size,
                                      const char *type_name);

/** object_ref: take a reference; returns @obj. Context: any thread */
Object *object_ref(void *obj);

/**
 * object_unref: drop a reference (NULL is fine)
 *
 * The last one releases the properties (and so the children), finalises from
 * leaf to root and frees. Context: any thread; the last one: BQL.
 */
void object_unref(void *obj);

/* ---- casts ---- */

/** object_dynamic_cast: @obj if it is a @type_name, otherwise NULL */
Object *object_dynamic_cast(Object *obj, const char *type_name);

/** object_dynamic_cast_assert: the same, but aborts naming both types */
Object *object_dynamic_cast_assert(Object *obj, const char *type_name,
                                   const char *location);

/**
 * object_class_dynamic_cast: @klass if it is a @type_name, otherwise NULL
 *
 * For an interface: the InterfaceClass of @klass, which is another pointer.
 */
ObjectClass *object_class_dynamic_cast(ObjectClass *klass,
                                       const char *type_name);
ObjectClass *object_class_dynamic_cast_assert(ObjectClass *klass,
                                              const char *type_name,
                                              const char *location);

/* ---- introspection ---- */

ObjectClass *object_get_class(const Object *obj);
const char *object_get_typename(const Object *obj);
const char *object_class_get_name(const ObjectClass *klass);
ObjectClass *object_class_get_parent(ObjectClass *klass);   /* (nullable) */
bool object_class_is_abstract(const ObjectClass *klass);
size_t object_class_get_instance_size(const ObjectClass *klass);

/** object_class_by_name: (nullable): NULL when no such type is registered */
ObjectClass *object_class_by_name(const char *type_name);

/**
 * object_class_foreach: call @fn for every class, in order of type names
 * @implements:       (nullable): only classes that can be cast to this
 * @include_abstract: also abstract ones
 */
void object_class_foreach(void (*fn)(ObjectClass *klass, void *opaque),
                          const char *implements, bool include_abstract,
                          void *opaque);

/** object_class_get_list: (transfer container): GSList of ObjectClass */
GSList *object_class_get_list(const char *implements, bool include_abstract);
GSList *object_class_get_list_sorted(const char *implements,
                                     bool include_abstract);

/* ---- cast macros ---- */

#define OBJECT(obj) ((Object *)(obj))
#define OBJECT_CLASS(klass) ((ObjectClass *)(klass))

#define OBJECT_CHECK(type, obj, name)                                   \
    ((type *)object_dynamic_cast_assert(OBJECT(obj), (name), G_STRLOC))
#define OBJECT_CLASS_CHECK(class_type, klass, name)                     \
    ((class_type *)object_class_dynamic_cast_assert(OBJECT_CLASS(klass), \
                                                    (name), G_STRLOC))
#define OBJECT_GET_CLASS(class_type, obj, name)                         \
    OBJECT_CLASS_CHECK(class_type, object_get_class(OBJECT(obj)), name)

#define INTERFACE_CLASS(klass)                                          \
    OBJECT_CLASS_CHECK(InterfaceClass, klass, TYPE_INTERFACE)
#define INTERFACE_CHECK(interface, obj, name)                           \
    ((interface *)object_dynamic_cast_assert(OBJECT(obj), (name), G_STRLOC))

#define DECLARE_INSTANCE_CHECKER(InstanceType, OBJ_NAME, TYPENAME)      \
    static inline G_GNUC_UNUSED InstanceType *OBJ_NAME(const void *obj) \
    {                                                                   \
        return OBJECT_CHECK(InstanceType, obj, TYPENAME);               \
    }

#define DECLARE_CLASS_CHECKERS(ClassType, OBJ_NAME, TYPENAME)           \
    static inline G_GNUC_UNUSED ClassType *OBJ_NAME##_GET_CLASS(        \
        const void *obj)                                                \
    {                                                                   \
        return OBJECT_GET_CLASS(ClassType, obj, TYPENAME);              \
    }                                                                   \
    static inline G_GNUC_UNUSED ClassType *OBJ_NAME##_CLASS(            \
        const void *klass)                                              \
    {                                                                   \
        return OBJECT_CLASS_CHECK(ClassType, klass, TYPENAME);          \
    }

#define DECLARE_OBJ_CHECKERS(InstanceType, ClassType, OBJ_NAME, TYPENAME) \
    DECLARE_INSTANCE_CHECKER(InstanceType, OBJ_NAME, TYPENAME)          \
    DECLARE_CLASS_CHECKERS(ClassType, OBJ_NAME, TYPENAME)

/** OBJECT_DECLARE_TYPE: typedefs, g_autoptr and casts for TYPE_@OBJ_NAME */
#define OBJECT_DECLARE_TYPE(InstanceType, ClassType, OBJ_NAME)          \
    typedef struct InstanceType InstanceType;                           \
    typedef struct ClassType ClassType;                                 \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC(InstanceType, object_unref)           \
    DECLARE_OBJ_CHECKERS(InstanceType, ClassType, OBJ_NAME, TYPE_##OBJ_NAME)

/** OBJECT_DECLARE_SIMPLE_TYPE: the same for a type without class struct */
#define OBJECT_DECLARE_SIMPLE_TYPE(InstanceType, OBJ_NAME)              \
    typedef struct InstanceType InstanceType;                           \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC(InstanceType, object_unref)           \
    DECLARE_INSTANCE_CHECKER(InstanceType, OBJ_NAME, TYPE_##OBJ_NAME)

/*
 * OBJECT_DEFINE_TYPE: the TypeInfo of a type whose three functions are named
 * module_obj_init, module_obj_finalize and module_obj_class_init. Parameters:
 * instance struct, the prefix in lower and upper case, the parent in upper.
 */
#define OBJECT_DEFINE_TYPE_FULL(Obj, obj_name, OBJ_NAME, PARENT, sizes, ...) \
    static void obj_name##_init(Object *obj);                           \
    static void obj_name##_finalize(Object *obj);                       \
    static void obj_name##_class_init(ObjectClass *oc, void *data);     \
    static const TypeInfo obj_name##_info = {                           \
        .name = TYPE_##OBJ_NAME,                                        \
        .parent = TYPE_##PARENT,                                        \
        .instance_size = sizeof(Obj),                                   \
        .instance_align = __alignof__(Obj),                             \
        .instance_init = obj_name##_init,                               \
        .instance_finalize = obj_name##_finalize,                       \
        .class_size = (sizes),                                          \
        .class_init = obj_name##_class_init,                            \
        __VA_ARGS__                                                     \
    };                                                                  \
    static void obj_name##_register_types(void)                         \
    {                                                                   \
        type_register_static(&obj_name##_info);                         \
    }                                                                   \
    type_init(obj_name##_register_types)

#define OBJECT_DEFINE_TYPE(Obj, obj_name, OBJ_NAME, PARENT)             \
    OBJECT_DEFINE_TYPE_FULL(Obj, obj_name, OBJ_NAME, PARENT,            \
                            sizeof(Obj##Class), .abstract = false)
#define OBJECT_DEFINE_ABSTRACT_TYPE(Obj, obj_name, OBJ_NAME, PARENT)    \
    OBJECT_DEFINE_TYPE_FULL(Obj, obj_name, OBJ_NAME, PARENT,            \
                            sizeof(Obj##Class), .abstract = true)
#define OBJECT_DEFINE_SIMPLE_TYPE(Obj, obj_name, OBJ_NAME, PARENT)      \
    OBJECT_DEFINE_TYPE_FULL(Obj, obj_name, OBJ_NAME, PARENT, 0,         \
                            .abstract = false)

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Object, object_unref)

#include "core/object_tree.h"
#include "core/property.h"

#endif
