/*
 * aclint_swi.c: ACLINT software interrupts (MSWI and SSWI)
 *
 * How one hart interrupts another: a store to the other hart's word.
 *
 *   MSWI   4 * hart  MSIP     RW  bit 0 is the level of the hart's wire;
 *                                 other bits read 0
 *   SSWI   4 * hart  SETSSIP  WO  writing bit 0 as 1 raises the hart's wire;
 *                                 reads 0
 *
 * Accesses are 32 bits wide. Words of harts that do not exist are logged.
 * Reset: MSIP 0.
 *
 * SSWI has no state: it sends the edge that sets mip.SSIP, and the hart itself
 * clears that bit. So the wire is raised on every write and never lowered.
 *
 * RISC-V ACLINT specification 1.0-rc4, chapters 2 and 4.
 *
 * Differs from QEMU on purpose: MSIP lives here, not in the hart's mip.
 */
#include "devices/riscv_aclint.h"

#include <inttypes.h>
#include <string.h>

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

static void swi_update_irqs(RISCVAclintSwiState *s)
{
    for (uint32_t i = 0; !s->sswi && i < s->num_harts; i++) {
        qemu_set_irq(s->soft_irqs[i], s->msip[i]);
    }
}

static uint64_t swi_read(void *opaque, hwaddr addr, unsigned size)
{
    RISCVAclintSwiState *s = opaque;

    if (addr / 4 < s->num_harts) {
        return s->sswi ? 0 : s->msip[addr / 4];
    }
    qemu_log_mask(LOG_GUEST_ERROR, "aclint_swi: read at offset 0x%" PRIx64
                  ": no such hart\n", addr);
    return 0;
}

static void swi_write(void *opaque, hwaddr addr, uint64_t value,
                      unsigned size)
{
    RISCVAclintSwiState *s = opaque;
    hwaddr hart = addr / 4;

    if (hart >= s->num_harts) {
        qemu_log_mask(LOG_GUEST_ERROR, "aclint_swi: write of 0x%" PRIx64
                      " at offset 0x%" PRIx64 ": no such hart\n", value,
                      addr);
    } else if (!s->sswi) {
        s->msip[hart] = value & 1;
        qemu_set_irq(s->soft_irqs[hart], s->msip[hart]);
    } else if (value & 1) {
        qemu_irq_raise(s->soft_irqs[hart]);
    }
}

static const MemoryRegionOps swi_ops = {
    .read = swi_read,
    .write = swi_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
    .impl = { .min_access_size = 4, .max_access_size = 4 },
};

static int swi_post_load(void *opaque, int version_id)
{
    RISCVAclintSwiState *s = opaque;

    for (uint32_t i = 0; i < s->num_harts; i++) {
        s->msip[i] &= 1;
    }
    swi_update_irqs(s);
    return 0;
}

static const VMStateDescription vmstate_swi = {
    .name = TYPE_RISCV_ACLINT_SWI,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = swi_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_VARRAY_UINT32(msip, RISCVAclintSwiState, num_harts, 1,
                              vmstate_info_uint8, uint8_t),
        VMSTATE_END_OF_LIST()
    },
};

static void swi_reset_enter(Object *obj, ResetType type)
{
    RISCVAclintSwiState *s = RISCV_ACLINT_SWI(obj);

    memset(s->msip, 0, s->num_harts);
}

static void swi_reset_hold(Object *obj, ResetType type)
{
    swi_update_irqs(RISCV_ACLINT_SWI(obj));
}

static void swi_realize(DeviceState *dev, GError **errp)
{
    RISCVAclintSwiState *s = RISCV_ACLINT_SWI(dev);

    if (s->num_harts < 1 || s->num_harts > RISCV_ACLINT_MAX_HARTS) {
        error_setg(errp, "num-harts is %u; it must be 1 to %d", s->num_harts,
                   RISCV_ACLINT_MAX_HARTS);
        return;
    }
    memory_region_init_io(&s->mmio, OBJECT(s), &swi_ops, s,
                          TYPE_RISCV_ACLINT_SWI, RISCV_ACLINT_SWI_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
    s->msip = g_new0(uint8_t, s->num_harts);
    s->soft_irqs = g_new0(qemu_irq, s->num_harts);
    qdev_init_gpio_out(dev, s->soft_irqs, (int)s->num_harts);
}

static void swi_finalize(Object *obj)
{
    RISCVAclintSwiState *s = RISCV_ACLINT_SWI(obj);

    g_free(s->msip);
    g_free(s->soft_irqs);
    region_drop(&s->mmio);
}

static const Property swi_properties[] = {
    DEFINE_PROP_UINT32("hartid-base", RISCVAclintSwiState, hartid_base, 0),
    DEFINE_PROP_UINT32("num-harts", RISCVAclintSwiState, num_harts, 1),
    DEFINE_PROP_UINT32("sswi", RISCVAclintSwiState, sswi, 0),
};

static void swi_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "RISC-V ACLINT software interrupts";
    dc->realize = swi_realize;
    dc->vmsd = &vmstate_swi;
    dc->user_creatable = false;
    rc->phases.enter = swi_reset_enter;
    rc->phases.hold = swi_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, swi_properties);
}

static const TypeInfo swi_types[] = {
    {
        .name = TYPE_RISCV_ACLINT_SWI,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(RISCVAclintSwiState),
        .instance_finalize = swi_finalize,
        .class_init = swi_class_init,
    },
};

DEFINE_TYPES(swi_types)

DeviceState *riscv_aclint_swi_create(hwaddr addr, uint32_t hartid_base,
                                     uint32_t num_harts, bool sswi)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_ACLINT_SWI);

    qdev_prop_set_uint32(dev, "hartid-base", hartid_base);
    qdev_prop_set_uint32(dev, "num-harts", num_harts);
    qdev_prop_set_uint32(dev, "sswi", sswi);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, addr);
    return dev;
}
