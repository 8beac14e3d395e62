/* sifive_test_regs.c: callbacks with attributes, and a table of verdicts */
#include "core/log.h"
#include "devices/sifive_test.h"

static void power_off_failed(const SystemRequest *request, int code)
{
    system_request_shutdown(request, true, code);
}

static void power_off(const SystemRequest *request, int code)
{
    system_request_shutdown(request, false, code);
}

static void reset(const SystemRequest *request, int code)
{
    system_request_reset(request);
}

static const struct {
    uint16_t verdict;
    void (*act)(const SystemRequest *request, int code);
} verdicts[] = {
    { FINISHER_FAIL, power_off_failed },
    { FINISHER_PASS, power_off },
    { FINISHER_RESET, reset },
};

static MemTxResult finisher_read(void *opaque, hwaddr addr, uint64_t *data,
                                 unsigned size, MemTxAttrs attrs)
{
    *data = 0;
    return MEMTX_OK;
}

static MemTxResult finisher_write(void *opaque, hwaddr addr, uint64_t data,
                                  unsigned size, MemTxAttrs attrs)
{
    const SiFiveTestState *s = opaque;

    for (size_t i = 0; addr == 0 && i < G_N_ELEMENTS(verdicts); i++) {
        if ((uint16_t)data == verdicts[i].verdict) {
            verdicts[i].act(&s->request, (uint16_t)(data >> 16));
            return MEMTX_OK;
        }
    }
    qemu_log_mask(LOG_GUEST_ERROR, "sifive_test: a write without meaning\n");
    return MEMTX_OK;
}

const MemoryRegionOps sifive_test_ops = {
    .read_with_attrs = finisher_read,
    .write_with_attrs = finisher_write,
    .endianness = DEVICE_NATIVE_ENDIAN,
    .valid = { .min_access_size = 2, .max_access_size = 4 },
    .impl = { .min_access_size = 1, .max_access_size = 8 },
};
