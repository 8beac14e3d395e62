/*
 * unimp.c: a window for hardware that is not modelled
 *
 * A board maps it where its manual has a device that lectern lacks, so that
 * the guest's first access says what is missing instead of faulting.
 *
 * Every offset: reads 0, writes ignored, both logged under LOG_UNIMP.
 */
#include "devices/unimp.h"

#include <inttypes.h>

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"

static uint64_t unimp_read(void *opaque, hwaddr addr, unsigned size)
{
    UnimplementedDeviceState *s = opaque;

    qemu_log_mask(LOG_UNIMP, "%s is not modelled: %u-byte read at 0x%0*" PRIx64
                  "\n", s->name, size, (int)s->offset_digits, addr);
    return 0;
}

static void unimp_write(void *opaque, hwaddr addr, uint64_t value,
                        unsigned size)
{
    UnimplementedDeviceState *s = opaque;

    qemu_log_mask(LOG_UNIMP, "%s is not modelled: %u-byte write of 0x%0*" PRIx64
                  " at 0x%0*" PRIx64 "\n", s->name, size, (int)size * 2,
                  value, (int)s->offset_digits, addr);
}

static const MemoryRegionOps unimp_ops = {
    .read = unimp_read,
    .write = unimp_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8,
               .unaligned = true },
    .impl = { .min_access_size = 1, .max_access_size = 8,
              .unaligned = true },
};

/* hexadecimal digits that the largest offset needs */
static unsigned offset_digits(uint64_t size)
{
    unsigned digits = 1;

    for (uint64_t last = (size - 1) >> 4; last; last >>= 4) {
        digits++;
    }
    return digits;
}

static void unimp_realize(DeviceState *dev, GError **errp)
{
    UnimplementedDeviceState *s = UNIMPLEMENTED_DEVICE(dev);

    if (s->size == 0) {
        error_setg(errp, "property 'size' must be set to more than 0 bytes");
        return;
    }
    if (!s->name) {
        error_setg(errp, "property 'name' must say what is missing");
        return;
    }
    s->offset_digits = offset_digits(s->size);
    memory_region_init_io(&s->iomem, OBJECT(s), &unimp_ops, s, s->name,
                          s->size);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->iomem);
}

static void unimp_finalize(Object *obj)
{
    region_drop(&UNIMPLEMENTED_DEVICE(obj)->iomem);
}

static const Property unimp_properties[] = {
    DEFINE_PROP_UINT64("size", UnimplementedDeviceState, size, 0),
    DEFINE_PROP_STRING("name", UnimplementedDeviceState, name),
};

static void unimp_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "window of a device that is not modelled";
    dc->realize = unimp_realize;
    dc->user_creatable = false;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, unimp_properties);
}

static const TypeInfo unimp_types[] = {
    {
        .name = TYPE_UNIMPLEMENTED_DEVICE,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(UnimplementedDeviceState),
        .instance_finalize = unimp_finalize,
        .class_init = unimp_class_init,
    },
};

DEFINE_TYPES(unimp_types)

void create_unimplemented_device(const char *name, hwaddr base, hwaddr size)
{
    DeviceState *dev = qdev_new(TYPE_UNIMPLEMENTED_DEVICE);

    qdev_prop_set_string(dev, "name", name);
    qdev_prop_set_uint64(dev, "size", size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map_overlap(SYS_BUS_DEVICE(dev), 0, base,
                            UNIMPLEMENTED_DEVICE_PRIORITY);
}
