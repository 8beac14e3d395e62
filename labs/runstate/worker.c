/*
 * worker.c: the run control of an emulator that only takes notes
 */
#include "worker_runstate.h"

#include <string.h>

RunLab *lab_of(Worker *w)
{
    return worker_state(w);
}

void lab_tell(Worker *w)
{
    worker_notes_tell(w, "call", &lab_of(w)->notes);
}

RunState lab_state_of(const char *name)
{
    RunState state = 0;

    while (state < RUN_STATE__MAX && strcmp(RunState_str(state), name) != 0) {
        state++;
    }
    return state;
}

bool lab_state(Worker *w, const char *name, RunState *state)
{
    *state = lab_state_of(worker_text(w, name));
    if (*state == RUN_STATE__MAX) {
        reply_add(w, "error", "there is no state %s", worker_text(w, name));
    }
    return *state != RUN_STATE__MAX;
}

static void *lab_new(void)
{
    RunLab *lab = g_new0(RunLab, 1);

    lab->loop = main_loop_new(NULL);
    lab->rc = run_control_new(lab->loop);
    run_control_set_ops(lab->rc, &lab_run_ops, lab);
    run_control_set_policy(lab->rc, RUN_STATE_POLICY_REFUSE);
    for (unsigned i = 0; i < LAB_HANDLERS; i++) {
        lab->handlers[i] = (Handler){ .lab = lab, .id = i };
    }
    return lab;
}

static const WorkerOp ops[] = {
    /* 1 the table */
    { "edge", "from:u to:u", "may the VM go from state {from} to {to}?",
      op_edge },
    { "row", "from:s", "which states may follow {from}?", op_row },
    { "set", "to:s", "take the edge to {to}", op_set },
    /* 2 questions */
    { "query", "state:u", "what is state {state} like?", op_query },
    /* 3 handlers */
    { "handler", "id:u priority:i prepare:u",
      "register handler {id}, priority {priority}, prepare callback: "
      "{prepare}", op_handler },
    { "handler_does", "id:u does:s other:u",
      "when handler {id} is called it does: {does} (handler {other})",
      op_handler_does },
    { "remove", "id:u", "remove handler {id}", op_remove },
    { "notify", "running:u state:s",
      "notify: running {running}, state {state}", op_notify },
    { "clear", "", "drop all handlers", op_clear },
    /* 4 stopping */
    { "begin", "state:s", "a VM in state {state}, with one handler",
      op_begin },
    { "thread", "vcpu:u", "what follows happens in a vCPU thread: {vcpu}",
      op_thread },
    { "flush", "result:i", "from now on a flush returns {result}", op_flush },
    { "stop", "state:s", "stop the VM in state {state}", op_stop },
    { "force", "state:s", "stop the VM in state {state}, stopped or not",
      op_force },
    { "start", "", "start the VM", op_start },
    { "cont", "", "a user says cont", op_cont },
    { "take", "", "which stop was asked for?", op_take },
    /* 5 pausing */
    { "pause_begin", "", "a running VM with a VmPause", op_pause_begin },
    { "pause_fires", "", "a timer calls vm_pause_now()", op_pause_fires },
    { "time", "ns:u", "{ns} ns pass", op_time },
    { "turn", "", "the main loop serves stop requests, then queued work",
      op_turn },
    /* 6 serving */
    { "actions", "text:s", "-action {text}", op_actions },
    { "request", "kind:s", "somebody asks for {kind}", op_request },
    { "shutdown", "cause:u code:u",
      "somebody asks for a shutdown, cause {cause}, exit code {code}",
      op_shutdown },
    { "vmstop", "state:s", "somebody asks for a stop in state {state}",
      op_vmstop },
    { "signal", "number:u", "signal {number} arrives", op_signal },
    { "serve", "", "the main loop serves all requests", op_serve },
    { "main_loop", "code:u", "run the main loop; later somebody asks for an "
      "end with exit code {code}", op_main_loop },
    { "other_thread", "", "another thread sets the state to paused",
      op_other_thread },
};

const WorkerLab worker_lab = {
    .lab = "runstate",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = "guest_time:ns",
    .setup = lab_new,
};
