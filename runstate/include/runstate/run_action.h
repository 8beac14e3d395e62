/*
 * run_action.h: what -action, -no-reboot and -no-shutdown choose
 */
#ifndef RUNSTATE_RUN_ACTION_H
#define RUNSTATE_RUN_ACTION_H

#include <glib.h>
#include <stdbool.h>

typedef enum RebootAction {
    REBOOT_ACTION_RESET,        /* reset the machine (the default) */
    REBOOT_ACTION_SHUTDOWN,     /* -no-reboot: end instead */
} RebootAction;

typedef enum ShutdownAction {
    SHUTDOWN_ACTION_POWEROFF,   /* end the process (the default) */
    SHUTDOWN_ACTION_PAUSE,      /* -no-shutdown: stay, in state shutdown */
} ShutdownAction;

typedef enum PanicAction {
    PANIC_ACTION_SHUTDOWN,      /* pause, then shut down (the default) */
    PANIC_ACTION_EXIT_FAILURE,  /* as shutdown, with exit status 1 */
    PANIC_ACTION_PAUSE,         /* stay in state guest-panicked */
    PANIC_ACTION_NONE,          /* go on */
} PanicAction;

/* Zero-initialised is the default of each. */
typedef struct RunActions {
    RebootAction reboot;
    ShutdownAction shutdown;
    PanicAction panic;
} RunActions;

/**
 * run_actions_parse: apply the argument of one -action option
 * @text: "event=action[,event=action...]", events reboot, shutdown, panic
 *
 * Returns: false with @errp set, naming the words that are allowed, when an
 *          event or action is unknown; @actions is then unchanged.
 */
bool run_actions_parse(RunActions *actions, const char *text, GError **errp);

#endif
