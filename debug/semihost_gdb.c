/*
 * semihost_gdb.c: the debugger's host serves the calls
 *
 * Files and console are then those of whoever sits at gdb, who allows what is
 * allowed ("set remote system-call-allowed"). An operation becomes one
 * request of gdb's File-I/O; the debugger reads and writes the guest's memory
 * by itself. Until its answer comes the same call is made again and again,
 * and makes the same request.
 *
 * "GDB Remote Serial Protocol", "File-I/O Remote Protocol Extension"; numbers
 * of errors and flags: "Constants".
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "semihost_internal.h"

#define STAT_BYTES 64           /* struct stat of the protocol */
#define STAT_SIZE_AT 28         /* its 64-bit big-endian st_size */
#define FILE_MODE 0644

enum { FIO_RDONLY = 0, FIO_WRONLY = 1, FIO_RDWR = 2, FIO_APPEND = 8,
       FIO_CREAT = 0x200, FIO_TRUNC = 0x400 };

/* Of the modes of SYS_OPEN by pairs: r, r+, w, w+, a, a+. */
static const unsigned open_flags[] = {
    FIO_RDONLY,
    FIO_RDWR,
    FIO_WRONLY | FIO_CREAT | FIO_TRUNC,
    FIO_RDWR | FIO_CREAT | FIO_TRUNC,
    FIO_WRONLY | FIO_CREAT | FIO_APPEND,
    FIO_RDWR | FIO_CREAT | FIO_APPEND,
};

bool semihost_is_remote(const Semihost *s)
{
    return s->ops->has_debugger && s->ops->has_debugger(s->opaque);
}

/* Two numbers differ from those of the host, the rest are errno's. */
static int host_errno(unsigned error)
{
    static const struct { unsigned protocol; int host; } rows[] = {
        { 91, ENAMETOOLONG }, { 9999, EIO }, { 0, EIO },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].protocol == error) {
            return rows[i].host;
        }
    }
    return (int)MIN(error, 4095u);
}

/* false: not answered yet; else *@result, -1 with the error noted */
G_GNUC_PRINTF(3, 4)
static bool ask(Request *r, int64_t *result, const char *format, ...)
{
    SemihostAnswer answer;
    va_list list;

    va_start(list, format);
    g_autofree char *request = g_strdup_vprintf(format, list);
    va_end(list);
    if (!r->s->ops->ask_debugger(r->s->opaque, r->call->cpu, request,
                                 &answer)) {
        return false;
    }
    *result = answer.result;
    if (answer.result < 0) {
        r->s->last_errno = host_errno(answer.error);
    }
    return true;
}

/* ---- names -------------------------------------------------------------- */

SemihostStatus semihost_remote_open(Request *r, unsigned mode)
{
    int64_t fd;

    if (!ask(r, &fd, "open,%" PRIx64 "/%" PRIx64 ",%x,%x", r->words[0],
             r->words[2] + 1, open_flags[mode / 2], FILE_MODE)) {
        return SEMIHOST_WAIT;
    }
    return fd < 0 ? semihost_done(r, SEMIHOST_FAILED)
                  : semihost_new_handle(r, HANDLE_GDB, (int)fd);
}

SemihostStatus semihost_remote_remove(Request *r)
{
    int64_t result;

    if (!ask(r, &result, "unlink,%" PRIx64 "/%" PRIx64, r->words[0],
             r->words[1] + 1)) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, result < 0 ? (uint64_t)r->s->last_errno : 0);
}

SemihostStatus semihost_remote_rename(Request *r)
{
    int64_t result;

    if (!ask(r, &result, "rename,%" PRIx64 "/%" PRIx64 ",%" PRIx64 "/%"
             PRIx64, r->words[0], r->words[1] + 1, r->words[2],
             r->words[3] + 1)) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, result < 0 ? (uint64_t)r->s->last_errno : 0);
}

/* gdb refuses it unless its user allowed it. */
SemihostStatus semihost_remote_system(Request *r)
{
    int64_t result;

    if (!ask(r, &result, "system,%" PRIx64 "/%" PRIx64, r->words[0],
             r->words[1] + 1)) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, (uint64_t)result);
}

/* ---- handles ------------------------------------------------------------ */

SemihostStatus semihost_remote_close(Request *r, SemihostHandle *handle)
{
    int64_t result;

    if (!ask(r, &result, "close,%x", (unsigned)handle->fd)) {
        return SEMIHOST_WAIT;
    }
    handle->kind = HANDLE_FREE;
    return semihost_done(r, (uint64_t)result);
}

/* read or write; the result is what was not done */
SemihostStatus semihost_remote_copy(Request *r, const char *call, int fd)
{
    uint64_t len = MIN(r->words[2], SEMIHOST_BYTES_MAX);
    int64_t done;

    if (!ask(r, &done, "%s,%x,%" PRIx64 ",%" PRIx64, call, (unsigned)fd,
             r->words[1], len)) {
        return SEMIHOST_WAIT;
    }
    if (done < 0 && g_str_equal(call, "read")) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    return semihost_done(r, r->words[2] - (uint64_t)CLAMP(done, 0,
                                                          (int64_t)len));
}

SemihostStatus semihost_remote_seek(Request *r, int fd)
{
    int64_t result;

    if (!ask(r, &result, "lseek,%x,%" PRIx64 ",0", (unsigned)fd,
             r->words[1])) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, result < 0 ? SEMIHOST_FAILED : 0);
}

SemihostStatus semihost_remote_istty(Request *r, int fd)
{
    int64_t result;

    if (!ask(r, &result, "isatty,%x", (unsigned)fd)) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, (uint64_t)result);
}

/* The debugger writes its answer below the stack, where nothing lives. */
SemihostStatus semihost_remote_flen(Request *r, int fd)
{
    uint64_t buffer = (r->call->sp - STAT_BYTES) & ~UINT64_C(15);
    uint64_t size;
    int64_t result;

    if (!ask(r, &result, "fstat,%x,%" PRIx64, (unsigned)fd, buffer)) {
        return SEMIHOST_WAIT;
    }
    if (result < 0) {
        return semihost_done(r, SEMIHOST_FAILED);
    }
    if (!semihost_get(r, buffer + STAT_SIZE_AT, &size, sizeof(size))) {
        return semihost_fail(r, EFAULT);
    }
    return semihost_done(r, GUINT64_FROM_BE(size));
}

/* ---- the console: descriptors 0 and 1 ----------------------------------- */

SemihostStatus semihost_remote_print(Request *r, uint64_t addr, uint64_t len)
{
    int64_t done;

    if (len == 0) {
        return semihost_done(r, 0);
    }
    if (!ask(r, &done, "write,1,%" PRIx64 ",%" PRIx64, addr, len)) {
        return SEMIHOST_WAIT;
    }
    return semihost_done(r, done < 0 ? SEMIHOST_FAILED : 0);
}

SemihostStatus semihost_remote_readc(Request *r)
{
    uint64_t buffer = r->call->sp - 1;
    int64_t done;
    uint8_t c;

    if (!ask(r, &done, "read,0,%" PRIx64 ",1", buffer)) {
        return SEMIHOST_WAIT;
    }
    if (done != 1 || !semihost_get(r, buffer, &c, 1)) {
        return semihost_fail(r, EIO);
    }
    return semihost_done(r, c);
}
