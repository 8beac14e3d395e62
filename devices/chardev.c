/*
 * chardev.c: the base type of back ends
 *
 * What a back end calls when input or an event arrives, and the copy of the
 * output that logfile= asks for. Making and finding them: chardev_new.c; the
 * device's side: chardev_fe.c.
 */
#include "devices/chardev.h"

#include <unistd.h>

int qemu_chr_be_can_write(Chardev *chr)
{
    CharBackend *be = chr->be;

    return be && be->chr_can_read ? be->chr_can_read(be->opaque) : 0;
}

void qemu_chr_be_write(Chardev *chr, const uint8_t *buf, int len)
{
    CharBackend *be = chr->be;

    if (be && be->chr_read && len > 0) {
        be->chr_read(be->opaque, buf, len);
    }
}

void qemu_chr_be_event(Chardev *chr, QEMUChrEvent event)
{
    CharBackend *be = chr->be;

    if (event == CHR_EVENT_OPENED || event == CHR_EVENT_CLOSED) {
        bool open = event == CHR_EVENT_OPENED;

        if (chr->be_open == open) {
            return;
        }
        chr->be_open = open;
    }
    if (be && be->chr_event) {
        be->chr_event(be->opaque, event);
    }
}

static void chardev_init(Object *obj)
{
    CHARDEV(obj)->log_fd = -1;
}

static void chardev_finalize(Object *obj)
{
    Chardev *chr = CHARDEV(obj);

    if (chr->be) {
        chr->be->chr = NULL;
    }
    if (chr->log_fd >= 0) {
        close(chr->log_fd);
    }
    g_free(chr->filename);
    g_free(chr->label);
}

static const TypeInfo chardev_info = {
    .name = TYPE_CHARDEV,
    .parent = TYPE_OBJECT,
    .instance_size = sizeof(Chardev),
    .instance_init = chardev_init,
    .instance_finalize = chardev_finalize,
    .abstract = true,
    .class_size = sizeof(ChardevClass),
};

static void chardev_register_types(void)
{
    type_register_static(&chardev_info);
}

type_init(chardev_register_types)
