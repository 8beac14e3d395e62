/*
 * error_report.c: one line on stderr for the user
 *
 * The line is put together first and leaves in one write(), so that lines of
 * several threads stay whole even without a lock.
 */
#include "core/error.h"

#include <string.h>
#include <unistd.h>

static void report(const char *kind, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    g_autofree char *line = g_strconcat(PROGRAM_NAME ": ", kind, text, "\n",
                                        NULL);
    ssize_t written = write(STDERR_FILENO, line, strlen(line));

    (void)written;              /* nowhere to complain when stderr is gone */
}

void error_report(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report("", format, args);
    va_end(args);
}

void warn_report(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report("warning: ", format, args);
    va_end(args);
}

void info_report(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report("info: ", format, args);
    va_end(args);
}
