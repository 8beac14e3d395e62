/*
 * inspect_irq.h: the parts of info irq
 *
 * The way of an interrupt: a device drives a wire, a controller lets it
 * through or not, its output is a wire to a hart, and the hart takes it or
 * not. Each part says what it blocks and by which register.
 */
#ifndef MACHINE_CONTROL_INSPECT_IRQ_H
#define MACHINE_CONTROL_INSPECT_IRQ_H

#include "inspect_internal.h"

#include "core/irq.h"
#include "devices/qdev.h"

/* What both views work on. */
typedef struct IrqView {
    Vm *vm;
    GString *out;
    unsigned source;
} IrqView;

/* One kind of interrupt controller. */
typedef struct IrqController {
    const char *type;           /* of the device */
    unsigned (*count)(DeviceState *dev);        /* sources 0..count - 1 */
    /* append a line for a source that is connected or was used */
    void (*list)(const IrqView *view, DeviceState *dev);
    /* append the way of source view->source */
    void (*explain)(const IrqView *view, DeviceState *dev);
} IrqController;

/** inspect_irq_plic, inspect_irq_intc: what `virt` and `clabpu` have */
extern const IrqController inspect_irq_plic;
extern const IrqController inspect_irq_intc;

/* inspect_irq_print_driver: append who drives @pin: "path (type), output x" */
void inspect_irq_print_driver(GString *out, qemu_irq pin);

/* inspect_irq_is_driven: does any device output lead to @pin? */
bool inspect_irq_is_driven(qemu_irq pin);

/*
 * inspect_irq_print_hart: append what the hart behind @pin does with it; @pin
 * is (nullable)
 */
void inspect_irq_print_hart(const IrqView *view, qemu_irq pin);

/* inspect_irq_list_harts: append each hart's inputs, enables and counts */
bool inspect_irq_list_harts(const IrqView *view, Error **errp);

#endif
