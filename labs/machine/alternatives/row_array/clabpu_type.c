/* clabpu_type.c: as one row of an array of types */
#include "clabpu_internal.h"

static const TypeInfo clabpu_types[] = {
    {
        .name = MACHINE_TYPE_NAME("clabpu"),
        .parent = "machine",
        .instance_size = sizeof(ClabpuState),
        .class_size = sizeof(MachineClass),
        .class_init = clabpu_machine_class_init,
    },
};

DEFINE_TYPES(clabpu_types)
