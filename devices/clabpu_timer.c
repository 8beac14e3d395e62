/*
 * clabpu_timer.c: the course board's down-counter
 *
 * Registers and rules: clabpu_timer.h; what an access does:
 * clabpu_timer_regs.c. Here is what makes a device of them.
 */
#include "devices/clabpu_timer.h"

#include "devices/qdev_properties.h"
#include "snapshot/vmstate.h"

static const ClabpuTimerRegs clabpu_timer_reset_regs = { .prescaler = 1 };

static uint64_t clabpu_timer_read(void *opaque, hwaddr addr, unsigned size)
{
    return clabpu_timer_reg_read(opaque, addr);
}

static void clabpu_timer_write(void *opaque, hwaddr addr, uint64_t value,
                               unsigned size)
{
    clabpu_timer_reg_write(opaque, addr, (uint32_t)value);
}

static void clabpu_timer_tick_expired(void *opaque)
{
    clabpu_timer_expire(opaque);
}

static const MemoryRegionOps clabpu_timer_ops = {
    .read = clabpu_timer_read,
    .write = clabpu_timer_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 4,
    .valid.max_access_size = 4,
};

/* ------------------------------------------------------------ life cycle */

static int clabpu_timer_post_load(void *opaque, int version_id)
{
    ClabpuTimerState *s = opaque;

    clabpu_timer_arm(s);
    clabpu_timer_update_irq(s);
    return 0;
}

const VMStateDescription vmstate_clabpu_timer = {
    .name = TYPE_CLABPU_TIMER,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = clabpu_timer_post_load,
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.counter, ClabpuTimerState),
        VMSTATE_UINT32(regs.control, ClabpuTimerState),
        VMSTATE_UINT32(regs.status, ClabpuTimerState),
        VMSTATE_UINT32(regs.prescaler, ClabpuTimerState),
        VMSTATE_INT64(start_ns, ClabpuTimerState),
        VMSTATE_END_OF_LIST(),
    },
};

static void clabpu_timer_reset_enter(Object *obj, ResetType type)
{
    ClabpuTimerState *s = CLABPU_TIMER(obj);

    s->regs = clabpu_timer_reset_regs;
    s->start_ns = 0;
    timer_del(s->timer);
}

static void clabpu_timer_reset_hold(Object *obj, ResetType type)
{
    clabpu_timer_update_irq(CLABPU_TIMER(obj));
}

static void clabpu_timer_realize(DeviceState *dev, Error **errp)
{
    if (CLABPU_TIMER(dev)->frequency_hz == 0) {
        error_setg(errp, "clabpu-timer: frequency is 0; it takes 1 to "
                   "4294967295 Hz");
    }
}

static void clabpu_timer_init(Object *obj)
{
    ClabpuTimerState *s = CLABPU_TIMER(obj);
    SysBusDevice *sbd = SYS_BUS_DEVICE(obj);

    memory_region_init_io(&s->iomem, obj, &clabpu_timer_ops, s,
                          TYPE_CLABPU_TIMER, CLABPU_TIMER_SIZE);
    sysbus_init_mmio(sbd, &s->iomem);
    sysbus_init_irq(sbd, &s->irq);
    s->regs = clabpu_timer_reset_regs;
    s->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, clabpu_timer_tick_expired,
                            s);
}

static void clabpu_timer_finalize(Object *obj)
{
    timer_free(CLABPU_TIMER(obj)->timer);
}

static const Property clabpu_timer_properties[] = {
    DEFINE_PROP_UINT32("frequency", ClabpuTimerState, frequency_hz, 1000000),
};

static void clabpu_timer_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "course timer";
    dc->realize = clabpu_timer_realize;
    dc->vmsd = &vmstate_clabpu_timer;
    rc->phases.enter = clabpu_timer_reset_enter;
    rc->phases.hold = clabpu_timer_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, clabpu_timer_properties);
}

static const TypeInfo clabpu_timer_info = {
    .name = TYPE_CLABPU_TIMER,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ClabpuTimerState),
    .instance_init = clabpu_timer_init,
    .instance_finalize = clabpu_timer_finalize,
    .class_init = clabpu_timer_class_init,
};

static void clabpu_timer_register_types(void)
{
    type_register_static(&clabpu_timer_info);
}

type_init(clabpu_timer_register_types)
