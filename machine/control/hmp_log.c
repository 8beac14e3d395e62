/* hmp_log.c: what is logged and traced, and where to */
#include "hmp_internal.h"

#include "core/log.h"
#include "core/trace.h"

/* ---- the log ---- */

static void flush_blocks(Vcpu *v, void *data)
{
    cpu_set_flush_blocks(v->cpus);
}

/* Blocks are built anew, so that in_asm and its like show them. */
static void rebuild_blocks(Vm *vm)
{
    if (vm->cpus->cpus->len > 0) {
        async_safe_run_on_cpu(cpu_set_get(vm->cpus, 0), flush_blocks, NULL);
    }
}

static void hmp_log(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;
    int mask = 0;

    if (!log_parse_mask(hmp_args_str(args, "items"), &mask, &error)) {
        monitor_printf(mon, "Error: %s; 'help log' lists the items\n",
                       error->message);
        g_error_free(error);
        return;
    }
    qemu_set_log(mask);
    rebuild_blocks(hmp_vm(mon));
}

static void hmp_logfile(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;

    if (!qemu_set_log_filename(hmp_args_str(args, "filename"), &error)) {
        hmp_report_error(mon, error);
    }
}

static void hmp_info_log(Monitor *mon, const HMPArgs *args)
{
    int on = qemu_get_log();

    for (const LogItem *item = log_items; item->name; item++) {
        monitor_printf(mon, "%c %-15s %s\n", on & item->mask ? '*' : ' ',
                       item->name, item->help);
    }
}

/* ---- trace events ---- */

static void hmp_trace_event(Monitor *mon, const HMPArgs *args)
{
    const char *name = hmp_args_str(args, "name");
    g_autofree char *pattern =
        g_strconcat(hmp_args_bool(args, "on") ? "" : "-", name, NULL);
    GError *error = NULL;

    if (*name == '-' || !trace_enable_events(pattern, &error)) {
        monitor_printf(mon, "Error: no trace event matches '%s'; 'info "
                       "trace-events' lists them\n", name);
        g_clear_error(&error);
    }
}

static void hmp_trace_file(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;

    if (!trace_set_file(hmp_args_str(args, "filename"), &error)) {
        hmp_report_error(mon, error);
    }
}

typedef struct Events {
    Monitor *mon;
    const char *pattern;
    unsigned n;
} Events;

static void print_event(const TraceEvent *event, void *opaque)
{
    Events *events = opaque;

    if (g_pattern_match_simple(events->pattern, event->name)) {
        monitor_printf(events->mon, "%s : state %d\n", event->name,
                       __atomic_load_n(event->enabled, __ATOMIC_RELAXED));
        events->n++;
    }
}

static void hmp_info_trace_events(Monitor *mon, const HMPArgs *args)
{
    const char *name = hmp_args_str(args, "name");
    Events events = { mon, name ? name : "*", 0 };

    trace_foreach_event(print_event, &events);
    if (events.n == 0) {
        monitor_printf(mon, "no trace event matches '%s'\n", events.pattern);
    }
}

const HMPCommand hmp_log_commands[] = {
    { "log", "items:s", "item1[,...]",
      "log exactly these topics; none ends it; 'help log' lists them",
      hmp_log,
      .example = "log int,guest_errors -- traps, and what the guest does "
                 "wrong",
      .complete = hmp_complete_log_items },
    { "logfile", "filename:s?", "[filename]",
      "log to a file; without a name: to standard error", hmp_logfile,
      .example = "logfile -- back to standard error" },
    { "trace-event", "name:s,on:b", "name on|off",
      "switch a trace event, or all that match a pattern", hmp_trace_event,
      .example = "trace-event plic_* on -- wildcards are * and ?",
      .complete = hmp_complete_trace_event },
    { "trace-file", "filename:s?", "[filename]",
      "write trace events to a file; without a name: to standard error",
      hmp_trace_file,
      .example = "trace-file -- back to standard error" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_log_info_commands[] = {
    { "log", "", "", "the topics of the log; a star marks those that are on",
      hmp_info_log, .example = "info log -- after log int: one star" },
    { "trace-events", "name:s?", "[name]",
      "the trace events and whether they are on", hmp_info_trace_events,
      .example = "info trace-events * -- a pattern leaves others out",
      .complete = hmp_complete_trace_event },
    HMP_COMMAND_END,
};
