/* null_machine.c: `-M none`: a board with nothing on it */
#include "machine/machine.h"

static void null_machine_init(MachineState *machine)
{
}

static void null_machine_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->desc = "no devices, no harts, no RAM";
    mc->init = null_machine_init;
    mc->min_cpus = 0;
    mc->default_cpus = 0;
    mc->default_ram_size = 0;
}

static const TypeInfo null_machine_info = {
    .name = MACHINE_TYPE_NAME("none"),
    .parent = TYPE_MACHINE,
    .class_init = null_machine_class_init,
};

static void null_machine_register_types(void)
{
    type_register_static(&null_machine_info);
}

type_init(null_machine_register_types)
