/*
 * riscv_hart.c: makes the harts of one socket, by properties (exercise
 * machine.7)
 *
 * TODO: give the type its properties, with rows of
 * devices/qdev_properties.h:
 *
 *   num-harts (uint32, 1), hartid-base (uint32, 0), resetvec (uint64, 0x1000),
 *   cpu-type (string), cpu-features (string)
 *
 * and realize the array: make num_harts CPUs in s->harts, each a child named
 * "harts[*]" of the array (object_initialize_child()), of type s->cpu_type.
 * A hart belongs to s->cpus and has the properties "hartid", one after the
 * other from the base on, "resetvec" and "features" ("" when there are none);
 * then realize it. The first hart that refuses ends it all. Without a type of
 * that name, or without a name ('' in the message), refuse:
 *
 *     there is no CPU type 'NAME'; -cpu ? lists them
 */
#include "core/lab_todo.h"
#include "devices/qdev_properties.h"
#include "machine/riscv_hart.h"

static void hart_array_realize(DeviceState *dev, Error **errp)
{
    (void)dev;
    (void)errp;
    lab_todo("machine", 7);
}

static void hart_array_finalize(Object *obj)
{
    g_free(RISCV_HART_ARRAY(obj)->harts);
}

static void hart_array_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    lab_todo("machine", 7);
    dc->realize = hart_array_realize;
    dc->user_creatable = false;
}

static const TypeInfo hart_array_type = {
    .name = TYPE_RISCV_HART_ARRAY,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(RISCVHartArrayState),
    .instance_finalize = hart_array_finalize,
    .class_init = hart_array_class_init,
};

static void hart_array_register_types(void)
{
    type_register_static(&hart_array_type);
}

type_init(hart_array_register_types)
