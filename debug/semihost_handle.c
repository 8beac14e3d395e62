/*
 * semihost_handle.c: open, close, read, write, seek: what has a handle
 *
 * Two names mean no file: ":tt" is the console, for input or output by the
 * mode it is opened with, and ":semihosting-features" is five bytes that say
 * which extensions there are. Handles are small numbers, never 0.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "semihost_internal.h"

/* Modes of SYS_OPEN: those of fopen(): r, rb, r+, r+b, w, ..., a+b. */
#define MODE_MAX 11
#define MODE_WRITES 4           /* the first that does not open for reading */

/* "SHFB", then bit 0: SYS_EXIT_EXTENDED, bit 1: stdout and stderr differ. */
static const uint8_t features[] = { 0x53, 0x48, 0x46, 0x42, 0x03 };

/* ---- the table of handles ----------------------------------------------- */

/* (nullable) with EBADF noted */
static SemihostHandle *find_handle(Request *r)
{
    uint64_t number = r->words[0];

    if (number == 0 || number > SEMIHOST_HANDLES ||
        r->s->handles[number - 1].kind == HANDLE_FREE) {
        r->s->last_errno = EBADF;
        return NULL;
    }
    return &r->s->handles[number - 1];
}

SemihostStatus semihost_new_handle(Request *r, HandleKind kind, int fd)
{
    for (unsigned i = 0; i < SEMIHOST_HANDLES; i++) {
        if (r->s->handles[i].kind == HANDLE_FREE) {
            r->s->handles[i] = (SemihostHandle){ kind, fd, 0 };
            return semihost_done(r, i + 1);
        }
    }
    if (kind == HANDLE_FILE) {
        close(fd);
    }
    return semihost_fail(r, EMFILE);
}

/* ---- open and close ----------------------------------------------------- */

static SemihostStatus open_file(Request *r, const char *name, unsigned mode)
{
    int fd = semihost_open_file(r->s, name, mode);

    return fd < 0 ? semihost_fail(r, errno)
                  : semihost_new_handle(r, HANDLE_FILE, fd);
}

/* gdb's console is open already, as 0, 1 and 2. */
static SemihostStatus open_console(Request *r, unsigned mode)
{
    if (semihost_is_remote(r->s)) {
        return semihost_new_handle(r, HANDLE_GDB, (int)(mode / MODE_WRITES));
    }
    return semihost_new_handle(r, mode < MODE_WRITES ? HANDLE_CONSOLE_IN
                                                     : HANDLE_CONSOLE_OUT, -1);
}

static SemihostStatus open_features(Request *r, unsigned mode)
{
    return mode >= MODE_WRITES ? semihost_fail(r, EACCES)
                               : semihost_new_handle(r, HANDLE_FEATURES, -1);
}

SemihostStatus semihost_open(Request *r)
{
    g_autofree char *name = semihost_get_name(r, r->words[0], r->words[2]);
    unsigned mode = (unsigned)r->words[1];

    if (!name) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (r->words[1] > MODE_MAX) {
        return semihost_fail(r, EINVAL);
    }
    if (g_str_equal(name, ":tt")) {
        return open_console(r, mode);
    }
    if (g_str_equal(name, ":semihosting-features")) {
        return open_features(r, mode);
    }
    return semihost_is_remote(r->s) ? semihost_remote_open(r, mode)
                                    : open_file(r, name, mode);
}

SemihostStatus semihost_close(Request *r)
{
    SemihostHandle *handle = find_handle(r);
    int error = 0;

    if (!handle) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (handle->kind == HANDLE_GDB && handle->fd > STDERR_FILENO) {
        return semihost_remote_close(r, handle);
    }
    if (handle->kind == HANDLE_FILE && close(handle->fd) != 0) {
        error = errno;
    }
    handle->kind = HANDLE_FREE;
    return error ? semihost_fail(r, error) : semihost_done(r, 0);
}

/* ---- read and write ----------------------------------------------------- */

/* -1 with errno set; 0: the end */
static ssize_t read_features(SemihostHandle *handle, void *buf, size_t len)
{
    uint64_t left = handle->pos < sizeof(features)
        ? sizeof(features) - handle->pos : 0;

    len = MIN(len, left);
    memcpy(buf, features + sizeof(features) - left, len);
    handle->pos += len;
    return (ssize_t)len;
}

static ssize_t read_some(SemihostHandle *handle, void *buf, size_t len)
{
    switch (handle->kind) {
    case HANDLE_FILE:
        return read(handle->fd, buf, len);
    case HANDLE_FEATURES:
        return read_features(handle, buf, len);
    default:
        errno = EBADF;
        return -1;
    }
}

/* One read of the console, as a terminal gives a line. */
static SemihostStatus read_console(Request *r, uint64_t addr, uint64_t len)
{
    uint8_t buf[SEMIHOST_CHUNK];
    ssize_t n = r->s->ops->console_read(r->s->opaque, buf,
                                        MIN(len, sizeof(buf)));

    if (n == 0 && len > 0) {
        return SEMIHOST_WAIT;
    }
    if (n > 0 && !semihost_put(r, addr, buf, (size_t)n)) {
        return semihost_fail(r, EFAULT);
    }
    return semihost_done(r, len - (n > 0 ? (uint64_t)n : 0));
}

/* Result of SYS_READ and SYS_WRITE: how many bytes were not done. */
SemihostStatus semihost_read(Request *r)
{
    SemihostHandle *handle = find_handle(r);
    uint64_t addr = r->words[1];
    uint64_t len = r->words[2];
    uint8_t buf[SEMIHOST_CHUNK];

    if (!handle) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (handle->kind == HANDLE_CONSOLE_IN) {
        return read_console(r, addr, len);
    }
    if (handle->kind == HANDLE_GDB) {
        return semihost_remote_copy(r, "read", handle->fd);
    }
    for (uint64_t done = 0; done < MIN(len, SEMIHOST_BYTES_MAX);) {
        ssize_t n = read_some(handle, buf, MIN(len - done, sizeof(buf)));

        if (n < 0) {
            return semihost_fail(r, errno);
        }
        if (n == 0) {
            return semihost_done(r, len - done);
        }
        if (!semihost_put(r, addr + done, buf, (size_t)n)) {
            return semihost_fail(r, EFAULT);
        }
        done += (uint64_t)n;
    }
    return semihost_done(r, len - MIN(len, SEMIHOST_BYTES_MAX));
}

static ssize_t write_some(Request *r, const SemihostHandle *handle,
                          const void *buf, size_t len)
{
    switch (handle->kind) {
    case HANDLE_CONSOLE_OUT:
        r->s->ops->console_write(r->s->opaque, buf, len);
        return (ssize_t)len;
    case HANDLE_FILE:
        return write(handle->fd, buf, len);
    default:
        errno = EBADF;
        return -1;
    }
}

SemihostStatus semihost_write(Request *r)
{
    const SemihostHandle *handle = find_handle(r);
    uint64_t len = r->words[2];
    uint64_t done = 0;
    uint8_t buf[SEMIHOST_CHUNK];

    if (!handle) {
        return semihost_done(r, len);
    }
    if (handle->kind == HANDLE_CONSOLE_OUT && !semihost_console_ready(r)) {
        return SEMIHOST_WAIT;
    }
    if (handle->kind == HANDLE_GDB) {
        return semihost_remote_copy(r, "write", handle->fd);
    }
    while (done < MIN(len, SEMIHOST_BYTES_MAX)) {
        size_t piece = MIN(len - done, sizeof(buf));

        if (!semihost_get(r, r->words[1] + done, buf, piece)) {
            r->s->last_errno = EFAULT;
            break;
        }
        ssize_t n = write_some(r, handle, buf, piece);
        if (n <= 0) {
            r->s->last_errno = n ? errno : ENOSPC;
            break;
        }
        done += (uint64_t)n;
    }
    return semihost_done(r, len - done);
}

/* ---- the rest ----------------------------------------------------------- */

SemihostStatus semihost_iserror(Request *r)
{
    return semihost_done(r, (int64_t)r->words[0] < 0);
}

SemihostStatus semihost_istty(Request *r)
{
    const SemihostHandle *handle = find_handle(r);

    if (!handle) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (handle->kind == HANDLE_GDB) {
        return semihost_remote_istty(r, handle->fd);
    }
    return semihost_done(r, handle->kind == HANDLE_CONSOLE_IN ||
                            handle->kind == HANDLE_CONSOLE_OUT);
}

SemihostStatus semihost_seek(Request *r)
{
    SemihostHandle *handle = find_handle(r);
    uint64_t pos = r->words[1];

    if (!handle) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (pos > INT64_MAX) {
        return semihost_fail(r, EINVAL);
    }
    if (handle->kind == HANDLE_GDB) {
        return semihost_remote_seek(r, handle->fd);
    }
    if (handle->kind == HANDLE_FEATURES && pos <= sizeof(features)) {
        handle->pos = pos;
        return semihost_done(r, 0);
    }
    if (handle->kind != HANDLE_FILE) {
        return semihost_fail(r, ESPIPE);
    }
    return lseek(handle->fd, (off_t)pos, SEEK_SET) < 0
        ? semihost_fail(r, errno) : semihost_done(r, 0);
}

SemihostStatus semihost_flen(Request *r)
{
    const SemihostHandle *handle = find_handle(r);
    struct stat st;

    if (!handle) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (handle->kind == HANDLE_GDB) {
        return semihost_remote_flen(r, handle->fd);
    }
    if (handle->kind == HANDLE_FEATURES) {
        return semihost_done(r, sizeof(features));
    }
    if (handle->kind != HANDLE_FILE) {
        return semihost_fail(r, ESPIPE);
    }
    return fstat(handle->fd, &st) != 0 ? semihost_fail(r, errno)
                                       : semihost_done(r, (uint64_t)st.st_size);
}
