/*
 * sifive_test_regs.c: the register that ends or resets the machine (exercise
 * memory.2)
 *
 * TODO: one write-only register; reads give 0.
 *
 *   offset  name      access  meaning
 *   0x000   FINISHER  WO      15:0 verdict, 31:16 exit code; 16 or 32 bits
 *
 *   verdict 0x5555 pass, 0x3333 fail, 0x7777 reset (devices/sifive_test.h)
 *
 * Ask for what a verdict means by system_request_shutdown() and
 * system_request_reset(), with the request of the state. Any other verdict,
 * and any other offset, is logged with qemu_log_mask(LOG_GUEST_ERROR, ...)
 * and does nothing. Accesses of other widths must not reach the callbacks at
 * all: say so in the table.
 */
#include "core/lab_todo.h"
#include "devices/sifive_test.h"

static uint64_t sifive_test_read(void *opaque, hwaddr addr, unsigned size)
{
    (void)opaque;
    (void)addr;
    (void)size;
    lab_todo("memory", 2);
    return 0;
}

static void sifive_test_write(void *opaque, hwaddr addr, uint64_t value,
                              unsigned size)
{
    (void)opaque;
    (void)addr;
    (void)value;
    (void)size;
    lab_todo("memory", 2);
}

const MemoryRegionOps sifive_test_ops = {
    .read = sifive_test_read,
    .write = sifive_test_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
};
