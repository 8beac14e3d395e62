/* worker_internal.h: between the parts of a worker */
#ifndef LABS_WORKER_INTERNAL_H
#define LABS_WORKER_INTERNAL_H

#include "worker.h"

#define WORKER_FD 3             /* the socket, unless argv tells */
#define WORKER_FRAME_MAX (1 << 20)
#define WORKER_ARGS_MAX 32

struct Worker {
    const WorkerLab *lab;
    void *state;
    const WorkerOp *op;         /* the running one */
    char **args;                /* its arguments, decoded */
    GBytes *decoded[WORKER_ARGS_MAX];   /* of type x */
    GString *reply;
    size_t todos;               /* exercises told so far */
};

/**
 * frame_read: one request
 * @id:   (out) to be sent back
 * @text: (out) (transfer full) its line
 *
 * Returns: false at the end of the stream or after a malformed frame.
 */
bool frame_read(int fd, uint64_t *id, char **text);

/** frame_write: one reply; false when nobody takes it */
bool frame_write(int fd, uint64_t id, const GString *text);

/** escape_append: bytes that are no printing ASCII, and '%', as %xx */
void escape_append(GString *to, const char *text);
/** unescape: back, in place; false when a %xx is malformed or is %00 */
bool unescape(char *text);

/**
 * worker_fork: wait for conversations on @fd, a process for each
 *
 * Returns: in such a process the socket of its conversation; -1 in the one
 * that waits, when no more will come.
 */
int worker_fork(int fd);

/**
 * worker_dispatch: do one request
 *
 * Leaves the reply in w->reply.
 * Returns: false when it was the last, "end".
 */
bool worker_dispatch(Worker *w, const char *request);

/** args_check: w->args against the row; replies "error" when they differ */
bool args_check(Worker *w);
/** args_clear: forget them */
void args_clear(Worker *w);

#endif
