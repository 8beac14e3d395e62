/*
 * semihost_system.c: exit, time, command line, memory layout
 *
 * Time is that of the guest: it stands while the VM is stopped, and is the
 * same in every run with counted time.
 */
#include <errno.h>
#include <string.h>

#include "core/log.h"
#include "semihost_internal.h"

#define NS_PER_S INT64_C(1000000000)
#define CENTISECONDS_PER_S 100

/* The reason of a program that came to its end; all others are failures. */
#define ADP_STOPPED_APPLICATION_EXIT 0x20026

/*
 * SYS_SYSTEM runs commands of the host, SYS_TMPNAM names its files: never.
 * A debugger may run the former on its host, if its user allows it.
 */
SemihostStatus semihost_refused(Request *r)
{
    qemu_log_mask(LOG_GUEST_ERROR, "semihosting: the guest asks for a command "
                  "or a temporary file of the host; refused\n");
    return semihost_fail(r, EACCES);
}

SemihostStatus semihost_run_command(Request *r)
{
    return semihost_is_remote(r->s) ? semihost_remote_system(r)
                                    : semihost_refused(r);
}

SemihostStatus semihost_exit_extended(Request *r)
{
    int status = r->words[0] == ADP_STOPPED_APPLICATION_EXIT
        ? (int)r->words[1] : 1;

    r->s->ops->exit(r->s->opaque, status);
    return semihost_done(r, 0);
}

/* With 64-bit registers SYS_EXIT has the same block. */
SemihostStatus semihost_exit(Request *r)
{
    return semihost_exit_extended(r);
}

/* ---- time --------------------------------------------------------------- */

SemihostStatus semihost_clock(Request *r)
{
    int64_t ns = r->s->ops->elapsed_ns(r->s->opaque);

    return semihost_done(r, (uint64_t)(ns / (NS_PER_S / CENTISECONDS_PER_S)));
}

SemihostStatus semihost_time(Request *r)
{
    return semihost_done(r, (uint64_t)(r->s->ops->time_ns(r->s->opaque) /
                                       NS_PER_S));
}

SemihostStatus semihost_elapsed(Request *r)
{
    uint64_t ticks =
        GUINT64_TO_LE((uint64_t)r->s->ops->elapsed_ns(r->s->opaque));

    return semihost_put(r, r->call->arg, &ticks, sizeof(ticks))
        ? semihost_done(r, 0) : semihost_fail(r, EFAULT);
}

SemihostStatus semihost_tickfreq(Request *r)
{
    return semihost_done(r, NS_PER_S);
}

/* ---- about the program -------------------------------------------------- */

SemihostStatus semihost_errno(Request *r)
{
    return semihost_done(r, (uint64_t)r->s->last_errno);
}

/* Words: buffer, its size; the size becomes that of the line, without NUL. */
SemihostStatus semihost_get_cmdline(Request *r)
{
    size_t len = strlen(r->s->cmdline);
    uint64_t told = GUINT64_TO_LE((uint64_t)len);

    if (r->words[1] <= len) {
        return semihost_fail(r, E2BIG);
    }
    if (!semihost_put(r, r->words[0], r->s->cmdline, len + 1) ||
        !semihost_put(r, r->call->arg + sizeof(uint64_t), &told,
                      sizeof(told))) {
        return semihost_fail(r, EFAULT);
    }
    return semihost_done(r, 0);
}

/* The word is the address of the four that are written. */
SemihostStatus semihost_heapinfo(Request *r)
{
    SemihostHeap heap = { 0 };
    uint64_t words[4];

    r->s->ops->heap(r->s->opaque, &heap);
    words[0] = GUINT64_TO_LE(heap.heap_base);
    words[1] = GUINT64_TO_LE(heap.heap_limit);
    words[2] = GUINT64_TO_LE(heap.stack_base);
    words[3] = GUINT64_TO_LE(heap.stack_limit);
    return semihost_put(r, r->words[0], words, sizeof(words))
        ? semihost_done(r, 0) : semihost_fail(r, EFAULT);
}
