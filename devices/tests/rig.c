/* rig.c: see rig.h */
#include "rig.h"

#include <inttypes.h>

#include "snapshot/vmstate.h"
#include "timers/manual_clock.h"

static ManualClock rig_clock;

static void irq_recorder_set(void *opaque, int n, int level)
{
    IrqRecorder *rec = opaque;

    rec->calls[n]++;
    rec->rises[n] += level && !rec->level[n];
    rec->level[n] = level != 0;
}

void irq_recorder_init(IrqRecorder *rec, int n)
{
    ck_assert_int_le(n, RIG_MAX_IRQS);
    *rec = (IrqRecorder) { 0 };
    rec->wires = qemu_allocate_irqs(irq_recorder_set, rec, n);
}

void rig_clock_start(void)
{
    timer_system_set_host(timer_system_default(), &manual_clock_ops,
                          &rig_clock);
    cpu_enable_ticks();
}

void rig_clock_run(int64_t ns)
{
    manual_clock_run(&rig_clock, timer_system_default(), ns);
}

void rig_clock_set_wall(int64_t ns)
{
    manual_clock_set_wall(&rig_clock, ns);
}

SysBusDevice *rig_realize(DeviceState *dev)
{
    GError *err = NULL;

    sysbus_realize(SYS_BUS_DEVICE(dev), &err);
    ck_assert_msg(err == NULL, "%s", err ? err->message : "");
    device_cold_reset(dev);
    return SYS_BUS_DEVICE(dev);
}

char *rig_refusal(DeviceState *dev)
{
    GError *err = NULL;
    char *message;

    ck_assert(!sysbus_realize(SYS_BUS_DEVICE(dev), &err));
    ck_assert_ptr_nonnull(err);
    message = g_strdup(err->message);
    g_error_free(err);
    object_unref(OBJECT(dev));
    return message;
}

static MemTxResult rig_access(void *dev, hwaddr addr, uint64_t *value,
                              unsigned size, bool is_write)
{
    MemoryRegion *mr = sysbus_mmio_get_region(SYS_BUS_DEVICE(dev), 0);

    return is_write
           ? memory_region_dispatch_write(mr, addr, *value, size_memop(size),
                                          MEMTXATTRS_UNSPECIFIED)
           : memory_region_dispatch_read(mr, addr, value, size_memop(size),
                                         MEMTXATTRS_UNSPECIFIED);
}

uint64_t rig_read(void *dev, hwaddr addr, unsigned size)
{
    uint64_t value = 0;

    ck_assert_int_eq(rig_access(dev, addr, &value, size, false), MEMTX_OK);
    return value;
}

void rig_write(void *dev, hwaddr addr, uint64_t value, unsigned size)
{
    ck_assert_int_eq(rig_access(dev, addr, &value, size, true), MEMTX_OK);
}

bool rig_access_faults(void *dev, hwaddr addr, unsigned size)
{
    uint64_t value = 0;

    return rig_access(dev, addr, &value, size, false) != MEMTX_OK &&
           rig_access(dev, addr, &value, size, true) != MEMTX_OK;
}

static const VMStateDescription *rig_vmsd(void *dev)
{
    return DEVICE_GET_CLASS(dev)->vmsd;
}

GByteArray *rig_save(void *dev)
{
    GByteArray *out = g_byte_array_new();

    ck_assert(vmstate_save_state(out, rig_vmsd(dev), dev, NULL));
    return out;
}

bool rig_load(void *dev, const GByteArray *stream)
{
    VMStateReader in = { .data = stream->data, .size = stream->len };

    return vmstate_load_state(&in, rig_vmsd(dev), dev,
                              rig_vmsd(dev)->version_id, NULL);
}

uint64_t rig_digest(void *dev)
{
    return vmstate_digest(rig_vmsd(dev), dev);
}

void rig_check_covered(void *dev, size_t offset, size_t end)
{
    g_autoptr(GString) report = g_string_new(NULL);
    bool ok = vmstate_check_coverage(rig_vmsd(dev), offset, end - offset,
                                     report);

    ck_assert_msg(ok, "%s", report->str);
}

void rig_check_register(void *dev, const RigRegister *row)
{
    uint64_t all = row->size == 8 ? UINT64_MAX
                                  : (1ull << (8 * row->size)) - 1;
    uint64_t fixed = row->reset & ~row->writable;
    const uint64_t values[] = { all, 0, 0xa5a5a5a5a5a5a5a5ull & all };

    ck_assert_msg(rig_read(dev, row->offset, row->size) == row->reset,
                  "%s: wrong reset value", row->name);
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        uint64_t want = (values[i] & row->writable) | fixed;
        uint64_t got;

        rig_write(dev, row->offset, values[i], row->size);
        got = rig_read(dev, row->offset, row->size);
        ck_assert_msg(got == want, "%s: wrote 0x%" PRIx64 ", read 0x%" PRIx64
                      ", want 0x%" PRIx64, row->name, values[i], got, want);
    }
    rig_write(dev, row->offset, row->reset, row->size);
}
