/* inspect_irq_intc.c: what the course board's controller does */
#include "inspect_irq.h"

#include "devices/clabpu_intc.h"

static bool bit(uint32_t word, unsigned source)
{
    return word >> source & 1;
}

static const char *state_name(const ClabpuIntcRegs *regs, unsigned source)
{
    if (bit(regs->in_service, source)) {
        return "in service";
    }
    return bit(regs->pending, source) ? "pending" : "idle";
}

/* It has no latch, so it counts nothing. */
static void intc_list(const IrqView *view, DeviceState *dev)
{
    const ClabpuIntcRegs *regs = &CLABPU_INTC(dev)->regs;

    for (unsigned i = 0; i < CLABPU_INTC_NUM_SOURCES; i++) {
        qemu_irq pin = qdev_get_gpio_in(dev, (int)i);

        if (bit(regs->pending | regs->enable, i) ||
            inspect_irq_is_driven(pin)) {
            g_string_append_printf(view->out, "%6u  %-5s  %-10s  %8u  %10s"
                                   "  %10s  ", i,
                                   bit(regs->pending, i) ? "high" : "low",
                                   state_name(regs, i), regs->priority[i],
                                   "-", "-");
            inspect_irq_print_driver(view->out, pin);
            g_string_append_c(view->out, '\n');
        }
    }
}

static const char *verdict(const ClabpuIntcRegs *regs, unsigned source)
{
    if (!bit(regs->pending, source)) {
        return "nothing to do: the wire is low";
    }
    if (!bit(regs->enable, source)) {
        return "blocked: its ENABLE bit is 0";
    }
    return bit(regs->in_service, source)
           ? "claimed: waits for the write to CLAIM" : "passes";
}

static void intc_explain(const IrqView *view, DeviceState *dev)
{
    ClabpuIntcState *s = CLABPU_INTC(dev);
    unsigned source = view->source;

    g_string_append(view->out, "wire: ");
    inspect_irq_print_driver(view->out, qdev_get_gpio_in(dev, (int)source));
    g_string_append_printf(view->out, ", is %s\n",
                           bit(s->regs.pending, source) ? "high" : "low");
    g_string_append_printf(view->out, "ENABLE=%d PRIORITY=%u: %s\n",
                           bit(s->regs.enable, source),
                           s->regs.priority[source],
                           verdict(&s->regs, source));
    inspect_irq_print_hart(view, s->irq);
}

static unsigned intc_count(DeviceState *dev)
{
    return CLABPU_INTC_NUM_SOURCES;
}

const IrqController inspect_irq_intc = {
    .type = TYPE_CLABPU_INTC,
    .count = intc_count,
    .list = intc_list,
    .explain = intc_explain,
};
