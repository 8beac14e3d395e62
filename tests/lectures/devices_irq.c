/*
 * devices_irq.c: lecture 02, pins with names, and the EDC on the INTC
 *
 * The course's own devices wired as its board wires them: EDC -> INTC -> a
 * fake hart, which must clear the cause at the device, not at the controller.
 */
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "memory/memory_map.h"

#define CLABPU_IRQ_EDC_ERR 0
#define CLABPU_MMAP_INTC 0x10000000
#define CLABPU_MMAP_EDC_REG 0x20001000
#define CLABPU_MMAP_EDC_ERR 0x20002000

static uint32_t load(hwaddr addr)
{
    uint32_t value = 0;

    cpu_physical_memory_read(addr, &value, sizeof(value));
    return value;
}

static void store(hwaddr addr, uint32_t value)
{
    cpu_physical_memory_write(addr, &value, sizeof(value));
}

static void hart_set_irq(void *opaque, int n, int level)
{
    *(bool *)opaque = level != 0;
}

static DeviceState *clabpu_init_intc(qemu_irq hart)
{
    DeviceState *dev = qdev_new(TYPE_CLABPU_INTC);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);

    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, CLABPU_MMAP_INTC);
    sysbus_connect_irq(sbd, 0, hart);
    return dev;
}

static void clabpu_init_edc(DeviceState *intc)
{
    SysBusDevice *sbd = SYS_BUS_DEVICE(qdev_new(TYPE_CLABPU_EDC));

    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, CLABPU_MMAP_EDC_REG);
    sysbus_mmio_map(sbd, 1, CLABPU_MMAP_EDC_ERR);
    sysbus_connect_irq(sbd, 0, qdev_get_gpio_in(intc, CLABPU_IRQ_EDC_ERR));
}

/* What a guest's handler for cause 11 does. */
static void handler(void)
{
    uint32_t id = load(CLABPU_MMAP_INTC + CLABPU_INTC_CLAIM);

    g_assert(id == CLABPU_IRQ_EDC_ERR + 1);
    store(CLABPU_MMAP_EDC_ERR, load(CLABPU_MMAP_EDC_ERR));
    store(CLABPU_MMAP_EDC_REG + CLABPU_EDC_INT_STATUS, CLABPU_EDC_INT_ERROR);
    store(CLABPU_MMAP_INTC + CLABPU_INTC_CLAIM, id);
}

int main(void)
{
    bool mip_meip = false;
    DeviceState *intc;

    memory_map_init();
    intc = clabpu_init_intc(qemu_allocate_irq(hart_set_irq, &mip_meip, 0));
    clabpu_init_edc(intc);
    store(CLABPU_MMAP_INTC + CLABPU_INTC_ENABLE, 1u << CLABPU_IRQ_EDC_ERR);
    store(CLABPU_MMAP_EDC_REG + CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    store(CLABPU_MMAP_EDC_REG + CLABPU_EDC_INJECT, 1);
    g_assert(mip_meip);
    handler();
    g_assert(!mip_meip);
    g_assert(load(CLABPU_MMAP_EDC_REG + CLABPU_EDC_ERROR) == 0);
    return 0;
}
