/*
 * fixture.c: see fixture.h
 */
#include "fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "snapshot/vmstate.h"
#include "timers/manual_clock.h"

static void irq_record(void *opaque, int n, int level)
{
    IrqRecorder *r = opaque;

    r->calls++;
    r->rises += level && !r->level;
    r->falls += !level && r->level;
    r->level = level;
}

/* Reachable until exit, so that the leak checker sees an owner. */
static qemu_irq recorders[64];

qemu_irq irq_recorder_new(IrqRecorder *recorder)
{
    size_t i = 0;

    while (recorders[i]) {
        i++;
    }
    ck_assert_uint_lt(i, G_N_ELEMENTS(recorders) - 1);
    recorders[i] = qemu_allocate_irq(irq_record, recorder, 0);
    return recorders[i];
}

/* -------------------------------------------------------------- registers */

static const MemTxAttrs no_attrs = { 0 };

uint64_t mmio_read(MemoryRegion *mr, hwaddr addr, unsigned size)
{
    uint64_t value;

    ck_assert_int_eq(memory_region_dispatch_read(mr, addr, &value,
                                                 size_memop(size), no_attrs),
                     MEMTX_OK);
    return value;
}

void mmio_write(MemoryRegion *mr, hwaddr addr, uint64_t value, unsigned size)
{
    ck_assert_int_eq(memory_region_dispatch_write(mr, addr, value,
                                                  size_memop(size), no_attrs),
                     MEMTX_OK);
}

bool mmio_refuses(MemoryRegion *mr, hwaddr addr, unsigned size)
{
    MemOp op = size_memop(size);
    uint64_t value;

    return memory_region_dispatch_read(mr, addr, &value, op, no_attrs) !=
               MEMTX_OK &&
           memory_region_dispatch_write(mr, addr, 0, op, no_attrs) !=
               MEMTX_OK;
}

static char *guest_error_file(void)
{
    return g_strdup_printf("%s/lectern-guest-errors-%d", g_get_tmp_dir(),
                           getpid());
}

void guest_errors_begin(void)
{
    g_autofree char *file = guest_error_file();

    ck_assert(qemu_set_log_filename(file, NULL));
    qemu_set_log(LOG_GUEST_ERROR);
}

char *guest_errors_end(void)
{
    g_autofree char *file = guest_error_file();
    char *text = NULL;

    qemu_set_log(0);
    qemu_log_close();
    ck_assert(g_file_get_contents(file, &text, NULL, NULL));
    g_unlink(file);
    return text;
}

/* ------------------------------------------------------------------- time */

static ManualClock manual_clock;

void time_begin(void)
{
    timer_system_set_host(timer_system_default(), &manual_clock_ops,
                          &manual_clock);
    cpu_enable_ticks();
}

void time_pass(int64_t ns)
{
    manual_clock_run(&manual_clock, timer_system_default(), ns);
}

void time_pass_late(int64_t ns)
{
    manual_clock_advance(&manual_clock, ns);
}

/* ---------------------------------------------------------- snapshots etc. */

GByteArray *device_save(DeviceState *dev)
{
    GByteArray *state = g_byte_array_new();

    ck_assert(vmstate_save_state(state, DEVICE_GET_CLASS(dev)->vmsd, dev,
                                 NULL));
    return state;
}

void device_load(DeviceState *dev, GByteArray *state)
{
    const VMStateDescription *vmsd = DEVICE_GET_CLASS(dev)->vmsd;
    VMStateReader in = { .data = state->data, .size = state->len };

    ck_assert(vmstate_load_state(&in, vmsd, dev, vmsd->version_id, NULL));
    ck_assert_uint_eq(in.pos, in.size);
}

/* The child keeps its core dump and its test output to itself. */
static void run_and_exit(void (*fn)(void), int err)
{
    struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    signal(SIGABRT, SIG_DFL);
    dup2(err, STDERR_FILENO);
    fn();
    _exit(0);
}

bool dies_with(void (*fn)(void), const char *text)
{
    char buf[4096];
    size_t len = 0;
    ssize_t n;
    int status;
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        run_and_exit(fn, fds[1]);
    }
    close(fds[1]);
    while ((n = read(fds[0], buf + len, sizeof(buf) - 1 - len)) > 0) {
        len += n;
    }
    buf[len] = '\0';
    close(fds[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        return false;
    }
    if (!strstr(buf, text)) {
        fprintf(stderr, "message without '%s': %s\n", text, buf);
        return false;
    }
    return true;
}
