/*
 * worker_bus.c: devices with any number of windows and outputs on the bus
 *
 * Each window of a device is one word that keeps what was written.
 */
#include "worker_devices.h"

#include <inttypes.h>

#include "memory/memory_map.h"

#define TYPE_GADGET "lab-gadget"
#define GADGET_WINDOWS 4
#define GADGET_IRQS 4
#define WINDOW_SIZE 0x100

typedef struct Gadget Gadget;

typedef struct Window {
    Gadget *gadget;
    unsigned n;
    uint32_t value;
    MemoryRegion region;
} Window;

struct Gadget {
    SysBusDevice parent_obj;

    DevicesLab *lab;
    unsigned id, n_windows, n_irqs;
    Window windows[GADGET_WINDOWS];
    qemu_irq irqs[GADGET_IRQS];
};

#define GADGET(obj) OBJECT_CHECK(Gadget, (obj), TYPE_GADGET)

static uint64_t window_read(void *opaque, hwaddr addr, unsigned size)
{
    Window *window = opaque;

    worker_note(&window->gadget->lab->notes,
                "device %u: window %u is read at 0x%" PRIx64,
                window->gadget->id, window->n, addr);
    return window->value;
}

static void window_write(void *opaque, hwaddr addr, uint64_t value,
                         unsigned size)
{
    Window *window = opaque;

    worker_note(&window->gadget->lab->notes,
                "device %u: window %u is written at 0x%" PRIx64,
                window->gadget->id, window->n, addr);
    window->value = (uint32_t)value;
}

static const MemoryRegionOps window_ops = {
    .read = window_read,
    .write = window_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid.min_access_size = 4,
    .valid.max_access_size = 4,
};

static const TypeInfo gadget_info = {
    .name = TYPE_GADGET,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(Gadget),
};

static void gadget_register_types(void)
{
    type_register_static(&gadget_info);
}

type_init(gadget_register_types)

/* ------------------------------------------------------------ operations */

static bool gadget_arg(Worker *w, Gadget **gadget)
{
    unsigned id;

    if (!lab_number(w, "id", LAB_GADGETS, &id)) {
        return false;
    }
    *gadget = lab_of(w)->gadgets[id];
    if (!*gadget) {
        reply_text(w, "error", "there is no such device");
    }
    return *gadget != NULL;
}

static void add_window(Gadget *gadget, unsigned n)
{
    Window *window = &gadget->windows[n];
    g_autofree char *name = g_strdup_printf("window%u", n);

    *window = (Window){ .gadget = gadget, .n = n, .value = n };
    memory_region_init_io(&window->region, OBJECT(gadget), &window_ops,
                          window, name, WINDOW_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(gadget), &window->region);
}

void op_bus_new(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    unsigned id, windows, irqs;
    Gadget *gadget;

    if (!lab_number(w, "id", LAB_GADGETS, &id) ||
        !lab_number(w, "windows", GADGET_WINDOWS + 1, &windows) ||
        !lab_number(w, "irqs", GADGET_IRQS + 1, &irqs)) {
        return;
    }
    lab_memory(lab);
    gadget = GADGET(object_new(TYPE_GADGET));
    gadget->lab = lab;
    gadget->id = id;
    gadget->n_windows = windows;
    gadget->n_irqs = irqs;
    for (unsigned i = 0; i < windows; i++) {
        add_window(gadget, i);
    }
    for (unsigned i = 0; i < irqs; i++) {
        sysbus_init_irq(SYS_BUS_DEVICE(gadget), &gadget->irqs[i]);
    }
    lab->gadgets[id] = gadget;
    reply_i64(w, "windows", SYS_BUS_DEVICE(gadget)->num_mmio);
}

void op_bus_info(Worker *w)
{
    Gadget *gadget;
    SysBusDevice *dev;

    if (!gadget_arg(w, &gadget)) {
        return;
    }
    dev = SYS_BUS_DEVICE(gadget);
    for (int i = 0; i < dev->num_mmio && i < GADGET_WINDOWS; i++) {
        bool ours = sysbus_mmio_get_region(dev, i) ==
                    &gadget->windows[i].region;
        g_autofree char *node = g_strdup_printf("window%d[0]", i);

        reply_add(w, "window", "%d at %s0x%" PRIx64 "%s, %s", i,
                  dev->mmio[i].addr == SYSBUS_UNMAPPED ? "(nowhere) " : "",
                  dev->mmio[i].addr, ours ? "" : ", not its region",
                  object_resolve_path_component(OBJECT(dev), node)
                  ? "in the object tree" : "not in the object tree");
    }
    for (unsigned i = 0; i < GADGET_IRQS; i++) {
        if (sysbus_has_irq(dev, (int)i)) {
            reply_add(w, "output", "%u %s", i,
                      sysbus_is_irq_connected(dev, (int)i) ? "connected"
                                                           : "free");
        }
    }
}

/* A number that was never registered would end the process. */
static bool window_arg(Worker *w, Gadget **gadget, int *n)
{
    unsigned number;

    if (!gadget_arg(w, gadget) ||
        !lab_number(w, "window", (*gadget)->n_windows, &number)) {
        return false;
    }
    *n = (int)number;
    return true;
}

static void tell_addr(Worker *w, Gadget *gadget, int n)
{
    reply_hex(w, "addr", SYS_BUS_DEVICE(gadget)->mmio[n].addr);
}

void op_bus_map(Worker *w)
{
    Gadget *gadget;
    int n;

    if (window_arg(w, &gadget, &n)) {
        sysbus_mmio_map(SYS_BUS_DEVICE(gadget), n, worker_u64(w, "addr"));
        tell_addr(w, gadget, n);
    }
}

void op_bus_map_overlap(Worker *w)
{
    Gadget *gadget;
    int n;

    if (window_arg(w, &gadget, &n)) {
        sysbus_mmio_map_overlap(SYS_BUS_DEVICE(gadget), n,
                                worker_u64(w, "addr"),
                                (int)worker_i64(w, "priority"));
        tell_addr(w, gadget, n);
    }
}

void op_bus_unmap(Worker *w)
{
    Gadget *gadget;
    int n;

    if (window_arg(w, &gadget, &n)) {
        sysbus_mmio_unmap(SYS_BUS_DEVICE(gadget), n);
        tell_addr(w, gadget, n);
    }
}

static bool irq_arg(Worker *w, Gadget **gadget, unsigned *n)
{
    return gadget_arg(w, gadget) &&
           lab_number(w, "irq", (*gadget)->n_irqs, n);
}

static void gadget_irq_receive(void *opaque, int n, int level)
{
    Receiver *r = opaque;

    worker_note(&r->lab->notes, "receiver %u: line %d is set to %d", r->id, n,
                level);
}

void op_bus_connect(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    Gadget *gadget;
    unsigned n, to;

    if (irq_arg(w, &gadget, &n) &&
        lab_number(w, "receiver", LAB_RECEIVERS, &to)) {
        sysbus_connect_irq(SYS_BUS_DEVICE(gadget), (int)n,
                           qemu_allocate_irq(gadget_irq_receive,
                                             &lab->receivers[to], (int)n));
        reply_bool(w, "connected", gadget->irqs[n] != NULL);
    }
}

void op_bus_drive(Worker *w)
{
    Gadget *gadget;
    unsigned n;

    if (irq_arg(w, &gadget, &n)) {
        qemu_set_irq(gadget->irqs[n], (int)worker_i64(w, "level"));
        lab_tell(w);
    }
}

static void access_memory(Worker *w, uint32_t *value, bool write)
{
    DevicesLab *lab = lab_of(w);
    MemTxResult result;

    lab_memory(lab);
    result = address_space_rw(&address_space_memory, worker_u64(w, "addr"),
                              MEMTXATTRS_UNSPECIFIED, value, sizeof(*value),
                              write);
    lab_tell_access(w, write, result == MEMTX_OK, *value);
}

void op_mem_read(Worker *w)
{
    uint32_t value = 0;

    access_memory(w, &value, false);
}

void op_mem_write(Worker *w)
{
    uint32_t value = (uint32_t)worker_u64(w, "value");

    access_memory(w, &value, true);
}
