/*
 * irq.c: lecture 02, the interrupt wire
 *
 * Setting a wire is a call of the receiver; raise sets 1, lower sets 0, and
 * an output that leads nowhere may be set.
 */
#include "core/irq.h"

typedef struct Intc {
    uint32_t pending;
} Intc;

static void intc_set_irq(void *opaque, int n, int level)
{
    Intc *s = opaque;

    s->pending = level ? s->pending | 1u << n : s->pending & ~(1u << n);
}

int main(void)
{
    Intc s = { 0 };
    qemu_irq *in = qemu_allocate_irqs(intc_set_irq, &s, 2);

    in = qemu_extend_irqs(in, 2, intc_set_irq, &s, 2);
    qemu_irq_raise(in[3]);
    g_assert(s.pending == 0x8);
    g_assert(in[3]->n == 3 && in[3]->opaque == &s);
    qemu_irq_raise(in[0]);
    qemu_irq_lower(in[3]);
    g_assert(s.pending == 0x1);
    qemu_set_irq(NULL, 1);

    IRQState *irq = IRQ(object_new(TYPE_IRQ));
    init_irq_fields(irq, intc_set_irq, &s, 7);
    qemu_set_irq(irq, 1);
    g_assert(s.pending == 0x81);
    object_unref(irq);
    qemu_free_irqs(in, 4);
    return 0;
}
