/*
 * process.h: lectern as a process of the host
 */
#ifndef MACHINE_PROCESS_H
#define MACHINE_PROCESS_H

#include "core/error.h"

/**
 * process_open_std_fds: make descriptors 0, 1 and 2 exist
 *
 * Whoever starts lectern may have closed them. The next file would then get
 * one of these numbers, and the console's output would go into a log or a
 * flash image. Closed ones become /dev/null.
 *
 * Context: before anything else opens a file.
 */
void process_open_std_fds(void);

/**
 * PidFile: a file that holds the process id while the process lives
 */
typedef struct PidFile PidFile;

/**
 * pidfile_new: write the process id to @path
 *
 * The file is locked: one whose process has died is taken over, one whose
 * process lives is refused.
 *
 * Returns: (transfer full) (nullable): NULL with @errp set.
 */
PidFile *pidfile_new(const char *path, Error **errp);

/** pidfile_free: remove the file; @pidfile (nullable) */
void pidfile_free(PidFile *pidfile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PidFile, pidfile_free)

/**
 * Daemon: a process that goes on in the background (-daemonize)
 *
 * Whoever started it gets its shell back when the background process says
 * that it is ready, and the exit status 1 when it ends before: then all
 * sockets listen, or the reason why not was printed.
 */
typedef struct Daemon Daemon;

/**
 * daemon_start: go to the background
 *
 * The process that called waits and ends inside; only the one in the
 * background returns, in a session of its own.
 *
 * Returns: (transfer full) (nullable): NULL with @errp set.
 * Context: before threads, files and sockets are made.
 */
Daemon *daemon_start(Error **errp);

/**
 * daemon_ready: let the foreground go
 * @daemon: (transfer full) (nullable): NULL: does nothing
 *
 * Standard input and output become /dev/null and the folder "/": no
 * terminal and no mounted disk is kept busy.
 */
void daemon_ready(Daemon *daemon);

#endif
