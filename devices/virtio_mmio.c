/*
 * virtio_mmio.c: virtio over memory-mapped registers
 *
 *   offset  name                 access  empty slot
 *   0x000   MagicValue           R       0x74726976
 *   0x004   Version              R       1 legacy, 2 modern
 *   0x008   DeviceID             R       0
 *   0x00c   VendorID             R       0x554d4551
 *   0x010   DeviceFeatures       R
 *   0x014   DeviceFeaturesSel    W
 *   0x020   DriverFeatures       W
 *   0x024   DriverFeaturesSel    W
 *   0x028   GuestPageSize        W       legacy
 *   0x030   QueueSel             W
 *   0x034.. QueueNumMax and the other queue registers: to the device
 *   0x050   QueueNotify          W
 *   0x060   InterruptStatus      R
 *   0x064   InterruptACK         W
 *   0x070   Status               RW
 *   0x0fc   ConfigGeneration     R
 *   0x100.. configuration space, any width
 *
 * Registers below 0x100 are 32 bits wide; 64 bits are two of them. Everything
 * else about an empty slot reads 0 and ignores writes.
 *
 * Virtio 1.3, sections 4.2.2 (registers) and 4.2.4 (legacy).
 *
 * Missing: the virtio core (feature negotiation, queues, devices); it plugs in
 * through VirtIODeviceOps.
 */
#include "devices/virtio_mmio.h"

#include <inttypes.h>

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

enum {
    VIRTIO_MMIO_MAGIC_VALUE = 0x000,
    VIRTIO_MMIO_VERSION = 0x004,
    VIRTIO_MMIO_DEVICE_ID = 0x008,
    VIRTIO_MMIO_VENDOR_ID = 0x00c,
    VIRTIO_MMIO_DEVICE_FEATURES = 0x010,
    VIRTIO_MMIO_DEVICE_FEATURES_SEL = 0x014,
    VIRTIO_MMIO_DRIVER_FEATURES = 0x020,
    VIRTIO_MMIO_DRIVER_FEATURES_SEL = 0x024,
    VIRTIO_MMIO_GUEST_PAGE_SIZE = 0x028,
    VIRTIO_MMIO_QUEUE_SEL = 0x030,
    VIRTIO_MMIO_QUEUE_NOTIFY = 0x050,
    VIRTIO_MMIO_INTERRUPT_STATUS = 0x060,
    VIRTIO_MMIO_INTERRUPT_ACK = 0x064,
    VIRTIO_MMIO_STATUS = 0x070,
    VIRTIO_MMIO_CONFIG_GENERATION = 0x0fc,
    VIRTIO_MMIO_CONFIG = 0x100,
};

static void virtio_mmio_update_irq(VirtIOMMIOProxy *s)
{
    qemu_set_irq(s->irq, s->regs.interrupt_status != 0);
}

void virtio_mmio_notify(VirtIOMMIOProxy *proxy, uint32_t cause)
{
    proxy->regs.interrupt_status |= cause;
    virtio_mmio_update_irq(proxy);
}

/* the four registers that answer whether or not a device is there */
static uint32_t virtio_mmio_identify(const VirtIOMMIOProxy *s, hwaddr addr)
{
    switch (addr) {
    case VIRTIO_MMIO_MAGIC_VALUE:
        return VIRT_MAGIC;
    case VIRTIO_MMIO_VERSION:
        return s->legacy ? VIRT_VERSION_LEGACY : VIRT_VERSION;
    case VIRTIO_MMIO_DEVICE_ID:
        return s->vdev ? s->vdev->device_id : 0;
    case VIRTIO_MMIO_VENDOR_ID:
        return VIRT_VENDOR;
    default:
        return 0;
    }
}

static uint64_t virtio_mmio_device_read(VirtIOMMIOProxy *s, hwaddr addr)
{
    const VirtIODeviceOps *ops = s->vdev->ops;

    switch (addr) {
    case VIRTIO_MMIO_DEVICE_FEATURES:
        return ops->get_features(s->vdev, s->regs.device_features_sel);
    case VIRTIO_MMIO_INTERRUPT_STATUS:
        return s->regs.interrupt_status;
    case VIRTIO_MMIO_STATUS:
        return s->regs.status;
    case VIRTIO_MMIO_CONFIG_GENERATION:
        return ops->config_generation(s->vdev);
    default:
        return ops->queue_read(s->vdev, s->regs.queue_sel, (uint32_t)addr);
    }
}

static uint64_t virtio_mmio_read(void *opaque, hwaddr addr, unsigned size)
{
    VirtIOMMIOProxy *s = opaque;

    if (!s->vdev) {
        return virtio_mmio_identify(s, addr);
    }
    if (addr >= VIRTIO_MMIO_CONFIG) {
        return s->vdev->ops->config_read(s->vdev,
                                         (uint32_t)addr - VIRTIO_MMIO_CONFIG,
                                         size);
    }
    if (size != 4) {
        qemu_log_mask(LOG_GUEST_ERROR, "virtio_mmio: %u-byte read at offset "
                      "0x%" PRIx64 ": registers have 4 bytes\n", size, addr);
        return 0;
    }
    if (addr <= VIRTIO_MMIO_VENDOR_ID) {
        return virtio_mmio_identify(s, addr);
    }
    return virtio_mmio_device_read(s, addr);
}

static void virtio_mmio_set_status(VirtIOMMIOProxy *s, uint8_t status)
{
    s->regs.status = status;
    if (status == 0) {
        s->regs = (VirtIOMMIORegs) { 0 };
    }
    s->vdev->ops->set_status(s->vdev, status);
}

static void virtio_mmio_device_write(VirtIOMMIOProxy *s, hwaddr addr,
                                     uint32_t value)
{
    const VirtIODeviceOps *ops = s->vdev->ops;
    VirtIOMMIORegs *r = &s->regs;

    switch (addr) {
    case VIRTIO_MMIO_DEVICE_FEATURES_SEL:
        r->device_features_sel = value;
        break;
    case VIRTIO_MMIO_DRIVER_FEATURES:
        ops->set_features(s->vdev, r->driver_features_sel, value);
        break;
    case VIRTIO_MMIO_DRIVER_FEATURES_SEL:
        r->driver_features_sel = value;
        break;
    case VIRTIO_MMIO_GUEST_PAGE_SIZE:
        r->guest_page_size = value;
        break;
    case VIRTIO_MMIO_QUEUE_SEL:
        r->queue_sel = value;
        break;
    case VIRTIO_MMIO_QUEUE_NOTIFY:
        ops->queue_notify(s->vdev, value);
        break;
    case VIRTIO_MMIO_INTERRUPT_ACK:
        r->interrupt_status &= ~value;
        break;
    case VIRTIO_MMIO_STATUS:
        virtio_mmio_set_status(s, (uint8_t)value);
        break;
    default:
        ops->queue_write(s->vdev, r->queue_sel, (uint32_t)addr, value);
        break;
    }
    virtio_mmio_update_irq(s);
}

static void virtio_mmio_write(void *opaque, hwaddr addr, uint64_t value,
                              unsigned size)
{
    VirtIOMMIOProxy *s = opaque;

    if (!s->vdev) {
        return;
    }
    if (addr >= VIRTIO_MMIO_CONFIG) {
        s->vdev->ops->config_write(s->vdev,
                                   (uint32_t)addr - VIRTIO_MMIO_CONFIG,
                                   value, size);
    } else if (size != 4) {
        qemu_log_mask(LOG_GUEST_ERROR, "virtio_mmio: %u-byte write at offset "
                      "0x%" PRIx64 ": registers have 4 bytes\n", size, addr);
    } else {
        virtio_mmio_device_write(s, addr, (uint32_t)value);
    }
}

static const MemoryRegionOps virtio_mmio_ops = {
    .read = virtio_mmio_read,
    .write = virtio_mmio_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8 },
    .impl = { .min_access_size = 1, .max_access_size = 4 },
};

bool virtio_mmio_plug(VirtIOMMIOProxy *proxy, VirtIODevice *vdev,
                      GError **errp)
{
    if (proxy->vdev) {
        error_setg(errp, "this virtio-mmio slot already has a device; choose "
                   "another bus");
        return false;
    }
    proxy->vdev = vdev;
    vdev->proxy = proxy;
    return true;
}

void virtio_mmio_unplug(VirtIOMMIOProxy *proxy)
{
    if (proxy->vdev) {
        proxy->vdev->proxy = NULL;
        proxy->vdev = NULL;
    }
    proxy->regs = (VirtIOMMIORegs) { 0 };
    virtio_mmio_update_irq(proxy);
}

static int virtio_mmio_post_load(void *opaque, int version_id)
{
    virtio_mmio_update_irq(opaque);
    return 0;
}

static const VMStateDescription vmstate_virtio_mmio = {
    .name = TYPE_VIRTIO_MMIO,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = virtio_mmio_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT32(regs.device_features_sel, VirtIOMMIOProxy),
        VMSTATE_UINT32(regs.driver_features_sel, VirtIOMMIOProxy),
        VMSTATE_UINT32(regs.queue_sel, VirtIOMMIOProxy),
        VMSTATE_UINT32(regs.guest_page_size, VirtIOMMIOProxy),
        VMSTATE_UINT32(regs.interrupt_status, VirtIOMMIOProxy),
        VMSTATE_UINT8(regs.status, VirtIOMMIOProxy),
        VMSTATE_END_OF_LIST()
    },
};

static void virtio_mmio_reset_enter(Object *obj, ResetType type)
{
    VirtIOMMIOProxy *s = VIRTIO_MMIO(obj);

    s->regs = (VirtIOMMIORegs) { 0 };
    if (s->vdev) {
        s->vdev->ops->set_status(s->vdev, 0);
    }
}

static void virtio_mmio_reset_hold(Object *obj, ResetType type)
{
    virtio_mmio_update_irq(VIRTIO_MMIO(obj));
}

static void virtio_mmio_init(Object *obj)
{
    VirtIOMMIOProxy *s = VIRTIO_MMIO(obj);

    memory_region_init_io(&s->iomem, obj, &virtio_mmio_ops, s,
                          TYPE_VIRTIO_MMIO, VIRTIO_MMIO_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->iomem);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
}

static void virtio_mmio_finalize(Object *obj)
{
    region_drop(&VIRTIO_MMIO(obj)->iomem);
}

static const Property virtio_mmio_properties[] = {
    DEFINE_PROP_BOOL("force-legacy", VirtIOMMIOProxy, legacy, true),
};

static void virtio_mmio_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "virtio slot with memory-mapped registers";
    dc->vmsd = &vmstate_virtio_mmio;
    dc->user_creatable = false;
    rc->phases.enter = virtio_mmio_reset_enter;
    rc->phases.hold = virtio_mmio_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, virtio_mmio_properties);
}

static const TypeInfo virtio_mmio_types[] = {
    {
        .name = TYPE_VIRTIO_MMIO,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(VirtIOMMIOProxy),
        .instance_init = virtio_mmio_init,
        .instance_finalize = virtio_mmio_finalize,
        .class_init = virtio_mmio_class_init,
    },
};

DEFINE_TYPES(virtio_mmio_types)
