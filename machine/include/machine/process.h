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

#endif
