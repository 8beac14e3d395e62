/*
 * qmp_trace.c: switching trace events
 */
#include "qmp_internal.h"

#include "core/trace.h"

typedef struct EventList {
    JsonArray *list;
    const char *pattern;
} EventList;

static void add_event(const TraceEvent *event, void *opaque)
{
    EventList *events = opaque;
    bool enabled = __atomic_load_n(event->enabled, __ATOMIC_RELAXED);
    JsonObject *info;

    if (!g_pattern_match_simple(events->pattern, event->name)) {
        return;
    }
    info = json_object_new();
    json_object_set_string_member(info, "name", event->name);
    json_object_set_string_member(info, "state",
                                  enabled ? "enabled" : "disabled");
    json_array_add_object_element(events->list, info);
}

/* A name that fits nothing is a mistake; a pattern may fit nothing. */
static JsonArray *find_events(const char *name, GError **errp)
{
    EventList events = { json_array_new(), name };

    trace_foreach_event(add_event, &events);
    if (json_array_get_length(events.list) == 0 && !strpbrk(name, "*?")) {
        error_setg(errp, "unknown event \"%s\"", name);
    }
    return events.list;
}

static JsonNode *get_state(QmpCall *call, GError **errp)
{
    return qmp_node_array(find_events(qmp_call_str(call, "name"), errp));
}

static JsonNode *set_state(QmpCall *call, GError **errp)
{
    const char *name = qmp_call_str(call, "name");
    g_autofree char *pattern =
        g_strconcat(qmp_call_bool(call, "enable", true) ? "" : "-", name,
                    NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) events = find_events(name, &error);

    if (error) {
        error_propagate(errp, g_steal_pointer(&error));
    } else if (json_array_get_length(events) > 0) {
        (void)!trace_enable_events(pattern, errp);
    }
    return NULL;
}

const QmpCommand qmp_trace_commands[] = {
    { "trace-event-get-state", "name:str", "[TraceEventInfo]", 0,
      get_state },
    { "trace-event-set-state",
      "name:str,enable:bool,ignore-unavailable?:bool", "", 0, set_state },
    QMP_COMMAND_END,
};

const QmpType qmp_trace_types[] = {
    { "TraceEventState", QMP_ENUM, "unavailable,disabled,enabled" },
    { "TraceEventInfo", QMP_OBJECT, "name:str,state:TraceEventState" },
    QMP_TYPE_END,
};
