/*
 * run_request.h: what other threads ask of the main loop
 *
 * Only the main loop thread changes the run state. A vCPU or a timer posts a
 * request here and goes on; main_loop_should_exit() takes the requests in a
 * fixed order. Taking clears a request, so each is served once.
 */
#ifndef RUNSTATE_RUN_REQUEST_H
#define RUNSTATE_RUN_REQUEST_H

#include <pthread.h>

#include "runstate/run_state.h"

typedef enum ShutdownCause {
    SHUTDOWN_CAUSE_NONE,
    SHUTDOWN_CAUSE_HOST_ERROR,
    SHUTDOWN_CAUSE_HOST_QMP_QUIT,
    SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET,
    SHUTDOWN_CAUSE_HOST_SIGNAL,
    SHUTDOWN_CAUSE_HOST_UI,
    SHUTDOWN_CAUSE_GUEST_SHUTDOWN,
    SHUTDOWN_CAUSE_GUEST_RESET,
    SHUTDOWN_CAUSE_GUEST_PANIC,
    SHUTDOWN_CAUSE_SUBSYSTEM_RESET,     /* one CPU or device, not the guest */
    SHUTDOWN_CAUSE_SNAPSHOT_LOAD,
    SHUTDOWN_CAUSE__MAX
} ShutdownCause;

/** ShutdownCause_str: the cause's name, "?" when out of range */
/* NOLINTNEXTLINE(readability-identifier-naming): the name of QEMU */
const char *ShutdownCause_str(ShutdownCause cause);

/** shutdown_caused_by_guest: did the guest ask for it? */
bool shutdown_caused_by_guest(ShutdownCause cause);

typedef enum WakeupReason {
    QEMU_WAKEUP_REASON_NONE = 0,
    QEMU_WAKEUP_REASON_RTC,
    QEMU_WAKEUP_REASON_PMTIMER,
    QEMU_WAKEUP_REASON_OTHER,
} WakeupReason;

typedef struct RunRequests {
    pthread_mutex_t lock;       /* guards all but the vmstop slot */
    bool debug;
    bool suspend;
    bool powerdown;
    ShutdownCause shutdown;     /* NONE: no request */
    int shutdown_exit_code;
    int shutdown_signal;        /* the host signal that asked, or 0 */
    ShutdownCause reset;        /* NONE: no request */
    WakeupReason wakeup;        /* NONE: no request */
    pthread_mutex_t vmstop_lock;
    RunState vmstop;            /* RUN_STATE__MAX: no request */
} RunRequests;

void run_requests_init(RunRequests *requests);
void run_requests_deinit(RunRequests *requests);

/*
 * Posting. A second request of one kind replaces the first: shutdown keeps
 * the latest cause and code, vmstop the latest state.
 *
 * Context: any thread.
 */
void run_request_debug(RunRequests *requests);
void run_request_suspend(RunRequests *requests);
void run_request_powerdown(RunRequests *requests);
void run_request_shutdown(RunRequests *requests, ShutdownCause cause,
                          int exit_code);
void run_request_signal(RunRequests *requests, int signal_number);
void run_request_reset(RunRequests *requests, ShutdownCause cause);
void run_request_wakeup(RunRequests *requests, WakeupReason reason);

/**
 * run_request_vmstop_prepare: take the slot's lock
 * run_request_vmstop: store the state and release the lock
 *
 * The pair brackets what a vCPU does to stop itself, so that a vm_start()
 * in between cannot slip past. Always call both.
 */
void run_request_vmstop_prepare(RunRequests *requests);
void run_request_vmstop(RunRequests *requests, RunState state);

/*
 * Taking: true (or a cause, or a reason) when there was a request; it is
 * cleared.
 *
 * Context: main loop thread.
 */
bool run_request_take_debug(RunRequests *requests);
bool run_request_take_suspend(RunRequests *requests);
bool run_request_take_powerdown(RunRequests *requests);
ShutdownCause run_request_take_shutdown(RunRequests *requests, int *exit_code,
                                        int *signal_number);
ShutdownCause run_request_take_reset(RunRequests *requests);
WakeupReason run_request_take_wakeup(RunRequests *requests);
bool run_request_take_vmstop(RunRequests *requests, RunState *state);

/** run_request_shutdown_pending: look at the cause without taking it */
ShutdownCause run_request_shutdown_pending(RunRequests *requests);

#endif
