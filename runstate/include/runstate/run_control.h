/*
 * run_control.h: the run state of one emulator, and how it changes
 *
 * RunControl joins the state machine, the requests, the change handlers and
 * the main loop. What the rest of the emulator must do on a change (pause
 * vCPUs, freeze time, flush disks, reset) comes in through RunStateOps, so
 * this library knows neither threads nor devices.
 *
 * The functions with the lecture's names and no context argument are in
 * runstate/runstate.h.
 */
#ifndef RUNSTATE_RUN_CONTROL_H
#define RUNSTATE_RUN_CONTROL_H

#include <glib.h>

#include "runstate/main_loop.h"
#include "runstate/run_action.h"
#include "runstate/run_request.h"
#include "runstate/run_state.h"
#include "runstate/vm_change.h"

/* What a management client is told. */
typedef enum RunEvent {
    RUN_EVENT_STOP,
    RUN_EVENT_RESUME,
    RUN_EVENT_RESET,
    RUN_EVENT_SHUTDOWN,
    RUN_EVENT_POWERDOWN,
    RUN_EVENT_SUSPEND,
    RUN_EVENT_WAKEUP,
    RUN_EVENT_GUEST_PANICKED,
    RUN_EVENT_WATCHDOG,
} RunEvent;

/* The emulator's side; any member may be NULL (nothing to do). */
typedef struct RunStateOps {
    bool (*in_vcpu_thread)(void *opaque);       /* NULL: never */
    void (*cpu_stop_current)(void *opaque);     /* this vCPU stops soon */
    void (*pause_all_vcpus)(void *opaque);      /* returns when all stand */
    void (*resume_all_vcpus)(void *opaque);
    void (*enable_ticks)(void *opaque);
    void (*disable_ticks)(void *opaque);
    void (*drain_all)(void *opaque);            /* finish block requests */
    int (*flush_all)(void *opaque);             /* 0 or -errno */
    void (*reset_machine)(void *opaque, ShutdownCause cause);
    void (*inject_nmi)(void *opaque);           /* NULL: no such interrupt */
    void (*event)(void *opaque, RunEvent event, ShutdownCause cause);
} RunStateOps;

/*
 * What a transition that is not allowed leads to. The default is to abort,
 * in release builds (-Dbuildtype=release) to refuse.
 */
typedef enum RunStatePolicy {
    RUN_STATE_POLICY_ABORT,     /* print the edge and abort */
    RUN_STATE_POLICY_REFUSE,    /* print the edge and stay */
} RunStatePolicy;

typedef struct RunControl RunControl;
typedef void QEMUResetHandler(void *opaque);

/* Tells a listener that power-down, suspend or wake-up was asked for. */
typedef void RunNotifyFn(void *opaque);
typedef struct RunNotifier RunNotifier;

/**
 * run_control_new: make a run control in state prelaunch
 * @loop: woken by every request (borrowed)
 *
 * Returns: (transfer full): free with run_control_free()
 */
RunControl *run_control_new(MainLoop *loop);
void run_control_free(RunControl *rc);

/** run_control_set_ops: connect the emulator (borrowed). Before any change */
void run_control_set_ops(RunControl *rc, const RunStateOps *ops,
                         void *opaque);
void run_control_set_policy(RunControl *rc, RunStatePolicy policy);
void run_control_set_actions(RunControl *rc, const RunActions *actions);
const RunActions *run_control_actions(const RunControl *rc);
MainLoop *run_control_main_loop(RunControl *rc);

/** run_control_state: the present state. Context: any thread */
RunState run_control_state(const RunControl *rc);

/**
 * run_control_set_state: take one edge of the transition table
 *
 * The edge to the present state is no transition and always succeeds.
 *
 * Returns: false when the policy is to refuse and the edge is not in the
 *          table, or the caller is not the main loop; with the other policy
 *          that aborts with "invalid runstate transition: 'a' -> 'b'".
 * Context: main loop thread, BQL held. Tells nobody: see
 *          run_control_vm_stop().
 */
bool run_control_set_state(RunControl *rc, RunState state);

/** run_control_check_edge: the check alone, with the message in @errp */
bool run_control_check_edge(const RunControl *rc, RunState to, GError **errp);

/**
 * run_control_was_suspended: was the VM stopped while it was suspended?
 *
 * Then run_control_vm_start() leads back to suspended. A snapshot saves the
 * answer and hands it to run_control_set_suspended() when it is loaded.
 *
 * Context: BQL held.
 */
bool run_control_was_suspended(const RunControl *rc);
void run_control_set_suspended(RunControl *rc, bool suspended);

/**
 * run_control_vm_stop: stop the VM in @state
 *
 * In a vCPU thread this posts a vmstop request, stops that vCPU and returns.
 * Elsewhere it acts now: state, time frozen, vCPUs paused, handlers, event;
 * then block devices are drained and flushed, even when the VM had stopped
 * before (then @state is not entered).
 *
 * Returns: 0, or the negative errno of the flush.
 * Context: BQL held. Not from a timer callback: pausing disables the virtual
 *          clock, which waits for that very callback. Post a request instead.
 */
int run_control_vm_stop(RunControl *rc, RunState state);

/**
 * run_control_vm_stop_force_state: as vm_stop, but a VM that has stopped
 *                                  before changes to @state too
 */
int run_control_vm_stop_force_state(RunControl *rc, RunState state);

/**
 * run_control_vm_prepare_start: all of vm_start but the vCPUs
 *
 * Enters running and lets time run, or enters suspended, when it was stopped
 * there, where time stays frozen; calls the handlers.
 *
 * Returns: 0; -1 when the VM was running already.
 */
int run_control_vm_prepare_start(RunControl *rc);

/** run_control_vm_start: go on. No effect when running. Context: BQL held */
void run_control_vm_start(RunControl *rc);

/** run_control_vm_resume: vm_start if @state is live, else enter @state */
void run_control_vm_resume(RunControl *rc, RunState state);

/**
 * run_control_cont: vm_start for a user
 *
 * A VM that is suspended stays so until it is woken.
 *
 * Returns: false with @errp set when a reset must come first, or the VM is
 *          just being taken away by a migration.
 */
bool run_control_cont(RunControl *rc, GError **errp);

/*
 * Requests, any thread; the main loop serves them in
 * run_control_should_exit(). A reset under -no-reboot becomes a shutdown.
 */
void run_control_request_debug(RunControl *rc);
void run_control_request_suspend(RunControl *rc);
void run_control_request_powerdown(RunControl *rc);
void run_control_request_shutdown(RunControl *rc, ShutdownCause cause,
                                  int exit_code);
void run_control_request_reset(RunControl *rc, ShutdownCause cause);
void run_control_request_vmstop_prepare(RunControl *rc);
void run_control_request_vmstop(RunControl *rc, RunState state);

/**
 * run_control_request_wakeup: leave state suspended
 *
 * Returns: false with @errp set when the VM is not suspended.
 */
bool run_control_request_wakeup(RunControl *rc, WakeupReason reason,
                                GError **errp);

/**
 * run_control_guest_panicked: the guest says that it cannot go on
 *
 * Does what -action panic=... chose.
 *
 * Context: BQL held; any thread.
 */
void run_control_guest_panicked(RunControl *rc);

/**
 * run_control_panic_action: what a panic leads to
 *
 * -action panic=..., but with -no-shutdown a panic that would shut down
 * pauses.
 */
PanicAction run_control_panic_action(const RunControl *rc);

/**
 * run_control_watchdog: a watchdog device has expired
 *
 * Does what -action watchdog=... chose, by requests alone.
 *
 * Context: BQL held; any thread, timer callbacks too.
 */
void run_control_watchdog(RunControl *rc);

/**
 * run_control_should_exit: serve all requests, in this order
 *
 * debug, suspend, shutdown, reset, wakeup, powerdown, vmstop. A shutdown
 * whose action is power-off ends the sequence; the rest is never looked at.
 *
 * Returns: true when the process shall end with *@status.
 * Context: main loop thread, BQL held.
 */
bool run_control_should_exit(RunControl *rc, int *status);

/**
 * run_control_main_loop_run: iterate until a request ends it
 *
 * Returns: the exit status.
 */
int run_control_main_loop_run(RunControl *rc);

/**
 * run_control_catch_signals: make SIGINT, SIGTERM and SIGHUP shutdown
 *                            requests; run_control_free() undoes it
 */
void run_control_catch_signals(RunControl *rc);

/** run_control_changes: the change handlers (borrowed). BQL held */
VMChangeList *run_control_changes(RunControl *rc);

/**
 * run_control_register_reset: have @fn called on every system reset
 *
 * Called in the order of registration. Unregister with the same pair.
 *
 * Context: BQL held; not from inside a reset handler.
 */
void run_control_register_reset(RunControl *rc, QEMUResetHandler *fn,
                                void *opaque);
void run_control_unregister_reset(RunControl *rc, QEMUResetHandler *fn,
                                  void *opaque);

/** run_control_call_reset_handlers: call them all, in order */
void run_control_call_reset_handlers(RunControl *rc);

/**
 * run_control_reset: reset the machine now, vCPUs standing
 *
 * Calls RunStateOps.reset_machine, which calls the reset handlers when it
 * wants to; without that operation, calls the handlers itself.
 */
void run_control_reset(RunControl *rc, ShutdownCause cause);

/**
 * run_control_on_powerdown: have @fn called when a power-down is asked for
 *                           (the power button); likewise suspend, wakeup
 *
 * Returns: (transfer full): run_notifier_remove() ends it.
 */
RunNotifier *run_control_on_powerdown(RunControl *rc, RunNotifyFn *fn,
                                      void *opaque);
RunNotifier *run_control_on_suspend(RunControl *rc, RunNotifyFn *fn,
                                    void *opaque);
RunNotifier *run_control_on_wakeup(RunControl *rc, RunNotifyFn *fn,
                                   void *opaque);

/**
 * run_control_on_vmstop_dropped: have @fn called when a start overtakes a
 *                                stop that was asked for
 *
 * That stop is never made, so no change handler hears of it. Called before
 * the handlers of the start.
 *
 * Returns: (transfer full): run_notifier_remove() ends it.
 */
RunNotifier *run_control_on_vmstop_dropped(RunControl *rc, RunNotifyFn *fn,
                                           void *opaque);
void run_notifier_remove(RunNotifier *notifier);

#endif
