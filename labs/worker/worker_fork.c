/*
 * worker_fork.c: loaded once, run many times
 *
 * To load a worker's libraries takes longer than most scenarios. A controller
 * that trusts the program, as the grader's self-test does, lets it wait before
 * anything of the lab has run and sends it sockets: each gets a process.
 *
 *     controller --- socket, pipe ---> worker --fork
 *         | <------- process id ---------- | clone
 *         +=== conversation ============ worker
 *
 * CLONE_PARENT makes that process a child of the controller, which waits for
 * it as for one that it started itself. Spec: clone(2), unix(7) SCM_RIGHTS.
 */
#include <glib.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "worker_internal.h"

enum { CONVERSATION, OUTPUT, N_FDS };

/* The two descriptors of one request; false when no more will come. */
static bool receive_fds(int fd, int fds[N_FDS])
{
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(N_FDS * sizeof(int))];
    } control;
    char byte;
    struct iovec data = { &byte, 1 };
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control),
    };

    if (recvmsg(fd, &message, MSG_CMSG_CLOEXEC) != 1) {
        return false;
    }
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (!head || head->cmsg_len != CMSG_LEN(N_FDS * sizeof(int))) {
        return false;
    }
    memcpy(fds, CMSG_DATA(head), N_FDS * sizeof(int));
    return true;
}

static void become_worker(const int fds[N_FDS])
{
    setsid();
    dup2(fds[OUTPUT], STDOUT_FILENO);
    dup2(fds[OUTPUT], STDERR_FILENO);
    close(fds[OUTPUT]);
}

int worker_fork(int fd)
{
    int fds[N_FDS];

    while (receive_fds(fd, fds)) {
        pid_t pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL,
                                   NULL, NULL, 0);

        if (pid == 0) {
            close(fd);
            become_worker(fds);
            return fds[CONVERSATION];
        }
        close(fds[CONVERSATION]);
        close(fds[OUTPUT]);
        if (send(fd, &pid, sizeof(pid), MSG_NOSIGNAL) != sizeof(pid)) {
            break;
        }
    }
    return -1;
}
