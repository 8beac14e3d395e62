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

typedef enum WatchdogAction {
    WATCHDOG_ACTION_RESET,      /* reset the machine (the default) */
    WATCHDOG_ACTION_SHUTDOWN,   /* press the power button */
    WATCHDOG_ACTION_POWEROFF,   /* end the process */
    WATCHDOG_ACTION_PAUSE,      /* stay in state watchdog */
    WATCHDOG_ACTION_INJECT_NMI, /* interrupt the guest */
    WATCHDOG_ACTION_DEBUG,      /* print a line */
    WATCHDOG_ACTION_NONE,       /* tell management, nobody else */
} WatchdogAction;

/* Zero-initialised is the default of each. */
typedef struct RunActions {
    RebootAction reboot;
    ShutdownAction shutdown;
    PanicAction panic;
    WatchdogAction watchdog;
} RunActions;

/**
 * run_actions_parse: apply the argument of one -action option
 * @text: "event=action[,event=action...]", events reboot, shutdown,
 *        panic, watchdog
 *
 * Returns: false with @errp set, naming the words that are allowed, when an
 *          event or action is unknown; @actions is then unchanged.
 */
bool run_actions_parse(RunActions *actions, const char *text, GError **errp);

/**
 * run_actions_word: the word that stands for what an event does
 *
 * Returns: (borrowed) (nullable): NULL: there is no such event.
 */
const char *run_actions_word(const RunActions *actions, const char *event);

/** run_actions_choice: word @i that @event may have (borrowed) (nullable) */
const char *run_actions_choice(const char *event, unsigned i);

#endif
