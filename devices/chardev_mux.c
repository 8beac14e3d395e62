/*
 * chardev_mux.c: the shared back end itself
 *
 * Input that the user in focus cannot take is kept for it, so that escapes
 * are seen even when the guest reads nothing: a hung guest can be quit.
 */
#include <string.h>

#include "char_mux.h"

/* ---------------------------------------------------------------- users */

int mux_chr_attach(Chardev *chr, CharBackend *be)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    for (int tag = 0; tag < MAX_MUX; tag++) {
        if (!mux->users[tag]) {
            mux->users[tag] = be;
            return tag;
        }
    }
    return -1;
}

void mux_chr_detach(Chardev *chr, int tag)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    mux->users[tag] = NULL;
    mux->pending[tag].count = 0;
    if (mux->focus == tag) {
        mux->focus = -1;
        for (int i = 0; i < MAX_MUX && mux->focus < 0; i++) {
            if (mux->users[i]) {
                mux_chr_set_focus(chr, i);
            }
        }
    }
}

void mux_chr_send_event(MuxChardev *mux, int tag, QEMUChrEvent event)
{
    CharBackend *be = tag >= 0 ? mux->users[tag] : NULL;

    if (be && be->chr_event) {
        be->chr_event(be->opaque, event);
    }
}

void mux_chr_set_focus(Chardev *chr, int tag)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    if (mux->focus == tag) {
        return;
    }
    mux_chr_send_event(mux, mux->focus, CHR_EVENT_MUX_OUT);
    mux->focus = tag;
    mux_chr_send_event(mux, tag, CHR_EVENT_MUX_IN);
}

/* ---------------------------------------------------------------- input */

static int user_room(MuxChardev *mux, int tag)
{
    CharBackend *be = tag >= 0 ? mux->users[tag] : NULL;

    return be && be->chr_can_read ? be->chr_can_read(be->opaque) : 0;
}

/* Delivers what is kept for @tag, one byte at a time: room may shrink. */
static void mux_drain(MuxChardev *mux, int tag)
{
    while (mux->pending[tag].count && user_room(mux, tag) > 0) {
        CharBackend *be = mux->users[tag];
        uint8_t byte = mux->pending[tag].data[mux->pending[tag].head];

        mux->pending[tag].head = (mux->pending[tag].head + 1) %
                                 MUX_BUFFER_SIZE;
        mux->pending[tag].count--;
        if (be->chr_read) {
            be->chr_read(be->opaque, &byte, 1);
        }
    }
}

/* mux_can_read() promised that there is room. */
static void mux_keep(MuxChardev *mux, int tag, uint8_t byte)
{
    unsigned tail = (mux->pending[tag].head + mux->pending[tag].count) %
                    MUX_BUFFER_SIZE;

    g_assert_cmpuint(mux->pending[tag].count, <, MUX_BUFFER_SIZE);
    mux->pending[tag].data[tail] = byte;
    mux->pending[tag].count++;
}

/*
 * The space of the fullest buffer: Ctrl-A c may move the focus while a piece
 * is being taken. When it is 0 the rest waits in the host, nothing is lost.
 */
static int mux_can_read(void *opaque)
{
    MuxChardev *mux = opaque;
    unsigned fullest = 0;

    for (int tag = 0; tag < MAX_MUX; tag++) {
        fullest = MAX(fullest, mux->pending[tag].count);
    }
    return MUX_BUFFER_SIZE - fullest;
}

static void mux_read(void *opaque, const uint8_t *buf, int size)
{
    MuxChardev *mux = opaque;

    for (int i = 0; i < size; i++) {
        if (mux_chr_take_byte(mux, buf[i]) && mux->focus >= 0) {
            mux_keep(mux, mux->focus, buf[i]);
            mux_drain(mux, mux->focus);
        }
    }
}

static void mux_event(void *opaque, QEMUChrEvent event)
{
    MuxChardev *mux = opaque;

    if (event == CHR_EVENT_OPENED || event == CHR_EVENT_CLOSED) {
        CHARDEV(mux)->be_open = event == CHR_EVENT_OPENED;
    }
    for (int tag = 0; tag < MAX_MUX; tag++) {
        mux_chr_send_event(mux, tag, event);
    }
}

static void mux_chr_accept_input(Chardev *chr)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    for (int tag = 0; tag < MAX_MUX; tag++) {
        mux_drain(mux, tag);
    }
    qemu_chr_fe_accept_input(&mux->base);
}

/* --------------------------------------------------------------- output */

static void mux_write_timestamp(MuxChardev *mux)
{
    gint64 ms = (g_get_monotonic_time() - mux->timestamps_start_us) / 1000;

    qemu_chr_fe_printf(&mux->base, "[%02d:%02d:%02d.%03d] ",
                       (int)(ms / 3600000), (int)(ms / 60000 % 60),
                       (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static int mux_write_stamped(MuxChardev *mux, const uint8_t *buf, int len)
{
    int done = 0;

    while (done < len) {
        const uint8_t *newline = memchr(buf + done, '\n', len - done);
        int piece = newline ? newline + 1 - (buf + done) : len - done;

        if (mux->line_start) {
            mux_write_timestamp(mux);
            mux->line_start = false;
        }
        int n = qemu_chr_fe_write(&mux->base, buf + done, piece);

        done += MAX(n, 0);
        if (n < piece) {
            break;
        }
        mux->line_start = newline != NULL;
    }
    return done;
}

static int mux_chr_write(Chardev *chr, const uint8_t *buf, int len)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    if (!mux->timestamps) {
        return qemu_chr_fe_write(&mux->base, buf, len);
    }
    return mux_write_stamped(mux, buf, len);
}

static ChardevClass *mux_base_class(MuxChardev *mux)
{
    return mux->base.chr ? CHARDEV_GET_CLASS(mux->base.chr) : NULL;
}

static int mux_chr_watch_fd(Chardev *chr)
{
    MuxChardev *mux = MUX_CHARDEV(chr);
    ChardevClass *cc = mux_base_class(mux);

    return cc && cc->chr_watch_fd ? cc->chr_watch_fd(mux->base.chr) : -1;
}

static bool mux_chr_wait_writable(Chardev *chr)
{
    MuxChardev *mux = MUX_CHARDEV(chr);
    ChardevClass *cc = mux_base_class(mux);

    return cc && cc->chr_wait_writable &&
           cc->chr_wait_writable(mux->base.chr);
}

static void mux_chr_set_echo(Chardev *chr, bool echo)
{
    qemu_chr_fe_set_echo(&MUX_CHARDEV(chr)->base, echo);
}

/* ------------------------------------------------------------- the type */

void mux_chr_open(Chardev *chr, Chardev *base)
{
    MuxChardev *mux = MUX_CHARDEV(chr);

    qemu_chr_fe_init(&mux->base, base, &error_abort);
    qemu_chr_fe_set_handlers(&mux->base, mux_can_read, mux_read, mux_event,
                             mux);
}

void qemu_chr_mux_set_quit_handler(Chardev *chr, void (*quit)(void *opaque),
                                   void *opaque)
{
    if (object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        MUX_CHARDEV(chr)->quit = quit;
        MUX_CHARDEV(chr)->quit_opaque = opaque;
    }
}

void qemu_chr_send_break(Chardev *chr)
{
    if (!object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        qemu_chr_be_event(chr, CHR_EVENT_BREAK);
        return;
    }
    for (int tag = 0; tag < MAX_MUX; tag++) {
        mux_chr_send_event(MUX_CHARDEV(chr), tag, CHR_EVENT_BREAK);
    }
}

void qemu_chr_mux_focus_first(Chardev *chr)
{
    if (!object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        return;
    }
    for (int tag = 0; tag < MAX_MUX; tag++) {
        if (MUX_CHARDEV(chr)->users[tag]) {
            mux_chr_set_focus(chr, tag);
            return;
        }
    }
}

static void mux_chr_init(Object *obj)
{
    MUX_CHARDEV(obj)->focus = -1;
}

static void mux_chr_finalize(Object *obj)
{
    MuxChardev *mux = MUX_CHARDEV(obj);

    for (int tag = 0; tag < MAX_MUX; tag++) {
        if (mux->users[tag]) {
            mux->users[tag]->chr = NULL;
        }
    }
    qemu_chr_fe_deinit(&mux->base, false);
}

static void mux_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->chr_write = mux_chr_write;
    cc->chr_watch_fd = mux_chr_watch_fd;
    cc->chr_wait_writable = mux_chr_wait_writable;
    cc->chr_accept_input = mux_chr_accept_input;
    cc->chr_set_echo = mux_chr_set_echo;
}

static const TypeInfo mux_chr_info = {
    .name = TYPE_CHARDEV_MUX,
    .parent = TYPE_CHARDEV,
    .instance_size = sizeof(MuxChardev),
    .instance_init = mux_chr_init,
    .instance_finalize = mux_chr_finalize,
    .class_init = mux_chr_class_init,
};

static void chardev_mux_register_types(void)
{
    type_register_static(&mux_chr_info);
}

type_init(chardev_mux_register_types)
