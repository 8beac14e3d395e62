/*
 * trace_control.c: choosing events and where they go (-trace)
 */
#include "trace_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool trace_switch_events(Trace *trace, const char *pattern, Error **errp)
{
    bool on = pattern[0] != '-';
    const char *glob = on ? pattern : pattern + 1;
    bool found = false;

    for (guint i = 0; trace->events != NULL && i < trace->events->len; i++) {
        const TraceEvent *event = trace->events->pdata[i];
        if (g_pattern_match_simple(glob, event->name)) {
            __atomic_store_n(event->enabled, on, __ATOMIC_RELAXED);
            found = true;
        }
    }
    if (!found) {
        error_setg(errp, "no trace event matches '%s'; '-trace help' lists "
                   "them", glob);
    }
    return found;
}

bool trace_switch_from_file(Trace *trace, const char *filename, Error **errp)
{
    g_autofree char *text = NULL;
    Error *local = NULL;

    if (!g_file_get_contents(filename, &text, NULL, &local)) {
        error_propagate(errp, local);
        error_prepend(errp, "cannot read trace events: ");
        return false;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    for (char **line = lines; *line != NULL; line++) {
        g_strstrip(*line);
        if (**line == '\0' || **line == '#') {
            continue;
        }
        if (!trace_switch_events(trace, *line, errp)) {
            error_prepend(errp, "%s: ", filename);
            return false;
        }
    }
    return true;
}

bool trace_open_file(Trace *trace, const char *filename, Error **errp)
{
    int fd = 0;

    if (filename != NULL) {
        fd = open(filename, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        if (fd < 0) {
            error_setg_errno(errp, errno, "cannot open trace file '%s'",
                             filename);
            return false;
        }
    }
    g_mutex_lock(&trace->lock);
    int old = trace->fd;
    trace->fd = fd;
    g_mutex_unlock(&trace->lock);
    if (old != 0) {
        close(old);
    }
    return true;
}

static bool apply_item(Trace *trace, const char *item, Error **errp)
{
    const char *equals = strchr(item, '=');

    if (equals == NULL) {
        return trace_switch_events(trace, item, errp);
    }
    if (g_str_has_prefix(item, "enable=")) {
        return trace_switch_events(trace, equals + 1, errp);
    }
    if (g_str_has_prefix(item, "events=")) {
        return trace_switch_from_file(trace, equals + 1, errp);
    }
    if (g_str_has_prefix(item, "file=")) {
        return trace_open_file(trace, equals + 1, errp);
    }
    error_setg(errp, "bad -trace item '%s': use PATTERN, enable=PATTERN, "
               "events=FILE or file=FILE", item);
    return false;
}

bool trace_apply_option(Trace *trace, const char *option, Error **errp)
{
    g_auto(GStrv) items = g_strsplit(option, ",", 0);

    for (char **item = items; *item != NULL; item++) {
        if (!apply_item(trace, *item, errp)) {
            return false;
        }
    }
    return true;
}

static gint compare_events(gconstpointer a, gconstpointer b)
{
    const TraceEvent *left = *(const TraceEvent *const *)a;
    const TraceEvent *right = *(const TraceEvent *const *)b;

    return strcmp(left->name, right->name);
}

void trace_visit_events(const Trace *trace,
                        void (*fn)(const TraceEvent *event, void *opaque),
                        void *opaque)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();

    if (trace->events != NULL) {
        g_ptr_array_extend(sorted, trace->events, NULL, NULL);
    }
    g_ptr_array_sort(sorted, compare_events);
    for (guint i = 0; i < sorted->len; i++) {
        fn(sorted->pdata[i], opaque);
    }
}

static void describe_event(const TraceEvent *event, void *opaque)
{
    g_string_append_printf(opaque, "%s%s%s\n", event->name,
                           event->format[0] != '\0' ? " " : "",
                           event->format);
}

void trace_describe_events(const Trace *trace, GString *out)
{
    trace_visit_events(trace, describe_event, out);
}
