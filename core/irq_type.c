/*
 * irq_type.c: the interrupt wire as an object
 *
 * What a wire does is in irq.c; here is its type, how it lies in storage of
 * others, and how it goes away.
 */
#include "core/irq.h"

void qemu_init_irq(IRQState *irq, qemu_irq_handler handler, void *opaque,
                   int n)
{
    object_initialize(irq, sizeof(*irq), TYPE_IRQ);
    init_irq_fields(irq, handler, opaque, n);
}

void qemu_free_irq(qemu_irq irq)
{
    object_unref(irq);
}

void qemu_free_irqs(qemu_irq *irqs, int n)
{
    for (int i = 0; i < n; i++) {
        qemu_free_irq(irqs[i]);
    }
    g_free(irqs);
}

bool qemu_irq_is_connected(qemu_irq irq)
{
    return irq != NULL;
}

static const TypeInfo irq_info = {
    .name = TYPE_IRQ,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(IRQState),
};

static void irq_register_types(void)
{
    type_register_static(&irq_info);
}

type_init(irq_register_types)
