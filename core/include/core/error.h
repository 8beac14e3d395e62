/*
 * error.h: host failures as GError, with the names the course uses
 *
 * An Error is a GError. A function that can fail takes `Error **errp` as its
 * last parameter, returns false (or NULL) on failure and fills @errp with
 * error_setg(). Two special addresses may be passed where the caller has no
 * way to go on:
 *
 *     &error_fatal    print "lectern-system-riscv64: <message>", exit(1):
 *                     the user's mistake (options, files)
 *     &error_abort    print message and source line, abort(): our own bug
 *
 * Both are recognised by error_setg(), error_propagate() and by nothing in
 * GLib: hand GLib functions an Error of your own and propagate it.
 *
 * Guest mistakes are not errors of this kind: they go to the log (log.h).
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include <glib.h>
#include <stdbool.h>

#include "core/types.h"

typedef GError Error;

/* The name in front of every message on stderr. */
#define PROGRAM_NAME "lectern-system-riscv64"

/** error_fatal_slot, error_abort_slot: what the two macros expand to */
Error **error_fatal_slot(void);
Error **error_abort_slot(void);

#define error_fatal (*error_fatal_slot())
#define error_abort (*error_abort_slot())

/**
 * error_setg: report a failure to the caller
 * @errp: (nullable) (out): where the caller wants the error. NULL drops it;
 *        &error_fatal and &error_abort do not return
 * @...:  printf format and arguments; one sentence without a final stop or
 *        newline that says what to do
 *
 * Setting an error over one that is already there is a bug and asserts.
 * Context: any thread.
 */
#define error_setg(errp, ...)                                           \
    error_setg_at((errp), G_STRLOC, G_STRFUNC, __VA_ARGS__)

/** error_setg_errno: error_setg() with ": strerror(@errnum)" behind it */
#define error_setg_errno(errp, errnum, ...)                             \
    error_setg_errno_at((errp), (errnum), G_STRFUNC, __VA_ARGS__)

void error_setg_at(Error **errp, const char *location, const char *function,
                   const char *format, ...) G_GNUC_PRINTF(4, 5);
void error_setg_errno_at(Error **errp, int errnum, const char *function,
                         const char *format, ...) G_GNUC_PRINTF(4, 5);

/**
 * error_propagate: hand a local error to the caller
 * @errp:  as in error_setg()
 * @local: (transfer full) (nullable): NULL means there was no error
 *
 * When @errp is NULL or already holds an error, @local is freed: the first
 * error wins.
 */
void error_propagate(Error **errp, Error *local);

/** error_prepend: put text in front of the message of *@errp, if set */
void error_prepend(Error **errp, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** error_free: free an error; NULL is fine */
void error_free(Error *err);

/** error_get_pretty: the message (borrowed) */
const char *error_get_pretty(const Error *err);

/** error_copy: a deep copy (transfer full) */
Error *error_copy(const Error *err);

/** error_report_err: print like error_report(), then free @err */
void error_report_err(Error *err);

/** error_reportf_err: error_report_err() with text put in front */
void error_reportf_err(Error *err, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/** warn_report_err: print as a warning, then free @err */
void warn_report_err(Error *err);

/**
 * error_report, warn_report, info_report: tell the user one line on stderr
 *
 *     lectern-system-riscv64: <message>
 *     lectern-system-riscv64: warning: <message>
 *     lectern-system-riscv64: info: <message>
 *
 * Each line is one write(), so lines of several threads do not mix.
 */
void error_report(const char *format, ...) G_GNUC_PRINTF(1, 2);
void warn_report(const char *format, ...) G_GNUC_PRINTF(1, 2);
void info_report(const char *format, ...) G_GNUC_PRINTF(1, 2);

/** error_report_set_timestamps: begin such lines with the time (UTC) or not
 *  Context: before other threads report. */
void error_report_set_timestamps(bool on);

#endif
