/*
 * char_io.h: moving bytes between a file descriptor and a back end
 *
 * Input: a GLib source that looks at the descriptor only while the device has
 * room. Output: a queue that takes what the descriptor does not take at once,
 * up to a limit.
 */
#ifndef DEVICES_CHAR_IO_H
#define DEVICES_CHAR_IO_H

#include "devices/chardev.h"

#define CHAR_READ_MAX 4096      /* bytes of one read */
#define CHAR_QUEUE_MAX 65536    /* bytes of output that may wait */

/**
 * CharReadyFn: input may be read
 *
 * Returns: G_SOURCE_REMOVE to stop watching.
 */
typedef gboolean (*CharReadyFn)(Chardev *chr, int fd);

/**
 * char_input_new: watch @fd for @chr (char_input.c)
 * @chr:   asked how much its device can take (borrowed)
 * @fd:    descriptor to read from (borrowed)
 * @ready: called in the main context when there is input, an error or the end
 *         of the stream, and the device has room
 *
 * Returns: (transfer full): attached; char_input_free() ends it.
 */
GSource *char_input_new(Chardev *chr, int fd, CharReadyFn ready);
void char_input_free(GSource *source);

typedef struct CharQueue {
    int fd;                     /* (borrowed) -1: nobody to write to */
    GByteArray *waiting;        /* not written yet, oldest first */
    bool nonblocking;           /* a write to fd never waits */
    guint watch;                /* source that waits for the descriptor */
} CharQueue;

void char_queue_init(CharQueue *q);

/** char_queue_set_fd: write to @fd from now on; what waits is dropped for -1 */
void char_queue_set_fd(CharQueue *q, int fd);
void char_queue_deinit(CharQueue *q);

/**
 * char_queue_write: write or keep
 *
 * Returns: bytes taken, 0 when the queue is full; -1 when the descriptor is
 *          broken (errno says how). Without a descriptor all of @len.
 */
int char_queue_write(CharQueue *q, const uint8_t *buf, int len);

/** char_queue_wait: block until the descriptor took some; false: broken */
bool char_queue_wait(CharQueue *q);

/** char_queue_flush: write all, giving up after @timeout_ms without progress */
void char_queue_flush(CharQueue *q, int timeout_ms);

/** char_fd_private: a descriptor like @fd that may be made non-blocking
 *
 * O_NONBLOCK belongs to the open file, which a shell shares with us; setting
 * it on standard output would break the shell and other programs. So the file
 * is opened again where that gives an independent one (terminals, pipes), and
 * else duplicated as it is.
 *
 * Returns: (transfer full): -1 with errno on failure.
 */
int char_fd_private(int fd);

#endif
