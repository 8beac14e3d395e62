/* clabpu_class.c: all values at once, what is inherited included */
#include "clabpu_internal.h"

void clabpu_machine_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = (MachineClass *)klass;
    ObjectClass parent = mc->parent_class;

    *mc = (MachineClass) {
        .parent_class = parent,
        .desc = "CLab Processor Units",
        .default_cpu_type = RISCV_CPU_TYPE_NAME("thead-c906"),
        .default_ram_size = 2ull << 30,
        .default_ram_id = "clabpu.ram",
        .min_cpus = 1,
        .max_cpus = 1,
        .default_cpus = 1,
        .init = clabpu_machine_init,
    };
}
