/* hmp_chardev.c: where characters go to and come from */
#include <string.h>

#include "hmp_internal.h"

#include "devices/chardev.h"

#define RINGBUF_READ_MAX (1u << 20)     /* bytes of one command */

static Chardev *find_chardev(Monitor *mon, const char *id)
{
    Chardev *chr = strchr(id, '/') ? NULL : qemu_chr_find(id);

    if (!chr) {
        monitor_printf(mon, "Error: there is no chardev '%s'; 'info chardev' "
                       "lists them\n", id);
    }
    return chr;
}

static Chardev *find_ringbuf(Monitor *mon, const char *id)
{
    Chardev *chr = find_chardev(mon, id);

    if (chr && !object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_RINGBUF)) {
        monitor_printf(mon, "Error: chardev '%s' is no ring buffer: make one "
                       "with chardev-add ringbuf,id=NAME\n", id);
        chr = NULL;
    }
    return chr;
}

static void hmp_info_chardev(Monitor *mon, const HMPArgs *args)
{
    GString *text = g_string_new(NULL);

    qemu_chr_print(text);
    hmp_print_text(mon, text);
}

static void hmp_chardev_add(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;

    qemu_chr_hotadd(hmp_args_str(args, "args"), &error);
    hmp_report_error(mon, error);
}

static void hmp_chardev_remove(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;

    qemu_chr_hotremove(hmp_args_str(args, "id"), &error);
    hmp_report_error(mon, error);
}

static void hmp_chardev_change(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;

    qemu_chr_change(hmp_args_str(args, "id"), hmp_args_str(args, "args"),
                    &error);
    hmp_report_error(mon, error);
}

static void hmp_chardev_send_break(Monitor *mon, const HMPArgs *args)
{
    Chardev *chr = find_chardev(mon, hmp_args_str(args, "id"));

    if (chr) {
        qemu_chr_send_break(chr);
    }
}

/* ---- ring buffers ---- */

static void hmp_ringbuf_write(Monitor *mon, const HMPArgs *args)
{
    Chardev *chr = find_ringbuf(mon, hmp_args_str(args, "device"));
    const char *data = hmp_args_str(args, "data");

    if (chr) {
        qemu_chr_ringbuf_write(chr, (const uint8_t *)data, strlen(data));
    }
}

/* Other bytes than text could make a terminal do anything. */
static void print_byte(GString *out, uint8_t byte)
{
    if (byte == '\n' || (byte >= 0x20 && byte < 0x7f && byte != '\\')) {
        g_string_append_c(out, (char)byte);
    } else {
        g_string_append_printf(out, byte == '\\' ? "\\\\" : "\\x%02x", byte);
    }
}

static void hmp_ringbuf_read(Monitor *mon, const HMPArgs *args)
{
    Chardev *chr = find_ringbuf(mon, hmp_args_str(args, "device"));
    int64_t size = hmp_args_int(args, "size", 0);

    if (!chr) {
        return;
    }
    if (size < 0 || size > RINGBUF_READ_MAX) {
        monitor_printf(mon, "Error: the size is 0 to %u\n", RINGBUF_READ_MAX);
        return;
    }
    g_autofree uint8_t *data = g_malloc(size + 1);
    size_t n = qemu_chr_ringbuf_read(chr, data, size);
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++) {
        print_byte(text, data[i]);
    }
    g_string_append_c(text, '\n');
    hmp_print_text(mon, text);
}

const HMPCommand hmp_chardev_commands[] = {
    { "chardev-add", "args:S", "backend,id=ID[,prop=value][,...]",
      "add a character back end, as -chardev does", hmp_chardev_add,
      .example = "chardev-add ringbuf,id=ring0 -- ringbuf_read looks at it" },
    { "chardev-change", "id:s,args:S", "id backend[,prop=value][,...]",
      "put another back end behind the same device", hmp_chardev_change,
      .example = "chardev-change ring0 null -- what is written then vanishes",
      .complete = hmp_complete_chardev },
    { "chardev-remove", "id:s", "id", "remove a back end nobody uses",
      hmp_chardev_remove,
      .example = "chardev-remove ring0 -- an error while it is used",
      .complete = hmp_complete_chardev },
    { "chardev-send-break", "id:s", "id", "send a break to the device",
      hmp_chardev_send_break,
      .example = "chardev-send-break serial0 -- Linux takes it for SysRq",
      .complete = hmp_complete_chardev },
    { "ringbuf_read", "device:s,size:i", "device size",
      "take the oldest bytes out of a ring buffer", hmp_ringbuf_read,
      .example = "ringbuf_read ring0 100 -- at most 100; control bytes as "
                 "\\xHH",
      .complete = hmp_complete_ringbuf },
    { "ringbuf_write", "device:s,data:s", "device data",
      "put text into a ring buffer", hmp_ringbuf_write,
      .example = "ringbuf_write ring0 \"two words\" -- quotes keep blanks",
      .complete = hmp_complete_ringbuf },
    HMP_COMMAND_END,
};

const HMPCommand hmp_chardev_info_commands[] = {
    { "chardev", "", "", "the character back ends", hmp_info_chardev,
      .example = "info chardev -- each id and what is behind it" },
    HMP_COMMAND_END,
};
