/*
 * error_report.c: one line on stderr for the user
 *
 * The line is put together first and leaves in one write(), so that lines of
 * several threads stay whole even without a lock. Whether a line begins with
 * the time is the program's one choice, made before there are threads.
 */
#include "core/error.h"

#include <string.h>
#include <unistd.h>

static bool timestamps;

void error_report_set_timestamps(bool on)
{
    timestamps = on;
}

/* "2026-01-31T12:00:00.123456Z ", or nothing (transfer full) */
static char *line_start(void)
{
    g_autoptr(GDateTime) now = timestamps ? g_date_time_new_now_utc() : NULL;
    g_autofree char *date = NULL;

    if (!now) {
        return g_strdup("");
    }
    date = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");
    return g_strdup_printf("%s.%06dZ ", date,
                           g_date_time_get_microsecond(now));
}

static void report(const char *kind, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    g_autofree char *start = line_start();
    g_autofree char *line = g_strconcat(start, PROGRAM_NAME ": ", kind, text,
                                        "\n", NULL);
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
