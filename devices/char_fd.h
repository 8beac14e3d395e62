/*
 * char_fd.h: base type of back ends that are one file descriptor
 */
#ifndef DEVICES_CHAR_FD_H
#define DEVICES_CHAR_FD_H

#include "char_io.h"

#define TYPE_CHARDEV_FD "chardev-fd"

typedef struct FDChardev {
    Chardev parent_obj;

    int fd_in;                  /* owned; -1: no input */
    int fd_out;                 /* owned, may equal fd_in; -1: none */
    GSource *input;             /* (nullable): while input is watched */
    CharQueue queue;
    /* (nullable): the other side has gone; the descriptors are still open */
    void (*hang_up)(Chardev *chr);
} FDChardev;

#define FD_CHARDEV(obj) OBJECT_CHECK(FDChardev, (obj), TYPE_CHARDEV_FD)

/**
 * fd_chr_connect: use these descriptors from now on
 * @fd_in:  (transfer full): -1 for none
 * @fd_out: (transfer full): -1 for none; may be the same as @fd_in
 *
 * Sends CHR_EVENT_OPENED.
 */
void fd_chr_connect(Chardev *chr, int fd_in, int fd_out);

/** fd_chr_disconnect: close them; sends CHR_EVENT_CLOSED */
void fd_chr_disconnect(Chardev *chr);

/** fd_chr_stop_input: read no more, keep writing */
void fd_chr_stop_input(Chardev *chr);

#endif
