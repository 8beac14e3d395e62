/*
 * char_mux.h: one back end shared by several devices
 *
 * Output of all users is mixed; input goes to the one in focus. Ctrl-A is the
 * escape:
 *
 *     Ctrl-A h        this list           Ctrl-A c     next user
 *     Ctrl-A x        quit                Ctrl-A t     time stamps on, off
 *     Ctrl-A b        send a break        Ctrl-A s     (disk commit: nothing)
 *     Ctrl-A Ctrl-A   the character itself
 */
#ifndef DEVICES_CHAR_MUX_H
#define DEVICES_CHAR_MUX_H

#include "devices/chardev.h"

#define MAX_MUX 4               /* users of one mux */
#define MUX_BUFFER_SIZE 4096    /* input kept for a user that is full */

typedef struct MuxChardev MuxChardev;

struct MuxChardev {
    Chardev parent_obj;

    CharBackend base;           /* our end of the back end proper */
    CharBackend *users[MAX_MUX];
    int focus;                  /* index into users; -1: nobody */

    /* input that the user in focus could not take yet, by user */
    struct {
        uint8_t data[MUX_BUFFER_SIZE];
        unsigned head, count;
    } pending[MAX_MUX];

    bool got_escape;            /* the last byte was Ctrl-A */
    bool timestamps;
    bool line_start;            /* the next output byte begins a line */
    gint64 timestamps_start_us;

    void (*quit)(void *opaque); /* (nullable): what Ctrl-A x does */
    void *quit_opaque;
};

#define MUX_CHARDEV(obj) OBJECT_CHECK(MuxChardev, (obj), TYPE_CHARDEV_MUX)

/* chardev_mux.c */
void mux_chr_open(Chardev *chr, Chardev *base);
int mux_chr_attach(Chardev *chr, CharBackend *be);
void mux_chr_detach(Chardev *chr, int tag);
void mux_chr_set_focus(Chardev *chr, int tag);
void mux_chr_send_event(MuxChardev *mux, int tag, QEMUChrEvent event);

/**
 * mux_chr_take_byte: the escapes (char_mux_keys.c)
 * @byte: input
 *
 * Returns: true when @byte is for the user in focus, false when the mux took
 *          it.
 */
bool mux_chr_take_byte(MuxChardev *mux, uint8_t byte);

#endif
