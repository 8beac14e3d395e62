/*
 * trace.c: numbering and writing events
 *
 * Number, text and digest of an event are made under one lock, so the lines
 * are numbered in the order in which they appear.
 */
#include "trace_internal.h"

#include "log_internal.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

const TraceEvent *trace_find_event(const Trace *trace, const char *name)
{
    for (guint i = 0; trace->events != NULL && i < trace->events->len; i++) {
        const TraceEvent *event = trace->events->pdata[i];
        if (strcmp(event->name, name) == 0) {
            return event;
        }
    }
    return NULL;
}

void trace_add_event(Trace *trace, const TraceEvent *event)
{
    if (trace_find_event(trace, event->name) != NULL) {
        error_setg(&error_abort, "trace event '%s' is declared twice",
                   event->name);
    }
    if (!trace_format_valid(event->format)) {
        error_setg(&error_abort, "trace event '%s' has the bad format '%s'",
                   event->name, event->format);
    }
    if (trace->events == NULL) {
        trace->events = g_ptr_array_new();
        digest_init(&trace->digest);
    }
    g_ptr_array_add(trace->events, (gpointer)event);
}

static void deliver(Trace *trace, GString *line)
{
    if (trace->sink != NULL) {
        trace->sink(line->str, trace->opaque);
        return;
    }
    g_string_append_c(line, '\n');
    write_all(trace->fd != 0 ? trace->fd : STDERR_FILENO, line->str,
              line->len);
}

void trace_write(Trace *trace, const TraceEvent *event, const uint64_t *args,
                 size_t n_args)
{
    g_autoptr(GString) line = g_string_new(NULL);

    g_mutex_lock(&trace->lock);
    g_string_printf(line, "%" PRIu64 " ", ++trace->count);
    size_t number_length = line->len;
    g_string_append(line, event->name);
    trace_format_args(line, event->format, args, n_args);
    /* the final NUL separates the lines */
    digest_update(&trace->digest, line->str + number_length,
                  line->len - number_length + 1);
    deliver(trace, line);
    g_mutex_unlock(&trace->lock);
}
