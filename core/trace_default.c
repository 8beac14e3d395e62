/*
 * trace_default.c: the program's one trace
 *
 * Events register themselves before main(), without a context; this file
 * keeps the Trace they register with.
 */
#include "trace_internal.h"

static Trace default_trace;

void trace_register(const TraceEvent *event)
{
    trace_add_event(&default_trace, event);
}

void trace_emit(const TraceEvent *event, const uint64_t *args, size_t n_args)
{
    trace_write(&default_trace, event, args, n_args);
}

bool trace_enable_events(const char *pattern, Error **errp)
{
    return trace_switch_events(&default_trace, pattern, errp);
}

bool trace_parse_option(const char *option, Error **errp)
{
    return trace_apply_option(&default_trace, option, errp);
}

void trace_list_events(GString *out)
{
    trace_describe_events(&default_trace, out);
}

void trace_foreach_event(void (*fn)(const TraceEvent *event, void *opaque),
                         void *opaque)
{
    trace_visit_events(&default_trace, fn, opaque);
}

bool trace_set_file(const char *filename, Error **errp)
{
    return trace_open_file(&default_trace, filename, errp);
}

void trace_set_sink(TraceSinkFn fn, void *opaque)
{
    g_mutex_lock(&default_trace.lock);
    default_trace.sink = fn;
    default_trace.opaque = opaque;
    g_mutex_unlock(&default_trace.lock);
}

uint64_t trace_digest(void)
{
    g_mutex_lock(&default_trace.lock);
    uint64_t value = digest_value(&default_trace.digest);
    g_mutex_unlock(&default_trace.lock);
    return value;
}

uint64_t trace_count(void)
{
    g_mutex_lock(&default_trace.lock);
    uint64_t count = default_trace.count;
    g_mutex_unlock(&default_trace.lock);
    return count;
}
