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

    if (!semihost_console_ready(r)) {
        return SEMIHOST_WAIT;
    }
    if (!semihost_get(r, r->call->arg, &c, 1)) {
        return semihost_fail(r, EFAULT);
    }
    r->s->ops->console_write(r->s->opaque, &c, 1);
    return semihost_done(r, 0);
}

/*
 * Pieces end at multiples of their size, so that nothing behind the string is
 * read from the next page.
 */
SemihostStatus semihost_write0(Request *r)
{
    uint64_t addr = r->call->arg;
    char piece[256];

    if (!semihost_console_ready(r)) {
        return SEMIHOST_WAIT;
    }
    for (size_t done = 0; done < SEMIHOST_BYTES_MAX;) {
        size_t len = sizeof(piece) - addr % sizeof(piece);
        size_t used;

        if (!semihost_get(r, addr, piece, len)) {
            return semihost_fail(r, EFAULT);
        }
        used = strnlen(piece, len);
        r->s->ops->console_write(r->s->opaque, piece, used);
        if (used < len) {
            return semihost_done(r, 0);
        }
        addr += len;
        done += len;
    }
    return semihost_fail(r, E2BIG);
}

SemihostStatus semihost_readc(Request *r)
{
    uint8_t c;
    ssize_t n = r->s->ops->console_read(r->s->opaque, &c, 1);

    if (n == 0) {
        return SEMIHOST_WAIT;
    }
    return n < 0 ? semihost_fail(r, EIO) : semihost_done(r, c);
}
