/*
 * clabpu_type.c: the board becomes a type (exercise)
 *
 * Before main() the type's name, parent, size and class initialiser are put
 * into the registry; nothing else makes the board appear in -M ?.
 */
#include "clabpu_internal.h"

static const TypeInfo clabpu_machine_info = {
    .name = TYPE_CLABPU_MACHINE,
    .parent = TYPE_MACHINE,
    .instance_size = sizeof(ClabpuState),
    .class_init = clabpu_machine_class_init,
};

static void clabpu_machine_register_types(void)
{
    type_register_static(&clabpu_machine_info);
}

type_init(clabpu_machine_register_types)
