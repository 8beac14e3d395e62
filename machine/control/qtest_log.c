/*
 * qtest_log.c: -qtest-log: what went over the connection, and when
 *
 *     [R +0.089622] readb 0x10000005
 *     [S +0.089644] OK 0x0000000000000060
 *
 * Seconds since the client came.
 */
#include <errno.h>

#include "qtest_internal.h"

bool qtest_log_open(QtestLog *log, const char *name, Error **errp)
{
    *log = (QtestLog) { .start_us = g_get_monotonic_time() };
    if (!name) {
        log->file = stderr;
        return true;
    }
    if (g_str_equal(name, "none")) {
        return true;
    }
    log->file = fopen(name, "we");
    if (!log->file) {
        error_setg_errno(errp, errno, "-qtest-log: cannot write '%s'", name);
        return false;
    }
    setvbuf(log->file, NULL, _IOLBF, 0);    /* complete, however this ends */
    return true;
}

void qtest_log_close(QtestLog *log)
{
    if (log->file && log->file != stderr) {
        fclose(log->file);
    }
    log->file = NULL;
}

void qtest_log_line(QtestLog *log, char kind, const char *text)
{
    double seconds = (double)(g_get_monotonic_time() - log->start_us) / 1e6;

    if (log->file) {
        fprintf(log->file, "[%c +%.6f] %s\n", kind, seconds, text);
    }
}

void qtest_log_opened(QtestLog *log)
{
    log->start_us = g_get_monotonic_time();
    if (log->file) {
        fprintf(log->file, "[I %.6f] OPENED\n", 0.0);
    }
}
