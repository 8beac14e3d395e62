/*
 * qmp_runstate.c: commands and events of this library, on the default VM
 */
#include "qmp_internal.h"

#include "core/error.h"
#include "runstate/runstate.h"

/* ---- commands ----------------------------------------------------------- */

static JsonNode *query_status(QmpCall *call, GError **errp)
{
    JsonObject *status = json_object_new();

    json_object_set_string_member(status, "status",
                                  RunState_str(runstate_get()));
    json_object_set_boolean_member(status, "running", runstate_is_running());
    return qmp_node_object(status);
}

static JsonNode *stop(QmpCall *call, GError **errp)
{
    vm_stop(RUN_STATE_PAUSED);
    return NULL;
}

static JsonNode *cont(QmpCall *call, GError **errp)
{
    run_control_cont(runstate_default(), errp);
    return NULL;
}

static JsonNode *system_reset(QmpCall *call, GError **errp)
{
    qemu_system_reset_request(SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
    return NULL;
}

static JsonNode *system_powerdown(QmpCall *call, GError **errp)
{
    qemu_system_powerdown_request();
    return NULL;
}

static JsonNode *system_wakeup(QmpCall *call, GError **errp)
{
    qemu_system_wakeup_request(QEMU_WAKEUP_REASON_OTHER, errp);
    return NULL;
}

static JsonNode *quit(QmpCall *call, GError **errp)
{
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_QMP_QUIT);
    return NULL;
}

static void change_actions(const char *text, GError **errp)
{
    RunControl *rc = runstate_default();
    RunActions actions = *run_control_actions(rc);

    if (run_actions_parse(&actions, text, errp)) {
        run_control_set_actions(rc, &actions);
    }
}

/* "reboot=shutdown,panic=none", as -action has it */
static JsonNode *set_action(QmpCall *call, GError **errp)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GList) names = json_object_get_members(qmp_call_args(call));

    for (GList *l = names; l; l = l->next) {
        g_string_append_printf(text, "%s%s=%s", text->len ? "," : "",
                               (char *)l->data, qmp_call_str(call, l->data));
    }
    if (text->len > 0) {
        change_actions(text->str, errp);
    }
    return NULL;
}

static JsonNode *watchdog_set_action(QmpCall *call, GError **errp)
{
    g_autofree char *text =
        g_strconcat("watchdog=", qmp_call_str(call, "action"), NULL);

    change_actions(text, errp);
    return NULL;
}

const QmpCommand qmp_runstate_commands[] = {
    { "query-status", "", "StatusInfo", QMP_OOB, query_status },
    { "stop", "", "", 0, stop },
    { "cont", "", "", 0, cont },
    { "system_reset", "", "", 0, system_reset },
    { "system_powerdown", "", "", 0, system_powerdown },
    { "system_wakeup", "", "", 0, system_wakeup },
    { "quit", "", "", QMP_OOB, quit },
    { "set-action", "reboot?:RebootAction,shutdown?:ShutdownAction,"
      "panic?:PanicAction,watchdog?:WatchdogAction", "", QMP_OOB,
      set_action },
    { "watchdog-set-action", "action:WatchdogAction", "", 0,
      watchdog_set_action },
    QMP_COMMAND_END,
};

/* ---- types and events --------------------------------------------------- */

const QmpType qmp_runstate_types[] = {
#define RUN_STATE(name, text, flags) text ","
    { "RunState", QMP_ENUM,
#include "runstate/run_states.inc"
    },
#undef RUN_STATE
    { "StatusInfo", QMP_OBJECT, "running:bool,status:RunState" },
    { "RebootAction", QMP_ENUM, "reset,shutdown" },
    { "ShutdownAction", QMP_ENUM, "poweroff,pause" },
    { "PanicAction", QMP_ENUM, "pause,shutdown,exit-failure,none" },
    { "WatchdogAction", QMP_ENUM,
      "reset,shutdown,poweroff,pause,debug,none,inject-nmi" },
    { "ShutdownCause", QMP_ENUM,
      "none,host-error,host-qmp-quit,host-qmp-system-reset,host-signal,"
      "host-ui,guest-shutdown,guest-reset,guest-panic,subsystem-reset,"
      "snapshot-load" },
    { "GuestPanicAction", QMP_ENUM, "pause,poweroff,run" },
    QMP_TYPE_END,
};

const QmpEvent qmp_runstate_events[] = {
    [RUN_EVENT_STOP] = { "STOP", "", 0 },
    [RUN_EVENT_RESUME] = { "RESUME", "", 0 },
    [RUN_EVENT_RESET] = { "RESET", "guest:bool,reason:ShutdownCause", 0 },
    [RUN_EVENT_SHUTDOWN] = { "SHUTDOWN", "guest:bool,reason:ShutdownCause",
                             0 },
    [RUN_EVENT_POWERDOWN] = { "POWERDOWN", "", 0 },
    [RUN_EVENT_SUSPEND] = { "SUSPEND", "", 0 },
    [RUN_EVENT_WAKEUP] = { "WAKEUP", "", 0 },
    [RUN_EVENT_GUEST_PANICKED] = { "GUEST_PANICKED",
                                   "action:GuestPanicAction", 0 },
    [RUN_EVENT_WATCHDOG] = { "WATCHDOG", "action:WatchdogAction", 1000 },
    [RUN_EVENT_WATCHDOG + 1] = QMP_EVENT_END,
};

static JsonObject *cause_data(ShutdownCause cause)
{
    JsonObject *data = json_object_new();

    json_object_set_boolean_member(data, "guest",
                                   shutdown_caused_by_guest(cause));
    json_object_set_string_member(data, "reason", ShutdownCause_str(cause));
    return data;
}

/* What happens to the machine now. */
static JsonObject *panic_data(ShutdownCause cause)
{
    static const char *const actions[] = {
        [PANIC_ACTION_SHUTDOWN] = "poweroff",
        [PANIC_ACTION_EXIT_FAILURE] = "poweroff",
        [PANIC_ACTION_PAUSE] = "pause",
        [PANIC_ACTION_NONE] = "run",
    };
    JsonObject *data = json_object_new();
    PanicAction action = run_control_panic_action(runstate_default());

    json_object_set_string_member(data, "action", actions[action]);
    return data;
}

static JsonObject *watchdog_data(ShutdownCause cause)
{
    JsonObject *data = json_object_new();
    const RunActions *actions = run_control_actions(runstate_default());

    json_object_set_string_member(data, "action",
                                  run_actions_word(actions, "watchdog"));
    return data;
}

void qmp_runstate_emit(RunEvent event, ShutdownCause cause)
{
    static JsonObject *(*const data[])(ShutdownCause cause) = {
        [RUN_EVENT_RESET] = cause_data,
        [RUN_EVENT_SHUTDOWN] = cause_data,
        [RUN_EVENT_GUEST_PANICKED] = panic_data,
        [RUN_EVENT_WATCHDOG] = watchdog_data,
    };

    qmp_event_emit(qmp_runstate_events[event].name,
                   data[event] ? data[event](cause) : NULL);
}
