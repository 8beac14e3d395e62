/*
 * worker_main.c: read an operation, do it, reply, until "end" or nobody asks
 *
 *     worker [FD]        FD: number of the socket, 3 unless given
 *     worker --fork FD   sockets come on FD, see worker_fork.c
 *
 * Two operations belong to every worker: "ops" lists the lab's table for the
 * controller, "end" takes the state down.
 */
#include <stdlib.h>
#include <string.h>

#include "core/lab_todo.h"
#include "worker_internal.h"

void *worker_state(Worker *w)
{
    return w->state;
}

static void list_ops(Worker *w)
{
    reply_text(w, "lab", w->lab->lab);
    reply_text(w, "fields", w->lab->fields);
    for (size_t i = 0; i < w->lab->n_ops; i++) {
        const WorkerOp *op = &w->lab->ops[i];
        reply_add(w, "op", "%s|%s|%s", op->name, op->args, op->words);
    }
}

/* Exercises that this operation was the first to meet. */
static void tell_todos(Worker *w)
{
    const char *lab;
    int exercise;

    while (lab_todo_seen(w->todos, &lab, &exercise)) {
        reply_add(w, "todo", "%s.%d", lab, exercise);
        w->todos++;
    }
}

static const WorkerOp *find_op(const WorkerLab *lab, const char *name)
{
    for (size_t i = 0; i < lab->n_ops; i++) {
        if (strcmp(lab->ops[i].name, name) == 0) {
            return &lab->ops[i];
        }
    }
    return NULL;
}

static void run_op(Worker *w, char **words)
{
    w->op = find_op(w->lab, words[0]);
    if (!w->op) {
        reply_add(w, "error", "there is no operation %s", words[0]);
        return;
    }
    w->args = g_strdupv(words + 1);
    if (args_check(w)) {
        w->op->run(w);
    }
    args_clear(w);
}

bool worker_dispatch(Worker *w, const char *request)
{
    g_auto(GStrv) words = g_strsplit(request, " ", -1);
    bool is_last = words[0] && strcmp(words[0], "end") == 0;

    g_string_truncate(w->reply, 0);
    if (!words[0] || strcmp(words[0], "ops") == 0) {
        list_ops(w);
    } else if (!is_last) {
        run_op(w, words);
    } else if (w->lab->teardown) {
        w->lab->teardown(w->state);
    }
    tell_todos(w);
    return !is_last;
}

static int conversation_of(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--fork") == 0) {
        return worker_fork(atoi(argv[2]));
    }
    return argc > 1 ? atoi(argv[1]) : WORKER_FD;
}

int main(int argc, char **argv)
{
    int fd = conversation_of(argc, argv);
    Worker w = { .lab = &worker_lab, .reply = g_string_new(NULL) };
    uint64_t id;
    char *request;
    bool go_on = true;

    if (fd < 0) {
        return 0;
    }
    if (w.lab->setup) {
        w.state = w.lab->setup();
    }
    while (go_on && frame_read(fd, &id, &request)) {
        go_on = worker_dispatch(&w, request);
        g_free(request);
        if (!frame_write(fd, id, w.reply)) {
            break;
        }
    }
    g_string_free(w.reply, TRUE);
    return 0;
}
