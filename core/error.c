/*
 * error.c: set, pass on and take errors
 *
 * One function, error_deliver(), knows the two special addresses. Everything
 * else makes or edits plain GErrors. See core/error.h.
 */
#include "core/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Only the addresses of the two slots mean something; the slots stay NULL.
 * A GLib function that was given one by mistake leaves its error there, and
 * the next use of the slot finds it.
 */
Error **error_fatal_slot(void)
{
    static Error *slot;

    g_assert(slot == NULL);
    return &slot;
}

Error **error_abort_slot(void)
{
    static Error *slot;

    g_assert(slot == NULL);
    return &slot;
}

static GQuark error_quark(void)
{
    return g_quark_from_static_string("lectern-error");
}

static void error_deliver(Error **errp, Error *err, const char *location,
                          const char *function)
{
    if (errp == error_abort_slot()) {
        error_report("%s: %s: unexpected error: %s", location, function,
                     err->message);
        abort();
    }
    if (errp == error_fatal_slot()) {
        error_report_err(err);
        exit(EXIT_FAILURE);
    }
    if (errp == NULL) {
        g_error_free(err);
        return;
    }
    g_assert(*errp == NULL);
    *errp = err;
}

void error_setg_at(Error **errp, const char *location, const char *function,
                   const char *format, ...)
{
    va_list args;

    va_start(args, format);
    Error *err = g_error_new_valist(error_quark(), 0, format, args);
    va_end(args);
    error_deliver(errp, err, location, function);
}

void error_setg_errno_at(Error **errp, int errnum, const char *function,
                         const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    Error *err = g_error_new(error_quark(), errnum, "%s: %s", text,
                             g_strerror(errnum));
    error_deliver(errp, err, "errno", function);
}

void error_propagate(Error **errp, Error *local)
{
    if (local == NULL) {
        return;
    }
    if (errp != NULL && *errp != NULL) {
        g_error_free(local);
        return;
    }
    error_deliver(errp, local, "propagated", G_STRFUNC);
}

static void error_prepend_text(Error *err, const char *text)
{
    char *message = g_strconcat(text, err->message, NULL);

    g_free(err->message);
    err->message = message;
}

void error_prepend(Error **errp, const char *format, ...)
{
    va_list args;

    if (errp == NULL || *errp == NULL) {
        return;
    }
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    error_prepend_text(*errp, text);
}

void error_free(Error *err)
{
    g_clear_error(&err);
}

const char *error_get_pretty(const Error *err)
{
    return err->message;
}

Error *error_copy(const Error *err)
{
    return g_error_copy(err);
}

void error_report_err(Error *err)
{
    error_report("%s", err->message);
    g_error_free(err);
}

void error_reportf_err(Error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    error_prepend_text(err, text);
    error_report_err(err);
}

void warn_report_err(Error *err)
{
    warn_report("%s", err->message);
    g_error_free(err);
}
