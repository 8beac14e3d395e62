/*
 * char_socket.c: see char_socket.h
 */
#include "char_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LOOPBACK "127.0.0.1"

/* ----------------------------------------------------------------- unix */

static bool unix_address(const char *path, struct sockaddr_un *un,
                         Error **errp)
{
    *un = (struct sockaddr_un){ .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof(un->sun_path)) {
        error_setg(errp, "socket path '%s' is too long: at most %zu bytes",
                   path, sizeof(un->sun_path) - 1);
        return false;
    }
    strcpy(un->sun_path, path);
    return true;
}

static int unix_connect(const char *path, Error **errp)
{
    struct sockaddr_un un;
    int fd;

    if (!unix_address(path, &un, errp)) {
        return -1;
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&un, sizeof(un)) < 0) {
        error_setg_errno(errp, errno, "cannot connect to socket '%s'", path);
        close(fd);
        return -1;
    }
    return fd;
}

/* A socket that nobody listens on any more is left over from a crash. */
static bool unix_remove_dead(const char *path, Error **errp)
{
    struct stat st;
    int fd;

    if (lstat(path, &st) < 0) {
        return true;
    }
    if (!S_ISSOCK(st.st_mode)) {
        error_setg(errp, "'%s' exists and is not a socket: remove it or "
                   "choose another path", path);
        return false;
    }
    fd = unix_connect(path, NULL);
    if (fd >= 0) {
        close(fd);
        error_setg(errp, "socket '%s' is in use by another program: choose "
                   "another path", path);
        return false;
    }
    unlink(path);
    return true;
}

static int unix_listen(const char *path, Error **errp)
{
    struct sockaddr_un un;
    int fd;

    if (!unix_address(path, &un, errp) || !unix_remove_dead(path, errp)) {
        return -1;
    }
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* The mode of the descriptor becomes the mode of the file: owner only. */
    if (fd < 0 || fchmod(fd, 0600) < 0 ||
        bind(fd, (struct sockaddr *)&un, sizeof(un)) < 0 ||
        listen(fd, 1) < 0) {
        error_setg_errno(errp, errno, "cannot listen on socket '%s'", path);
        close(fd);
        return -1;
    }
    return fd;
}

/* ------------------------------------------------------------------ tcp */

static int tcp_try(const struct addrinfo *ai, bool server)
{
    int one = 1;
    int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_CLOEXEC,
                    ai->ai_protocol);

    if (fd < 0) {
        return -1;
    }
    if (server) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
        if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 &&
            listen(fd, 1) == 0) {
            return fd;
        }
    } else if (connect(fd, ai->ai_addr, ai->ai_addrlen) == 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
        return fd;
    }
    int saved_errno = errno;

    close(fd);
    errno = saved_errno;
    return -1;
}

static int tcp_open(const char *host, const char *port, bool server,
                    Error **errp)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *list;
    int fd = -1;
    int err = getaddrinfo(host, port, &hints, &list);

    if (err) {
        error_setg(errp, "address '%s:%s' cannot be found: %s", host, port,
                   gai_strerror(err));
        return -1;
    }
    for (struct addrinfo *ai = list; ai && fd < 0; ai = ai->ai_next) {
        fd = tcp_try(ai, server);
    }
    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot %s '%s:%s'",
                         server ? "listen on" : "connect to", host, port);
    }
    freeaddrinfo(list);
    return fd;
}

static const char *tcp_host(const CharSocketAddress *address)
{
    return address->host && address->host[0] ? address->host : LOOPBACK;
}

/* ------------------------------------------------------------ inherited */

/* Who started this program opened the socket, and knows what it is. */
static int fd_take(const char *number, bool server, Error **errp)
{
    int listens = 0;
    socklen_t length = sizeof(listens);
    guint64 fd;

    if (!g_ascii_string_to_unsigned(number, 10, 0, G_MAXINT, &fd, NULL) ||
        getsockopt((int)fd, SOL_SOCKET, SO_ACCEPTCONN, &listens,
                   &length) < 0) {
        error_setg(errp, "fd=%s is not the number of an open socket",
                   number);
        return -1;
    }
    if (server != (listens != 0)) {
        error_setg(errp, "fd=%s %s: use server=%s", number,
                   listens ? "listens for clients" : "does not listen",
                   listens ? "on" : "off");
        return -1;
    }
    fcntl((int)fd, F_SETFD, FD_CLOEXEC);
    return (int)fd;
}

/* ------------------------------------------------------------------ all */

int char_socket_listen(const CharSocketAddress *address, Error **errp)
{
    int fd;

    if (address->path) {
        return unix_listen(address->path, errp);
    }
    fd = address->fd ? fd_take(address->fd, true, errp)
                     : tcp_open(tcp_host(address), address->port, true, errp);
    if (fd >= 0) {
        g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    }
    return fd;
}

int char_socket_connect(const CharSocketAddress *address, Error **errp)
{
    int fd = address->path ? unix_connect(address->path, errp)
           : address->fd ? fd_take(address->fd, false, errp)
           : tcp_open(tcp_host(address), address->port, false, errp);

    if (fd >= 0) {
        g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    }
    return fd;
}

int char_socket_accept(int listen_fd)
{
    int one = 1;
    int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd >= 0) {
        /* Fails on unix sockets, which do not delay anything. */
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    }
    return fd;
}

char *char_socket_describe(const CharSocketAddress *address, int fd)
{
    struct sockaddr_storage ss;
    socklen_t len = sizeof(ss);
    char port[NI_MAXSERV];

    if (address->path) {
        return g_strdup_printf("unix:%s", address->path);
    }
    if (address->fd) {
        return g_strdup_printf("fd:%s", address->fd);
    }
    if (getsockname(fd, (struct sockaddr *)&ss, &len) < 0 ||
        getnameinfo((struct sockaddr *)&ss, len, NULL, 0, port, sizeof(port),
                    NI_NUMERICSERV) != 0) {
        g_strlcpy(port, address->port, sizeof(port));
    }
    return g_strdup_printf("tcp:%s:%s", tcp_host(address), port);
}
