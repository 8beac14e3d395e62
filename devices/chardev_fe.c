/*
 * chardev_fe.c: the device's end of a character stream
 *
 * Every function copes with an end that is connected to nothing: output then
 * vanishes and input never comes.
 */
#include <errno.h>
#include <glib-unix.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "char_mux.h"
#include "devices/chardev.h"

bool qemu_chr_fe_init(CharBackend *be, Chardev *chr, Error **errp)
{
    int tag = 0;

    if (chr && object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        tag = mux_chr_attach(chr, be);
        if (tag < 0) {
            error_setg(errp, "chardev '%s' has all its %d users already",
                       chr->label, MAX_MUX);
            return false;
        }
    } else if (chr && chr->be) {
        error_setg(errp, "chardev '%s' is in use; give it mux=on to share it",
                   chr->label);
        return false;
    } else if (chr) {
        chr->be = be;
    }
    *be = (CharBackend){ .chr = chr, .tag = tag };
    return true;
}

void qemu_chr_fe_deinit(CharBackend *be, bool del)
{
    Chardev *chr = be->chr;

    if (!chr) {
        return;
    }
    qemu_chr_fe_set_handlers(be, NULL, NULL, NULL, NULL);
    if (object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        mux_chr_detach(chr, be->tag);
    } else {
        chr->be = NULL;
    }
    be->chr = NULL;
    if (del) {
        object_unparent(OBJECT(chr));
    }
}

Chardev *qemu_chr_fe_get_driver(CharBackend *be)
{
    return be->chr;
}

bool qemu_chr_fe_backend_connected(CharBackend *be)
{
    return be->chr != NULL;
}

bool qemu_chr_fe_backend_open(CharBackend *be)
{
    return be->chr && be->chr->be_open;
}

void qemu_chr_fe_set_handlers(CharBackend *be, IOCanReadHandler *can_read,
                              IOReadHandler *read, IOEventHandler *event,
                              void *opaque)
{
    Chardev *chr = be->chr;

    if (!chr) {
        return;
    }
    be->chr_can_read = can_read;
    be->chr_read = read;
    be->chr_event = event;
    be->opaque = opaque;
    be->fe_is_open = can_read || read || event;
    if (CHARDEV_GET_CLASS(chr)->chr_update_read_handler) {
        CHARDEV_GET_CLASS(chr)->chr_update_read_handler(chr);
    }
    if (be->fe_is_open) {
        qemu_chr_fe_take_focus(be);
        if (chr->be_open && event) {
            event(opaque, CHR_EVENT_OPENED);
        }
    }
}

/* --------------------------------------------------------------- output */

static void chr_log(Chardev *chr, const uint8_t *buf, int len)
{
    while (chr->log_fd >= 0 && len > 0) {
        ssize_t n = write(chr->log_fd, buf, len);

        if (n < 0 && errno != EINTR) {
            warn_report("chardev '%s': its logfile cannot be written (%s); "
                        "logging ends here", chr->label, g_strerror(errno));
            close(chr->log_fd);
            chr->log_fd = -1;
        } else if (n > 0) {
            buf += n;
            len -= n;
        }
    }
}

int qemu_chr_fe_write(CharBackend *be, const uint8_t *buf, int len)
{
    ChardevClass *cc;
    int n;

    if (!be->chr) {
        return len;
    }
    cc = CHARDEV_GET_CLASS(be->chr);
    n = cc->chr_write ? cc->chr_write(be->chr, buf, len) : len;
    chr_log(be->chr, buf, n);
    return n;
}

int qemu_chr_fe_write_all(CharBackend *be, const uint8_t *buf, int len)
{
    int done = 0;

    while (done < len) {
        int n = qemu_chr_fe_write(be, buf + done, len - done);

        if (n < 0) {
            break;
        }
        done += n;
        if (done < len) {
            ChardevClass *cc = CHARDEV_GET_CLASS(be->chr);

            if (!cc->chr_wait_writable || !cc->chr_wait_writable(be->chr)) {
                break;
            }
        }
    }
    return done;
}

void qemu_chr_fe_printf(CharBackend *be, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    g_autofree char *text = g_strdup_vprintf(fmt, ap);
    va_end(ap);
    qemu_chr_fe_write_all(be, (const uint8_t *)text, strlen(text));
}

typedef struct FEWatch {
    FEWatchFunc func;
    void *data;
} FEWatch;

static gboolean fe_watch_ready(gint fd, GIOCondition cond, gpointer opaque)
{
    FEWatch *watch = opaque;

    return watch->func(NULL, cond, watch->data);
}

guint qemu_chr_fe_add_watch(CharBackend *be, GIOCondition cond,
                            FEWatchFunc func, void *data)
{
    ChardevClass *cc = be->chr ? CHARDEV_GET_CLASS(be->chr) : NULL;
    int fd = cc && cc->chr_watch_fd ? cc->chr_watch_fd(be->chr) : -1;
    FEWatch *watch;

    if (fd < 0) {
        return 0;
    }
    watch = g_new(FEWatch, 1);
    watch->func = func;
    watch->data = data;
    return g_unix_fd_add_full(G_PRIORITY_DEFAULT, fd, cond, fe_watch_ready,
                              watch, g_free);
}

/* ---------------------------------------------------------------- input */

void qemu_chr_fe_accept_input(CharBackend *be)
{
    if (be->chr) {
        ChardevClass *cc = CHARDEV_GET_CLASS(be->chr);

        if (cc->chr_accept_input) {
            cc->chr_accept_input(be->chr);
        }
        /* The main loop may be waiting without looking at this input. */
        g_main_context_wakeup(NULL);
    }
}

void qemu_chr_fe_disconnect(CharBackend *be)
{
    if (be->chr && CHARDEV_GET_CLASS(be->chr)->chr_disconnect) {
        CHARDEV_GET_CLASS(be->chr)->chr_disconnect(be->chr);
    }
}

void qemu_chr_fe_set_echo(CharBackend *be, bool echo)
{
    if (be->chr && CHARDEV_GET_CLASS(be->chr)->chr_set_echo) {
        CHARDEV_GET_CLASS(be->chr)->chr_set_echo(be->chr, echo);
    }
}

void qemu_chr_fe_take_focus(CharBackend *be)
{
    if (be->chr && object_dynamic_cast(OBJECT(be->chr), TYPE_CHARDEV_MUX)) {
        mux_chr_set_focus(be->chr, be->tag);
    }
}
