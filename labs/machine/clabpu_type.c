/*
 * clabpu_type.c: the board becomes a type (exercise machine.2)
 *
 * TODO: announce the type TYPE_CLABPU_MACHINE below TYPE_MACHINE, with
 * clabpu_machine_class_init() and objects as large as a ClabpuState. Nothing
 * else makes the board appear in -M ?. See core/object.h, "registration".
 */
#include "clabpu_internal.h"
#include "core/lab_todo.h"

static void clabpu_machine_register_types(void)
{
    lab_todo("machine", 2);
}

type_init(clabpu_machine_register_types)
