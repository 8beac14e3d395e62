/*
 * gdb_run.c: c, s, C, S, vCont, Ctrl-C: what every hart does next
 *
 * vCont is a list of "action:thread"; for each hart the first that names it
 * counts. All-stop: harts that nobody names stay. Non-stop: they go on doing
 * what they did. A signal that is passed along means nothing to a hart.
 *
 * "GDB Remote Serial Protocol", "Packets", "Remote Non-Stop".
 */
#include "gdb_internal.h"

/* One "action:thread" of vCont. */
typedef struct RunRule {
    char kind;                  /* 'c', 's', 't' */
    uint64_t start, end;        /* of r: step inside this range */
    int thread;
} RunRule;

/* --- starting ------------------------------------------------------------- */

static bool any_running(const GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        if (s->threads[i].running) {
            return true;
        }
    }
    return false;
}

static bool start_machine(GdbServer *s)
{
    g_autofree GdbAction *actions = g_new(GdbAction, s->n_threads);

    for (unsigned i = 0; i < s->n_threads; i++) {
        actions[i] = s->threads[i].running ? s->threads[i].action
                                           : GDB_ACTION_STAY;
    }
    return s->target->resume(s->opaque, actions, s->step_flags);
}

void gdb_resume(GdbServer *s)
{
    if (!any_running(s)) {
        if (s->target->is_running(s->opaque)) {
            s->interrupting = true;
            s->target->stop(s->opaque);
        }
        return;
    }
    s->was_running = true;
    s->interrupting = false;
    if (!start_machine(s)) {
        s->was_running = false;
        gdb_server_vm_stopped(s, GDB_SIGNAL_QUIT);
    }
}

void gdb_resume_all(GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        s->threads[i] = (GdbThread) { .running = true,
                                      .action = GDB_ACTION_CONTINUE };
    }
    start_machine(s);
}

/* --- rules ---------------------------------------------------------------- */

static bool take_signal(GdbCursor *in)
{
    uint64_t signal;

    return gdb_take_hex(in, &signal) && signal <= 0xff;
}

static bool take_kind(GdbCursor *in, RunRule *rule)
{
    const char *p = in->p;

    if (gdb_at_end(in)) {
        return false;
    }
    in->p++;
    switch (*p) {
    case 'c':
    case 's':
    case 't':
        rule->kind = *p;
        return true;
    case 'C':
    case 'S':
        rule->kind = *p == 'C' ? 'c' : 's';
        return take_signal(in);
    case 'r':
        rule->kind = 's';
        return gdb_take_range(in, &rule->start, &rule->end);
    default:
        return false;
    }
}

static bool take_rule(GdbServer *s, GdbCursor *in, RunRule *rule)
{
    *rule = (RunRule) { .thread = GDB_THREAD_ALL };
    return gdb_take(in, ";") && take_kind(in, rule) &&
           (!gdb_take(in, ":") || gdb_take_thread(s, in, &rule->thread));
}

static GArray *take_rules(GdbServer *s, GdbCursor *in)
{
    g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(RunRule));

    do {
        RunRule rule;

        if (!take_rule(s, in, &rule)) {
            return NULL;
        }
        g_array_append_val(rules, rule);
    } while (!gdb_at_end(in));
    return g_steal_pointer(&rules);
}

static const RunRule *find_rule(const GdbServer *s, const GArray *rules,
                                unsigned thread)
{
    for (unsigned i = 0; i < rules->len; i++) {
        const RunRule *rule = &g_array_index(rules, RunRule, i);
        int wanted = rule->thread == GDB_THREAD_ANY ? (int)s->stop_thread
                                                    : rule->thread;

        if (wanted == GDB_THREAD_ALL || wanted == (int)thread) {
            return rule;
        }
    }
    return NULL;
}

static void start_thread(GdbThread *t, const RunRule *rule)
{
    t->running = true;
    t->action = rule->kind == 's' ? GDB_ACTION_STEP : GDB_ACTION_CONTINUE;
    t->range_start = rule->start;
    t->range_end = rule->end;
}

/* vCont;t: reported as signal 0, "stopped because you said so". */
static void halt_thread(GdbThread *t, GdbSignal signal)
{
    t->running = false;
    t->stop = (GdbStop) { .reason = GDB_STOP_NONE };
    t->signal = signal;
    t->unreported = true;
}

/* Others may run meanwhile, and a stop reply looks at registers. */
static void notify_halted(GdbServer *s)
{
    s->target->hold(s->opaque);
    gdb_notify(s);
    s->target->release(s->opaque);
}

static void apply_all_stop(GdbServer *s, const GArray *rules)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        const RunRule *rule = find_rule(s, rules, i);

        s->threads[i].running = false;
        if (rule && rule->kind != 't') {
            start_thread(&s->threads[i], rule);
        }
    }
    s->waiting = true;
    gdb_resume(s);
}

static void apply_non_stop(GdbServer *s, const GArray *rules)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        const RunRule *rule = find_rule(s, rules, i);
        GdbThread *t = &s->threads[i];

        if (rule && rule->kind != 't' && !t->running) {
            start_thread(t, rule);
            t->unreported = false;
        } else if (rule && rule->kind == 't' && t->running) {
            halt_thread(t, GDB_SIGNAL_0);
        }
    }
    gdb_resume(s);
    notify_halted(s);
    gdb_reply(s, "OK");
}

static void apply_rules(GdbServer *s, const GArray *rules)
{
    if (s->non_stop) {
        apply_non_stop(s, rules);
    } else if (s->waiting) {
        gdb_reply_error(s, GDB_E_BUSY);
    } else {
        apply_all_stop(s, rules);
    }
}

void gdb_cmd_vcont(GdbServer *s, GdbCursor *in)
{
    g_autoptr(GArray) rules = take_rules(s, in);

    if (!rules) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    apply_rules(s, rules);
}

void gdb_cmd_vcont_query(GdbServer *s, GdbCursor *in)
{
    gdb_reply(s, "vCont;c;C;s;S;t;r");
}

/* --- the old commands ----------------------------------------------------- */

static bool set_pc(GdbServer *s, unsigned thread, GdbCursor *in)
{
    uint64_t addr;

    if (gdb_at_end(in)) {
        return true;
    }
    if (!gdb_take_hex(in, &addr) || !gdb_at_end(in)) {
        return false;
    }
    s->target->hold(s->opaque);
    s->target->hart(s->opaque, thread)->pc = addr & ~1ull;
    s->target->hart_changed(s->opaque, thread);
    s->target->release(s->opaque);
    return true;
}

/* @kind 's': one hart steps, the others continue. */
static void run_old(GdbServer *s, char kind, GdbCursor *in)
{
    unsigned thread = s->c_thread >= 0 ? (unsigned)s->c_thread
                                       : s->stop_thread;
    g_autoptr(GArray) rules = g_array_new(FALSE, FALSE, sizeof(RunRule));
    RunRule one = { .kind = kind, .thread = (int)thread };
    RunRule others = { .kind = 'c', .thread = GDB_THREAD_ALL };

    if (s->waiting || !set_pc(s, thread, in)) {
        gdb_reply_error(s, s->waiting ? GDB_E_BUSY : GDB_E_INVALID);
        return;
    }
    g_array_append_val(rules, one);
    g_array_append_val(rules, others);
    apply_rules(s, rules);
}

void gdb_cmd_continue(GdbServer *s, GdbCursor *in)
{
    run_old(s, 'c', in);
}

void gdb_cmd_step(GdbServer *s, GdbCursor *in)
{
    run_old(s, 's', in);
}

static void run_old_signal(GdbServer *s, char kind, GdbCursor *in)
{
    if (!take_signal(in) || (!gdb_at_end(in) && !gdb_take(in, ";"))) {
        gdb_reply_error(s, GDB_E_INVALID);
        return;
    }
    run_old(s, kind, in);
}

void gdb_cmd_continue_signal(GdbServer *s, GdbCursor *in)
{
    run_old_signal(s, 'c', in);
}

void gdb_cmd_step_signal(GdbServer *s, GdbCursor *in)
{
    run_old_signal(s, 's', in);
}

/* --- interrupting --------------------------------------------------------- */

/* Non-stop: one hart answers for all, as one thread of a process would. */
static void interrupt_one(GdbServer *s)
{
    for (unsigned i = 0; i < s->n_threads; i++) {
        if (s->threads[i].running) {
            halt_thread(&s->threads[i], GDB_SIGNAL_INT);
            break;
        }
    }
    gdb_resume(s);
    notify_halted(s);
}

void gdb_interrupt(GdbServer *s)
{
    if (!s->attached) {
        return;
    }
    if (s->non_stop) {
        interrupt_one(s);
    } else if (s->waiting) {
        s->interrupting = true;
        if (s->target->is_running(s->opaque)) {
            s->target->stop(s->opaque);
        }
    }
}

void gdb_cmd_vctrlc(GdbServer *s, GdbCursor *in)
{
    gdb_interrupt(s);
    gdb_reply(s, "OK");
}
