/*
 * htif.c: Berkeley host-target interface
 *
 * The simplest console there is: one mailbox for commands, one for answers.
 *
 *   offset  name      access  meaning
 *   0x00    TOHOST    RW      63:56 device, 55:48 command, 47:0 payload
 *   0x08    FROMHOST  RW      answer in the same form; the guest writes 0
 *                             when it has taken it
 *
 *   device 0 command 0   payload odd: exit, status = payload >> 1
 *                        payload even: address of a system call; not here
 *   device 1 command 0   get a character: the answer comes with the next key
 *   device 1 command 1   put the character in 7:0; answered at once
 *
 * Accesses are 32 or 64 bits wide; a command in two halves starts with the
 * write of the upper one. TOHOST reads 0 when the command was taken.
 *
 * Spike's riscv-fesvr protocol. Missing: proxied system calls.
 */
#include "devices/htif.h"

#include <inttypes.h>

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

enum {
    HTIF_TOHOST = 0x0,
    HTIF_FROMHOST = 0x8,
    HTIF_SIZE = 0x10,
};

enum {
    HTIF_DEV_SYSTEM = 0,
    HTIF_DEV_CONSOLE = 1,
    HTIF_CMD_GETC = 0,
    HTIF_CMD_PUTC = 1,
};

#define HTIF_CONSOLE_ANSWERED 0x100

static uint64_t htif_answer(unsigned command, uint8_t value)
{
    return (uint64_t)HTIF_DEV_CONSOLE << 56 | (uint64_t)command << 48 |
           HTIF_CONSOLE_ANSWERED | value;
}

static void htif_log_command(uint64_t command)
{
    qemu_log_mask(LOG_GUEST_ERROR, "htif: no command 0x%" PRIx64 "\n",
                  command);
}

static void htif_system(HTIFState *s, uint64_t command)
{
    uint64_t payload = extract64(command, 0, 48);
    int status = (int)(payload >> 1);

    if (extract64(command, 48, 8) != 0) {
        htif_log_command(command);
    } else if (payload & 1) {
        system_request_shutdown(&s->request, status != 0, status);
    } else {
        qemu_log_mask(LOG_UNIMP, "htif: system call at 0x%" PRIx64
                      " is not supported\n", payload);
    }
}

static void htif_console(HTIFState *s, uint64_t command)
{
    uint8_t value = (uint8_t)command;

    switch (extract64(command, 48, 8)) {
    case HTIF_CMD_GETC:
        s->regs.getc_pending = true;
        qemu_chr_fe_accept_input(&s->chr);
        break;
    case HTIF_CMD_PUTC:
        qemu_chr_fe_write_all(&s->chr, &value, 1);
        s->regs.fromhost = htif_answer(HTIF_CMD_PUTC, value);
        break;
    default:
        htif_log_command(command);
        break;
    }
}

static void htif_run(HTIFState *s)
{
    uint64_t command = s->regs.tohost;

    s->regs.tohost = 0;
    switch (extract64(command, 56, 8)) {
    case HTIF_DEV_SYSTEM:
        if (command) {
            htif_system(s, command);
        }
        break;
    case HTIF_DEV_CONSOLE:
        htif_console(s, command);
        break;
    default:
        htif_log_command(command);
        break;
    }
}

/* A key may come in when one was asked for and the answer box is empty. */
static int htif_can_receive(void *opaque)
{
    const HTIFState *s = opaque;

    return s->regs.getc_pending && s->regs.fromhost == 0 ? 1 : 0;
}

static void htif_receive(void *opaque, const uint8_t *buf, int size)
{
    HTIFState *s = opaque;

    s->regs.getc_pending = false;
    s->regs.fromhost = htif_answer(HTIF_CMD_GETC, buf[0]);
}

static uint64_t htif_read(void *opaque, hwaddr addr, unsigned size)
{
    const HTIFState *s = opaque;
    uint64_t reg = addr < HTIF_FROMHOST ? s->regs.tohost : s->regs.fromhost;

    return size == 8 ? reg : (uint32_t)(reg >> (8 * (addr & 4)));
}

static void htif_write(void *opaque, hwaddr addr, uint64_t value,
                       unsigned size)
{
    HTIFState *s = opaque;
    uint64_t *reg = addr < HTIF_FROMHOST ? &s->regs.tohost
                                         : &s->regs.fromhost;
    bool complete = size == 8 || (addr & 4);

    *reg = size == 8 ? value
                     : deposit64(*reg, 8 * (int)(addr & 4), 32, value);
    if (reg == &s->regs.fromhost) {
        qemu_chr_fe_accept_input(&s->chr);
    } else if (complete) {
        htif_run(s);
    }
}

static const MemoryRegionOps htif_ops = {
    .read = htif_read,
    .write = htif_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 8 },
    .impl = { .min_access_size = 4, .max_access_size = 8 },
};

static const VMStateDescription vmstate_htif = {
    .name = TYPE_RISCV_HTIF,
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64(regs.tohost, HTIFState),
        VMSTATE_UINT64(regs.fromhost, HTIFState),
        VMSTATE_BOOL(regs.getc_pending, HTIFState),
        VMSTATE_END_OF_LIST()
    },
};

static void htif_reset_enter(Object *obj, ResetType type)
{
    RISCV_HTIF(obj)->regs = (HTIFRegs) { 0 };
}

static void htif_realize(DeviceState *dev, GError **errp)
{
    HTIFState *s = RISCV_HTIF(dev);

    memory_region_init_io(&s->mmio, OBJECT(s), &htif_ops, s, TYPE_RISCV_HTIF,
                          HTIF_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
    qemu_chr_fe_set_handlers(&s->chr, htif_can_receive, htif_receive, NULL,
                             s);
}

static void htif_unrealize(DeviceState *dev)
{
    qemu_chr_fe_deinit(&RISCV_HTIF(dev)->chr, false);
}

static void htif_finalize(Object *obj)
{
    region_drop(&RISCV_HTIF(obj)->mmio);
}

static const Property htif_properties[] = {
    DEFINE_PROP_CHR("chardev", HTIFState, chr),
};

static void htif_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "HTIF console and exit";
    dc->realize = htif_realize;
    dc->unrealize = htif_unrealize;
    dc->vmsd = &vmstate_htif;
    dc->user_creatable = false;
    rc->phases.enter = htif_reset_enter;
    set_bit(DEVICE_CATEGORY_INPUT, dc->categories);
    device_class_set_props(dc, htif_properties);
}

static const TypeInfo htif_types[] = {
    {
        .name = TYPE_RISCV_HTIF,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(HTIFState),
        .instance_finalize = htif_finalize,
        .class_init = htif_class_init,
    },
};

DEFINE_TYPES(htif_types)

DeviceState *htif_create(hwaddr addr, struct Chardev *chr,
                         const SystemRequest *request)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_HTIF);

    qdev_prop_set_chr(dev, "chardev", chr);
    if (request) {
        RISCV_HTIF(dev)->request = *request;
    }
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, addr);
    return dev;
}
