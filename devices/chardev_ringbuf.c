/*
 * chardev_ringbuf.c: the last bytes of output, kept in memory
 *
 *     -chardev ringbuf,id=c0[,size=64K]
 *
 * The size is a power of two, so that free-running indices wrap correctly.
 */
#include "char_opts.h"
#include "core/bits.h"
#include "devices/chardev.h"

typedef struct RingBufChardev {
    Chardev parent_obj;

    uint8_t *data;
    size_t size;
    size_t produced, consumed;  /* bytes ever; difference <= size */
} RingBufChardev;

#define RINGBUF_CHARDEV(obj) \
    OBJECT_CHECK(RingBufChardev, (obj), TYPE_CHARDEV_RINGBUF)

static int ringbuf_chr_write(Chardev *chr, const uint8_t *buf, int len)
{
    RingBufChardev *s = RINGBUF_CHARDEV(chr);

    for (int i = 0; i < len; i++) {
        s->data[s->produced++ & (s->size - 1)] = buf[i];
    }
    if (s->produced - s->consumed > s->size) {
        s->consumed = s->produced - s->size;
    }
    return len;
}

void qemu_chr_ringbuf_write(Chardev *chr, const uint8_t *buf, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        ringbuf_chr_write(chr, &buf[i], 1);
    }
}

size_t qemu_chr_ringbuf_read(Chardev *chr, uint8_t *buf, size_t len)
{
    RingBufChardev *s = RINGBUF_CHARDEV(chr);
    size_t n = 0;

    while (n < len && s->consumed != s->produced) {
        buf[n++] = s->data[s->consumed++ & (s->size - 1)];
    }
    return n;
}

static bool ringbuf_chr_open(Chardev *chr, const ChardevOpts *opts,
                             Error **errp)
{
    RingBufChardev *s = RINGBUF_CHARDEV(chr);
    uint64_t size;

    if (!chardev_opts_size(opts, "size", 65536, &size, errp)) {
        return false;
    }
    if (!is_power_of_2(size) || size > 1ull << 30) {
        error_setg(errp, "-chardev ringbuf: size is a power of two up to 1G");
        return false;
    }
    s->size = size;
    s->data = g_malloc0(size);
    qemu_chr_be_event(chr, CHR_EVENT_OPENED);
    return true;
}

static void ringbuf_chr_finalize(Object *obj)
{
    g_free(RINGBUF_CHARDEV(obj)->data);
}

static const char *const ringbuf_keys[] = { "size", NULL };

static void ringbuf_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->keys = ringbuf_keys;
    cc->open = ringbuf_chr_open;
    cc->chr_write = ringbuf_chr_write;
}

static const TypeInfo ringbuf_chr_info = {
    .name = TYPE_CHARDEV_RINGBUF,
    .parent = TYPE_CHARDEV,
    .instance_size = sizeof(RingBufChardev),
    .instance_finalize = ringbuf_chr_finalize,
    .class_init = ringbuf_chr_class_init,
};

static void chardev_ringbuf_register_types(void)
{
    type_register_static(&ringbuf_chr_info);
}

type_init(chardev_ringbuf_register_types)
