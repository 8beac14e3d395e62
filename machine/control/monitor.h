/*
 * monitor.h: consoles of the human monitor
 *
 * A session joins a chardev, a line editor and the commands. What it prints
 * waits in a bounded queue for a reader; while much waits, no further line is
 * run, so a reader that never comes costs memory once and time never.
 */
#ifndef MACHINE_CONTROL_MONITOR_H
#define MACHINE_CONTROL_MONITOR_H

#include "devices/chardev.h"
#include "machine/vm.h"
#include "runstate/monitor.h"
#include "runstate/readline.h"

/* ---- output (monitor_out.c) ---- */

#define MONITOR_OUT_FULL (64u << 10)    /* bytes: run no more lines */
#define MONITOR_OUT_MAX (8u << 20)      /* bytes: drop the rest */

typedef struct MonitorOut {
    CharBackend *be;            /* (borrowed) */
    void (*drained)(void *opaque);      /* no longer full */
    void *opaque;
    GByteArray *waiting;
    guint watch;                /* waits for room, 0: nothing waits */
    bool cut;                   /* some was dropped since it was empty */
} MonitorOut;

void monitor_out_init(MonitorOut *out, CharBackend *be,
                      void (*drained)(void *opaque), void *opaque);
void monitor_out_deinit(MonitorOut *out);

/* Sends or keeps; what is too much is dropped, and the text says so. */
void monitor_out_write(MonitorOut *out, const char *bytes, size_t len);

/* Forgets what waits: the reader has gone. */
void monitor_out_clear(MonitorOut *out);
bool monitor_out_is_full(const MonitorOut *out);

/* ---- sessions (monitor_session.c) ---- */

typedef struct MonitorSession MonitorSession;

/**
 * monitor_session_new: greet and serve whoever is on the other side of @chr
 *
 * Returns: (transfer full), or NULL with @errp set when @chr is in use.
 */
MonitorSession *monitor_session_new(Vm *vm, Chardev *chr, Error **errp);
void monitor_session_free(MonitorSession *s);

#endif
