/*
 * or_irq.c: N interrupt inputs, one output that is high while any is
 *
 * The gate remembers the level of each input, because a wire does not.
 */
#include "devices/irq_gates.h"
#include "devices/qdev_properties.h"
#include "snapshot/vmstate.h"

OBJECT_DECLARE_SIMPLE_TYPE(OrIRQState, OR_IRQ)

struct OrIRQState {
    DeviceState parent_obj;

    struct {
        bool levels[MAX_OR_LINES];
    } regs;
    uint16_t num_lines;         /* property */
    qemu_irq out_irq;
};

static void or_irq_update_irq(OrIRQState *s)
{
    bool level = false;

    for (int i = 0; i < s->num_lines; i++) {
        level |= s->regs.levels[i];
    }
    qemu_set_irq(s->out_irq, level);
}

static void or_irq_set(void *opaque, int n, int level)
{
    OrIRQState *s = opaque;

    s->regs.levels[n] = level;
    or_irq_update_irq(s);
}

static int or_irq_post_load(void *opaque, int version_id)
{
    or_irq_update_irq(opaque);
    return 0;
}

static const VMStateDescription vmstate_or_irq = {
    .name = TYPE_OR_IRQ,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = or_irq_post_load,
    .fields = (const VMStateField[]){
        VMSTATE_BOOL_ARRAY(regs.levels, OrIRQState, MAX_OR_LINES),
        VMSTATE_END_OF_LIST(),
    },
};

/* The inputs are others' outputs: who is reset lowers its own. */
static void or_irq_reset_hold(Object *obj, ResetType type)
{
    or_irq_update_irq(OR_IRQ(obj));
}

static void or_irq_realize(DeviceState *dev, Error **errp)
{
    OrIRQState *s = OR_IRQ(dev);

    if (s->num_lines < 1 || s->num_lines > MAX_OR_LINES) {
        error_setg(errp, "or-irq: num-lines is %u; it takes 1 to %d",
                   s->num_lines, MAX_OR_LINES);
        return;
    }
    qdev_init_gpio_in(dev, or_irq_set, s->num_lines);
}

static void or_irq_init(Object *obj)
{
    qdev_init_gpio_out(DEVICE(obj), &OR_IRQ(obj)->out_irq, 1);
}

static const Property or_irq_properties[] = {
    DEFINE_PROP_UINT16("num-lines", OrIRQState, num_lines, 1),
};

static void or_irq_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "OR of interrupt lines";
    dc->realize = or_irq_realize;
    dc->vmsd = &vmstate_or_irq;
    dc->user_creatable = false;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, or_irq_properties);
    RESETTABLE_CLASS(klass)->phases.hold = or_irq_reset_hold;
}

static const TypeInfo or_irq_info = {
    .name = TYPE_OR_IRQ,
    .parent = TYPE_DEVICE,
    .instance_size = sizeof(OrIRQState),
    .instance_init = or_irq_init,
    .class_init = or_irq_class_init,
};

static void or_irq_register_types(void)
{
    type_register_static(&or_irq_info);
}

type_init(or_irq_register_types)
