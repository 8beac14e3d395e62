/*
 * semihosting.c: from a hart's ebreak to debug/semihost.h
 *
 *     -semihosting
 *     -semihosting-config [enable=]on|off[,chardev=ID][,userspace=on]
 *                         [,arg=WORD...][,files=FOLDER]
 *                         [,target=native|gdb|auto]
 *
 * The console is the chardev, both ways; without one it is standard error,
 * and there is no input. A chardev whose other side does not read makes the
 * guest wait, never the emulator.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "debug/semihost.h"
#include "devices/chardev.h"
#include "exec/semihost.h"
#include "machine/rom.h"
#include "machine/semihosting.h"
#include "runstate/runstate.h"
#include "semihosting_gdb.h"
#include "timers/timer_system.h"

#define INPUT_BYTES 4096
#define OUTPUT_WAITING_MAX 65536

typedef struct Semihosting {
    Vm *vm;
    Semihost *host;
    SemihostHook hook;
    SemihostGdb *gdb;           /* (nullable): who serves instead */
    CharBackend be;
    bool has_chardev;
    GByteArray *in;             /* typed, not read yet; <= INPUT_BYTES */
    GByteArray *out;            /* waits for the chardev */
    guint watch;                /* source that sends it, or 0 */
} Semihosting;

/* ---- console: output ---------------------------------------------------- */

static gboolean line_ready(void *unused, GIOCondition condition, void *data);

/* What nothing will ever take is dropped. */
static void send_waiting(Semihosting *sh)
{
    int n = qemu_chr_fe_write(&sh->be, sh->out->data, (int)sh->out->len);

    if (n > 0) {
        g_byte_array_remove_range(sh->out, 0, (guint)n);
    }
    if (n >= 0 && sh->out->len > 0) {
        sh->watch = qemu_chr_fe_add_watch(&sh->be, G_IO_OUT | G_IO_HUP,
                                          line_ready, sh);
    }
    if (!sh->watch) {
        g_byte_array_set_size(sh->out, 0);
    }
}

static gboolean line_ready(void *unused, GIOCondition condition, void *data)
{
    Semihosting *sh = data;

    sh->watch = 0;
    send_waiting(sh);
    return G_SOURCE_REMOVE;
}

static bool console_ready(void *opaque)
{
    const Semihosting *sh = opaque;

    return sh->out->len < OUTPUT_WAITING_MAX;
}

static void console_write(void *opaque, const void *buf, size_t len)
{
    Semihosting *sh = opaque;

    if (!sh->has_chardev) {
        fwrite(buf, 1, len, stderr);
        return;
    }
    g_byte_array_append(sh->out, buf, (guint)len);
    if (!sh->watch) {
        send_waiting(sh);
    }
}

/* ---- console: input ----------------------------------------------------- */

static int can_read(void *opaque)
{
    const Semihosting *sh = opaque;

    return INPUT_BYTES - (int)sh->in->len;
}

static void read_input(void *opaque, const uint8_t *buf, int size)
{
    Semihosting *sh = opaque;

    g_byte_array_append(sh->in, buf, (guint)size);
}

static ssize_t console_read(void *opaque, void *buf, size_t len)
{
    Semihosting *sh = opaque;
    size_t n = MIN(len, sh->in->len);

    if (!sh->has_chardev) {
        return -1;
    }
    if (n > 0) {
        memcpy(buf, sh->in->data, n);
        g_byte_array_remove_range(sh->in, 0, (guint)n);
        qemu_chr_fe_accept_input(&sh->be);
    }
    return (ssize_t)n;
}

/* ---- the rest of the host ----------------------------------------------- */

static bool read_memory(void *opaque, void *cpu, uint64_t addr, void *buf,
                        size_t len)
{
    return vcpu_semihost_memory(cpu, addr, buf, len, ACCESS_LOAD);
}

static bool write_memory(void *opaque, void *cpu, uint64_t addr,
                         const void *buf, size_t len)
{
    return vcpu_semihost_memory(cpu, addr, (void *)buf, len, ACCESS_STORE);
}

static void exit_guest(void *opaque, int status)
{
    qemu_system_shutdown_request_with_code(SHUTDOWN_CAUSE_GUEST_SHUTDOWN,
                                           status);
}

static int64_t elapsed_ns(void *opaque)
{
    return qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

/* As the real-time clock of the board. */
static int64_t time_ns(void *opaque)
{
    const Semihosting *sh = opaque;
    uint64_t epoch_ns = sh->vm->machine->rtc_epoch_ns;

    return epoch_ns ? (int64_t)epoch_ns + elapsed_ns(opaque)
                    : qemu_clock_get_ns(QEMU_CLOCK_HOST);
}

/* Heap and stack share the largest part of RAM that nothing was loaded to. */
static void heap(void *opaque, SemihostHeap *heap)
{
    const Semihosting *sh = opaque;
    const MachineState *machine = sh->vm->machine;
    hwaddr gap = 0;
    uint64_t size = machine->ram
        ? rom_largest_gap(machine->roms, machine->ram->addr,
                          machine->ram_size, &gap) : 0;

    *heap = (SemihostHeap) {
        .heap_base = gap,
        .heap_limit = gap + size,
        .stack_base = gap + size,
        .stack_limit = gap,
    };
}

static bool has_debugger(void *opaque)
{
    const Semihosting *sh = opaque;

    return semihost_gdb_serves(sh->gdb);
}

static bool ask_debugger(void *opaque, void *cpu, const char *request,
                         SemihostAnswer *answer)
{
    const Semihosting *sh = opaque;

    return semihost_gdb_ask(sh->gdb, cpu, request, answer);
}

static const SemihostOps host_ops = {
    .read = read_memory,
    .write = write_memory,
    .console_ready = console_ready,
    .console_write = console_write,
    .console_read = console_read,
    .exit = exit_guest,
    .elapsed_ns = elapsed_ns,
    .time_ns = time_ns,
    .heap = heap,
    .has_debugger = has_debugger,
    .ask_debugger = ask_debugger,
};

/* a0 and a1 in, a0 out. */
static bool hart_calls(void *opaque, Vcpu *v)
{
    Semihosting *sh = opaque;
    SemihostCall call = {
        .number = v->hart.gpr[10],
        .arg = v->hart.gpr[11],
        .sp = v->hart.gpr[2],
        .cpu = v,
    };

    if (semihost_call(sh->host, &call) == SEMIHOST_WAIT) {
        return false;
    }
    v->hart.gpr[10] = call.result;
    return true;
}

/* ---- opening ------------------------------------------------------------ */

/* (transfer full): the words of arg=, or what boots */
static char *make_cmdline(const Options *options)
{
    const char *program = options->kernel ? options->kernel : options->bios;

    if (options->semihosting.args) {
        return g_strdup(options->semihosting.args);
    }
    return g_strconcat(program ? program : "", options->append ? " " : "",
                       options->append, NULL);
}

static bool open_console(Semihosting *sh, const char *id, Error **errp)
{
    Chardev *chr = qemu_chr_find(id);

    if (!chr) {
        error_setg(errp, "-semihosting-config: there is no chardev '%s'; "
                   "make one with -chardev BACKEND,id=%s", id, id);
        return false;
    }
    if (!qemu_chr_fe_init(&sh->be, chr, errp)) {
        return false;
    }
    sh->has_chardev = true;
    qemu_chr_fe_set_handlers(&sh->be, can_read, read_input, NULL, sh);
    return true;
}

static bool open_host(Semihosting *sh, const Options *options, Error **errp)
{
    const char *chardev = options->semihosting.chardev;
    const char *files = options->semihosting.files;
    g_autofree char *cmdline = make_cmdline(options);

    semihost_set_cmdline(sh->host, cmdline);
    return (!files || semihost_allow_files(sh->host, files, errp)) &&
           (!chardev || open_console(sh, chardev, errp));
}

bool semihosting_open(Vm *vm, const Options *options, void **state,
                      Error **errp)
{
    Semihosting *sh;

    if (!options->semihosting.enabled) {
        return true;
    }
    sh = g_new0(Semihosting, 1);
    *state = sh;
    sh->vm = vm;
    sh->in = g_byte_array_new();
    sh->out = g_byte_array_new();
    sh->host = semihost_new(&host_ops, sh);
    sh->gdb = semihost_gdb_new(vm, options->semihosting.target);
    sh->hook = (SemihostHook) {
        .call = hart_calls,
        .opaque = sh,
        .userspace = options->semihosting.userspace,
    };
    cpu_set_semihost(vm->cpus, &sh->hook);
    return open_host(sh, options, errp);
}

void semihosting_close(void *state)
{
    Semihosting *sh = state;

    cpu_set_semihost(sh->vm->cpus, NULL);
    if (sh->watch) {
        g_source_remove(sh->watch);
    }
    qemu_chr_fe_deinit(&sh->be, false);
    g_byte_array_unref(sh->in);
    g_byte_array_unref(sh->out);
    semihost_free(sh->host);
    semihost_gdb_free(sh->gdb);
    g_free(sh);
}
