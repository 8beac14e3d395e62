/*
 * irq.c: what an interrupt wire does; see core/irq.h (exercise)
 *
 * A wire is an object that holds a function pointer; everything is a call.
 * Its type is in irq_type.c.
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

static void irq_invert(void *opaque, int n, int level)
{
    qemu_set_irq(opaque, level == 0);
}

qemu_irq qemu_irq_invert(qemu_irq irq)
{
    qemu_irq_raise(irq);
    return qemu_allocate_irq(irq_invert, irq, 0);
}
