/* run_control_internal.h: what the files around RunControl share */
#ifndef RUN_CONTROL_INTERNAL_H
#define RUN_CONTROL_INTERNAL_H

#include "runstate/run_control.h"

typedef struct ResetEntry {
    QEMUResetHandler *fn;
    void *opaque;
} ResetEntry;

/* Kinds of RunNotifier. */
typedef enum RunNotifyKind {
    RUN_NOTIFY_POWERDOWN,
    RUN_NOTIFY_SUSPEND,
    RUN_NOTIFY_WAKEUP,
    RUN_NOTIFY_VMSTOP_DROPPED,
    RUN_NOTIFY__MAX
} RunNotifyKind;

struct RunControl {
    MainLoop *loop;
    const RunStateOps *ops;
    void *ops_opaque;
    RunStatePolicy policy;
    RunActions actions;
    RunState state;             /* written by the main loop thread; atomic */
    bool was_suspended;         /* vm_start goes to suspended, not running */
    bool has_owner;             /* the main loop has run */
    pthread_t owner;            /* its thread */
    RunRequests requests;
    VMChangeList changes;
    GArray *resets;             /* of ResetEntry, in order */
    GList *notifiers[RUN_NOTIFY__MAX];
    unsigned notifying;         /* nested calls of listeners */
    GPtrArray *signal_sources;  /* of GSource */
};

/* The operations of the emulator; missing ones do nothing. */
bool run_ops_in_vcpu_thread(RunControl *rc);
void run_ops_cpu_stop_current(RunControl *rc);
void run_ops_pause_all_vcpus(RunControl *rc);
void run_ops_resume_all_vcpus(RunControl *rc);
void run_ops_enable_ticks(RunControl *rc);
void run_ops_disable_ticks(RunControl *rc);
void run_ops_drain_all(RunControl *rc);
int run_ops_flush_all(RunControl *rc);
bool run_ops_inject_nmi(RunControl *rc);        /* false: there is none */
void run_ops_event(RunControl *rc, RunEvent event, ShutdownCause cause);

/* The calling thread is the main loop from now on. */
void run_control_own(RunControl *rc);

/* run_enter.c: out of a live state, and into one; false: not allowed */
bool run_enter_stopped(RunControl *rc, RunState to);
bool run_enter_live(RunControl *rc, RunState to);

/* run_suspend.c: serve that request, if there is one */
void run_serve_suspend(RunControl *rc);
void run_serve_wakeup(RunControl *rc);

void run_notify(RunControl *rc, RunNotifyKind kind);
void run_notifiers_clear(RunControl *rc);
void run_signals_release(RunControl *rc);

#endif
