/*
 * clabpu_intc.c: the course board's interrupt controller
 *
 * Registers and rules: clabpu_intc.h. The inputs, the update rule and the
 * claim choice are in files of their own. Registers are words; bytes and
 * halfwords of them can be accessed too, aligned, and only the first byte of
 * CLAIM acts.
 */
#include "devices/clabpu_intc.h"

#include <inttypes.h>

#include "core/log.h"
#include "core/trace.h"
#include "snapshot/vmstate.h"

TRACE_EVENT(clabpu_intc_claim, "id:u")
TRACE_EVENT(clabpu_intc_complete, "id:u")

static bool intc_is_priority(hwaddr reg)
{
    return reg >= CLABPU_INTC_PRIORITY && reg < CLABPU_INTC_STATUS - 4;
}

static uint8_t *intc_priority(ClabpuIntcState *s, hwaddr reg)
{
    return &s->regs.priority[(reg - CLABPU_INTC_PRIORITY) / 4];
}

/* ----------------------------------------------------------------- read */

static uint32_t intc_read_claim(ClabpuIntcState *s)
{
    uint32_t id = clabpu_intc_claim(&s->regs);

    TRACE(clabpu_intc_claim, id);
    clabpu_intc_update(s);
    return id;
}

static uint32_t intc_read_word(ClabpuIntcState *s, hwaddr reg, bool acts)
{
    if (intc_is_priority(reg)) {
        return *intc_priority(s, reg);
    }
    switch (reg) {
    case CLABPU_INTC_PENDING:
        return s->regs.pending;
    case CLABPU_INTC_ENABLE:
        return s->regs.enable;
    case CLABPU_INTC_STATUS:
        return s->regs.pending & s->regs.enable;
    case CLABPU_INTC_CLAIM:
        return acts ? intc_read_claim(s) : 0;
    default:
        qemu_log_mask(LOG_GUEST_ERROR,
                      "clabpu-intc: read of unknown register 0x%" PRIx64 "\n",
                      reg);
        return 0;
    }
}

static uint64_t clabpu_intc_read(void *opaque, hwaddr addr, unsigned size)
{
    unsigned byte = addr & 3;

    return intc_read_word(opaque, addr - byte, byte == 0) >> (byte * 8);
}

/* ---------------------------------------------------------------- write */

static void intc_write_claim(ClabpuIntcState *s, uint32_t id)
{
    TRACE(clabpu_intc_complete, id);
    if (!clabpu_intc_complete(&s->regs, id)) {
        qemu_log_mask(LOG_GUEST_ERROR,
                      "clabpu-intc: completion of %u, which is not in "
                      "service\n", id);
    }
}

/* @value and @mask are in place within the word. */
static void intc_write_word(ClabpuIntcState *s, hwaddr reg, uint32_t value,
                            uint32_t mask)
{
    if (intc_is_priority(reg)) {
        uint8_t *priority = intc_priority(s, reg);

        *priority = (*priority & ~mask) | (value & mask);
        return;
    }
    switch (reg) {
    case CLABPU_INTC_ENABLE:
        s->regs.enable = (s->regs.enable & ~mask) | (value & mask);
        break;
    case CLABPU_INTC_CLAIM:
        if (mask & 0xff) {
            intc_write_claim(s, value & mask);
        }
        break;
    case CLABPU_INTC_PENDING:
    case CLABPU_INTC_STATUS:
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-intc: write to read-only "
                      "register 0x%" PRIx64 "\n", reg);
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "clabpu-intc: write to unknown "
                      "register 0x%" PRIx64 "\n", reg);
        break;
    }
}

static void clabpu_intc_write(void *opaque, hwaddr addr, uint64_t value,
                              unsigned size)
{
    ClabpuIntcState *s = opaque;
    unsigned shift = (addr & 3) * 8;

    intc_write_word(s, addr & ~(hwaddr)3, (uint32_t)value << shift,
                    (uint32_t)MAKE_64BIT_MASK(shift, size * 8));
    clabpu_intc_update(s);
}

static const MemoryRegionOps clabpu_intc_ops = {
    .read = clabpu_intc_read,
    .write = clabpu_intc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 1,
    .valid.max_access_size = 4,
    .impl.min_access_size = 1,
    .impl.max_access_size = 4,
};

/* ------------------------------------------------------------ life cycle */

static int clabpu_intc_post_load(void *opaque, int version_id)
{
    clabpu_intc_update(opaque);
    return 0;
}

const VMStateDescription vmstate_clabpu_intc = {
    .name = TYPE_CLABPU_INTC,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = clabpu_intc_post_load,
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(regs.pending, ClabpuIntcState),
        VMSTATE_UINT32(regs.enable, ClabpuIntcState),
        VMSTATE_UINT32(regs.in_service, ClabpuIntcState),
        VMSTATE_UINT8_ARRAY(regs.priority, ClabpuIntcState,
                            CLABPU_INTC_NUM_SOURCES),
        VMSTATE_END_OF_LIST(),
    },
};

static void clabpu_intc_reset_enter(Object *obj, ResetType type)
{
    CLABPU_INTC(obj)->regs = (ClabpuIntcRegs){ 0 };
}

static void clabpu_intc_reset_hold(Object *obj, ResetType type)
{
    clabpu_intc_update(CLABPU_INTC(obj));
}

static void clabpu_intc_init(Object *obj)
{
    ClabpuIntcState *s = CLABPU_INTC(obj);
    SysBusDevice *sbd = SYS_BUS_DEVICE(obj);

    memory_region_init_io(&s->iomem, obj, &clabpu_intc_ops, s,
                          TYPE_CLABPU_INTC, CLABPU_INTC_SIZE);
    sysbus_init_mmio(sbd, &s->iomem);
    sysbus_init_irq(sbd, &s->irq);
    qdev_init_gpio_in(DEVICE(obj), clabpu_intc_set_irq,
                      CLABPU_INTC_NUM_SOURCES);
}

static void clabpu_intc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "course interrupt controller";
    dc->vmsd = &vmstate_clabpu_intc;
    rc->phases.enter = clabpu_intc_reset_enter;
    rc->phases.hold = clabpu_intc_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
}

static const TypeInfo clabpu_intc_info = {
    .name = TYPE_CLABPU_INTC,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(ClabpuIntcState),
    .instance_init = clabpu_intc_init,
    .class_init = clabpu_intc_class_init,
};

static void clabpu_intc_register_types(void)
{
    type_register_static(&clabpu_intc_info);
}

type_init(clabpu_intc_register_types)
