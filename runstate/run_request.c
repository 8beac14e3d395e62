/*
 * run_request.c: the slots in which requests wait for the main loop
 *
 * Each kind has one slot, so posting twice is asking once; a lock orders the
 * posts of several threads. The vmstop slot has a lock of its own, which its
 * poster holds from prepare to request.
 */
#include <glib.h>

#include "runstate/run_request.h"

static const char *const cause_names[SHUTDOWN_CAUSE__MAX] = {
    [SHUTDOWN_CAUSE_NONE] = "none",
    [SHUTDOWN_CAUSE_HOST_ERROR] = "host-error",
    [SHUTDOWN_CAUSE_HOST_QMP_QUIT] = "host-qmp-quit",
    [SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET] = "host-qmp-system-reset",
    [SHUTDOWN_CAUSE_HOST_SIGNAL] = "host-signal",
    [SHUTDOWN_CAUSE_HOST_UI] = "host-ui",
    [SHUTDOWN_CAUSE_GUEST_SHUTDOWN] = "guest-shutdown",
    [SHUTDOWN_CAUSE_GUEST_RESET] = "guest-reset",
    [SHUTDOWN_CAUSE_GUEST_PANIC] = "guest-panic",
    [SHUTDOWN_CAUSE_SUBSYSTEM_RESET] = "subsystem-reset",
    [SHUTDOWN_CAUSE_SNAPSHOT_LOAD] = "snapshot-load",
};

const char *ShutdownCause_str(ShutdownCause cause)
{
    return (unsigned)cause < SHUTDOWN_CAUSE__MAX ? cause_names[cause] : "?";
}

bool shutdown_caused_by_guest(ShutdownCause cause)
{
    return cause == SHUTDOWN_CAUSE_GUEST_SHUTDOWN ||
           cause == SHUTDOWN_CAUSE_GUEST_RESET ||
           cause == SHUTDOWN_CAUSE_GUEST_PANIC;
}

void run_requests_init(RunRequests *requests)
{
    *requests = (RunRequests){ .vmstop = RUN_STATE__MAX };
    pthread_mutex_init(&requests->lock, NULL);
    pthread_mutex_init(&requests->vmstop_lock, NULL);
}

void run_requests_deinit(RunRequests *requests)
{
    pthread_mutex_destroy(&requests->lock);
    pthread_mutex_destroy(&requests->vmstop_lock);
}

static void post_flag(RunRequests *requests, bool *slot)
{
    pthread_mutex_lock(&requests->lock);
    *slot = true;
    pthread_mutex_unlock(&requests->lock);
}

static bool take_flag(RunRequests *requests, bool *slot)
{
    pthread_mutex_lock(&requests->lock);
    bool was_set = *slot;
    *slot = false;
    pthread_mutex_unlock(&requests->lock);
    return was_set;
}

void run_request_debug(RunRequests *requests)
{
    post_flag(requests, &requests->debug);
}

void run_request_suspend(RunRequests *requests)
{
    post_flag(requests, &requests->suspend);
}

void run_request_powerdown(RunRequests *requests)
{
    post_flag(requests, &requests->powerdown);
}

void run_request_shutdown(RunRequests *requests, ShutdownCause cause,
                          int exit_code)
{
    pthread_mutex_lock(&requests->lock);
    requests->shutdown = cause;
    requests->shutdown_exit_code = exit_code;
    requests->shutdown_signal = 0;
    pthread_mutex_unlock(&requests->lock);
}

void run_request_signal(RunRequests *requests, int signal_number)
{
    pthread_mutex_lock(&requests->lock);
    requests->shutdown = SHUTDOWN_CAUSE_HOST_SIGNAL;
    requests->shutdown_exit_code = 0;
    requests->shutdown_signal = signal_number;
    pthread_mutex_unlock(&requests->lock);
}

void run_request_reset(RunRequests *requests, ShutdownCause cause)
{
    pthread_mutex_lock(&requests->lock);
    requests->reset = cause;
    pthread_mutex_unlock(&requests->lock);
}

void run_request_wakeup(RunRequests *requests, WakeupReason reason)
{
    pthread_mutex_lock(&requests->lock);
    requests->wakeup = reason;
    pthread_mutex_unlock(&requests->lock);
}

void run_request_vmstop_prepare(RunRequests *requests)
{
    pthread_mutex_lock(&requests->vmstop_lock);
}

void run_request_vmstop(RunRequests *requests, RunState state)
{
    requests->vmstop = state;
    pthread_mutex_unlock(&requests->vmstop_lock);
}

bool run_request_take_debug(RunRequests *requests)
{
    return take_flag(requests, &requests->debug);
}

bool run_request_take_suspend(RunRequests *requests)
{
    return take_flag(requests, &requests->suspend);
}

bool run_request_take_powerdown(RunRequests *requests)
{
    return take_flag(requests, &requests->powerdown);
}

ShutdownCause run_request_take_shutdown(RunRequests *requests, int *exit_code,
                                        int *signal_number)
{
    pthread_mutex_lock(&requests->lock);
    ShutdownCause cause = requests->shutdown;
    *exit_code = requests->shutdown_exit_code;
    *signal_number = requests->shutdown_signal;
    requests->shutdown = SHUTDOWN_CAUSE_NONE;
    pthread_mutex_unlock(&requests->lock);
    return cause;
}

ShutdownCause run_request_take_reset(RunRequests *requests)
{
    pthread_mutex_lock(&requests->lock);
    ShutdownCause cause = requests->reset;
    requests->reset = SHUTDOWN_CAUSE_NONE;
    pthread_mutex_unlock(&requests->lock);
    return cause;
}

WakeupReason run_request_take_wakeup(RunRequests *requests)
{
    pthread_mutex_lock(&requests->lock);
    WakeupReason reason = requests->wakeup;
    requests->wakeup = QEMU_WAKEUP_REASON_NONE;
    pthread_mutex_unlock(&requests->lock);
    return reason;
}

bool run_request_take_vmstop(RunRequests *requests, RunState *state)
{
    pthread_mutex_lock(&requests->vmstop_lock);
    *state = requests->vmstop;
    requests->vmstop = RUN_STATE__MAX;
    pthread_mutex_unlock(&requests->vmstop_lock);
    return *state != RUN_STATE__MAX;
}

ShutdownCause run_request_shutdown_pending(RunRequests *requests)
{
    pthread_mutex_lock(&requests->lock);
    ShutdownCause cause = requests->shutdown;
    pthread_mutex_unlock(&requests->lock);
    return cause;
}
