/*
 * chardev.h: byte streams between devices and the outside
 *
 * A Chardev is the outside (back end): a terminal, pty, file, socket. A
 * CharBackend is the device's end of it (front end), embedded in the device's
 * state and wired by a DEFINE_PROP_CHR property. A CharBackend without a
 * Chardev swallows output and never delivers input, so devices need no check.
 *
 * Input is pushed: the chardev asks can_read() how many bytes the device can
 * take, then calls read(). When a full device has room again it calls
 * qemu_chr_fe_accept_input().
 *
 * Output never loses a byte silently: qemu_chr_fe_write() says how many it
 * took. A device either keeps the rest and retries from
 * qemu_chr_fe_add_watch(), or calls qemu_chr_fe_write_all() and waits.
 *
 * Names and meaning follow QEMU. All watches run in the default GLib main
 * context. Context of every function here: machine lock held.
 */
#ifndef DEVICES_CHARDEV_H
#define DEVICES_CHARDEV_H

#include <glib.h>

#include "core/error.h"
#include "core/object.h"

typedef struct Chardev Chardev;
typedef struct ChardevClass ChardevClass;
typedef struct CharBackend CharBackend;
typedef struct ChardevOpts ChardevOpts;

#define TYPE_CHARDEV "chardev"
#define CHARDEV(obj) OBJECT_CHECK(Chardev, (obj), TYPE_CHARDEV)
#define CHARDEV_CLASS(klass) \
    OBJECT_CLASS_CHECK(ChardevClass, (klass), TYPE_CHARDEV)
#define CHARDEV_GET_CLASS(obj) \
    OBJECT_GET_CLASS(ChardevClass, (obj), TYPE_CHARDEV)

#define TYPE_CHARDEV_NULL "chardev-null"
#define TYPE_CHARDEV_STDIO "chardev-stdio"
#define TYPE_CHARDEV_PTY "chardev-pty"
#define TYPE_CHARDEV_FILE "chardev-file"
#define TYPE_CHARDEV_SOCKET "chardev-socket"
#define TYPE_CHARDEV_RINGBUF "chardev-ringbuf"
#define TYPE_CHARDEV_MUX "chardev-mux"

typedef enum QEMUChrEvent {
    CHR_EVENT_BREAK,            /* the other side sent a break */
    CHR_EVENT_OPENED,           /* somebody is there */
    CHR_EVENT_MUX_IN,           /* the mux gave us the focus */
    CHR_EVENT_MUX_OUT,          /* the mux took the focus away */
    CHR_EVENT_CLOSED,           /* nobody is there any more */
} QEMUChrEvent;

typedef int IOCanReadHandler(void *opaque);
typedef void IOReadHandler(void *opaque, const uint8_t *buf, int size);
typedef void IOEventHandler(void *opaque, QEMUChrEvent event);
/* Called once when the condition holds; return FALSE to stop watching. */
typedef gboolean (*FEWatchFunc)(void *do_not_use, GIOCondition condition,
                                void *data);

/* The device's end. Starts zeroed; treat the members as private. */
struct CharBackend {
    Chardev *chr;               /* (nullable) */
    IOCanReadHandler *chr_can_read;
    IOReadHandler *chr_read;
    IOEventHandler *chr_event;
    void *opaque;
    int tag;                    /* which front end of a mux this is */
    bool fe_is_open;
};

/* -------------------------------------------------- front end: for devices */

/**
 * qemu_chr_fe_init: connect @be to @chr
 * @be:   the device's end
 * @chr:  (nullable): back end; stays alive until qemu_chr_fe_deinit()
 * @errp: (out) (nullable)
 *
 * Returns: false with @errp set when @chr is already in use; only a mux takes
 *          several front ends.
 */
bool qemu_chr_fe_init(CharBackend *be, Chardev *chr, Error **errp);

/** qemu_chr_fe_deinit: disconnect; @del also drops the chardev itself */
void qemu_chr_fe_deinit(CharBackend *be, bool del);

/** qemu_chr_fe_get_driver: the Chardev behind @be (borrowed) (nullable) */
Chardev *qemu_chr_fe_get_driver(CharBackend *be);

/** qemu_chr_fe_backend_connected: is there a Chardev at all? */
bool qemu_chr_fe_backend_connected(CharBackend *be);

/** qemu_chr_fe_backend_open: is somebody on the other side? */
bool qemu_chr_fe_backend_open(CharBackend *be);

/**
 * qemu_chr_fe_set_handlers: say who takes the input
 * @be:       the device's end
 * @can_read: (nullable): how many bytes the device can take now
 * @read:     (nullable): takes them; size <= what can_read returned
 * @event:    (nullable): told about open, close, break, focus
 * @opaque:   passed to the three
 *
 * All NULL stops input. CHR_EVENT_OPENED comes at once when the other side is
 * already there.
 */
void qemu_chr_fe_set_handlers(CharBackend *be, IOCanReadHandler *can_read,
                              IOReadHandler *read, IOEventHandler *event,
                              void *opaque);

/**
 * qemu_chr_fe_write: send what fits, never wait
 *
 * Returns: bytes taken, 0..@len; less than @len when the other side is slow:
 *          keep the rest and use qemu_chr_fe_add_watch(). -1 on a broken
 *          connection. @len without a Chardev.
 */
int qemu_chr_fe_write(CharBackend *be, const uint8_t *buf, int len);

/**
 * qemu_chr_fe_write_all: send everything, waiting if needed
 *
 * Returns: @len, or less when the connection broke.
 */
int qemu_chr_fe_write_all(CharBackend *be, const uint8_t *buf, int len);

/** qemu_chr_fe_printf: write_all() of formatted text */
void qemu_chr_fe_printf(CharBackend *be, const char *fmt, ...)
    G_GNUC_PRINTF(2, 3);

/** qemu_chr_fe_accept_input: the device has room again */
void qemu_chr_fe_accept_input(CharBackend *be);

/**
 * qemu_chr_fe_add_watch: call @func once output can go on
 * @be:   the device's end
 * @cond: G_IO_OUT | G_IO_HUP
 * @func: returns FALSE to stop watching
 * @data: passed to @func
 *
 * Returns: a source id for g_source_remove(); 0 when the back end never
 *          blocks, and then there is nothing to wait for.
 */
guint qemu_chr_fe_add_watch(CharBackend *be, GIOCondition cond,
                            FEWatchFunc func, void *data);

/**
 * qemu_chr_fe_disconnect: end the connection to whoever is on the other side
 *
 * CHR_EVENT_CLOSED comes before this returns. A server then waits for its
 * next client. No effect on back ends that have no other side.
 */
void qemu_chr_fe_disconnect(CharBackend *be);

/** qemu_chr_fe_set_echo: let a terminal echo what is typed */
void qemu_chr_fe_set_echo(CharBackend *be, bool echo);

/** qemu_chr_fe_take_focus: on a mux, receive the input from now on */
void qemu_chr_fe_take_focus(CharBackend *be);

/* ------------------------------------------------ back ends: for the board */

/**
 * qemu_chr_new_from_opts: make a back end from a -chardev option
 * @opts: "stdio,id=c0,mux=on,signal=off", "socket,id=s,path=F,server=on", ...
 * @errp: (out) (nullable): names the option and says what it takes
 *
 * Commas inside values are doubled. The object is filed as /chardevs/<id>.
 *
 * Returns: borrowed, or NULL with @errp set.
 */
Chardev *qemu_chr_new_from_opts(const char *opts, Error **errp);

/**
 * qemu_chr_new: make a back end from the short form of -serial
 * @label: id of the new chardev, for instance "serial0"
 * @spec:  stdio, null, pty, file:F, tcp:HOST:PORT[,server=on][,wait=off],
 *         unix:PATH[,...], chardev:ID, and mon: before any of them
 * @errp:  (out) (nullable)
 *
 * Returns: borrowed; NULL without an error for "none"; NULL with @errp set on
 *          failure.
 */
Chardev *qemu_chr_new(const char *label, const char *spec, Error **errp);

/** qemu_chr_spec_wants_monitor: does @spec start with "mon:"? */
bool qemu_chr_spec_wants_monitor(const char *spec);

/** qemu_chr_find: chardev with this id, borrowed, or NULL */
Chardev *qemu_chr_find(const char *id);

/** qemu_chr_foreach: call @fn for every chardev */
void qemu_chr_foreach(void (*fn)(Chardev *chr, void *opaque), void *opaque);

/** qemu_chr_delete: close a chardev that has no front end any more */
void qemu_chr_delete(Chardev *chr);

/** qemu_chr_cleanup: flush and close all of them; restores the terminal */
void qemu_chr_cleanup(void);

/** qemu_chr_print: what `info chardev` prints, appended to @out */
void qemu_chr_print(GString *out);

/**
 * qemu_chr_mux_set_quit_handler: what Ctrl-A x does
 *
 * No effect when @chr is not a mux. Without a handler Ctrl-A x is ignored.
 */
void qemu_chr_mux_set_quit_handler(Chardev *chr, void (*quit)(void *opaque),
                                   void *opaque);

/**
 * qemu_chr_mux_focus_first: input goes to the user that came first
 *
 * Each user takes the focus when it sets its handlers; this gives it back.
 * No effect when @chr is not a mux.
 */
void qemu_chr_mux_focus_first(Chardev *chr);

/**
 * qemu_chr_ringbuf_read: take the oldest bytes out of a ring buffer
 *
 * Returns: how many bytes went to @buf, 0..@len.
 */
size_t qemu_chr_ringbuf_read(Chardev *chr, uint8_t *buf, size_t len);

/** qemu_chr_ringbuf_write: put bytes in, as the device does */
void qemu_chr_ringbuf_write(Chardev *chr, const uint8_t *buf, size_t len);

/* ------------------------------------------------ while the machine runs */

/**
 * qemu_chr_hotadd: qemu_chr_new_from_opts() that waits for nobody
 *
 * A server takes clients when they come: wait=on is refused, wait=off need
 * not be said.
 */
Chardev *qemu_chr_hotadd(const char *opts, Error **errp);

/**
 * qemu_chr_hotremove: close the chardev @id, with its mux if it has one
 *
 * Returns: false with @errp set when there is none, or somebody uses it.
 */
bool qemu_chr_hotremove(const char *id, Error **errp);

/**
 * qemu_chr_change: put another back end behind the same device
 * @id:   of the chardev; stays the same
 * @opts: as of -chardev, without id
 *
 * The device sees a closed and then an open line; input that was not taken
 * yet and output that was not written yet are lost with the old back end,
 * after a last attempt to write.
 *
 * Returns: false with @errp set; the old back end then stays.
 */
bool qemu_chr_change(const char *id, const char *opts, Error **errp);

/** qemu_chr_send_break: a break on the line, for each user of a mux */
void qemu_chr_send_break(Chardev *chr);

/* ------------------------------------------ for the back ends' own files */

struct Chardev {
    Object parent_obj;

    char *label;                /* the id */
    char *filename;             /* what `info chardev` shows */
    CharBackend *be;            /* (nullable): who is connected */
    bool be_open;               /* somebody is on the other side */
    int log_fd;                 /* copy of all output, -1: none */
};

struct ChardevClass {
    ObjectClass parent_class;

    const char *const *keys;    /* option names it takes, NULL-terminated */
    bool (*open)(Chardev *chr, const ChardevOpts *opts, Error **errp);

    /* all below (nullable) */
    int (*chr_write)(Chardev *chr, const uint8_t *buf, int len);
    int (*chr_watch_fd)(Chardev *chr); /* writable = room; -1: always room */
    bool (*chr_wait_writable)(Chardev *chr); /* false: connection broke */
    void (*chr_update_read_handler)(Chardev *chr);
    void (*chr_accept_input)(Chardev *chr);
    void (*chr_set_echo)(Chardev *chr, bool echo);
    void (*chr_flush)(Chardev *chr);
    void (*chr_disconnect)(Chardev *chr); /* sends CHR_EVENT_CLOSED */
};

/** qemu_chr_be_can_write: how many input bytes the device takes now */
int qemu_chr_be_can_write(Chardev *chr);

/** qemu_chr_be_write: deliver input to the device */
void qemu_chr_be_write(Chardev *chr, const uint8_t *buf, int len);

/** qemu_chr_be_event: tell the device; keeps be_open right */
void qemu_chr_be_event(Chardev *chr, QEMUChrEvent event);

#endif
