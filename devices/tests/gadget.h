/* gadget.h: a device with one of everything, for tests of the device base */
#ifndef DEVICES_TESTS_GADGET_H
#define DEVICES_TESTS_GADGET_H

#include "devices/qdev_properties.h"
#include "devices/sysbus.h"
#include "fixture.h"

#define TYPE_GADGET "test-gadget"
OBJECT_DECLARE_SIMPLE_TYPE(Gadget, GADGET)

struct Gadget {
    SysBusDevice parent_obj;

    bool on;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    int32_t i32;
    uint64_t size;
    uint32_t flags;
    char *text;
    DeviceState *friend;
    uint32_t live;

    int in_calls, in_pin, in_level;
    bool refuse;                /* realize fails */
    int realized, unrealized;
    qemu_irq out[3];
    qemu_irq named_out[2];
    qemu_irq irq;
    MemoryRegion mmio;
};

/* Instances that exist. */
extern int gadgets_alive;

void gadget_in(void *opaque, int n, int level);
Gadget *gadget_new(void);
Gadget *gadget_new_realized(void);

#endif
