/*
 * clabpu_class.c: what kind of board clabpu is (exercise machine.1)
 *
 * TODO: fill in the class. It is called once, before any board exists, and
 * after the class initialiser of TYPE_MACHINE, whose values are in the block
 * already (machine/machine.h). The board
 *
 *   - is listed as "CLab Processor Units"
 *   - is made by clabpu_machine_init()
 *   - has one hart, no more and no less, of type TYPE_RISCV_CPU_THEAD_C906
 *     unless the user wants another
 *   - gets 2 GiB of RAM unless the user wants another size, in a region
 *     named "clabpu.ram"
 */
#include "clabpu_internal.h"
#include "core/lab_todo.h"

void clabpu_machine_class_init(ObjectClass *klass, void *data)
{
    (void)klass;
    (void)data;
    lab_todo("machine", 1);
}
