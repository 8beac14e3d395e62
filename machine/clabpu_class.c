/*
 * clabpu_class.c: what kind of board clabpu is (exercise)
 *
 * The class is filled once, before any board exists; it holds what every
 * clabpu has in common and what the user gets without asking. Without a RAM
 * id the machine makes no RAM.
 */
#include "clabpu_internal.h"

void clabpu_machine_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->desc = "CLab Processor Units";
    mc->init = clabpu_machine_init;
    mc->max_cpus = 1;
    mc->default_cpus = 1;
    mc->default_cpu_type = TYPE_RISCV_CPU_THEAD_C906;
    mc->default_ram_size = 0x80000000;
    mc->default_ram_id = "clabpu.ram";
}
