/*
 * irq.c: what an interrupt wire does; see core/irq.h
 *
 * TODO (devices.1): a wire knows its receiver (handler, opaque) and its number
 * n; setting it is a call of that handler, now, with opaque, n and the level
 * as it was given. A NULL wire leads nowhere: setting it does nothing.
 *
 *   qemu_irq_raise, _lower   level 1, level 0
 *   qemu_irq_pulse           1, then 0
 *   qemu_allocate_irqs       n wires, numbered from 0
 *   qemu_extend_irqs         the old wires stay what they are, and the new
 *                            ones are numbered on from n_old
 *   qemu_irq_invert          passes the opposite level on, and does so once
 *                            already when it is made: its input is low then
 */
#include "core/irq.h"
#include "core/lab_todo.h"

void qemu_set_irq(qemu_irq irq, int level)
{
    lab_todo("devices", 1);
}

void qemu_irq_raise(qemu_irq irq)
{
    lab_todo("devices", 1);
}

void qemu_irq_lower(qemu_irq irq)
{
    lab_todo("devices", 1);
}

void qemu_irq_pulse(qemu_irq irq)
{
    lab_todo("devices", 1);
}

void init_irq_fields(IRQState *irq, qemu_irq_handler handler, void *opaque,
                     int n)
{
    lab_todo("devices", 1);
}

/* Something is there, but it leads nowhere. */
qemu_irq qemu_allocate_irq(qemu_irq_handler handler, void *opaque, int n)
{
    lab_todo("devices", 1);
    return IRQ(object_new(TYPE_IRQ));
}

/* As many as asked for, none of them connected. */
qemu_irq *qemu_extend_irqs(qemu_irq *old, int n_old, qemu_irq_handler handler,
                           void *opaque, int n)
{
    qemu_irq *nowhere = g_new0(qemu_irq, (gsize)n_old + (gsize)n);

    lab_todo("devices", 1);
    for (int left = n_old + n; left-- > 0;) {
        nowhere[left] = IRQ(object_new(TYPE_IRQ));
    }
    return nowhere;
}

qemu_irq *qemu_allocate_irqs(qemu_irq_handler handler, void *opaque, int n)
{
    lab_todo("devices", 1);
    return qemu_extend_irqs(NULL, 0, handler, opaque, n);
}

qemu_irq qemu_irq_invert(qemu_irq irq)
{
    lab_todo("devices", 1);
    return IRQ(object_new(TYPE_IRQ));
}
