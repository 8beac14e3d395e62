/*
 * char_socket.h: addresses and connections of the socket back end
 */
#ifndef DEVICES_CHAR_SOCKET_H
#define DEVICES_CHAR_SOCKET_H

#include "core/error.h"

/* Either path, or host and port, or fd. */
typedef struct CharSocketAddress {
    const char *path;           /* unix socket (nullable) */
    const char *host;           /* (nullable): NULL or "" is this machine */
    const char *port;           /* number or service name (nullable) */
    const char *fd;             /* number of an open socket (nullable) */
} CharSocketAddress;

/**
 * char_socket_listen: wait for clients at @address
 *
 * A unix socket is made for its owner only; a dead one in its place is
 * removed, a live one is an error. TCP without a host listens on the loopback
 * address, which other machines cannot reach.
 *
 * A descriptor has to be of a socket that listens; it is the caller's from
 * now on.
 *
 * Returns: (transfer full): non-blocking descriptor, or -1 with @errp set.
 */
int char_socket_listen(const CharSocketAddress *address, Error **errp);

/** char_socket_connect: connected descriptor, or -1 with @errp set */
int char_socket_connect(const CharSocketAddress *address, Error **errp);

/** char_socket_accept: take one waiting client; -1: none (errno) */
int char_socket_accept(int listen_fd);

/** char_socket_describe: "unix:PATH", "tcp:HOST:PORT", "fd:N" (transfer full);
 *  the port is the real one, also when 0 was asked for */
char *char_socket_describe(const CharSocketAddress *address, int fd);

#endif
