/*
 * trace.h: the structured event channel (-trace)
 *
 * Where log.h talks to people, an event is a fact with named numbers that
 * tools compare: one line per event, numbered without gaps.
 *
 *     1 uart_write offset=0x0 value=0x48
 *     2 plic_claim context=0 source=10
 *
 * A source file declares its events as constant rows beside the code that
 * emits them. A row that is switched off costs one load and one branch that
 * is never taken; arguments are not evaluated.
 *
 *     TRACE_EVENT(uart_write, "offset:x value:x")
 *     ...
 *     TRACE(uart_write, offset, value);
 *
 * The format lists the arguments: "name:kind" with kind d (signed), u
 * (unsigned), x (hexadecimal) or s (string, passed through TRACE_STR()).
 * Events carry no host time, so equal runs give equal streams; their digest
 * is trace_digest().
 */
#ifndef CORE_TRACE_H
#define CORE_TRACE_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"

#define TRACE_ARGS_MAX 8

typedef struct TraceEvent {
    const char *name;           /* unique in the program */
    const char *format;         /* "name:kind name:kind ..." */
    bool *enabled;              /* switched by trace_enable_events() */
} TraceEvent;

/**
 * TRACE_EVENT: declare and register one event; file scope
 * @id:   name of the event, also the first argument of TRACE()
 * @args: string literal as described above
 */
#define TRACE_EVENT(id, args)                                           \
    static bool trace_##id##_enabled;                                   \
    static const TraceEvent trace_##id = { #id, args,                   \
                                           &trace_##id##_enabled };     \
    static void __attribute__((constructor)) trace_##id##_register(void) \
    {                                                                   \
        trace_register(&trace_##id);                                    \
    }

/** trace_event_on: is the event switched on? For costly preparations */
#define trace_event_on(id)                                              \
    G_UNLIKELY(__atomic_load_n(&trace_##id##_enabled, __ATOMIC_RELAXED))

/** TRACE: emit the event @id with its arguments if it is switched on */
#define TRACE(id, ...)                                                  \
    do {                                                                \
        if (trace_event_on(id)) {                                       \
            const uint64_t trace_args_[] = { __VA_ARGS__ };             \
            trace_emit(&trace_##id, trace_args_,                        \
                       G_N_ELEMENTS(trace_args_));                      \
        }                                                               \
    } while (0)

/** TRACE0: emit an event without arguments */
#define TRACE0(id)                                                      \
    do {                                                                \
        if (trace_event_on(id)) {                                       \
            trace_emit(&trace_##id, NULL, 0);                           \
        }                                                               \
    } while (0)

/** TRACE_STR: a string argument (borrowed for the call) */
#define TRACE_STR(s) ((uint64_t)(uintptr_t)(const char *)(s))

/** trace_register: what TRACE_EVENT calls before main() */
void trace_register(const TraceEvent *event);

/**
 * trace_emit: write one event; use TRACE()
 *
 * Context: any thread. A number of arguments that differs from the row is a
 * bug and asserts.
 */
void trace_emit(const TraceEvent *event, const uint64_t *args, size_t n_args);

/**
 * trace_enable_events: switch events on or, with a leading '-', off
 * @pattern: "*" and "?" as in a shell: "uart_*", "-uart_read"
 * @errp:    no event matches; the message says how to list them
 */
bool trace_enable_events(const char *pattern, Error **errp) MUST_CHECK;

/**
 * trace_parse_option: read the argument of -trace
 * @option: items separated by commas: a pattern, "enable=PATTERN",
 *          "events=FILE" (one pattern per line, '#' comments), "file=FILE"
 *          (where the events go; stderr otherwise)
 */
bool trace_parse_option(const char *option, Error **errp) MUST_CHECK;

/** trace_list_events: append "name args" lines, sorted ("-trace help") */
void trace_list_events(GString *out);

/** trace_foreach_event: call @fn for every event, sorted by name */
void trace_foreach_event(void (*fn)(const TraceEvent *event, void *opaque),
                         void *opaque);

/** trace_set_file: send events to a file; NULL means stderr */
bool trace_set_file(const char *filename, Error **errp) MUST_CHECK;

/**
 * TraceSinkFn: receives each event line, without newline
 *
 * Context: the emitting thread, trace lock held: must not emit.
 */
typedef void (*TraceSinkFn)(const char *line, void *opaque);

/** trace_set_sink: send events to a function instead; NULL ends that */
void trace_set_sink(TraceSinkFn fn, void *opaque);

/** trace_digest: digest of all event lines so far */
uint64_t trace_digest(void);

/** trace_count: number of events emitted so far */
uint64_t trace_count(void);

#endif
