/*
 * clabpu_edc.c: the course board's error detection and correction unit
 *
 * Registers: clabpu_edc.h; their masks: clabpu_edc_regs.c; reset:
 * clabpu_edc_reset.c. Both windows are registered with the system bus and the
 * board maps them, so the type can be created twice, or just to be looked at.
 */
#include "devices/clabpu_edc.h"

#include <inttypes.h>

#include "core/log.h"
#include "core/trace.h"
#include "devices/qdev_properties.h"
#include "snapshot/vmstate.h"

TRACE_EVENT(clabpu_edc_inject, "flags:x")

void clabpu_edc_update_irq(ClabpuEdcState *s)
{
    qemu_set_irq(s->irq, (s->regs.int_status & s->regs.int_enable) != 0);
}

static void edc_log_access(ClabpuEdcAccess result, const char *what,
                           hwaddr addr)
{
    static const char *const reasons[] = {
        [CLABPU_EDC_NO_REGISTER] = "unknown",
        [CLABPU_EDC_READ_ONLY] = "read-only",
        [CLABPU_EDC_WRITE_ONLY] = "write-only",
    };

    if (result != CLABPU_EDC_OK) {
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-edc: %s %s register 0x%" PRIx64
                      "\n", what, reasons[result], addr);
    }
}

/* -------------------------------------------------- errors and operations */

static void edc_inject(ClabpuEdcState *s, uint32_t flags)
{
    flags &= CLABPU_EDC_ERROR_MASK;
    TRACE(clabpu_edc_inject, flags);
    if (flags) {
        s->regs.error |= flags;
        s->regs.int_status |= CLABPU_EDC_INT_ERROR;
        clabpu_edc_update_irq(s);
    }
}

static void edc_operation_done(void *opaque)
{
    ClabpuEdcState *s = opaque;

    s->regs.status &= ~CLABPU_EDC_STATUS_BUSY;
    s->regs.ctrl &= ~CLABPU_EDC_CTRL_START;
    s->regs.int_status |= CLABPU_EDC_INT_DONE;
    clabpu_edc_update_irq(s);
}

static void edc_write_ctrl(ClabpuEdcState *s)
{
    bool busy = s->regs.status & CLABPU_EDC_STATUS_BUSY;
    bool start = s->regs.ctrl & CLABPU_EDC_CTRL_START;

    if (busy) {
        /* An operation cannot be called back; START shows that it runs. */
        s->regs.ctrl |= CLABPU_EDC_CTRL_START;
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-edc: CTRL written while "
                      "busy\n");
    } else if (start) {
        s->regs.status |= CLABPU_EDC_STATUS_BUSY;
        if (!s->operation_ns) {
            edc_operation_done(s);
            return;
        }
        timer_mod_ns(s->done_timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
                                        (int64_t)s->operation_ns);
    }
}

/* ------------------------------------------------------------- MMIO 0, 1 */

static uint64_t clabpu_edc_read(void *opaque, hwaddr addr, unsigned size)
{
    ClabpuEdcState *s = opaque;
    uint32_t value;

    edc_log_access(clabpu_edc_reg_read(&s->regs, addr, &value), "read of",
                   addr);
    return value;
}

static void clabpu_edc_write(void *opaque, hwaddr addr, uint64_t value,
                             unsigned size)
{
    ClabpuEdcState *s = opaque;
    ClabpuEdcAccess result = clabpu_edc_reg_write(&s->regs, addr, value);

    edc_log_access(result, "write to", addr);
    if (addr == CLABPU_EDC_CTRL) {
        edc_write_ctrl(s);
    } else if (addr == CLABPU_EDC_INJECT) {
        edc_inject(s, s->regs.inject);
    }
    clabpu_edc_update_irq(s);
}

static uint64_t clabpu_edc_err_read(void *opaque, hwaddr addr, unsigned size)
{
    ClabpuEdcState *s = opaque;

    edc_log_access(addr ? CLABPU_EDC_NO_REGISTER : CLABPU_EDC_OK,
                   "read of error window's", addr);
    return addr ? 0 : s->regs.error;
}

static void clabpu_edc_err_write(void *opaque, hwaddr addr, uint64_t value,
                                 unsigned size)
{
    ClabpuEdcState *s = opaque;

    edc_log_access(addr ? CLABPU_EDC_NO_REGISTER : CLABPU_EDC_OK,
                   "write to error window's", addr);
    if (addr == 0) {
        s->regs.error &= ~(uint32_t)value;
    }
}

static const MemoryRegionOps clabpu_edc_ops = {
    .read = clabpu_edc_read,
    .write = clabpu_edc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 4,
    .valid.max_access_size = 4,
};

static const MemoryRegionOps clabpu_edc_err_ops = {
    .read = clabpu_edc_err_read,
    .write = clabpu_edc_err_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 4,
    .valid.max_access_size = 4,
};

/* ------------------------------------------------------------ life cycle */

static int clabpu_edc_pre_save(void *opaque)
{
    ClabpuEdcState *s = opaque;

    s->done_ns = timer_save(s->done_timer);
    return 0;
}

static int clabpu_edc_post_load(void *opaque, int version_id)
{
    ClabpuEdcState *s = opaque;

    timer_restore(s->done_timer, s->done_ns);
    clabpu_edc_update_irq(s);
    return 0;
}

const VMStateDescription vmstate_clabpu_edc = {
    .name = TYPE_CLABPU_EDC,
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_save = clabpu_edc_pre_save,
    .post_load = clabpu_edc_post_load,
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.ctrl, ClabpuEdcState),
        VMSTATE_UINT32(regs.status, ClabpuEdcState),
        VMSTATE_UINT32(regs.error, ClabpuEdcState),
        VMSTATE_UINT32(regs.int_enable, ClabpuEdcState),
        VMSTATE_UINT32(regs.int_status, ClabpuEdcState),
        VMSTATE_TRANSIENT(regs.inject, ClabpuEdcState),
        VMSTATE_DEADLINE(done_ns, ClabpuEdcState),
        VMSTATE_END_OF_LIST(),
    },
};

static void edc_set_inject_error(Object *obj, Visitor *v, const char *name,
                                 void *opaque, Error **errp)
{
    uint32_t flags;

    if (visit_type_uint32(v, name, &flags, errp)) {
        edc_inject(CLABPU_EDC(obj), flags);
    }
}

static void clabpu_edc_init(Object *obj)
{
    ClabpuEdcState *s = CLABPU_EDC(obj);
    SysBusDevice *sbd = SYS_BUS_DEVICE(obj);

    memory_region_init_io(&s->reg_mem, obj, &clabpu_edc_ops, s,
                          "clabpu-edc-reg", CLABPU_EDC_REG_SIZE);
    memory_region_init_io(&s->err_mem, obj, &clabpu_edc_err_ops, s,
                          "clabpu-edc-err", CLABPU_EDC_ERR_SIZE);
    sysbus_init_mmio(sbd, &s->reg_mem);
    sysbus_init_mmio(sbd, &s->err_mem);
    sysbus_init_irq(sbd, &s->irq);
    s->done_timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, edc_operation_done, s);
}

static void clabpu_edc_finalize(Object *obj)
{
    timer_free(CLABPU_EDC(obj)->done_timer);
}

static const Property clabpu_edc_properties[] = {
    DEFINE_PROP_UINT64("operation-ns", ClabpuEdcState, operation_ns, 1000),
};

static void clabpu_edc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "course error detection and correction unit";
    dc->vmsd = &vmstate_clabpu_edc;
    rc->phases.enter = clabpu_edc_reset_enter;
    rc->phases.hold = clabpu_edc_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, clabpu_edc_properties);
    object_class_property_add(klass, "inject-error", "uint32", NULL,
                              edc_set_inject_error, NULL, NULL);
    object_class_property_set_description(klass, "inject-error",
                                          "error flags to raise now");
}

static const TypeInfo clabpu_edc_info = {
    .name = TYPE_CLABPU_EDC,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ClabpuEdcState),
    .instance_init = clabpu_edc_init,
    .instance_finalize = clabpu_edc_finalize,
    .class_init = clabpu_edc_class_init,
};

static void clabpu_edc_register_types(void)
{
    type_register_static(&clabpu_edc_info);
}

type_init(clabpu_edc_register_types)
