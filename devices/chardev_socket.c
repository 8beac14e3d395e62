/*
 * chardev_socket.c: a stream socket, as server or client
 *
 *     -chardev socket,id=c0,path=F,server=on[,wait=off]
 *     -chardev socket,id=c0,host=H,port=P[,server=on][,wait=off]
 *     -chardev socket,id=c0,fd=N[,server=on][,wait=off]
 *
 * A server serves one client at a time; the next one is taken when it has
 * gone. With wait=on (the default of a server, as in QEMU) the machine does
 * not start before the first client is there. Output without a client is
 * dropped, as on a serial line without a cable.
 *
 * Not here: telnet, TLS and websocket framing, reconnecting clients.
 */
#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <unistd.h>

#include "char_fd.h"
#include "char_opts.h"
#include "char_socket.h"

typedef struct SocketChardev {
    FDChardev parent_obj;

    int listen_fd;              /* -1: we are a client */
    guint listen_watch;         /* 0 while a client is connected */
    char *path;                 /* (nullable): unix socket to remove */
} SocketChardev;

#define SOCKET_CHARDEV(obj) \
    OBJECT_CHECK(SocketChardev, (obj), TYPE_CHARDEV_SOCKET)

static gboolean socket_chr_client(gint fd, GIOCondition cond, gpointer opaque)
{
    SocketChardev *s = opaque;
    int client = char_socket_accept(fd);

    if (client < 0) {
        return G_SOURCE_CONTINUE;
    }
    s->listen_watch = 0;
    fd_chr_connect(CHARDEV(s), client, client);
    return G_SOURCE_REMOVE;
}

static void socket_chr_watch_clients(SocketChardev *s)
{
    s->listen_watch = g_unix_fd_add(s->listen_fd, G_IO_IN, socket_chr_client,
                                    s);
}

static void socket_chr_hang_up(Chardev *chr)
{
    SocketChardev *s = SOCKET_CHARDEV(chr);

    fd_chr_disconnect(chr);
    if (s->listen_fd >= 0 && !s->listen_watch) {
        socket_chr_watch_clients(s);
    }
}

static bool socket_chr_wait_client(SocketChardev *s, Error **errp)
{
    struct pollfd pfd = { .fd = s->listen_fd, .events = POLLIN };
    int client = -1;

    info_report("waiting for a client on %s", CHARDEV(s)->filename);
    while (client < 0) {
        if (poll(&pfd, 1, -1) < 0 && errno != EINTR) {
            error_setg_errno(errp, errno, "waiting for a client failed");
            return false;
        }
        client = char_socket_accept(s->listen_fd);
    }
    fd_chr_connect(CHARDEV(s), client, client);
    return true;
}

static bool socket_chr_serve(SocketChardev *s, const CharSocketAddress *addr,
                             bool wait, Error **errp)
{
    Chardev *chr = CHARDEV(s);

    s->listen_fd = char_socket_listen(addr, errp);
    if (s->listen_fd < 0) {
        return false;
    }
    if (addr->path) {
        /* the folder may have changed when it is removed */
        s->path = g_canonicalize_filename(addr->path, NULL);
    }
    g_free(chr->filename);
    chr->filename = char_socket_describe(addr, s->listen_fd);
    if (wait) {
        return socket_chr_wait_client(s, errp);
    }
    socket_chr_watch_clients(s);
    return true;
}

static bool socket_chr_dial(SocketChardev *s, const CharSocketAddress *addr,
                            Error **errp)
{
    Chardev *chr = CHARDEV(s);
    int fd = char_socket_connect(addr, errp);

    if (fd < 0) {
        return false;
    }
    g_free(chr->filename);
    chr->filename = char_socket_describe(addr, -1);
    fd_chr_connect(chr, fd, fd);
    return true;
}

/* Numbers must fit; names are left to the resolver. */
static bool socket_port_valid(const char *port)
{
    guint64 number;

    return !g_ascii_isdigit(port[0]) ||
           g_ascii_string_to_unsigned(port, 10, 0, 65535, &number, NULL);
}

static bool socket_chr_open(Chardev *chr, const ChardevOpts *opts,
                            Error **errp)
{
    SocketChardev *s = SOCKET_CHARDEV(chr);
    CharSocketAddress addr = {
        .path = chardev_opts_str(opts, "path"),
        .host = chardev_opts_str(opts, "host"),
        .port = chardev_opts_str(opts, "port"),
        .fd = chardev_opts_str(opts, "fd"),
    };
    bool server, wait, unused;

    if (!chardev_opts_bool(opts, "server", false, &server, errp) ||
        !chardev_opts_bool(opts, "wait", server, &wait, errp) ||
        !chardev_opts_bool(opts, "nodelay", true, &unused, errp)) {
        return false;
    }
    if (!!addr.path + !!addr.port + !!addr.fd != 1) {
        error_setg(errp, "-chardev socket needs either path=FILE, or "
                   "host=NAME and port=NUMBER, or fd=NUMBER");
        return false;
    }
    if (addr.port && !socket_port_valid(addr.port)) {
        error_setg(errp, "-chardev socket: '%s' is not a port; it takes 0 to "
                   "65535 or a service name", addr.port);
        return false;
    }
    if (wait && !server) {
        error_setg(errp, "-chardev socket: wait=on is for server=on only");
        return false;
    }
    FD_CHARDEV(chr)->hang_up = socket_chr_hang_up;
    return server ? socket_chr_serve(s, &addr, wait, errp)
                  : socket_chr_dial(s, &addr, errp);
}

/* The write that finds the connection broken also ends it. */
static int socket_chr_write(Chardev *chr, const uint8_t *buf, int len)
{
    int n = char_queue_write(&FD_CHARDEV(chr)->queue, buf, len);

    if (n < 0) {
        socket_chr_hang_up(chr);
    }
    return n;
}

static void socket_chr_init(Object *obj)
{
    SOCKET_CHARDEV(obj)->listen_fd = -1;
}

static void socket_chr_finalize(Object *obj)
{
    SocketChardev *s = SOCKET_CHARDEV(obj);

    if (s->listen_watch) {
        g_source_remove(s->listen_watch);
    }
    if (s->listen_fd >= 0) {
        close(s->listen_fd);
    }
    if (s->path) {
        unlink(s->path);
        g_free(s->path);
    }
}

static const char *const socket_keys[] = {
    "path", "host", "port", "fd", "server", "wait", "nodelay", NULL,
};

static void socket_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->keys = socket_keys;
    cc->open = socket_chr_open;
    cc->chr_write = socket_chr_write;
}

static const TypeInfo socket_chr_info = {
    .name = TYPE_CHARDEV_SOCKET,
    .parent = TYPE_CHARDEV_FD,
    .instance_size = sizeof(SocketChardev),
    .instance_init = socket_chr_init,
    .instance_finalize = socket_chr_finalize,
    .class_init = socket_chr_class_init,
};

static void chardev_socket_register_types(void)
{
    type_register_static(&socket_chr_info);
}

type_init(chardev_socket_register_types)
