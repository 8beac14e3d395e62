/*
 * irq.c: see core/irq.h
 *
 * A wire is an object that holds a function pointer; everything is a call.
 */
#include "core/irq.h"

void qemu_set_irq(qemu_irq irq, int level)
{
    if (irq != NULL) {
        irq->handler(irq->opaque, irq->n, level);
    }
}

void qemu_irq_raise(qemu_irq irq)
{
    qemu_set_irq(irq, 1);
}

void qemu_irq_lower(qemu_irq irq)
{
    qemu_set_irq(irq, 0);
}

void qemu_irq_pulse(qemu_irq irq)
{
    qemu_set_irq(irq, 1);
    qemu_set_irq(irq, 0);
}

void init_irq_fields(IRQState *irq, qemu_irq_handler handler, void *opaque,
                     int n)
{
    irq->handler = handler;
    irq->opaque = opaque;
    irq->n = n;
}

void qemu_init_irq(IRQState *irq, qemu_irq_handler handler, void *opaque,
                   int n)
{
    object_initialize(irq, sizeof(*irq), TYPE_IRQ);
    init_irq_fields(irq, handler, opaque, n);
}

qemu_irq qemu_allocate_irq(qemu_irq_handler handler, void *opaque, int n)
{
    IRQState *irq = IRQ(object_new(TYPE_IRQ));

    init_irq_fields(irq, handler, opaque, n);
    return irq;
}

qemu_irq *qemu_extend_irqs(qemu_irq *old, int n_old, qemu_irq_handler handler,
                           void *opaque, int n)
{
    g_assert(n_old >= 0 && n >= 0);
    qemu_irq *irqs = g_renew(qemu_irq, old, n_old + n);

    for (int i = n_old; i < n_old + n; i++) {
        irqs[i] = qemu_allocate_irq(handler, opaque, i);
    }
    return irqs;
}

qemu_irq *qemu_allocate_irqs(qemu_irq_handler handler, void *opaque, int n)
{
    return qemu_extend_irqs(NULL, 0, handler, opaque, n);
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

static void irq_invert(void *opaque, int n, int level)
{
    qemu_set_irq(opaque, level == 0);
}

qemu_irq qemu_irq_invert(qemu_irq irq)
{
    qemu_irq_raise(irq);
    return qemu_allocate_irq(irq_invert, irq, 0);
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
