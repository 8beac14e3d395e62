/*
 * property.h: named, typed values of objects and classes
 *
 * A property has a name, a type name for people, and two accessors that move
 * a value through a Visitor: the getter offers its variable to the visitor,
 * which copies it out; the setter offers a variable, which the visitor fills.
 * The same accessor therefore serves typed values and text from the command
 * line. Class properties exist once and work for every object of the class.
 *
 * Every failure names object type, property and what would be allowed:
 *
 *     Property 'plic.hartcount' not found; did you mean 'num-harts'?
 *     Property 'rv64-riscv-cpu.sv39' expects bool (on, off), not 'maybe'
 *
 * Included by core/object.h. Context of all functions: BQL.
 */
#ifndef CORE_PROPERTY_H
#define CORE_PROPERTY_H

#include "core/object.h"

typedef struct Visitor Visitor;
typedef struct ObjectProperty ObjectProperty;

/* ---- definition ---- */

typedef void (ObjectPropertyAccessor)(Object *obj, Visitor *v,
                                      const char *name, void *opaque,
                                      Error **errp);
typedef Object *(ObjectPropertyResolve)(Object *obj, void *opaque,
                                        const char *part);
typedef void (ObjectPropertyRelease)(Object *obj, const char *name,
                                     void *opaque);
typedef void (ObjectPropertyInit)(Object *obj, ObjectProperty *prop);

struct ObjectProperty {
    char *name;
    char *type;                 /* "bool", "uint32", "child<irq>", ... */
    char *description;          /* (nullable) */
    ObjectPropertyAccessor *get;        /* (nullable): not readable */
    ObjectPropertyAccessor *set;        /* (nullable): not writable */
    ObjectPropertyResolve *resolve;     /* (nullable): path component */
    ObjectPropertyRelease *release;     /* (nullable): when removed */
    ObjectPropertyInit *init;   /* (nullable): in each new object */
    void *opaque;
    void *owned;                /* (nullable): freed with the property */
};

/* The names of an enumeration; the index is the value. */
typedef struct QEnumLookup {
    const char *const *array;
    int size;
} QEnumLookup;

typedef enum ObjectPropertyFlags {
    OBJ_PROP_FLAG_READ = 1 << 0,
    OBJ_PROP_FLAG_WRITE = 1 << 1,
    OBJ_PROP_FLAG_READWRITE = OBJ_PROP_FLAG_READ | OBJ_PROP_FLAG_WRITE,
} ObjectPropertyFlags;

typedef enum ObjectPropertyLinkFlags {
    OBJ_PROP_LINK_STRONG = 1 << 0,      /* the link holds a reference */
} ObjectPropertyLinkFlags;

/** A link's check: refuse @target by setting @errp */
typedef void (ObjectLinkCheck)(const Object *obj, const char *name,
                               Object *target, Error **errp);

/**
 * object_property_add: give one object a property
 * @name:    "name[*]" picks the lowest free number
 * @type:    type name for people
 * @release: called with @opaque when the property goes
 *
 * A name that is taken is a bug and aborts; the try variant reports it.
 *
 * Returns: (borrowed): the property.
 */
ObjectProperty *object_property_add(Object *obj, const char *name,
                                    const char *type,
                                    ObjectPropertyAccessor *get,
                                    ObjectPropertyAccessor *set,
                                    ObjectPropertyRelease *release,
                                    void *opaque);
ObjectProperty *object_property_try_add(Object *obj, const char *name,
                                        const char *type,
                                        ObjectPropertyAccessor *get,
                                        ObjectPropertyAccessor *set,
                                        ObjectPropertyRelease *release,
                                        void *opaque, Error **errp);
ObjectProperty *object_class_property_add(ObjectClass *klass,
                                          const char *name, const char *type,
                                          ObjectPropertyAccessor *get,
                                          ObjectPropertyAccessor *set,
                                          ObjectPropertyRelease *release,
                                          void *opaque);

/** object_property_del: remove (and release) a property of the object */
void object_property_del(Object *obj, const char *name);

ObjectProperty *object_property_add_bool(
    Object *obj, const char *name, bool (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, bool value, Error **errp));
ObjectProperty *object_class_property_add_bool(
    ObjectClass *klass, const char *name,
    bool (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, bool value, Error **errp));

/** String accessors: @get returns (transfer full), @set borrows its value */
ObjectProperty *object_property_add_str(
    Object *obj, const char *name, char *(*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, const char *value, Error **errp));
ObjectProperty *object_class_property_add_str(
    ObjectClass *klass, const char *name,
    char *(*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, const char *value, Error **errp));

ObjectProperty *object_property_add_enum(
    Object *obj, const char *name, const char *type,
    const QEnumLookup *lookup, int (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, int value, Error **errp));
ObjectProperty *object_class_property_add_enum(
    ObjectClass *klass, const char *name, const char *type,
    const QEnumLookup *lookup, int (*get)(Object *obj, Error **errp),
    void (*set)(Object *obj, int value, Error **errp));

/** Integer variables as properties: @v is read and, if @flags say so,
 * written directly; it must live as long as the property */
ObjectProperty *object_property_add_uint8_ptr(Object *obj, const char *name,
                                              const uint8_t *v,
                                              ObjectPropertyFlags flags);
ObjectProperty *object_property_add_uint16_ptr(Object *obj, const char *name,
                                               const uint16_t *v,
                                               ObjectPropertyFlags flags);
ObjectProperty *object_property_add_uint32_ptr(Object *obj, const char *name,
                                               const uint32_t *v,
                                               ObjectPropertyFlags flags);
ObjectProperty *object_property_add_uint64_ptr(Object *obj, const char *name,
                                               const uint64_t *v,
                                               ObjectPropertyFlags flags);
ObjectProperty *object_class_property_add_uint8_ptr(
    ObjectClass *klass, const char *name, const uint8_t *v,
    ObjectPropertyFlags flags);
ObjectProperty *object_class_property_add_uint16_ptr(
    ObjectClass *klass, const char *name, const uint16_t *v,
    ObjectPropertyFlags flags);
ObjectProperty *object_class_property_add_uint32_ptr(
    ObjectClass *klass, const char *name, const uint32_t *v,
    ObjectPropertyFlags flags);
ObjectProperty *object_class_property_add_uint64_ptr(
    ObjectClass *klass, const char *name, const uint64_t *v,
    ObjectPropertyFlags flags);

/**
 * object_property_add_link: a reference to an object elsewhere in the tree
 * @type:    type name the target must have
 * @targetp: variable that holds the target; cleared when the link goes
 * @check:   NULL: the link is read-only; object_property_allow_set_link:
 *           any target of the type
 * @flags:   OBJ_PROP_LINK_STRONG or 0
 *
 * Text values are paths (object_resolve_path()); "" means no target.
 */
ObjectProperty *object_property_add_link(Object *obj, const char *name,
                                         const char *type, Object **targetp,
                                         ObjectLinkCheck *check,
                                         ObjectPropertyLinkFlags flags);

/** The same for a class: the variable is @offset bytes into each object */
ObjectProperty *object_class_property_add_link(ObjectClass *klass,
                                               const char *name,
                                               const char *type,
                                               ptrdiff_t offset,
                                               ObjectLinkCheck *check,
                                               ObjectPropertyLinkFlags flags);
void object_property_allow_set_link(const Object *obj, const char *name,
                                    Object *target, Error **errp);

/** object_property_set_description: help text; unknown names are ignored */
void object_property_set_description(Object *obj, const char *name,
                                     const char *description);
void object_class_property_set_description(ObjectClass *klass,
                                           const char *name,
                                           const char *description);

/* ---- access by name ---- */

bool object_property_set_bool(Object *obj, const char *name, bool value,
                              Error **errp);
bool object_property_set_int(Object *obj, const char *name, int64_t value,
                             Error **errp);
bool object_property_set_uint(Object *obj, const char *name, uint64_t value,
                              Error **errp);
bool object_property_set_str(Object *obj, const char *name, const char *value,
                             Error **errp);

/** object_property_set_link: @value (nullable) (borrowed) */
bool object_property_set_link(Object *obj, const char *name, Object *value,
                              Error **errp);

/* On failure: false, -1, 0, NULL, NULL, and *errp is set. */
bool object_property_get_bool(Object *obj, const char *name, Error **errp);
int64_t object_property_get_int(Object *obj, const char *name, Error **errp);
uint64_t object_property_get_uint(Object *obj, const char *name,
                                  Error **errp);
char *object_property_get_str(Object *obj, const char *name,
                              Error **errp);    /* (transfer full) */
Object *object_property_get_link(Object *obj, const char *name,
                                 Error **errp); /* (nullable) (borrowed) */
int object_property_get_enum(Object *obj, const char *name,
                             const char *type, Error **errp);

/** object_property_set, object_property_get: move a value by hand */
bool object_property_set(Object *obj, const char *name, Visitor *v,
                         Error **errp);
bool object_property_get(Object *obj, const char *name, Visitor *v,
                         Error **errp);

/**
 * object_property_parse: set from text, as -device, -cpu and -M give it
 * @text: bool: on/off, yes/no, true/false, y/n; integers in any base, sizes
 *        with K, M, G, T, P, E; enumerations by name; links by path
 */
bool object_property_parse(Object *obj, const char *name, const char *text,
                           Error **errp);

/**
 * object_property_print: the value as text that object_property_parse() reads
 * @human: strings in quotes, hexadecimal behind integers
 *
 * Returns: (transfer full) (nullable): NULL with @errp.
 */
char *object_property_print(Object *obj, const char *name, bool human,
                            Error **errp);

/** object_property_get_type: (nullable) (borrowed): its type name */
const char *object_property_get_type(Object *obj, const char *name,
                                     Error **errp);

/* ---- introspection ---- */

/** object_property_find: (nullable) (borrowed): also class properties */
ObjectProperty *object_property_find(Object *obj, const char *name);
ObjectProperty *object_property_find_err(Object *obj, const char *name,
                                         Error **errp);
ObjectProperty *object_class_property_find(ObjectClass *klass,
                                           const char *name);

/* Walks the object's own properties, then its classes' from leaf to root. */
typedef struct ObjectPropertyIterator {
    ObjectClass *next_class;
    GList *next;
} ObjectPropertyIterator;

/**
 * object_property_iter_init: start a walk over all properties
 *
 * Properties must not come or go during the walk.
 */
void object_property_iter_init(ObjectPropertyIterator *iter, Object *obj);
void object_class_property_iter_init(ObjectPropertyIterator *iter,
                                     ObjectClass *klass);

/** object_property_iter_next: (nullable) (borrowed): NULL at the end */
ObjectProperty *object_property_iter_next(ObjectPropertyIterator *iter);

/* ---- inside accessors ---- */

/*
 * Each moves one value between the visitor and the variable: out of it in a
 * getter, into it in a setter. false: @errp is set and, in a setter, the
 * variable is unchanged. Narrow types refuse values out of range.
 */
bool visit_type_bool(Visitor *v, const char *name, bool *obj, Error **errp);
bool visit_type_int8(Visitor *v, const char *name, int8_t *obj, Error **errp);
bool visit_type_int16(Visitor *v, const char *name, int16_t *obj,
                      Error **errp);
bool visit_type_int32(Visitor *v, const char *name, int32_t *obj,
                      Error **errp);
bool visit_type_int64(Visitor *v, const char *name, int64_t *obj,
                      Error **errp);
bool visit_type_int(Visitor *v, const char *name, int64_t *obj, Error **errp);
bool visit_type_uint8(Visitor *v, const char *name, uint8_t *obj,
                      Error **errp);
bool visit_type_uint16(Visitor *v, const char *name, uint16_t *obj,
                       Error **errp);
bool visit_type_uint32(Visitor *v, const char *name, uint32_t *obj,
                       Error **errp);
bool visit_type_uint64(Visitor *v, const char *name, uint64_t *obj,
                       Error **errp);

/** visit_type_size: bytes; text may carry a suffix K, M, G, T, P or E */
bool visit_type_size(Visitor *v, const char *name, uint64_t *obj,
                     Error **errp);

/** visit_type_str: a setter gets (transfer full), a getter lends *@obj */
bool visit_type_str(Visitor *v, const char *name, char **obj, Error **errp);

bool visit_type_enum(Visitor *v, const char *name, int *obj,
                     const QEnumLookup *lookup, Error **errp);

/** visit_type_object: an object (borrowed); text is a path */
bool visit_type_object(Visitor *v, const char *name, Object **obj,
                       Error **errp);

#endif
