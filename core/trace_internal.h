/*
 * trace_internal.h: the trace engine
 */
#ifndef CORE_TRACE_INTERNAL_H
#define CORE_TRACE_INTERNAL_H

#include "core/digest.h"
#include "core/trace.h"

typedef struct Trace {
    GMutex lock;
    GPtrArray *events;          /* of const TraceEvent; (nullable): none yet */
    int fd;                     /* 0: stderr */
    TraceSinkFn sink;           /* (nullable): instead of fd */
    void *opaque;
    uint64_t count;             /* events so far; the last line's number */
    Digest digest;              /* of the lines without their numbers */
} Trace;

/* trace.c */
void trace_add_event(Trace *trace, const TraceEvent *event);
const TraceEvent *trace_find_event(const Trace *trace, const char *name);
void trace_write(Trace *trace, const TraceEvent *event, const uint64_t *args,
                 size_t n_args);

/* trace_format.c */

/** trace_format_args: append " name=value" for each argument */
void trace_format_args(GString *line, const char *format,
                       const uint64_t *args, size_t n_args);

/** trace_format_valid: are all items "name:kind" with a known kind? */
bool trace_format_valid(const char *format);

/* trace_control.c */
bool trace_switch_events(Trace *trace, const char *pattern,
                         Error **errp) MUST_CHECK;
bool trace_switch_from_file(Trace *trace, const char *filename,
                            Error **errp) MUST_CHECK;
bool trace_open_file(Trace *trace, const char *filename,
                     Error **errp) MUST_CHECK;
bool trace_apply_option(Trace *trace, const char *option,
                        Error **errp) MUST_CHECK;
void trace_describe_events(const Trace *trace, GString *out);
void trace_visit_events(const Trace *trace,
                        void (*fn)(const TraceEvent *event, void *opaque),
                        void *opaque);

#endif
