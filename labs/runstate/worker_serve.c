/*
 * worker_serve.c: requests of all kinds, and the main loop that serves them
 */
#include "run_control_internal.h"
#include "worker_runstate.h"

#include <string.h>

static void tell_state(Worker *w)
{
    RunLab *lab = lab_of(w);

    lab_tell(w);
    reply_text(w, "state", RunState_str(run_control_state(lab->rc)));
}

void op_actions(Worker *w)
{
    RunActions actions = *run_control_actions(lab_of(w)->rc);
    g_autoptr(GError) error = NULL;

    if (!run_actions_parse(&actions, worker_text(w, "text"), &error)) {
        reply_text(w, "error", error->message);
        return;
    }
    run_control_set_actions(lab_of(w)->rc, &actions);
}

static void ask_reset(RunControl *rc)
{
    run_control_request_reset(rc, SHUTDOWN_CAUSE_HOST_QMP_SYSTEM_RESET);
}

static void ask_wakeup(RunControl *rc)
{
    /* by the slot: a request is refused unless the VM sleeps already */
    run_request_wakeup(&rc->requests, QEMU_WAKEUP_REASON_OTHER);
}

static const struct {
    const char *kind;
    void (*ask)(RunControl *rc);
} kinds[] = {
    { "debug", run_control_request_debug },
    { "suspend", run_control_request_suspend },
    { "reset", ask_reset },
    { "wakeup", ask_wakeup },
    { "powerdown", run_control_request_powerdown },
};

void op_request(Worker *w)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, worker_text(w, "kind")) == 0) {
            kinds[i].ask(lab_of(w)->rc);
            return;
        }
    }
    reply_text(w, "error", "there is no such request");
}

void op_shutdown(Worker *w)
{
    uint64_t cause = worker_u64(w, "cause");

    if (cause == SHUTDOWN_CAUSE_NONE || cause >= SHUTDOWN_CAUSE__MAX) {
        reply_text(w, "error", "there is no such cause");
        return;
    }
    run_control_request_shutdown(lab_of(w)->rc, (ShutdownCause)cause,
                                 (int)(worker_u64(w, "code") & 0xff));
}

void op_vmstop(Worker *w)
{
    RunState state;

    if (lab_state(w, "state", &state)) {
        run_control_request_vmstop_prepare(lab_of(w)->rc);
        run_control_request_vmstop(lab_of(w)->rc, state);
    }
}

void op_signal(Worker *w)
{
    run_request_signal(&lab_of(w)->rc->requests,
                       (int)(worker_u64(w, "number") & 31));
}

void op_serve(Worker *w)
{
    int status = -1;
    bool end = run_control_should_exit(lab_of(w)->rc, &status);

    tell_state(w);
    reply_bool(w, "end", end);
    if (end) {
        reply_i64(w, "status", status);
    }
}

/* ------------------------------------------------------------ the main loop */

#define FALLS_ASLEEP_MS 20

/* Asked by an iteration that may sleep, and by no other. */
static int64_t on_deadline(void *opaque)
{
    RunLab *lab = opaque;

    lab->sleeps = true;
    return -1;
}

static const MainLoopOps loop_ops = { .deadline_ns = on_deadline };

static gboolean ask_for_the_end(gpointer opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "somebody asks for the end");
    run_control_request_shutdown(lab->rc, SHUTDOWN_CAUSE_HOST_QMP_QUIT,
                                 lab->exit_code);
    return G_SOURCE_REMOVE;
}

void op_main_loop(Worker *w)
{
    RunLab *lab = lab_of(w);

    lab->exit_code = (int)(worker_u64(w, "code") & 0xff);
    main_loop_set_ops(lab->loop, &loop_ops, lab);
    g_timeout_add(FALLS_ASLEEP_MS, ask_for_the_end, lab);
    reply_i64(w, "status", run_control_main_loop_run(lab->rc));
    reply_bool(w, "sleeps", lab->sleeps);
    tell_state(w);
}

/* Whose thread the main loop is was told when it served for the first time. */
static gpointer set_paused(gpointer rc)
{
    return GINT_TO_POINTER(run_control_set_state(rc, RUN_STATE_PAUSED));
}

void op_other_thread(Worker *w)
{
    GThread *thread = g_thread_new("other", set_paused, lab_of(w)->rc);

    reply_bool(w, "taken", GPOINTER_TO_INT(g_thread_join(thread)));
    tell_state(w);
}
