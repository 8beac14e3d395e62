/*
 * memory_backend.c: memory-backend-ram: how much RAM, and who may see it
 *
 * The board that is told memory-backend=ID makes the RAM (machine.c); this
 * object describes it. Not here: memory of files and of other processes,
 * huge pages, host NUMA nodes.
 */
#include "machine/user_object.h"

/* Pages of the guest. */
#define GRANULE 4096u

static void get_size(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    visit_type_size(v, name, &MEMORY_BACKEND(obj)->size, errp);
}

static void set_size(Object *obj, Visitor *v, const char *name, void *opaque,
                     Error **errp)
{
    uint64_t size;

    if (!visit_type_size(v, name, &size, errp)) {
        return;
    }
    if (size == 0 || size % GRANULE) {
        error_setg(errp, "%s of " TYPE_MEMORY_BACKEND_RAM " is a multiple of "
                   "%u bytes, and not 0", name, GRANULE);
        return;
    }
    MEMORY_BACKEND(obj)->size = size;
}

static bool get_dump(Object *obj, Error **errp)
{
    return MEMORY_BACKEND(obj)->dump;
}

static void set_dump(Object *obj, bool value, Error **errp)
{
    MEMORY_BACKEND(obj)->dump = value;
}

static bool memory_backend_complete(UserObject *obj, Error **errp)
{
    if (MEMORY_BACKEND(obj)->size == 0) {
        error_setg(errp, TYPE_MEMORY_BACKEND_RAM " needs a size: give "
                   "size=512M");
        return false;
    }
    return true;
}

static void memory_backend_init(Object *obj)
{
    MEMORY_BACKEND(obj)->dump = true;
}

static void memory_backend_class_init(ObjectClass *klass, void *data)
{
    USER_OBJECT_CLASS(klass)->complete = memory_backend_complete;
    object_class_property_add(klass, "size", "size", get_size, set_size, NULL,
                              NULL);
    object_class_property_add_bool(klass, "dump", get_dump, set_dump);
}

static const TypeInfo memory_backend_info = {
    .name = TYPE_MEMORY_BACKEND_RAM,
    .parent = TYPE_USER_OBJECT,
    .instance_size = sizeof(MemoryBackend),
    .instance_init = memory_backend_init,
    .class_init = memory_backend_class_init,
};

static void memory_backend_register_types(void)
{
    type_register_static(&memory_backend_info);
}

type_init(memory_backend_register_types)
