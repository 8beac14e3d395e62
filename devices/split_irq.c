/*
 * split_irq.c: one interrupt input copied to N outputs
 *
 * Stateless: each level passes through as it comes.
 */
#include "devices/irq_gates.h"
#include "devices/qdev_properties.h"

OBJECT_DECLARE_SIMPLE_TYPE(SplitIRQState, SPLIT_IRQ)

struct SplitIRQState {
    DeviceState parent_obj;

    uint16_t num_lines;         /* property */
    qemu_irq out_irq[MAX_SPLIT_LINES];
};

static void split_irq_set(void *opaque, int n, int level)
{
    SplitIRQState *s = opaque;

    for (int i = 0; i < s->num_lines; i++) {
        qemu_set_irq(s->out_irq[i], level);
    }
}

static void split_irq_realize(DeviceState *dev, Error **errp)
{
    SplitIRQState *s = SPLIT_IRQ(dev);

    if (s->num_lines < 1 || s->num_lines > MAX_SPLIT_LINES) {
        error_setg(errp, "split-irq: num-lines is %u; it takes 1 to %d",
                   s->num_lines, MAX_SPLIT_LINES);
        return;
    }
    qdev_init_gpio_out(dev, s->out_irq, s->num_lines);
}

static void split_irq_init(Object *obj)
{
    qdev_init_gpio_in(DEVICE(obj), split_irq_set, 1);
}

static const Property split_irq_properties[] = {
    DEFINE_PROP_UINT16("num-lines", SplitIRQState, num_lines, 1),
};

static void split_irq_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "copies of an interrupt line";
    dc->realize = split_irq_realize;
    dc->user_creatable = false;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, split_irq_properties);
}

static const TypeInfo split_irq_info = {
    .name = TYPE_SPLIT_IRQ,
    .parent = TYPE_DEVICE,
    .instance_size = sizeof(SplitIRQState),
    .instance_init = split_irq_init,
    .class_init = split_irq_class_init,
};

static void split_irq_register_types(void)
{
    type_register_static(&split_irq_info);
}

type_init(split_irq_register_types)
