/*
 * clabpu_internal.h: what the files of the course board share
 */
#ifndef MACHINE_CLABPU_INTERNAL_H
#define MACHINE_CLABPU_INTERNAL_H

#include "machine/clabpu.h"

/* clabpu_machine_class_init: what every clabpu has in common */
void clabpu_machine_class_init(ObjectClass *klass, void *data);

/* clabpu_init_mem: map RAM and ROM; false with @errp set on failure */
bool clabpu_init_mem(ClabpuState *s, Error **errp);

/* clabpu_connect_devices: INTC, EDC and timer, mapped and connected */
void clabpu_connect_devices(ClabpuState *s);

/* clabpu_hart_input: interrupt @irq (as in mip) of the only hart */
qemu_irq clabpu_hart_input(ClabpuState *s, int irq);

#endif
