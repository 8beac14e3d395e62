/*
 * semihost.c: the table of operations
 *
 * A row says how many 64-bit words a1 points to; they are read before the
 * function is called. "Semihosting for AArch32 and AArch64", chapter 3.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/trace.h"
#include "semihost_internal.h"

TRACE_EVENT(semihost_call, "number:x name:s arg:x result:x")

typedef struct Operation {
    const char *name;
    unsigned n_words;
    RequestFn *fn;
} Operation;

/* clang-format off */
static const Operation operations[] = {
    [0x01] = { "SYS_OPEN",          3, semihost_open },
    [0x02] = { "SYS_CLOSE",         1, semihost_close },
    [0x03] = { "SYS_WRITEC",        0, semihost_writec },
    [0x04] = { "SYS_WRITE0",        0, semihost_write0 },
    [0x05] = { "SYS_WRITE",         3, semihost_write },
    [0x06] = { "SYS_READ",          3, semihost_read },
    [0x07] = { "SYS_READC",         0, semihost_readc },
    [0x08] = { "SYS_ISERROR",       1, semihost_iserror },
    [0x09] = { "SYS_ISTTY",         1, semihost_istty },
    [0x0a] = { "SYS_SEEK",          2, semihost_seek },
    [0x0c] = { "SYS_FLEN",          1, semihost_flen },
    [0x0d] = { "SYS_TMPNAM",        3, semihost_refused },
    [0x0e] = { "SYS_REMOVE",        2, semihost_remove },
    [0x0f] = { "SYS_RENAME",        4, semihost_rename },
    [0x10] = { "SYS_CLOCK",         0, semihost_clock },
    [0x11] = { "SYS_TIME",          0, semihost_time },
    [0x12] = { "SYS_SYSTEM",        2, semihost_run_command },
    [0x13] = { "SYS_ERRNO",         0, semihost_errno },
    [0x15] = { "SYS_GET_CMDLINE",   2, semihost_get_cmdline },
    [0x16] = { "SYS_HEAPINFO",      1, semihost_heapinfo },
    [0x18] = { "SYS_EXIT",          2, semihost_exit },
    [0x20] = { "SYS_EXIT_EXTENDED", 2, semihost_exit_extended },
    [0x30] = { "SYS_ELAPSED",       0, semihost_elapsed },
    [0x31] = { "SYS_TICKFREQ",      0, semihost_tickfreq },
};
/* clang-format on */

/* ---- life --------------------------------------------------------------- */

Semihost *semihost_new(const SemihostOps *ops, void *opaque)
{
    Semihost *s = g_new0(Semihost, 1);

    s->ops = ops;
    s->opaque = opaque;
    s->cmdline = g_strdup("");
    s->folder_fd = -1;
    return s;
}

void semihost_free(Semihost *s)
{
    if (!s) {
        return;
    }
    for (unsigned i = 0; i < SEMIHOST_HANDLES; i++) {
        if (s->handles[i].kind == HANDLE_FILE) {
            close(s->handles[i].fd);
        }
    }
    if (s->folder_fd >= 0) {
        close(s->folder_fd);
    }
    g_free(s->cmdline);
    g_free(s);
}

void semihost_set_cmdline(Semihost *s, const char *cmdline)
{
    g_free(s->cmdline);
    s->cmdline = g_strdup(cmdline);
}

/* ---- what the functions of the table use -------------------------------- */

SemihostStatus semihost_done(Request *r, uint64_t result)
{
    r->call->result = result;
    return SEMIHOST_DONE;
}

SemihostStatus semihost_fail(Request *r, int error)
{
    r->s->last_errno = error;
    return semihost_done(r, SEMIHOST_FAILED);
}

bool semihost_get(Request *r, uint64_t addr, void *buf, size_t len)
{
    return r->s->ops->read(r->s->opaque, r->call->cpu, addr, buf, len);
}

bool semihost_put(Request *r, uint64_t addr, const void *buf, size_t len)
{
    return r->s->ops->write(r->s->opaque, r->call->cpu, addr, buf, len);
}

bool semihost_console_ready(Request *r)
{
    return r->s->ops->console_ready(r->s->opaque);
}

char *semihost_get_name(Request *r, uint64_t addr, uint64_t len)
{
    g_autofree char *name = NULL;

    if (len == 0 || len >= SEMIHOST_NAME_MAX) {
        r->s->last_errno = len ? ENAMETOOLONG : ENOENT;
        return NULL;
    }
    name = g_malloc0(len + 1);
    if (!semihost_get(r, addr, name, len)) {
        r->s->last_errno = EFAULT;
        return NULL;
    }
    if (strlen(name) != len) {
        r->s->last_errno = EINVAL;
        return NULL;
    }
    return g_steal_pointer(&name);
}

/* ---- one call ----------------------------------------------------------- */

static const Operation *find_operation(uint64_t number)
{
    return number < G_N_ELEMENTS(operations) && operations[number].fn
        ? &operations[number] : NULL;
}

/* RISC-V is little endian, and so are the words. */
static bool read_words(Request *r, unsigned n)
{
    if (n && !semihost_get(r, r->call->arg, r->words, n * sizeof(uint64_t))) {
        return false;
    }
    for (unsigned i = 0; i < n; i++) {
        r->words[i] = GUINT64_FROM_LE(r->words[i]);
    }
    return true;
}

static SemihostStatus run(Request *r, const Operation *operation)
{
    if (!operation) {
        qemu_log_mask(LOG_GUEST_ERROR, "semihosting: there is no operation "
                      "0x%" PRIx64 "\n", r->call->number);
        return semihost_fail(r, ENOSYS);
    }
    if (!read_words(r, operation->n_words)) {
        qemu_log_mask(LOG_GUEST_ERROR, "semihosting: %s: its block at 0x%"
                      PRIx64 " is not readable\n", operation->name,
                      r->call->arg);
        return semihost_fail(r, EFAULT);
    }
    return operation->fn(r);
}

SemihostStatus semihost_call(Semihost *s, SemihostCall *call)
{
    Request r = { .s = s, .call = call };
    const Operation *operation = find_operation(call->number);
    SemihostStatus status = run(&r, operation);

    if (status == SEMIHOST_DONE) {
        TRACE(semihost_call, call->number,
              TRACE_STR(operation ? operation->name : "?"), call->arg,
              call->result);
    }
    return status;
}
