/*
 * virtio_mmio.h: virtio over memory-mapped registers
 *
 * A slot that a virtio device can be plugged into. An empty slot answers with
 * its magic number, version and vendor, and device id 0, which tells drivers
 * to look elsewhere. Virtio 1.3, section 4.2 "Virtio Over MMIO".
 *
 * The seam to the virtio core is VirtIODevice: the transport owns registers
 * that only select or report (feature and queue selectors, status, interrupt
 * status); everything about queues and configuration goes to the device
 * through VirtIODeviceOps.
 */
#ifndef DEVICES_VIRTIO_MMIO_H
#define DEVICES_VIRTIO_MMIO_H

#include "devices/sysbus.h"

#define TYPE_VIRTIO_MMIO "virtio-mmio"
#define VIRTIO_MMIO(obj) OBJECT_CHECK(VirtIOMMIOProxy, (obj), TYPE_VIRTIO_MMIO)

enum {
    VIRT_MAGIC = 0x74726976,    /* "virt" */
    VIRT_VERSION_LEGACY = 1,
    VIRT_VERSION = 2,
    VIRT_VENDOR = 0x554d4551,   /* "QEMU": what guests know */
    VIRTIO_MMIO_SIZE = 0x200,   /* bytes of register window */
};

typedef struct VirtIODevice VirtIODevice;

/*
 * What a virtio device offers to any transport. Offsets are those of the
 * registers of section 4.2.2, so the queue registers reach the core unchanged
 * whatever their number; a transport with another layout translates. Context:
 * machine lock held.
 */
typedef struct VirtIODeviceOps {
    /* feature bits 32 * @select .. 32 * @select + 31 */
    uint32_t (*get_features)(VirtIODevice *vdev, uint32_t select);
    void (*set_features)(VirtIODevice *vdev, uint32_t select, uint32_t value);
    /* 0 resets the device */
    void (*set_status)(VirtIODevice *vdev, uint8_t status);
    /* QUEUE_* registers and SHM_* registers; @queue is the selected one */
    uint32_t (*queue_read)(VirtIODevice *vdev, uint32_t queue,
                           uint32_t offset);
    void (*queue_write)(VirtIODevice *vdev, uint32_t queue, uint32_t offset,
                        uint32_t value);
    void (*queue_notify)(VirtIODevice *vdev, uint32_t value);
    /* configuration space; @offset and @size are inside the window */
    uint64_t (*config_read)(VirtIODevice *vdev, uint32_t offset,
                            unsigned size);
    void (*config_write)(VirtIODevice *vdev, uint32_t offset, uint64_t value,
                         unsigned size);
    uint32_t (*config_generation)(VirtIODevice *vdev);
} VirtIODeviceOps;

typedef struct VirtIOMMIOProxy VirtIOMMIOProxy;

/* Embedded in every virtio device; all of @ops must be set. */
struct VirtIODevice {
    const VirtIODeviceOps *ops;
    uint32_t device_id;         /* not 0 */
    VirtIOMMIOProxy *proxy;     /* (nullable): slot it sits in */
};

/* Guest-visible registers of the transport. */
typedef struct VirtIOMMIORegs {
    uint32_t device_features_sel;
    uint32_t driver_features_sel;
    uint32_t queue_sel;
    uint32_t guest_page_size;   /* legacy only */
    uint32_t interrupt_status;  /* bit 0 used buffer, bit 1 configuration */
    uint8_t status;
} VirtIOMMIORegs;

struct VirtIOMMIOProxy {
    SysBusDevice parent_obj;

    MemoryRegion iomem;
    qemu_irq irq;
    VirtIODevice *vdev;         /* (nullable) (borrowed) */
    VirtIOMMIORegs regs;

    bool legacy;                /* property "force-legacy" */
};

/**
 * virtio_mmio_plug: put a device into the slot
 * @proxy: realized slot
 * @vdev:  (borrowed): lives until virtio_mmio_unplug()
 * @errp:  (out) (nullable)
 *
 * Returns: false with @errp set when the slot is taken.
 */
bool virtio_mmio_plug(VirtIOMMIOProxy *proxy, VirtIODevice *vdev,
                      GError **errp);

/** virtio_mmio_unplug: make the slot empty and reset its registers */
void virtio_mmio_unplug(VirtIOMMIOProxy *proxy);

/**
 * virtio_mmio_notify: the device has something to say
 * @cause: bits to set in InterruptStatus: 1 used buffer, 2 configuration
 */
void virtio_mmio_notify(VirtIOMMIOProxy *proxy, uint32_t cause);

#endif
