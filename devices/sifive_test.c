/*
 * sifive_test.c: SiFive test finisher
 *
 * The only way out for a bare-metal test: it says whether the guest passed
 * and becomes the emulator's exit status.
 *
 *   offset  name      access  meaning
 *   0x000   FINISHER  WO      15:0 verdict, 31:16 exit code; 16 or 32 bits
 *
 *   verdict 0x5555 pass, 0x3333 fail, 0x7777 reset the machine
 *
 * SiFive test device of the freedom SDK; device tree "sifive,test1",
 * "sifive,test0", "syscon".
 *
 * Differs from QEMU on purpose: nothing.
 */
#include "devices/sifive_test.h"

#include <inttypes.h>

#include "core/log.h"
#include "region_drop.h"

#define SIFIVE_TEST_SIZE 0x1000

enum {
    REG_FINISHER = 0x0,
};

static uint64_t sifive_test_read(void *opaque, hwaddr addr, unsigned size)
{
    return 0;
}

static void sifive_test_write(void *opaque, hwaddr addr, uint64_t value,
                              unsigned size)
{
    SiFiveTestState *s = opaque;
    unsigned verdict = value & 0xffff;
    int code = (value >> 16) & 0xffff;

    if (addr == REG_FINISHER) {
        switch (verdict) {
        case FINISHER_FAIL:
            system_request_shutdown(&s->request, true, code);
            return;
        case FINISHER_PASS:
            system_request_shutdown(&s->request, false, code);
            return;
        case FINISHER_RESET:
            system_request_reset(&s->request);
            return;
        default:
            break;
        }
    }
    qemu_log_mask(LOG_GUEST_ERROR, "sifive_test: write of 0x%" PRIx64
                  " at offset 0x%" PRIx64 " has no meaning\n", value, addr);
}

static const MemoryRegionOps sifive_test_ops = {
    .read = sifive_test_read,
    .write = sifive_test_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 2, .max_access_size = 4 },
    .impl = { .min_access_size = 2, .max_access_size = 4 },
};

static void sifive_test_init(Object *obj)
{
    SiFiveTestState *s = SIFIVE_TEST(obj);

    memory_region_init_io(&s->mmio, obj, &sifive_test_ops, s,
                          TYPE_SIFIVE_TEST, SIFIVE_TEST_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
}

static void sifive_test_finalize(Object *obj)
{
    region_drop(&SIFIVE_TEST(obj)->mmio);
}

static void sifive_test_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->desc = "SiFive test finisher: power-off, exit status, reset";
    dc->user_creatable = false;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
}

static const TypeInfo sifive_test_types[] = {
    {
        .name = TYPE_SIFIVE_TEST,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(SiFiveTestState),
        .instance_init = sifive_test_init,
        .instance_finalize = sifive_test_finalize,
        .class_init = sifive_test_class_init,
    },
};

DEFINE_TYPES(sifive_test_types)

DeviceState *sifive_test_create(hwaddr addr, const SystemRequest *request)
{
    DeviceState *dev = qdev_new(TYPE_SIFIVE_TEST);

    if (request) {
        SIFIVE_TEST(dev)->request = *request;
    }
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, addr);
    return dev;
}
