/* process.c: see machine/process.h */
#include "machine/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* open() gives the lowest free number, and those below @fd are taken. */
void process_open_std_fds(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) {
            _exit(1);           /* there is nowhere to say it */
        }
    }
}

struct PidFile {
    char *path;
    int fd;                     /* holds the lock */
};

static bool write_pid(int fd)
{
    return ftruncate(fd, 0) == 0 &&
           dprintf(fd, "%d\n", (int)getpid()) > 0;
}

PidFile *pidfile_new(const char *path, Error **errp)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot open pid file '%s'", path);
        return NULL;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        error_setg(errp, "pid file '%s' belongs to a process that runs: give "
                   "each its own", path);
        close(fd);
        return NULL;
    }
    if (!write_pid(fd)) {
        error_setg_errno(errp, errno, "cannot write pid file '%s'", path);
        close(fd);
        return NULL;
    }
    PidFile *pidfile = g_new0(PidFile, 1);

    /* the folder may have changed when it is removed */
    pidfile->path = g_canonicalize_filename(path, NULL);
    pidfile->fd = fd;
    return pidfile;
}

void pidfile_free(PidFile *pidfile)
{
    if (pidfile) {
        unlink(pidfile->path);
        close(pidfile->fd);
        g_free(pidfile->path);
        g_free(pidfile);
    }
}
