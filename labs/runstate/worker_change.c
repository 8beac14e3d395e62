/*
 * worker_change.c: change-state handlers that note their calls
 */
#include "worker_runstate.h"

#define NESTED_MAX 3

static void called(Handler *h, const char *what, bool running,
                   RunState state);

static void on_change(void *opaque, bool running, RunState state)
{
    called(opaque, "handler", running, state);
}

static void on_prepare(void *opaque, bool running, RunState state)
{
    called(opaque, "prepare", running, state);
}

static void add(Handler *h)
{
    if (!h->entry) {
        h->entry = vm_change_add(&h->lab->changes, on_change,
                                 h->has_prepare ? on_prepare : NULL, h,
                                 h->priority);
    }
}

static void take_out(Handler *h)
{
    VMChangeStateEntry *entry = h->entry;

    if (entry) {
        h->entry = NULL;
        vm_change_remove(&h->lab->changes, entry);
    }
}

static void notify(RunLab *lab, bool running, RunState state)
{
    if (lab->notifying < NESTED_MAX) {
        lab->notifying++;
        vm_change_notify(&lab->changes, running, state);
        lab->notifying--;
    }
}

static void called(Handler *h, const char *what, bool running, RunState state)
{
    Handler *other = &h->lab->handlers[h->other];

    worker_note(&h->lab->notes, "%s %u: %s %s", what, h->id,
                running ? "start" : "stop", RunState_str(state));
    switch (h->does) {
    case 'r':
        take_out(other);
        break;
    case 'a':
        add(other);
        break;
    case 'n':
        h->does = 0;
        notify(h->lab, !running, state);
        worker_note(&h->lab->notes, "%s %u: has notified", what, h->id);
        break;
    }
}

static bool handler_arg(Worker *w, const char *name, Handler **h)
{
    uint64_t id = worker_u64(w, name);

    if (id >= LAB_HANDLERS) {
        reply_text(w, "error", "there is no such handler");
        return false;
    }
    *h = &lab_of(w)->handlers[id];
    return true;
}

void op_handler(Worker *w)
{
    Handler *h;

    if (handler_arg(w, "id", &h)) {
        h->priority = (int)worker_i64(w, "priority");
        h->has_prepare = worker_u64(w, "prepare") != 0;
        add(h);
    }
}

/* With "adds", @other has to have a priority: register and remove it first. */
void op_handler_does(Worker *w)
{
    Handler *h, *other;

    if (handler_arg(w, "id", &h) && handler_arg(w, "other", &other)) {
        h->does = *worker_text(w, "does");
        h->other = other->id;
    }
}

void op_remove(Worker *w)
{
    Handler *h;

    if (handler_arg(w, "id", &h)) {
        take_out(h);
    }
}

void op_notify(Worker *w)
{
    RunState state;

    if (lab_state(w, "state", &state)) {
        notify(lab_of(w), worker_u64(w, "running") != 0, state);
        lab_tell(w);
    }
}

void op_clear(Worker *w)
{
    RunLab *lab = lab_of(w);

    vm_change_clear(&lab->changes);
    for (unsigned i = 0; i < LAB_HANDLERS; i++) {
        lab->handlers[i].entry = NULL;
    }
}
