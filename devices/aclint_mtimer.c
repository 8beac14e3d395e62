/*
 * aclint_mtimer.c: ACLINT machine timer (MTIMER)
 *
 * One counter for all harts and one compare register per hart. Nothing ticks:
 * mtime is computed from the virtual clock when it is read, and a host timer
 * is armed for the moment the level of a hart's wire changes.
 *
 *   offset                  name      access  width  meaning
 *   timecmp_base + 8 * hart MTIMECMP  RW      4, 8   compare value
 *   time_base               MTIME     RW      4, 8   counter
 *
 * In the CLINT layout the window starts at CLINT + 0x4000, mtimecmp is at
 * offset 0 and mtime at 0x7ff8. Reset: mtime 0, mtimecmp all ones.
 *
 * RISC-V ACLINT specification 1.0-rc4, chapter 3. The compare rule and the
 * deadline are in mtimer_compare.c.
 *
 * Differs from QEMU on purpose: mtimecmp is reset, to all ones (QEMU starts
 * with 0 and keeps the value over a reset), so the wire is a pure function of
 * the registers; the offset of mtime is saved in snapshots.
 */
#include "devices/riscv_aclint.h"

#include <inttypes.h>

#include "core/log.h"
#include "devices/mtimer_compare.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

uint64_t riscv_aclint_mtime_read(RISCVAclintMTimerState *s)
{
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    return mtimer_ticks(now_ns, s->timebase_freq) +
           __atomic_load_n(&s->time_offset, __ATOMIC_RELAXED);
}

/* drive one hart's wire and plan the next change of its level */
static void mtimer_update_irq(RISCVAclintMTimerState *s, uint32_t hart)
{
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    uint64_t mtime = mtimer_ticks(now_ns, s->timebase_freq) + s->time_offset;
    uint64_t ticks = mtimer_ticks_to_change(mtime, s->timecmp[hart]);
    int64_t deadline = mtimer_deadline_ns(now_ns, ticks, s->timebase_freq);

    qemu_set_irq(s->timer_irqs[hart],
                 mtimer_pending(mtime, s->timecmp[hart]));
    if (deadline == INT64_MAX) {
        timer_del(s->harts[hart].timer);
    } else {
        timer_mod_ns(s->harts[hart].timer, deadline);
    }
}

static void mtimer_update_irqs(RISCVAclintMTimerState *s)
{
    for (uint32_t i = 0; i < s->num_harts; i++) {
        mtimer_update_irq(s, i);
    }
}

static void mtimer_expired(void *opaque)
{
    RISCVAclintMTimerHart *hart = opaque;

    mtimer_update_irq(hart->mtimer, (uint32_t)(hart - hart->mtimer->harts));
}

static bool mtimer_is_mtimecmp(const RISCVAclintMTimerState *s, hwaddr addr)
{
    return addr >= s->timecmp_base &&
           addr - s->timecmp_base < 8ull * s->num_harts;
}

static bool mtimer_is_mtime(const RISCVAclintMTimerState *s, hwaddr addr)
{
    return addr >= s->time_base && addr - s->time_base < 8;
}

/* the part of a 64-bit register that an access of @size bytes sees */
static uint64_t half_get(uint64_t reg, hwaddr addr, unsigned size)
{
    return size == 8 ? reg : (uint32_t)(reg >> (8 * (addr & 4)));
}

static uint64_t half_set(uint64_t reg, hwaddr addr, uint64_t value,
                         unsigned size)
{
    return size == 8 ? value : deposit64(reg, 8 * (addr & 4), 32, value);
}

static uint64_t mtimer_read(void *opaque, hwaddr addr, unsigned size)
{
    RISCVAclintMTimerState *s = opaque;

    if (mtimer_is_mtimecmp(s, addr)) {
        return half_get(s->timecmp[(addr - s->timecmp_base) / 8], addr, size);
    }
    if (mtimer_is_mtime(s, addr)) {
        return half_get(riscv_aclint_mtime_read(s), addr, size);
    }
    qemu_log_mask(LOG_GUEST_ERROR, "aclint_mtimer: read at offset 0x%" PRIx64
                  ": no register there\n", addr);
    return 0;
}

static void mtimer_set_mtime(RISCVAclintMTimerState *s, uint64_t mtime)
{
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    __atomic_store_n(&s->time_offset,
                     mtime - mtimer_ticks(now_ns, s->timebase_freq),
                     __ATOMIC_RELAXED);
    mtimer_update_irqs(s);
    if (s->time_changed) {
        s->time_changed(s->time_changed_opaque);
    }
}

static void mtimer_write(void *opaque, hwaddr addr, uint64_t value,
                         unsigned size)
{
    RISCVAclintMTimerState *s = opaque;

    if (mtimer_is_mtimecmp(s, addr)) {
        uint32_t hart = (uint32_t)((addr - s->timecmp_base) / 8);

        s->timecmp[hart] = half_set(s->timecmp[hart], addr, value, size);
        mtimer_update_irq(s, hart);
    } else if (mtimer_is_mtime(s, addr)) {
        mtimer_set_mtime(s, half_set(riscv_aclint_mtime_read(s), addr, value,
                                     size));
    } else {
        qemu_log_mask(LOG_GUEST_ERROR, "aclint_mtimer: write of 0x%" PRIx64
                      " at offset 0x%" PRIx64 ": no register there\n",
                      value, addr);
    }
}

static const MemoryRegionOps mtimer_ops = {
    .read = mtimer_read,
    .write = mtimer_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 8 },
    .impl = { .min_access_size = 4, .max_access_size = 8 },
};

static int mtimer_post_load(void *opaque, int version_id)
{
    mtimer_update_irqs(opaque);
    return 0;
}

static const VMStateDescription vmstate_mtimer = {
    .name = TYPE_RISCV_ACLINT_MTIMER,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = mtimer_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64(time_offset, RISCVAclintMTimerState),
        VMSTATE_VARRAY_UINT32(timecmp, RISCVAclintMTimerState, num_harts, 1,
                              vmstate_info_uint64, uint64_t),
        VMSTATE_END_OF_LIST()
    },
};

static void mtimer_reset_enter(Object *obj, ResetType type)
{
    RISCVAclintMTimerState *s = RISCV_ACLINT_MTIMER(obj);
    int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    __atomic_store_n(&s->time_offset,
                     0 - mtimer_ticks(now_ns, s->timebase_freq),
                     __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < s->num_harts; i++) {
        s->timecmp[i] = UINT64_MAX;
    }
}

static void mtimer_reset_hold(Object *obj, ResetType type)
{
    RISCVAclintMTimerState *s = RISCV_ACLINT_MTIMER(obj);

    mtimer_update_irqs(s);
    if (s->time_changed) {
        s->time_changed(s->time_changed_opaque);
    }
}

static bool mtimer_check(const RISCVAclintMTimerState *s, GError **errp)
{
    uint64_t timecmp_end = s->timecmp_base + 8ull * s->num_harts;
    uint64_t time_end = s->time_base + 8ull;

    if (s->num_harts < 1 || s->num_harts > RISCV_ACLINT_MAX_HARTS) {
        error_setg(errp, "num-harts is %u; it must be 1 to %d", s->num_harts,
                   RISCV_ACLINT_MAX_HARTS);
    } else if (s->timebase_freq == 0) {
        error_setg(errp, "timebase-freq must not be 0");
    } else if (s->timecmp_base % 8 || s->time_base % 8) {
        error_setg(errp, "timecmp-base and time-base must be multiples of 8");
    } else if (timecmp_end > s->aperture_size ||
               time_end > s->aperture_size) {
        error_setg(errp, "registers of %u harts do not fit into "
                   "aperture-size 0x%x", s->num_harts, s->aperture_size);
    } else if (s->time_base < timecmp_end && s->timecmp_base < time_end) {
        error_setg(errp, "mtime at 0x%x overlaps mtimecmp at 0x%x..0x%" PRIx64,
                   s->time_base, s->timecmp_base, timecmp_end - 1);
    } else {
        return true;
    }
    return false;
}

static void mtimer_realize(DeviceState *dev, GError **errp)
{
    RISCVAclintMTimerState *s = RISCV_ACLINT_MTIMER(dev);

    if (!mtimer_check(s, errp)) {
        return;
    }
    memory_region_init_io(&s->mmio, OBJECT(s), &mtimer_ops, s,
                          TYPE_RISCV_ACLINT_MTIMER, s->aperture_size);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
    s->timer_irqs = g_new0(qemu_irq, s->num_harts);
    qdev_init_gpio_out(dev, s->timer_irqs, (int)s->num_harts);
    s->timecmp = g_new0(uint64_t, s->num_harts);
    s->harts = g_new0(RISCVAclintMTimerHart, s->num_harts);
    for (uint32_t i = 0; i < s->num_harts; i++) {
        s->timecmp[i] = UINT64_MAX;
        s->harts[i].mtimer = s;
        s->harts[i].timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, mtimer_expired,
                                         &s->harts[i]);
    }
}

static void mtimer_finalize(Object *obj)
{
    RISCVAclintMTimerState *s = RISCV_ACLINT_MTIMER(obj);

    for (uint32_t i = 0; s->harts && i < s->num_harts; i++) {
        timer_free(s->harts[i].timer);
    }
    g_free(s->harts);
    g_free(s->timecmp);
    g_free(s->timer_irqs);
    region_drop(&s->mmio);
}

static const Property mtimer_properties[] = {
    DEFINE_PROP_UINT32("hartid-base", RISCVAclintMTimerState, hartid_base, 0),
    DEFINE_PROP_UINT32("num-harts", RISCVAclintMTimerState, num_harts, 1),
    DEFINE_PROP_UINT32("timecmp-base", RISCVAclintMTimerState, timecmp_base,
                       RISCV_ACLINT_DEFAULT_MTIMECMP),
    DEFINE_PROP_UINT32("time-base", RISCVAclintMTimerState, time_base,
                       RISCV_ACLINT_DEFAULT_MTIME),
    DEFINE_PROP_UINT32("aperture-size", RISCVAclintMTimerState, aperture_size,
                       RISCV_ACLINT_DEFAULT_MTIMER_SIZE),
    DEFINE_PROP_UINT32("timebase-freq", RISCVAclintMTimerState, timebase_freq,
                       RISCV_ACLINT_DEFAULT_TIMEBASE_FREQ),
};

static void mtimer_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "RISC-V ACLINT machine timer";
    dc->realize = mtimer_realize;
    dc->vmsd = &vmstate_mtimer;
    dc->user_creatable = false;
    rc->phases.enter = mtimer_reset_enter;
    rc->phases.hold = mtimer_reset_hold;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, mtimer_properties);
}

static const TypeInfo mtimer_types[] = {
    {
        .name = TYPE_RISCV_ACLINT_MTIMER,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(RISCVAclintMTimerState),
        .instance_finalize = mtimer_finalize,
        .class_init = mtimer_class_init,
    },
};

DEFINE_TYPES(mtimer_types)

DeviceState *riscv_aclint_mtimer_create(const RISCVAclintMTimerConfig *config)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_ACLINT_MTIMER);

    qdev_prop_set_uint32(dev, "hartid-base", config->hartid_base);
    qdev_prop_set_uint32(dev, "num-harts", config->num_harts);
    qdev_prop_set_uint32(dev, "timecmp-base", config->timecmp_base);
    qdev_prop_set_uint32(dev, "time-base", config->time_base);
    qdev_prop_set_uint32(dev, "aperture-size", config->size);
    qdev_prop_set_uint32(dev, "timebase-freq", config->timebase_freq);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, config->addr);
    return dev;
}

void riscv_aclint_mtimer_set_time_changed(RISCVAclintMTimerState *s,
                                          void (*fn)(void *opaque),
                                          void *opaque)
{
    s->time_changed = fn;
    s->time_changed_opaque = opaque;
}
