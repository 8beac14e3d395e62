/*
 * gdb_stop.c: telling the debugger why the machine stopped
 *
 *     T 05 thread:p1.2; core:1; watch:80001000; 20:...; 02:...; 08:...;
 *
 * All-stop: one stop reply answers the command that resumed; every hart
 * stands. Non-stop: a hart that stopped is announced by %Stop, further ones
 * by the answers to vStopped; the other harts go on. They stand for the
 * moment in which the server looks at them: the machine stops as a whole.
 *
 * When two harts stop at once, the target tells of one; the other stops again
 * when it is resumed.
 *
 * "GDB Remote Serial Protocol", "Stop Reply Packets", "Notification Packets".
 */
#include <inttypes.h>

#include "gdb_internal.h"

static const char *const watch_names[GDB_POINT__COUNT] = {
    [GDB_POINT_WRITE] = "watch",
    [GDB_POINT_READ] = "rwatch",
    [GDB_POINT_ACCESS] = "awatch",
};

/* A breakpoint stop names the kind, when the debugger asked for that. */
static void append_break_kind(GdbServer *s, const Hart *h)
{
    if (s->swbreak && gdb_points_find(s, GDB_POINT_SOFT, h->pc)) {
        gdb_reply(s, "swbreak:;");
    } else if (s->hwbreak && gdb_points_find(s, GDB_POINT_HARD, h->pc)) {
        gdb_reply(s, "hwbreak:;");
    }
}

static void append_reason(GdbServer *s, unsigned thread, const Hart *h)
{
    const GdbStop *stop = &s->threads[thread].stop;

    if (stop->reason == GDB_STOP_WATCHPOINT && watch_names[stop->type]) {
        gdb_reply_format(s, "%s:%" PRIx64 ";", watch_names[stop->type],
                         stop->addr);
    } else if (stop->reason == GDB_STOP_BREAKPOINT) {
        append_break_kind(s, h);
    }
}

/* LLDB asks for all threads, with where they are. */
static void append_thread_list(GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        gdb_reply(s, i == 0 ? "threads:" : ",");
        gdb_append_thread(s, s->reply, i);
    }
    for (unsigned i = 0; i < s->n_threads; i++) {
        gdb_reply_format(s, "%s%" PRIx64, i == 0 ? ";thread-pcs:" : ",",
                         s->target->hart(s->opaque, i)->pc);
    }
    gdb_reply(s, ";");
}

static void append_lldb_reason(GdbServer *s, unsigned thread)
{
    static const char *const names[] = {
        [GDB_STOP_NONE] = "signal",
        [GDB_STOP_STEP] = "trace",
        [GDB_STOP_BREAKPOINT] = "breakpoint",
        [GDB_STOP_WATCHPOINT] = "watchpoint",
    };

    gdb_reply_format(s, "reason:%s;", names[s->threads[thread].stop.reason]);
}

/* pc, sp and fp save the debugger a question after every step. */
static void append_registers(GdbServer *s, const Hart *h)
{
    static const struct { unsigned number, gpr; } rows[] = {
        { GDB_REG_X0 + 2, 2 }, { GDB_REG_X0 + 8, 8 },
    };

    gdb_reply_format(s, "%02x:", GDB_REG_PC);
    gdb_reply_u64(s, h->pc, 8);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        gdb_reply_format(s, ";%02x:", rows[i].number);
        gdb_reply_u64(s, h->gpr[rows[i].gpr], 8);
    }
    gdb_reply(s, ";");
}

void gdb_reply_stop(GdbServer *s, unsigned thread)
{
    const Hart *h = s->target->hart(s->opaque, thread);

    gdb_reply_format(s, "T%02xthread:", s->threads[thread].signal);
    gdb_append_thread(s, s->reply, thread);
    gdb_reply_format(s, ";core:%x;", thread);
    append_reason(s, thread, h);
    if (s->threads_in_stop) {
        append_thread_list(s);
        append_lldb_reason(s, thread);
    }
    append_registers(s, h);
}

/* --- non-stop ------------------------------------------------------------- */

static int find_unreported(const GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        if (s->threads[i].unreported) {
            return (int)i;
        }
    }
    return -1;
}

/* The stop reply of @thread, now the one that vStopped acknowledges. */
static void reply_notified(GdbServer *s, unsigned thread)
{
    s->notified = true;
    s->notified_thread = thread;
    s->threads[thread].unreported = false;
    gdb_reply_stop(s, thread);
}

void gdb_notify(GdbServer *s)
{
    int thread = find_unreported(s);

    if (s->notified || thread < 0) {
        return;
    }
    g_autofree char *answer = g_strndup(s->reply->str, s->reply->len);

    g_string_assign(s->reply, "Stop:");
    reply_notified(s, (unsigned)thread);
    gdb_send_notice(s, s->reply);
    g_string_assign(s->reply, answer);
}

void gdb_cmd_vstopped(GdbServer *s, GdbCursor *in)
{
    int thread = find_unreported(s);

    s->notified = false;
    if (thread < 0) {
        gdb_reply(s, "OK");
    } else {
        reply_notified(s, (unsigned)thread);
    }
}

/* "?" in non-stop mode begins a walk over all stopped threads. */
static void list_stopped(GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        s->threads[i].unreported = !s->threads[i].running;
    }
    gdb_cmd_vstopped(s, NULL);
}

void gdb_cmd_halt_reason(GdbServer *s, GdbCursor *in)
{
    if (!s->attached) {
        gdb_reply(s, "W00");
    } else if (s->non_stop) {
        list_stopped(s);
    } else {
        s->g_thread = s->stop_thread;
        gdb_reply_stop(s, s->stop_thread);
    }
}

/* --- the machine stopped -------------------------------------------------- */

/* A step that ends inside its range is not over. */
static bool step_goes_on(GdbServer *s, unsigned thread)
{
    const GdbThread *t = &s->threads[thread];
    uint64_t pc = s->target->hart(s->opaque, thread)->pc;

    return t->running && t->action == GDB_ACTION_STEP &&
           pc >= t->range_start && pc < t->range_end;
}

/*
 * Asks every hart why it stopped.
 * @goes_on: (out): whether a step within its range was the only news
 * Returns: the first hart that has something to report, or -1.
 */
static int collect_stops(GdbServer *s, bool *goes_on)
{
    int first = -1;

    *goes_on = false;
    for (unsigned i = 0; i < s->n_threads; i++) {
        GdbStop stop = { .reason = GDB_STOP_NONE };

        s->target->take_stop(s->opaque, i, &stop);
        if (stop.reason == GDB_STOP_STEP && step_goes_on(s, i)) {
            *goes_on = true;
        } else if (stop.reason != GDB_STOP_NONE) {
            s->threads[i].stop = stop;
            s->threads[i].signal = GDB_SIGNAL_TRAP;
            s->threads[i].unreported = true;
            first = first < 0 ? (int)i : first;
        }
    }
    return first;
}

static void set_signal(GdbThread *t, GdbSignal signal)
{
    t->stop = (GdbStop) { .reason = GDB_STOP_NONE };
    t->signal = signal;
    t->unreported = true;
}

static void forget_reports(GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        s->threads[i].running = false;
        s->threads[i].unreported = false;
    }
}

static void report_all_stop(GdbServer *s, int thread, GdbSignal signal)
{
    if (thread < 0) {
        thread = (int)s->stop_thread;
        set_signal(&s->threads[thread], signal);
    }
    s->waiting = false;
    s->stop_thread = s->g_thread = (unsigned)thread;
    forget_reports(s);
    g_string_truncate(s->reply, 0);
    gdb_reply_stop(s, (unsigned)thread);
    gdb_send_reply(s);
}

static void report_non_stop(GdbServer *s, bool all, GdbSignal signal)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        GdbThread *t = &s->threads[i];

        if (all && t->running && !t->unreported) {
            set_signal(t, signal);
        }
        t->running = t->running && !t->unreported;
    }
    gdb_notify(s);
    gdb_resume(s);
}

void gdb_server_vm_stopped(GdbServer *s, GdbSignal signal)
{
    bool ours = s->interrupting;
    bool goes_on;
    int first;

    if (gdb_file_io_defers(s, signal)) {
        return;
    }
    s->interrupting = false;
    if (!s->connected || !s->attached) {
        return;
    }
    first = collect_stops(s, &goes_on);
    if (first < 0 && signal != GDB_SIGNAL_TRAP && !ours) {
        s->was_running = false;     /* somebody else wants it to stand */
    }
    if (s->non_stop) {
        report_non_stop(s, first < 0 && !goes_on, signal);
    } else if (s->waiting && first < 0 && goes_on && !ours &&
               signal == GDB_SIGNAL_TRAP) {
        gdb_resume(s);
    } else if (s->waiting) {
        report_all_stop(s, first, ours ? GDB_SIGNAL_INT : signal);
    } else {
        forget_reports(s);
    }
}
