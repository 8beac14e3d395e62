/*
 * irq.h: the interrupt wire
 *
 * A qemu_irq is one end of a wire: setting it calls the receiver, now, in
 * the calling thread. The wire has no queue and no memory; the receiver
 * stores what it needs, and the sender computes the level from its state
 * after every change. Several senders on one wire need an OR gate device.
 *
 * A NULL qemu_irq is an output that is connected to nothing: setting it does
 * nothing.
 */
#ifndef CORE_IRQ_H
#define CORE_IRQ_H

#include "core/object.h"

#define TYPE_IRQ "irq"
OBJECT_DECLARE_SIMPLE_TYPE(IRQState, IRQ)

typedef struct IRQState *qemu_irq;

/**
 * qemu_irq_handler: the receiver
 * @opaque: as given at allocation
 * @n:      number of the line within its array
 * @level:  0 = low; anything else = high (some senders pass a value)
 */
typedef void (*qemu_irq_handler)(void *opaque, int n, int level);

struct IRQState {
    Object parent_obj;

    qemu_irq_handler handler;
    void *opaque;
    int n;
};

/** qemu_set_irq: drive the wire. Context: BQL */
void qemu_set_irq(qemu_irq irq, int level);
void qemu_irq_raise(qemu_irq irq);      /* level 1 */
void qemu_irq_lower(qemu_irq irq);      /* level 0 */
void qemu_irq_pulse(qemu_irq irq);      /* 1, then 0 */

/** init_irq_fields: set the three fields of an initialised wire */
void init_irq_fields(IRQState *irq, qemu_irq_handler handler, void *opaque,
                     int n);

/** qemu_init_irq: make a wire in storage of the caller (object_initialize) */
void qemu_init_irq(IRQState *irq, qemu_irq_handler handler, void *opaque,
                   int n);

/**
 * qemu_allocate_irq: make one wire
 *
 * Returns: (transfer full): free with qemu_free_irq().
 */
qemu_irq qemu_allocate_irq(qemu_irq_handler handler, void *opaque, int n);

/**
 * qemu_allocate_irqs: make @n wires numbered 0..@n-1 with one receiver
 *
 * Returns: (transfer full): array and wires; free with qemu_free_irqs().
 */
qemu_irq *qemu_allocate_irqs(qemu_irq_handler handler, void *opaque, int n);

/**
 * qemu_extend_irqs: append @n wires to an array of @n_old
 * @old: (transfer full) (nullable): must not be used afterwards
 *
 * The new wires are numbered @n_old..@n_old+@n-1.
 *
 * Returns: (transfer full): the longer array.
 */
qemu_irq *qemu_extend_irqs(qemu_irq *old, int n_old, qemu_irq_handler handler,
                           void *opaque, int n);

void qemu_free_irq(qemu_irq irq);
void qemu_free_irqs(qemu_irq *irqs, int n);

/**
 * qemu_irq_invert: a wire that passes the opposite level to @irq
 *
 * @irq is raised at once: low input means high output.
 *
 * Returns: (transfer full). @irq is borrowed and must outlive it.
 */
qemu_irq qemu_irq_invert(qemu_irq irq);

/** qemu_irq_is_connected: does anyone listen? */
bool qemu_irq_is_connected(qemu_irq irq);

#endif
