/*
 * run_action.c: the words of -action
 *
 * One row per word. All rows of one event set the same member.
 */
#include <string.h>

#include "core/error.h"
#include "runstate/run_action.h"

typedef struct ActionRow {
    const char *event;
    const char *action;
    size_t offset;              /* of the member in RunActions */
    int value;
} ActionRow;

#define ACTION(event_, action_, value_)                                 \
    { #event_, action_, offsetof(RunActions, event_), value_ }

static const ActionRow rows[] = {
    ACTION(reboot, "reset", REBOOT_ACTION_RESET),
    ACTION(reboot, "shutdown", REBOOT_ACTION_SHUTDOWN),
    ACTION(shutdown, "poweroff", SHUTDOWN_ACTION_POWEROFF),
    ACTION(shutdown, "pause", SHUTDOWN_ACTION_PAUSE),
    ACTION(panic, "shutdown", PANIC_ACTION_SHUTDOWN),
    ACTION(panic, "exit-failure", PANIC_ACTION_EXIT_FAILURE),
    ACTION(panic, "pause", PANIC_ACTION_PAUSE),
    ACTION(panic, "none", PANIC_ACTION_NONE),
    ACTION(watchdog, "reset", WATCHDOG_ACTION_RESET),
    ACTION(watchdog, "shutdown", WATCHDOG_ACTION_SHUTDOWN),
    ACTION(watchdog, "poweroff", WATCHDOG_ACTION_POWEROFF),
    ACTION(watchdog, "pause", WATCHDOG_ACTION_PAUSE),
    ACTION(watchdog, "inject-nmi", WATCHDOG_ACTION_INJECT_NMI),
    ACTION(watchdog, "debug", WATCHDOG_ACTION_DEBUG),
    ACTION(watchdog, "none", WATCHDOG_ACTION_NONE),
};

static const ActionRow *find_row(const char *event, const char *action)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_str_equal(rows[i].event, event) &&
            g_str_equal(rows[i].action, action)) {
            return &rows[i];
        }
    }
    return NULL;
}

static void report_unknown(const char *item, GError **errp)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_string_append_printf(known, "%s%s=%s", i ? ", " : "",
                               rows[i].event, rows[i].action);
    }
    error_setg(errp, "action '%s' is not known, use one of %s", item,
               known->str);
}

static bool parse_item(RunActions *actions, const char *item, GError **errp)
{
    g_auto(GStrv) pair = g_strsplit(item, "=", 2);
    const ActionRow *row =
        g_strv_length(pair) == 2 ? find_row(pair[0], pair[1]) : NULL;

    if (row == NULL) {
        report_unknown(item, errp);
        return false;
    }
    memcpy((char *)actions + row->offset, &row->value, sizeof(row->value));
    return true;
}

static int value_of(const RunActions *actions, const ActionRow *row)
{
    int value;

    memcpy(&value, (const char *)actions + row->offset, sizeof(value));
    return value;
}

const char *run_actions_word(const RunActions *actions, const char *event)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_str_equal(rows[i].event, event) &&
            value_of(actions, &rows[i]) == rows[i].value) {
            return rows[i].action;
        }
    }
    return NULL;
}

const char *run_actions_choice(const char *event, unsigned i)
{
    for (size_t r = 0; r < G_N_ELEMENTS(rows); r++) {
        if (g_str_equal(rows[r].event, event) && i-- == 0) {
            return rows[r].action;
        }
    }
    return NULL;
}

G_STATIC_ASSERT(sizeof(WatchdogAction) == sizeof(int));
G_STATIC_ASSERT(sizeof(RebootAction) == sizeof(int));
G_STATIC_ASSERT(sizeof(ShutdownAction) == sizeof(int));
G_STATIC_ASSERT(sizeof(PanicAction) == sizeof(int));

bool run_actions_parse(RunActions *actions, const char *text, GError **errp)
{
    g_auto(GStrv) items = g_strsplit(text, ",", -1);
    RunActions result = *actions;

    if (items[0] == NULL) {
        report_unknown("", errp);
        return false;
    }
    for (char **item = items; *item != NULL; item++) {
        if (!parse_item(&result, *item, errp)) {
            return false;
        }
    }
    *actions = result;
    return true;
}
