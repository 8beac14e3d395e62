/*
 * diff_run.c: runs one program of diff_qemu.py on the interpreter
 *
 *   diff_run CPU IMAGE        CPU as for -cpu: "max", "thead-c906", ...
 *
 * The image is copied to IMAGE_BASE and executed in U-mode without
 * translation, with all of memory open to it. Two system calls of Linux
 * exist: write to descriptor 1 (a7 = 64) and exit (93). The trap vector
 * points at a WFI: when the hart waits there, this program plays the kernel.
 * Any other trap ends the run with status 3 and a line on standard error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bql.h"
#include "core/cpu_model.h"
#include "core/csr_bits.h"
#include "core/trap.h"
#include "exec/cpus.h"
#include "exec/memory_watch.h"
#include "exec/tests/test_accel.h"
#include "memory/memory_map.h"

#define IMAGE_BASE 0x400000
#define RAM_BYTES (8u << 20)
#define VECTOR (IMAGE_BASE + RAM_BYTES - 4096)
#define WFI 0x10500073u
#define INSNS_MAX 20000000
#define PMP_ALL_RWX 0x1f        /* NAPOT, RWX */

enum {
    REG_A0 = 10,
    REG_A1 = 11,
    REG_A2 = 12,
    REG_A7 = 17,
    SYS_WRITE = 64,
    SYS_EXIT = 93,
};

typedef struct Runner {
    MemoryRegion ram;
    uint8_t *host;
    CpuSet *cpus;
    Vcpu vcpu;
} Runner;

static uint64_t read_time(void *opaque)
{
    return 0;
}

static G_GNUC_NORETURN void die(const char *message)
{
    fprintf(stderr, "diff_run: %s\n", message);
    exit(2);
}

static void enter_user(Hart *h, uint64_t pc)
{
    h->priv = PRIV_U;
    h->pc = pc;
}

static void set_up_hart(Hart *h)
{
    h->pmp[0] = (HartPmp) { .addr = ~0ull >> 10, .cfg = PMP_ALL_RWX };
    h->mstatus |= MSTATUS_FS;
    h->menvcfg |= ENVCFG_CBIE | ENVCFG_CBCFE | ENVCFG_CBZE;
    h->senvcfg |= ENVCFG_CBIE | ENVCFG_CBCFE | ENVCFG_CBZE;
    h->mtvec = VECTOR;
    enter_user(h, IMAGE_BASE);
}

static void set_up_memory(Runner *r)
{
    const uint32_t wfi = WFI;
    GError *error = NULL;

    memory_map_init();
    if (!memory_region_init_ram(&r->ram, NULL, "ram", RAM_BYTES, &error)) {
        die(error->message);
    }
    memory_region_add_subregion(get_system_memory(), IMAGE_BASE, &r->ram);
    r->host = memory_region_get_ram_ptr(&r->ram);
    memcpy(r->host + VECTOR - IMAGE_BASE, &wfi, sizeof(wfi));
}

static void set_up_vcpu(Runner *r, const char *cpu)
{
    HartConfig config;
    GError *error = NULL;
    g_auto(GStrv) parts = g_strsplit(cpu, ",", 2);

    if (!hart_config_init(&config, parts[0], parts[1], &error)) {
        die(error->message);
    }
    r->cpus = test_accel_cpus();
    memory_watch_new(r->cpus, &address_space_memory);
    vcpu_init(&r->vcpu, &(VcpuParams) {
        .cpus = r->cpus,
        .as = &address_space_memory,
        .env = { .read_time = read_time },
        .timebase_hz = 10000000,
    }, &config);
    r->vcpu.slice_end = INSNS_MAX;
    set_up_hart(&r->vcpu.hart);
}

static void load_image(Runner *r, const char *name)
{
    g_autofree char *bytes = NULL;
    size_t size;
    GError *error = NULL;

    if (!g_file_get_contents(name, &bytes, &size, &error)) {
        die(error->message);
    }
    if (size > VECTOR - IMAGE_BASE) {
        die("image too large");
    }
    memcpy(r->host, bytes, size);
}

static void sys_write(Runner *r)
{
    const uint64_t *gpr = r->vcpu.hart.gpr;
    uint64_t offset = gpr[REG_A1] - IMAGE_BASE;

    if (gpr[REG_A0] != 1 || offset > RAM_BYTES ||
        gpr[REG_A2] > RAM_BYTES - offset) {
        die("bad write system call");
    }
    fwrite(r->host + offset, 1, gpr[REG_A2], stdout);
    r->vcpu.hart.gpr[REG_A0] = gpr[REG_A2];
}

static int report_trap(const Hart *h)
{
    fprintf(stderr, "trap: %s, pc 0x%" PRIx64 ", tval 0x%" PRIx64 "\n",
            trap_name((unsigned)h->mcause), h->mepc, h->mtval);
    return 3;
}

/* Returns: an exit status, or -1 to go on. */
static int serve_trap(Runner *r)
{
    Hart *h = &r->vcpu.hart;

    if (h->mcause != TRAP_ECALL_U) {
        return report_trap(h);
    }
    if (h->gpr[REG_A7] == SYS_EXIT) {
        return (int)h->gpr[REG_A0];
    }
    if (h->gpr[REG_A7] != SYS_WRITE) {
        die("unknown system call");
    }
    sys_write(r);
    h->wfi = false;
    enter_user(h, h->mepc + 4);
    return -1;
}

/* What a thread of a vCPU does; its work is to make room for code. */
static void execute(Vcpu *v)
{
    cpu_exec_start(v);
    cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    process_queued_cpu_work(v);
    bql_unlock();
}

static int run(Runner *r)
{
    int status;

    do {
        vcpu_state_changed(&r->vcpu);
        while (!r->vcpu.hart.wfi &&
               r->vcpu.hart.retired < r->vcpu.slice_end) {
            execute(&r->vcpu);
        }
        if (!r->vcpu.hart.wfi) {
            die("the program does not end");
        }
        status = serve_trap(r);
    } while (status < 0);
    return status;
}

int main(int argc, char **argv)
{
    static Runner r;

    if (argc != 3) {
        die("usage: diff_run CPU IMAGE");
    }
    set_up_memory(&r);
    set_up_vcpu(&r, argv[1]);
    load_image(&r, argv[2]);
    int status = run(&r);
    fflush(stdout);
    return status;
}
