/*
 * main_loop.h: the thread that waits for files, deadlines and requests
 *
 * One iteration: sleep in poll until a GLib source is ready, the next timer
 * is due or somebody notifies; dispatch; run bottom halves; run timers. The
 * BQL is free only during the sleep. A notification is a counter in an
 * eventfd, so one that comes between the last check and the sleep ends the
 * sleep at once.
 *
 * Not here: what a timer is; the machine passes two callbacks.
 */
#ifndef RUNSTATE_MAIN_LOOP_H
#define RUNSTATE_MAIN_LOOP_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct MainLoop MainLoop;
typedef struct QEMUBH QEMUBH;
typedef void QEMUBHFunc(void *opaque);

typedef struct MainLoopOps {
    int64_t (*deadline_ns)(void *opaque);   /* 0: now, -1: none */
    bool (*run_timers)(void *opaque);       /* true: a callback ran */
} MainLoopOps;

/**
 * main_loop_new: make a main loop
 * @context: (nullable) (transfer none): GLib context; NULL: the default one
 *
 * Returns: (transfer full): free with main_loop_free()
 */
MainLoop *main_loop_new(GMainContext *context);
void main_loop_free(MainLoop *loop);

/**
 * main_loop_set_ops: connect the timers
 * @ops: (borrowed): any member may be NULL
 *
 * Context: before the first main_loop_iterate().
 */
void main_loop_set_ops(MainLoop *loop, const MainLoopOps *ops, void *opaque);

/** main_loop_context: the GLib context for g_source_attach() (borrowed) */
GMainContext *main_loop_context(MainLoop *loop);

/**
 * main_loop_iterate: one iteration
 * @nonblocking: poll without sleeping
 *
 * Context: main loop thread. The BQL, when the caller holds it, is released
 *          while sleeping.
 */
void main_loop_iterate(MainLoop *loop, bool nonblocking);

/**
 * main_loop_notify: end the sleep in progress, or the next one
 *
 * Context: any thread and any signal handler; never blocks.
 */
void main_loop_notify(MainLoop *loop);

/**
 * main_loop_bh_new: a bottom half: a function that the main loop calls once
 *                   after it was scheduled
 *
 * Returns: (transfer full): release with qemu_bh_delete()
 * Context: any thread.
 */
QEMUBH *main_loop_bh_new(MainLoop *loop, QEMUBHFunc *cb, void *opaque);

/** main_loop_bh_poll: run what is scheduled. Returns: whether any ran */
bool main_loop_bh_poll(MainLoop *loop);

/**
 * qemu_bh_schedule: have the bottom half called in the main loop
 *
 * Scheduling twice before it runs calls it once.
 *
 * Context: any thread.
 */
void qemu_bh_schedule(QEMUBH *bh);

/** qemu_bh_cancel: take the scheduling back. Context: any thread */
void qemu_bh_cancel(QEMUBH *bh);

/** qemu_bh_delete: (transfer full); allowed inside its own callback */
void qemu_bh_delete(QEMUBH *bh);

#endif
