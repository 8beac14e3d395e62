/*
 * log.c: collecting text into whole lines and writing them
 *
 * A thread appends to its own LogPending without a lock. When a line is
 * complete (or the outermost block ends) everything up to the last newline
 * leaves in one write under the log's lock.
 */
#include "log_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return;
        }
        text += n;
        length -= n;
    }
}

static size_t complete_length(const GString *text)
{
    const char *newline = memrchr(text->str, '\n', text->len);

    return newline != NULL ? (size_t)(newline - text->str) + 1 : 0;
}

void log_flush(LogPending *pending, bool all)
{
    GString *text = pending->text;
    Log *log = pending->log;
    size_t length = complete_length(text);

    if (all && length < text->len) {
        g_string_append_c(text, '\n');
        length = text->len;
    }
    if (length == 0) {
        return;
    }
    g_mutex_lock(&log->lock);
    write_all(log->fd != 0 ? log->fd : STDERR_FILENO, text->str, length);
    g_mutex_unlock(&log->lock);
    g_string_erase(text, 0, length);
}

void log_append(LogPending *pending, const char *format, va_list args)
{
    g_string_append_vprintf(pending->text, format, args);
    if (pending->depth == 0) {
        log_flush(pending, false);
    }
}

/* One "%d" stands for the process id; any other "%" would be a surprise. */
static char *expand_filename(const char *filename, Error **errp)
{
    const char *percent = strchr(filename, '%');

    if (percent == NULL) {
        return g_strdup(filename);
    }
    if (percent[1] != 'd' || strchr(percent + 1, '%') != NULL) {
        error_setg(errp, "bad log file name '%s': only one %%d, for the "
                   "process id, is understood", filename);
        return NULL;
    }
    return g_strdup_printf("%.*s%d%s", (int)(percent - filename), filename,
                           (int)getpid(), percent + 2);
}

static int open_log(const char *filename, Error **errp)
{
    g_autofree char *path = expand_filename(filename, errp);

    if (path == NULL) {
        return -1;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
                  0666);
    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot open log file '%s'", path);
    }
    return fd;
}

bool log_set_file(Log *log, const char *filename, Error **errp)
{
    int fd = 0;

    if (filename != NULL && filename[0] != '\0') {
        fd = open_log(filename, errp);
        if (fd < 0) {
            return false;
        }
    }
    g_mutex_lock(&log->lock);
    int old = log->fd;
    log->fd = fd;
    g_mutex_unlock(&log->lock);
    if (old != 0) {
        close(old);
    }
    return true;
}
