/*
 * user_object.h: objects that the user makes: -object, object_add
 *
 * They are children of /objects, named by their id. A type below
 * TYPE_USER_OBJECT says with properties what it takes; when all are set,
 * complete() does what has to be done, and may refuse.
 */
#ifndef MACHINE_USER_OBJECT_H
#define MACHINE_USER_OBJECT_H

#include "core/object.h"
#include "core/property.h"
#include "machine/keyval.h"

#define TYPE_USER_OBJECT "user-creatable"
#define TYPE_MEMORY_BACKEND_RAM "memory-backend-ram"
#define TYPE_SECRET "secret"

typedef struct UserObject {
    Object parent_obj;

    bool in_use;                /* somebody needs it: it cannot go */
} UserObject;

typedef struct UserObjectClass {
    ObjectClass parent_class;

    /* all properties are set; false with @errp: it shall not exist */
    bool (*complete)(UserObject *obj, Error **errp);
} UserObjectClass;

#define USER_OBJECT(obj) OBJECT_CHECK(UserObject, (obj), TYPE_USER_OBJECT)
#define USER_OBJECT_CLASS(klass) \
    OBJECT_CLASS_CHECK(UserObjectClass, (klass), TYPE_USER_OBJECT)
#define USER_OBJECT_GET_CLASS(obj) \
    OBJECT_GET_CLASS(UserObjectClass, (obj), TYPE_USER_OBJECT)

/* RAM for -machine memory-backend=ID; the board makes it. */
typedef struct MemoryBackend {
    UserObject parent_obj;

    uint64_t size;              /* bytes */
    bool dump;                  /* a core file of the emulator has it */
} MemoryBackend;

#define MEMORY_BACKEND(obj) \
    OBJECT_CHECK(MemoryBackend, (obj), TYPE_MEMORY_BACKEND_RAM)

/**
 * user_object_add: make one
 * @props: qom-type=, id= and the type's own properties
 *
 * Returns: (borrowed): the tree owns it; NULL with @errp set.
 */
Object *user_object_add(const KeyVal *props, Error **errp);

/** user_object_del: remove the one that is called @id, if nobody needs it */
bool user_object_del(const char *id, Error **errp) MUST_CHECK;

/** user_object_find: (nullable) (borrowed): by id and type */
Object *user_object_find(const char *id, const char *type);

#endif
