/*
 * worker_runstate.h: what the files of this lab's worker share
 *
 * The emulator around the run control only writes down what it is told to do:
 * each reply lists these words, in order, and the state of the VM.
 */
#ifndef LABS_RUNSTATE_WORKER_RUNSTATE_H
#define LABS_RUNSTATE_WORKER_RUNSTATE_H

#include "worker_notes.h"

#include "runstate/run_control.h"
#include "runstate/vm_pause.h"

#define LAB_HANDLERS 16

typedef struct RunLab RunLab;

/* A change-state handler and what it does when it is called. */
typedef struct Handler {
    RunLab *lab;
    unsigned id;
    VMChangeStateEntry *entry;  /* (nullable): not registered */
    char does;                  /* 'r' removes, 'a' adds, 'n' notifies */
    unsigned other;             /* the handler that it does it to */
    bool has_prepare;
    int priority;
} Handler;

struct RunLab {
    WorkerNotes notes;          /* see lab_tell() */
    RunControl *rc;
    MainLoop *loop;
    bool vcpu_thread;           /* the caller counts as a vCPU */
    int flush_result;
    bool in_callback;           /* of a timer */
    bool stuck;                 /* that callback waits for itself */
    bool sleeps;                /* the main loop, when there is nothing */
    int exit_code;
    int64_t time_ns;            /* of the guest */
    bool ticks;
    VMChangeList changes;       /* of exercise 3, without a run control */
    unsigned notifying;
    Handler handlers[LAB_HANDLERS];
    VmPause pause;
    bool has_pause;
};

/* worker.c */
RunLab *lab_of(Worker *w);
/** lab_tell: reply what was noted, as the list "call" */
void lab_tell(Worker *w);
/** lab_state: argument @name as a state; an unknown one is an error */
bool lab_state(Worker *w, const char *name, RunState *state);
RunState lab_state_of(const char *name);

/* worker_emulator.c */
extern const RunStateOps lab_run_ops;

/* worker_table.c */
void op_edge(Worker *w);
void op_row(Worker *w);
void op_set(Worker *w);
void op_query(Worker *w);

/* worker_change.c */
void op_handler(Worker *w);
void op_handler_does(Worker *w);
void op_remove(Worker *w);
void op_notify(Worker *w);
void op_clear(Worker *w);

/* worker_stop.c */
void op_begin(Worker *w);
void op_thread(Worker *w);
void op_flush(Worker *w);
void op_stop(Worker *w);
void op_force(Worker *w);
void op_start(Worker *w);
void op_cont(Worker *w);
void op_take(Worker *w);

/* worker_pause.c */
void op_pause_begin(Worker *w);
void op_pause_fires(Worker *w);
void op_time(Worker *w);
void op_turn(Worker *w);

/* worker_serve.c */
void op_actions(Worker *w);
void op_request(Worker *w);
void op_shutdown(Worker *w);
void op_vmstop(Worker *w);
void op_signal(Worker *w);
void op_serve(Worker *w);
void op_main_loop(Worker *w);
void op_other_thread(Worker *w);

#endif
