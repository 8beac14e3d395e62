/* qmp_port.c: see qmp_port.h */
#include "qmp_port.h"

struct QmpPort {
    CharBackend be;
    QmpSession *session;
    GByteArray *waiting;        /* output that was not taken yet */
    guint watch;                /* waits for room, 0: nothing waits */
};

/* ---- output ------------------------------------------------------------- */

static void forget_output(QmpPort *port)
{
    if (port->watch) {
        g_source_remove(port->watch);
        port->watch = 0;
    }
    g_byte_array_set_size(port->waiting, 0);
}

/* Sends what the other side takes; a broken connection takes all. */
static void send_some(QmpPort *port)
{
    int n = qemu_chr_fe_write(&port->be, port->waiting->data,
                              (int)port->waiting->len);

    /* Finding the connection broken may have emptied the queue. */
    if (n < 0 || (guint)n >= port->waiting->len) {
        g_byte_array_set_size(port->waiting, 0);
    } else if (n > 0) {
        g_byte_array_remove_range(port->waiting, 0, (guint)n);
    }
}

static gboolean room(void *unused, GIOCondition condition, void *opaque)
{
    QmpPort *port = opaque;

    send_some(port);
    if (port->waiting->len > 0) {
        return G_SOURCE_CONTINUE;
    }
    port->watch = 0;
    qmp_session_hold(port->session, false);
    return G_SOURCE_REMOVE;
}

/* Without a descriptor to wait for nobody ever takes the rest. */
static void wait_for_room(QmpPort *port)
{
    if (port->waiting->len == 0 || port->watch) {
        return;
    }
    port->watch = qemu_chr_fe_add_watch(&port->be, G_IO_OUT | G_IO_HUP, room,
                                        port);
    if (port->watch) {
        qmp_session_hold(port->session, true);
    } else {
        g_byte_array_set_size(port->waiting, 0);
    }
}

static void drop_client(QmpPort *port)
{
    warn_report("the QMP client of '%s' lets %u bytes wait unread: dropped",
                qemu_chr_fe_get_driver(&port->be)->label,
                port->waiting->len);
    qmp_session_disconnect(port->session);
    forget_output(port);
    qemu_chr_fe_disconnect(&port->be);
}

static void output(void *opaque, const char *text, size_t length)
{
    QmpPort *port = opaque;

    if (port->waiting->len > QMP_PORT_MAX) {
        drop_client(port);
        return;
    }
    g_byte_array_append(port->waiting, (const guint8 *)text, (guint)length);
    if (!port->watch) {
        send_some(port);
        wait_for_room(port);
    }
}

static void accept_input(void *opaque)
{
    QmpPort *port = opaque;

    qemu_chr_fe_accept_input(&port->be);
}

static const QmpSessionOps session_ops = { output, accept_input };

/* ---- input -------------------------------------------------------------- */

static int can_read(void *opaque)
{
    QmpPort *port = opaque;

    return qmp_session_can_read(port->session);
}

static void read_input(void *opaque, const uint8_t *buf, int size)
{
    QmpPort *port = opaque;

    qmp_session_read(port->session, buf, size);
}

static void handle_event(void *opaque, QEMUChrEvent event)
{
    QmpPort *port = opaque;

    if (event == CHR_EVENT_OPENED) {
        qmp_session_connect(port->session);
    } else if (event == CHR_EVENT_CLOSED) {
        qmp_session_disconnect(port->session);
        forget_output(port);
    }
}

/* ---- life --------------------------------------------------------------- */

QmpPort *qmp_port_new(QmpServer *server, Chardev *chr, bool pretty,
                      Error **errp)
{
    QmpPort *port = g_new0(QmpPort, 1);

    if (!qemu_chr_fe_init(&port->be, chr, errp)) {
        g_free(port);
        return NULL;
    }
    port->waiting = g_byte_array_new();
    port->session = qmp_session_new(server, &session_ops, port, pretty);
    qemu_chr_fe_set_handlers(&port->be, can_read, read_input, handle_event,
                             port);
    return port;
}

/* What waits goes to the chardev, which flushes it when it is closed. */
void qmp_port_free(QmpPort *port)
{
    send_some(port);
    forget_output(port);
    qemu_chr_fe_deinit(&port->be, false);
    qmp_session_free(port->session);
    g_byte_array_unref(port->waiting);
    g_free(port);
}
