/*
 * worker.h: a process that does what it is told and says what it saw
 *
 * A worker links one lab's exercise files with the rest of the libraries. It
 * knows no expected value and judges nothing: the controller, another process,
 * sends operations and compares what comes back. So whatever a student's code
 * does to this process, it can only make its own answers wrong.
 *
 *     controller --- "deadline 3 0 17" ---> worker_main.c --> op's run()
 *                <-- "deadline 5666666667" --  reply_*()
 *
 * A lab defines worker_lab, the table of its operations.
 */
#ifndef LABS_WORKER_H
#define LABS_WORKER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Worker Worker;

/**
 * struct WorkerOp - one operation
 * @name:  its word in a request
 * @args:  "name:type ..." in order; u = unsigned, i = signed, s = text,
 *         x = bytes in hexadecimal digits
 * @words: the step as a student reads it; {name} stands for an argument,
 *         {name:x} for one in hexadecimal
 * @run:   does it and replies; called with arguments of the right number
 */
typedef struct WorkerOp {
    const char *name;
    const char *args;
    const char *words;
    void (*run)(Worker *w);
} WorkerOp;

/**
 * struct WorkerLab - what a lab's worker can do
 * @lab:      "timers"
 * @ops:      its operations
 * @n_ops:    how many
 * @fields:   what reply fields mean, for the feedback: "now:ns", "pc:hex",
 *            "status:bits(0=BUSY,1=DONE)", "moved:bytes", separated by blanks
 * @setup:    (nullable) makes the state that worker_state() returns
 * @teardown: (nullable) takes it down
 */
typedef struct WorkerLab {
    const char *lab;
    const WorkerOp *ops;
    size_t n_ops;
    const char *fields;
    void *(*setup)(void);
    void (*teardown)(void *state);
} WorkerLab;

/* Defined once by each lab. */
extern const WorkerLab worker_lab;

/** worker_state: what WorkerLab.setup made (borrowed) */
void *worker_state(Worker *w);

/*
 * Arguments of the running operation by name. An argument that is not what its
 * type says was refused before; asking for a name that the row does not have
 * is a bug of the lab.
 */
uint64_t worker_u64(Worker *w, const char *name);
int64_t worker_i64(Worker *w, const char *name);
/** worker_text: (borrowed until the operation returns) */
const char *worker_text(Worker *w, const char *name);
/** worker_bytes: (borrowed until the operation returns) */
const uint8_t *worker_bytes(Worker *w, const char *name, size_t *size);

/*
 * Fields of the reply, in the order of the calls. The same field again makes
 * it a list; a list without elements is not mentioned.
 */
void reply_u64(Worker *w, const char *field, uint64_t value);
void reply_i64(Worker *w, const char *field, int64_t value);
/** reply_hex: as 0x1f */
void reply_hex(Worker *w, const char *field, uint64_t value);
void reply_bool(Worker *w, const char *field, bool value);
/** reply_text: @value NULL is written as (none) */
void reply_text(Worker *w, const char *field, const char *value);
void reply_bytes(Worker *w, const char *field, const void *bytes, size_t size);
/** reply_add: one element of a list, formatted as by printf */
void reply_add(Worker *w, const char *field, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

#endif
