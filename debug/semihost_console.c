/*
 * semihost_console.c: single characters and strings
 *
 * These need no handle: the debug console is always there.
 */
#include <errno.h>
#include <string.h>

#include "semihost_internal.h"

SemihostStatus semihost_writec(Request *r)
{
    char c;

    if (semihost_is_remote(r->s)) {
        return semihost_remote_print(r, r->call->arg, 1);
    }
    if (!semihost_console_ready(r)) {
        return SEMIHOST_WAIT;
    }
    if (!semihost_get(r, r->call->arg, &c, 1)) {
        return semihost_fail(r, EFAULT);
    }
    r->s->ops->console_write(r->s->opaque, &c, 1);
    return semihost_done(r, 0);
}

/* Takes the pieces of a string, one after the other. */
typedef void PieceFn(Request *r, const char *piece, size_t len);

static void print_piece(Request *r, const char *piece, size_t len)
{
    r->s->ops->console_write(r->s->opaque, piece, len);
}

/*
 * The string at a1 by pieces, which end at multiples of their size: nothing
 * behind the string is read from the next page.
 * @fn: (nullable)
 * Returns: 0 with its length, or an errno.
 */
static int read_string(Request *r, PieceFn *fn, uint64_t *length)
{
    uint64_t addr = r->call->arg;
    char piece[256];

    for (*length = 0; *length < SEMIHOST_BYTES_MAX;) {
        size_t len = sizeof(piece) - addr % sizeof(piece);
        size_t used;

        if (!semihost_get(r, addr, piece, len)) {
            return EFAULT;
        }
        used = strnlen(piece, len);
        *length += used;
        if (fn) {
            fn(r, piece, used);
        }
        if (used < len) {
            return 0;
        }
        addr += len;
    }
    return E2BIG;
}

SemihostStatus semihost_write0(Request *r)
{
    bool remote = semihost_is_remote(r->s);
    uint64_t length;
    int error;

    if (!remote && !semihost_console_ready(r)) {
        return SEMIHOST_WAIT;
    }
    error = read_string(r, remote ? NULL : print_piece, &length);
    if (error) {
        return semihost_fail(r, error);
    }
    return remote ? semihost_remote_print(r, r->call->arg, length)
                  : semihost_done(r, 0);
}

SemihostStatus semihost_readc(Request *r)
{
    uint8_t c;
    ssize_t n;

    if (semihost_is_remote(r->s)) {
        return semihost_remote_readc(r);
    }
    n = r->s->ops->console_read(r->s->opaque, &c, 1);
    if (n == 0) {
        return SEMIHOST_WAIT;
    }
    return n < 0 ? semihost_fail(r, EIO) : semihost_done(r, c);
}
