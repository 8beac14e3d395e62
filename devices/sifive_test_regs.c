/*
 * sifive_test_regs.c: the register that ends or resets the machine (exercise)
 *
 * The only way out for a bare-metal test: it says whether the guest passed
 * and becomes the emulator's exit status.
 *
 *   offset  name      access  meaning
 *   0x000   FINISHER  WO      15:0 verdict, 31:16 exit code; 16 or 32 bits
 *
 *   verdict 0x5555 pass, 0x3333 fail, 0x7777 reset the machine
 *
 * Whatever has no meaning is logged and has no effect. SiFive test device of
 * the freedom SDK. Differs from QEMU on purpose: nothing.
 */
#include "devices/sifive_test.h"

#include <inttypes.h>

#include "core/log.h"

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

const MemoryRegionOps sifive_test_ops = {
    .read = sifive_test_read,
    .write = sifive_test_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 2, .max_access_size = 4 },
    .impl = { .min_access_size = 2, .max_access_size = 4 },
};
