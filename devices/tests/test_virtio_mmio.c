/* test_virtio_mmio.c: the empty slot, and the seam to a device */
#include "devices/virtio_mmio.h"

#include "rig.h"

static IrqRecorder irqs;

static DeviceState *make_slot(bool legacy)
{
    DeviceState *dev = qdev_new(TYPE_VIRTIO_MMIO);

    irq_recorder_init(&irqs, 1);
    qdev_prop_set_bit(dev, "force-legacy", legacy);
    rig_realize(dev);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irqs.wires[0]);
    return dev;
}

START_TEST(test_empty_slot_answers_with_device_id_zero)
{
    DeviceState *dev = make_slot(_i);

    ck_assert_uint_eq(rig_read(dev, 0, 4), 0x74726976);
    ck_assert_uint_eq(rig_read(dev, 4, 4), _i ? 1 : 2);
    ck_assert_uint_eq(rig_read(dev, 8, 4), 0);
    ck_assert_uint_eq(rig_read(dev, 12, 4), 0x554d4551);
    ck_assert_uint_eq(rig_read(dev, 0, 1), 0x76);
    ck_assert_uint_eq(rig_read(dev, 2, 2), 0);
    for (hwaddr addr = 16; addr < VIRTIO_MMIO_SIZE; addr += 4) {
        rig_write(dev, addr, UINT32_MAX, 4);
        ck_assert_uint_eq(rig_read(dev, addr, 4), 0);
    }
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_eight_bytes_are_two_registers)
{
    DeviceState *dev = make_slot(true);

    ck_assert_uint_eq(rig_read(dev, 0, 8), 0x174726976);
    ck_assert_uint_eq(rig_read(dev, 8, 8), 0x554d455100000000);
}
END_TEST

/* ------------------------------------------------------ a device that notes */

static struct {
    uint32_t features_sel, queue, offset, value, notified;
    int status, resets;
} seen;

static uint32_t get_features(VirtIODevice *vdev, uint32_t select)
{
    return 0xf0 + select;
}

static void set_features(VirtIODevice *vdev, uint32_t select, uint32_t value)
{
    seen.features_sel = select;
    seen.value = value;
}

static void set_status(VirtIODevice *vdev, uint8_t status)
{
    seen.status = status;
    seen.resets += status == 0;
}

static uint32_t queue_read(VirtIODevice *vdev, uint32_t queue,
                           uint32_t offset)
{
    return queue << 16 | offset;
}

static void queue_write(VirtIODevice *vdev, uint32_t queue, uint32_t offset,
                        uint32_t value)
{
    seen.queue = queue;
    seen.offset = offset;
    seen.value = value;
}

static void queue_notify(VirtIODevice *vdev, uint32_t value)
{
    seen.notified = value;
}

static uint64_t config_read(VirtIODevice *vdev, uint32_t offset,
                            unsigned size)
{
    return offset << 4 | size;
}

static void config_write(VirtIODevice *vdev, uint32_t offset, uint64_t value,
                         unsigned size)
{
    seen.offset = offset;
    seen.value = (uint32_t)value;
}

static uint32_t config_generation(VirtIODevice *vdev)
{
    return 9;
}

static const VirtIODeviceOps ops = {
    get_features, set_features, set_status, queue_read, queue_write,
    queue_notify, config_read, config_write, config_generation,
};

static VirtIODevice vdev = { .ops = &ops, .device_id = 2 };

static DeviceState *make_plugged(void)
{
    DeviceState *dev = make_slot(false);

    ck_assert(virtio_mmio_plug(VIRTIO_MMIO(dev), &vdev, NULL));
    return dev;
}

START_TEST(test_registers_reach_the_device)
{
    DeviceState *dev = make_plugged();

    ck_assert_uint_eq(rig_read(dev, 0x008, 4), 2);
    rig_write(dev, 0x014, 1, 4);
    ck_assert_uint_eq(rig_read(dev, 0x010, 4), 0xf1);
    rig_write(dev, 0x024, 1, 4);
    rig_write(dev, 0x020, 0xabc, 4);
    ck_assert_uint_eq(seen.features_sel, 1);
    ck_assert_uint_eq(seen.value, 0xabc);
    rig_write(dev, 0x030, 3, 4);
    ck_assert_uint_eq(rig_read(dev, 0x034, 4), 3 << 16 | 0x034);
    rig_write(dev, 0x038, 64, 4);
    ck_assert_uint_eq(seen.queue, 3);
    ck_assert_uint_eq(seen.offset, 0x038);
    rig_write(dev, 0x050, 7, 4);
    ck_assert_uint_eq(seen.notified, 7);
    ck_assert_uint_eq(rig_read(dev, 0x102, 2), 2 << 4 | 2);
    rig_write(dev, 0x105, 0x66, 1);
    ck_assert_uint_eq(seen.offset, 5);
    ck_assert_uint_eq(rig_read(dev, 0x0fc, 4), 9);
    ck_assert_uint_eq(rig_read(dev, 0x070, 2), 0);
}
END_TEST

START_TEST(test_interrupt_until_acknowledged)
{
    DeviceState *dev = make_plugged();

    virtio_mmio_notify(VIRTIO_MMIO(dev), 3);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, 0x060, 4), 3);
    rig_write(dev, 0x064, 1, 4);
    ck_assert_int_eq(irqs.level[0], 1);
    rig_write(dev, 0x064, 2, 4);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_status_zero_and_reset_clear_the_transport)
{
    DeviceState *dev = make_plugged();
    uint64_t clean = rig_digest(dev);

    rig_write(dev, 0x070, 0xf, 4);
    ck_assert_int_eq(seen.status, 0xf);
    rig_write(dev, 0x030, 3, 4);
    virtio_mmio_notify(VIRTIO_MMIO(dev), 1);
    if (_i == 0) {
        rig_write(dev, 0x070, 0, 4);
    } else {
        device_cold_reset(dev);
    }
    ck_assert_int_eq(seen.resets, 1);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_digest(dev), clean);
}
END_TEST

START_TEST(test_slot_takes_one_device)
{
    DeviceState *dev = make_plugged();
    VirtIODevice other = { .ops = &ops, .device_id = 1 };
    GError *err = NULL;

    ck_assert(!virtio_mmio_plug(VIRTIO_MMIO(dev), &other, &err));
    ck_assert_ptr_nonnull(err);
    g_error_free(err);
    virtio_mmio_notify(VIRTIO_MMIO(dev), 1);
    virtio_mmio_unplug(VIRTIO_MMIO(dev));
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_read(dev, 8, 4), 0);
    ck_assert(virtio_mmio_plug(VIRTIO_MMIO(dev), &other, NULL));
}
END_TEST

START_TEST(test_state)
{
    DeviceState *dev = make_plugged();
    g_autoptr(GByteArray) saved = NULL;

    rig_write(dev, 0x030, 3, 4);
    virtio_mmio_notify(VIRTIO_MMIO(dev), 1);
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert(rig_load(dev, saved));
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(rig_read(dev, 0x034, 4), 3 << 16 | 0x034);
    rig_check_covered(dev, offsetof(VirtIOMMIOProxy, regs),
                      RIG_END(VirtIOMMIOProxy, regs.status));
}
END_TEST

UNIT_MAIN("virtio_mmio",
          UNIT_LOOP(test_empty_slot_answers_with_device_id_zero, 2),
          UNIT_TEST(test_eight_bytes_are_two_registers),
          UNIT_TEST(test_registers_reach_the_device),
          UNIT_TEST(test_interrupt_until_acknowledged),
          UNIT_LOOP(test_status_zero_and_reset_clear_the_transport, 2),
          UNIT_TEST(test_slot_takes_one_device),
          UNIT_TEST(test_state))
