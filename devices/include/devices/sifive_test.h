/*
 * sifive_test.h: SiFive test finisher, the guest's power switch
 *
 * One write-only register. Its values are what `virt`'s device tree gives to
 * the generic syscon-poweroff and syscon-reboot drivers.
 */
#ifndef DEVICES_SIFIVE_TEST_H
#define DEVICES_SIFIVE_TEST_H

#include "devices/sysbus.h"
#include "devices/system_request.h"

#define TYPE_SIFIVE_TEST "riscv.sifive.test"
#define SIFIVE_TEST(obj) \
    OBJECT_CHECK(SiFiveTestState, (obj), TYPE_SIFIVE_TEST)

/* Lower half of the written word; the upper half is the exit code. */
enum {
    FINISHER_FAIL = 0x3333,
    FINISHER_PASS = 0x5555,
    FINISHER_RESET = 0x7777,
};

typedef struct SiFiveTestState {
    SysBusDevice parent_obj;

    MemoryRegion mmio;
    SystemRequest request;      /* set by the board, not saved */
} SiFiveTestState;

/* The register: its opaque is the SiFiveTestState. */
extern const MemoryRegionOps sifive_test_ops;

/**
 * sifive_test_create: create, realize and map a finisher
 * @addr:    address of its 4 KiB window
 * @request: (nullable): what a write asks for; copied
 *
 * Returns: borrowed. Stops the program when the device refuses.
 */
DeviceState *sifive_test_create(hwaddr addr, const SystemRequest *request);

#endif
