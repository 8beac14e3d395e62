/* worker_exec.h: what the files of the lab's worker share */
#ifndef LABS_EXEC_WORKER_EXEC_H
#define LABS_EXEC_WORKER_EXEC_H

#include "hart_ops.h"
#include "worker_notes.h"

typedef struct ExecLab {
    HartMachine machine;        /* first: HART_OPS */
    GPtrArray *blocks;          /* borrowed; a block's number is its index */
    WorkerNotes calls;          /* what the executor of blocks was asked */
    WorkerNotes notes;          /* what queued work says when it runs */
} ExecLab;

/** exec_lab_of: the worker's state (borrowed) */
ExecLab *exec_lab_of(Worker *w);

/** exec_lab_build: the block at @pc, newly decoded; NULL when that faults */
TranslationBlock *exec_lab_build(Vcpu *v, vaddr pc);

/* worker_blocks.c */
void exec_op_context(Worker *w);
void exec_op_build(Worker *w);
void exec_op_lookup(Worker *w);
void exec_op_physical(Worker *w);
void exec_op_jump_cache(Worker *w);
void exec_op_forget(Worker *w);
void exec_op_flush(Worker *w);
void exec_op_break(Worker *w);

/* worker_loop.c */
extern const AccelOps exec_lab_accel;
void exec_op_raise(Worker *w);
void exec_op_request(Worker *w);
void exec_op_exec(Worker *w);
void exec_op_helper(Worker *w);

/* worker_round.c */
void exec_op_harts(Worker *w);
void exec_op_hart_set(Worker *w);
void exec_op_go(Worker *w);
void exec_op_work(Worker *w);
void exec_op_stop(Worker *w);
void exec_op_round(Worker *w);

#endif
