/*
 * htif.h: Berkeley host-target interface, console and exit
 *
 * Two 64-bit mailboxes at a fixed address instead of ELF symbols: the guest
 * writes commands to TOHOST and polls FROMHOST for the answer.
 */
#ifndef DEVICES_HTIF_H
#define DEVICES_HTIF_H

#include "devices/chardev.h"
#include "devices/sysbus.h"
#include "devices/system_request.h"

#define TYPE_RISCV_HTIF "riscv.htif"
#define RISCV_HTIF(obj) OBJECT_CHECK(HTIFState, (obj), TYPE_RISCV_HTIF)

/* Guest-visible registers. */
typedef struct HTIFRegs {
    uint64_t tohost;            /* lower half while the upper is awaited */
    uint64_t fromhost;          /* 0: no answer waits */
    bool getc_pending;          /* the guest asked for a character */
} HTIFRegs;

typedef struct HTIFState {
    SysBusDevice parent_obj;

    MemoryRegion mmio;
    CharBackend chr;
    SystemRequest request;      /* set by the board, not saved */
    HTIFRegs regs;
} HTIFState;

/**
 * htif_create: create, realize and map an HTIF window
 * @addr:    address of TOHOST; FROMHOST is 8 bytes further
 * @chr:     (nullable): console back end
 * @request: (nullable): what the exit command asks for; copied
 *
 * Returns: borrowed. Stops the program when the device refuses.
 */
DeviceState *htif_create(hwaddr addr, struct Chardev *chr,
                         const SystemRequest *request);

#endif
