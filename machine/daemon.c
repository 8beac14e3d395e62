/*
 * daemon.c: -daemonize; see machine/process.h
 *
 * A pipe tells the foreground how it went: a byte means ready, its end
 * without a byte means that the background process has ended. Two forks: the
 * leader of the new session goes away, so nobody left in it can ever get a
 * controlling terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/process.h"

struct Daemon {
    int fd;                     /* the end of the pipe that is written */
};

/* Ends the process that the user started. */
static void wait_for_ready(int fd)
{
    char byte;
    ssize_t n;

    do {
        n = read(fd, &byte, 1);
    } while (n < 0 && errno == EINTR);
    _exit(n == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool fork_and_leave(Error **errp)
{
    pid_t pid = fork();

    if (pid < 0) {
        error_setg_errno(errp, errno, "-daemonize: no new process");
        return false;
    }
    if (pid > 0) {
        _exit(EXIT_SUCCESS);
    }
    return true;
}

Daemon *daemon_start(Error **errp)
{
    int ends[2];
    pid_t pid;
    Daemon *daemon;

    if (pipe2(ends, O_CLOEXEC) < 0) {
        error_setg_errno(errp, errno, "-daemonize: no pipe");
        return NULL;
    }
    pid = fork();
    if (pid < 0) {
        error_setg_errno(errp, errno, "-daemonize: no new process");
        close(ends[0]);
        close(ends[1]);
        return NULL;
    }
    if (pid > 0) {
        close(ends[1]);
        wait_for_ready(ends[0]);
    }
    close(ends[0]);
    setsid();
    if (!fork_and_leave(errp)) {
        close(ends[1]);
        return NULL;
    }
    umask(027);
    daemon = g_new0(Daemon, 1);
    daemon->fd = ends[1];
    return daemon;
}

static void leave_terminal(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++) {
        dup2(null, fd);
    }
    if (null >= 0) {
        close(null);
    }
}

void daemon_ready(Daemon *daemon)
{
    if (!daemon) {
        return;
    }
    if (chdir("/") < 0) {
        warn_report("-daemonize: the folder stays as it is");
    }
    leave_terminal();
    if (write(daemon->fd, "", 1) < 0) {
        warn_report("-daemonize: whoever started this has gone");
    }
    close(daemon->fd);
    g_free(daemon);
}
