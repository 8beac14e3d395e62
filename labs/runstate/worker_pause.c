/*
 * worker_pause.c: a VmPause that a timer callback uses
 *
 * The main loop is a short one: it serves stop requests and runs queued work.
 */
#include "run_control_internal.h"
#include "worker_runstate.h"

static void on_change(void *opaque, bool running, RunState state)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "the VM %s: %s", running ? "starts" : "stops",
                RunState_str(state));
}

static void on_look(void *opaque)
{
    RunLab *lab = opaque;

    worker_note(&lab->notes, "look: %s, %" G_GINT64_FORMAT " ns",
                RunState_str(run_control_state(lab->rc)), lab->time_ns);
}

static void tell(Worker *w)
{
    RunLab *lab = lab_of(w);

    lab_tell(w);
    reply_text(w, "state", RunState_str(run_control_state(lab->rc)));
    reply_i64(w, "guest_time", lab->time_ns);
}

void op_pause_begin(Worker *w)
{
    RunLab *lab = lab_of(w);

    if (!lab->has_pause) {
        lab->has_pause = true;
        vm_change_add(run_control_changes(lab->rc), on_change, NULL, lab, -1);
        vm_pause_init(&lab->pause, lab->rc, on_look, lab);
        run_control_vm_start(lab->rc);
    }
    tell(w);
}

void op_pause_fires(Worker *w)
{
    RunLab *lab = lab_of(w);

    if (!lab->has_pause || lab->stuck) {
        reply_text(w, "error", lab->stuck ? "the last callback never returned"
                                          : "there is no VmPause");
        return;
    }
    lab->in_callback = true;
    vm_pause_now(&lab->pause);
    lab->in_callback = false;
    reply_bool(w, "returns", !lab->stuck);
    tell(w);
}

void op_time(Worker *w)
{
    RunLab *lab = lab_of(w);

    lab->time_ns += lab->ticks ? (int64_t)worker_u64(w, "ns") : 0;
    tell(w);
}

void op_turn(Worker *w)
{
    RunLab *lab = lab_of(w);
    RunState state;

    if (run_request_take_vmstop(&lab->rc->requests, &state)) {
        run_control_vm_stop(lab->rc, state);
    }
    worker_note(&lab->notes, "queued work");
    main_loop_bh_poll(lab->loop);
    tell(w);
}

void op_take(Worker *w)
{
    RunState state;

    reply_text(w, "asked", run_request_take_vmstop(
        &lab_of(w)->rc->requests, &state) ? RunState_str(state) : "nothing");
}
