/*
 * chardev_null.c: output vanishes, input never comes
 */
#include "devices/chardev.h"

static bool null_chr_open(Chardev *chr, const ChardevOpts *opts, Error **errp)
{
    qemu_chr_be_event(chr, CHR_EVENT_OPENED);
    return true;
}

static void null_chr_class_init(ObjectClass *klass, void *data)
{
    CHARDEV_CLASS(klass)->open = null_chr_open;
}

static const TypeInfo null_chr_info = {
    .name = TYPE_CHARDEV_NULL,
    .parent = TYPE_CHARDEV,
    .class_init = null_chr_class_init,
};

static void chardev_null_register_types(void)
{
    type_register_static(&null_chr_info);
}

type_init(chardev_null_register_types)
