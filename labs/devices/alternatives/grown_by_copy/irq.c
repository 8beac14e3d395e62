/* irq.c: a longer array is a new one; an inverter is a small struct */
#include <string.h>

#include "core/irq.h"

static void call(qemu_irq irq, int level)
{
    irq->handler(irq->opaque, irq->n, level);
}

void qemu_set_irq(qemu_irq irq, int level)
{
    if (!irq) {
        return;
    }
    call(irq, level);
}

void qemu_irq_raise(qemu_irq irq)
{
    if (irq) {
        call(irq, 1);
    }
}

void qemu_irq_lower(qemu_irq irq)
{
    if (irq) {
        call(irq, 0);
    }
}

void qemu_irq_pulse(qemu_irq irq)
{
    qemu_irq_raise(irq);
    qemu_irq_lower(irq);
}

void init_irq_fields(IRQState *irq, qemu_irq_handler handler, void *opaque,
                     int n)
{
    irq->n = n;
    irq->opaque = opaque;
    irq->handler = handler;
}

qemu_irq qemu_allocate_irq(qemu_irq_handler handler, void *opaque, int n)
{
    qemu_irq *one = qemu_extend_irqs(NULL, 0, handler, opaque, 1);
    qemu_irq irq = one[0];

    g_free(one);
    irq->n = n;
    return irq;
}

qemu_irq *qemu_extend_irqs(qemu_irq *old, int n_old, qemu_irq_handler handler,
                           void *opaque, int n)
{
    qemu_irq *all = g_new(qemu_irq, (gsize)n_old + (gsize)n);

    if (n_old > 0) {
        memcpy(all, old, (size_t)n_old * sizeof(*all));
    }
    g_free(old);
    while (n-- > 0) {
        all[n_old + n] = IRQ(object_new(TYPE_IRQ));
        init_irq_fields(all[n_old + n], handler, opaque, n_old + n);
    }
    return all;
}

qemu_irq *qemu_allocate_irqs(qemu_irq_handler handler, void *opaque, int n)
{
    return qemu_extend_irqs(NULL, 0, handler, opaque, n);
}

static void pass_opposite(void *opaque, int n, int level)
{
    if (level) {
        qemu_irq_lower(opaque);
    } else {
        qemu_irq_raise(opaque);
    }
}

qemu_irq qemu_irq_invert(qemu_irq irq)
{
    qemu_irq in = qemu_allocate_irq(pass_opposite, irq, 0);

    qemu_irq_lower(in);
    return in;
}
