/*
 * worker_stop.c: stops and starts, by the main loop or by a vCPU
 */
#include "worker_runstate.h"

static void on_change(void *opaque, bool running, RunState state)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "handler: %s %s, the state is %s",
                running ? "start" : "stop", RunState_str(state),
                RunState_str(run_control_state(lab->rc)));
}

static void on_powerdown(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "listener: powerdown");
}

static void on_suspend(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "listener: suspend");
}

static void on_wakeup(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "listener: wakeup");
}

static void tell_state(Worker *w)
{
    RunLab *lab = lab_of(w);

    lab_tell(w);
    reply_text(w, "state", RunState_str(run_control_state(lab->rc)));
    reply_bool(w, "was_suspended", run_control_was_suspended(lab->rc));
}

/* States that no edge leads to from prelaunch are entered by way of running;
 * an incoming migration is there before anything runs. */
void op_begin(Worker *w)
{
    RunLab *lab = lab_of(w);
    RunState state;

    if (!lab_state(w, "state", &state)) {
        return;
    }
    vm_change_add(run_control_changes(lab->rc), on_change, NULL, lab, 0);
    run_control_on_powerdown(lab->rc, on_powerdown, lab);
    run_control_on_suspend(lab->rc, on_suspend, lab);
    run_control_on_wakeup(lab->rc, on_wakeup, lab);
    if (state != RUN_STATE_PRELAUNCH && state != RUN_STATE_INMIGRATE) {
        run_control_set_state(lab->rc, RUN_STATE_RUNNING);
    }
    run_control_set_state(lab->rc, state);
    tell_state(w);
}

void op_thread(Worker *w)
{
    lab_of(w)->vcpu_thread = worker_u64(w, "vcpu") != 0;
}

void op_flush(Worker *w)
{
    lab_of(w)->flush_result = (int)worker_i64(w, "result");
}

void op_stop(Worker *w)
{
    RunState state;

    if (lab_state(w, "state", &state)) {
        reply_i64(w, "result", run_control_vm_stop(lab_of(w)->rc, state));
        tell_state(w);
    }
}

void op_force(Worker *w)
{
    RunState state;

    if (lab_state(w, "state", &state)) {
        reply_i64(w, "result",
                  run_control_vm_stop_force_state(lab_of(w)->rc, state));
        tell_state(w);
    }
}

void op_start(Worker *w)
{
    run_control_vm_start(lab_of(w)->rc);
    tell_state(w);
}

void op_cont(Worker *w)
{
    g_autoptr(GError) error = NULL;

    if (!run_control_cont(lab_of(w)->rc, &error)) {
        reply_text(w, "message", error->message);
    }
    tell_state(w);
}
