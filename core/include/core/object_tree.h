/*
 * object_tree.h: the composition tree
 *
 * Every object except the root has at most one parent, which owns it under a
 * name. The names from the root on are its canonical path:
 * "/machine/soc0/harts[0]". A child is a property of its parent, of type
 * "child<TYPE>"; removing the property (or the parent) drops the reference.
 *
 * Included by core/object.h. Context of all functions: BQL.
 */
#ifndef CORE_OBJECT_TREE_H
#define CORE_OBJECT_TREE_H

#include "core/object.h"

typedef struct ObjectProperty ObjectProperty;

/** object_get_root: the root of the tree, made at the first call (borrowed) */
Object *object_get_root(void);

/**
 * object_property_add_child: make @child a child of @obj
 * @name:  without '/'; "name[*]" picks the lowest free number
 * @child: (borrowed): the parent takes a reference of its own
 *
 * A taken name, a child that already has a parent and a cycle abort.
 *
 * Returns: (borrowed): the property.
 */
ObjectProperty *object_property_add_child(Object *obj, const char *name,
                                          Object *child);

/** object_property_try_add_child: the same, with @errp (NULL = refused) */
ObjectProperty *object_property_try_add_child(Object *obj, const char *name,
                                              Object *child, Error **errp);

/** object_unparent: leave the parent; the object may die. No parent: no-op */
void object_unparent(Object *obj);

/** object_get_parent: (nullable) (borrowed) */
Object *object_get_parent(const Object *obj);

/** object_get_canonical_path: (nullable) (transfer full): NULL outside the
 * tree; "/" for the root */
char *object_get_canonical_path(const Object *obj);

/** object_get_canonical_path_component: (nullable) (borrowed): its name
 * within its parent; valid until it is unparented */
const char *object_get_canonical_path_component(const Object *obj);

/**
 * object_resolve_path: find an object
 * @path:      absolute ("/machine/soc0"; links are followed), or partial: the
 *             last components of a path anywhere in the tree ("soc0")
 * @ambiguous: (out) (nullable): true when a partial path fits several
 *
 * Returns: (nullable) (borrowed): NULL when nothing or several match.
 */
Object *object_resolve_path(const char *path, bool *ambiguous);

/** object_resolve_path_type: the same among objects of @type_name */
Object *object_resolve_path_type(const char *path, const char *type_name,
                                 bool *ambiguous);

/** object_resolve_path_at: absolute from the root, else from @parent */
Object *object_resolve_path_at(Object *parent, const char *path);

/** object_resolve_path_component: a child or link target by its name */
Object *object_resolve_path_component(Object *parent, const char *part);

/**
 * object_child_foreach: call @fn for each child, in the order of adding
 * @fn: returns non-zero to stop; must not add or remove children of @obj
 *
 * Returns: the last result of @fn, 0 without children.
 */
int object_child_foreach(Object *obj, int (*fn)(Object *child, void *opaque),
                         void *opaque);

/** object_child_foreach_recursive: all descendants, parents first */
int object_child_foreach_recursive(Object *obj,
                                   int (*fn)(Object *child, void *opaque),
                                   void *opaque);

/**
 * container_get: walk @path below @root, making missing containers
 * @path: starts with '/'; "/" is @root itself
 *
 * Returns: (borrowed): the last object on the path.
 */
Object *container_get(Object *root, const char *path);

/** ObjectPrintFn: receives a piece of text that may hold several lines */
typedef void (*ObjectPrintFn)(const char *text, void *opaque);

/**
 * object_print_tree: the text of "info qom-tree"
 * @obj: where to start; "/machine (virt-machine)" and below it the children,
 *       sorted by name, two spaces deeper for each level
 */
void object_print_tree(Object *obj, ObjectPrintFn print, void *opaque);

/** object_tree_to_string: the same into a buffer */
void object_tree_to_string(Object *obj, GString *out);

#endif
