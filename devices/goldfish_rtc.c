/*
 * goldfish_rtc.c: goldfish real-time clock
 *
 * A 64-bit count of nanoseconds since 1970, read in two halves: reading the
 * low one latches the high one. Registers are 32 bits wide.
 *
 *   offset  name             access  meaning
 *   0x00    TIME_LOW         RW      read: low half, latches TIME_HIGH
 *                                    write: sets the low half
 *   0x04    TIME_HIGH        RW      read: latched; write: sets the high half
 *   0x08    ALARM_LOW        RW      write: low half, and arms the alarm
 *   0x0c    ALARM_HIGH       RW      high half, for the next ALARM_LOW
 *   0x10    IRQ_ENABLED      RW      bit 0
 *   0x14    CLEAR_ALARM      WO      any value disarms the alarm
 *   0x18    ALARM_STATUS     RO      1 while the alarm is armed
 *   0x1c    CLEAR_INTERRUPT  WO      any value acknowledges the interrupt
 *   0x20    reserved
 *
 * Line = pending and enabled. An alarm that lies in the past fires at once,
 * also when it is the time that was moved.
 * Reset clears everything but the time, as in a clock with a battery.
 *
 * Android emulator documentation, "Goldfish RTC".
 *
 * Differs from QEMU on purpose: property host-clock=off counts virtual time,
 * so that runs repeat; epoch-ns chooses the start.
 */
#include "devices/goldfish_rtc.h"

#include <inttypes.h>

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

enum {
    RTC_TIME_LOW = 0x00,
    RTC_TIME_HIGH = 0x04,
    RTC_ALARM_LOW = 0x08,
    RTC_ALARM_HIGH = 0x0c,
    RTC_IRQ_ENABLED = 0x10,
    RTC_CLEAR_ALARM = 0x14,
    RTC_ALARM_STATUS = 0x18,
    RTC_CLEAR_INTERRUPT = 0x1c,
};

uint64_t goldfish_rtc_get_count(const GoldfishRTCState *s)
{
    return s->offset_ns + (uint64_t)qemu_clock_get_ns(s->clock);
}

static void goldfish_rtc_update_irq(GoldfishRTCState *s)
{
    qemu_set_irq(s->irq, s->regs.irq_pending && s->regs.irq_enabled);
}

/* fire a due alarm, or plan the host timer for it */
static void goldfish_rtc_check_alarm(GoldfishRTCState *s)
{
    uint64_t now_ns = (uint64_t)qemu_clock_get_ns(s->clock);
    uint64_t count = s->offset_ns + now_ns;
    uint64_t wait_ns = s->regs.due_ns - count;

    timer_del(s->timer);
    if (!s->regs.alarm_armed) {
        return;
    }
    if (s->regs.due_ns <= count) {
        s->regs.alarm_armed = false;
        s->regs.irq_pending = true;
    } else if (wait_ns <= INT64_MAX - now_ns) {
        timer_mod_ns(s->timer, (int64_t)(now_ns + wait_ns));
    }
}

static void goldfish_rtc_expired(void *opaque)
{
    GoldfishRTCState *s = opaque;

    goldfish_rtc_check_alarm(s);
    goldfish_rtc_update_irq(s);
}

static uint64_t goldfish_rtc_read(void *opaque, hwaddr addr, unsigned size)
{
    GoldfishRTCState *s = opaque;
    uint64_t count;

    switch (addr) {
    case RTC_TIME_LOW:
        count = goldfish_rtc_get_count(s);
        s->regs.time_high = (uint32_t)(count >> 32);
        return (uint32_t)count;
    case RTC_TIME_HIGH:
        return s->regs.time_high;
    case RTC_ALARM_LOW:
        return (uint32_t)s->regs.alarm_ns;
    case RTC_ALARM_HIGH:
        return s->regs.alarm_ns >> 32;
    case RTC_IRQ_ENABLED:
        return s->regs.irq_enabled;
    case RTC_ALARM_STATUS:
        return s->regs.alarm_armed;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "goldfish_rtc: read at offset 0x%"
                      PRIx64 ": not a readable register\n", addr);
        return 0;
    }
}

static void goldfish_rtc_set_half(GoldfishRTCState *s, int shift,
                                  uint64_t value)
{
    uint64_t count = goldfish_rtc_get_count(s);

    s->offset_ns += deposit64(count, shift, 32, value) - count;
    goldfish_rtc_check_alarm(s);
}

static void goldfish_rtc_write(void *opaque, hwaddr addr, uint64_t value,
                               unsigned size)
{
    GoldfishRTCState *s = opaque;
    GoldfishRTCRegs *r = &s->regs;

    switch (addr) {
    case RTC_TIME_LOW:
        goldfish_rtc_set_half(s, 0, value);
        break;
    case RTC_TIME_HIGH:
        goldfish_rtc_set_half(s, 32, value);
        break;
    case RTC_ALARM_LOW:
        r->alarm_ns = deposit64(r->alarm_ns, 0, 32, value);
        r->due_ns = r->alarm_ns;
        r->alarm_armed = true;
        goldfish_rtc_check_alarm(s);
        break;
    case RTC_ALARM_HIGH:
        r->alarm_ns = deposit64(r->alarm_ns, 32, 32, value);
        break;
    case RTC_IRQ_ENABLED:
        r->irq_enabled = value & 1;
        break;
    case RTC_CLEAR_ALARM:
        r->alarm_armed = false;
        goldfish_rtc_check_alarm(s);
        break;
    case RTC_CLEAR_INTERRUPT:
        r->irq_pending = false;
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "goldfish_rtc: write of 0x%" PRIx64
                      " at offset 0x%" PRIx64 ": not a writable register\n",
                      value, addr);
        break;
    }
    goldfish_rtc_update_irq(s);
}

static const MemoryRegionOps goldfish_rtc_ops = {
    .read = goldfish_rtc_read,
    .write = goldfish_rtc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
    .impl = { .min_access_size = 4, .max_access_size = 4 },
};

/* re-arming fires what fell due while the state lay in a file */
static int goldfish_rtc_post_load(void *opaque, int version_id)
{
    GoldfishRTCState *s = opaque;

    goldfish_rtc_check_alarm(s);
    goldfish_rtc_update_irq(s);
    return 0;
}

static const VMStateDescription vmstate_goldfish_rtc = {
    .name = TYPE_GOLDFISH_RTC,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = goldfish_rtc_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64(offset_ns, GoldfishRTCState),
        VMSTATE_UINT64(regs.alarm_ns, GoldfishRTCState),
        VMSTATE_UINT64(regs.due_ns, GoldfishRTCState),
        VMSTATE_UINT32(regs.time_high, GoldfishRTCState),
        VMSTATE_BOOL(regs.alarm_armed, GoldfishRTCState),
        VMSTATE_BOOL(regs.irq_enabled, GoldfishRTCState),
        VMSTATE_BOOL(regs.irq_pending, GoldfishRTCState),
        VMSTATE_END_OF_LIST()
    },
};

static void goldfish_rtc_reset_enter(Object *obj, ResetType type)
{
    GoldfishRTCState *s = GOLDFISH_RTC(obj);

    s->regs = (GoldfishRTCRegs) { 0 };
    timer_del(s->timer);
}

static void goldfish_rtc_reset_hold(Object *obj, ResetType type)
{
    goldfish_rtc_update_irq(GOLDFISH_RTC(obj));
}

static void goldfish_rtc_realize(DeviceState *dev, GError **errp)
{
    GoldfishRTCState *s = GOLDFISH_RTC(dev);
    uint64_t now_ns = (uint64_t)qemu_clock_get_ns(QEMU_CLOCK_HOST);
    uint64_t start_ns = s->epoch_ns ? s->epoch_ns : now_ns;

    s->clock = s->host_clock ? QEMU_CLOCK_HOST : QEMU_CLOCK_VIRTUAL;
    s->offset_ns = start_ns - (uint64_t)qemu_clock_get_ns(s->clock);
    if (s->host_clock && !s->epoch_ns) {
        s->offset_ns = 0;
    }
    s->timer = timer_new_ns(s->clock, goldfish_rtc_expired, s);
    memory_region_init_io(&s->iomem, OBJECT(s), &goldfish_rtc_ops, s,
                          TYPE_GOLDFISH_RTC, GOLDFISH_RTC_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->iomem);
    sysbus_init_irq(SYS_BUS_DEVICE(s), &s->irq);
}

static void goldfish_rtc_finalize(Object *obj)
{
    GoldfishRTCState *s = GOLDFISH_RTC(obj);

    timer_free(s->timer);
    region_drop(&s->iomem);
}

static const Property goldfish_rtc_properties[] = {
    DEFINE_PROP_BOOL("host-clock", GoldfishRTCState, host_clock, true),
    DEFINE_PROP_UINT64("epoch-ns", GoldfishRTCState, epoch_ns, 0),
};

static void goldfish_rtc_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "goldfish real-time clock";
    dc->realize = goldfish_rtc_realize;
    dc->vmsd = &vmstate_goldfish_rtc;
    dc->user_creatable = false;
    rc->phases.enter = goldfish_rtc_reset_enter;
    rc->phases.hold = goldfish_rtc_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, goldfish_rtc_properties);
}

static const TypeInfo goldfish_rtc_types[] = {
    {
        .name = TYPE_GOLDFISH_RTC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(GoldfishRTCState),
        .instance_finalize = goldfish_rtc_finalize,
        .class_init = goldfish_rtc_class_init,
    },
};

DEFINE_TYPES(goldfish_rtc_types)
