/*
 * gdb_target.c: the machine as the gdb server sees it
 *
 * Each function of the table is a few calls into exec and runstate. Letting
 * some harts run and others not is done as a VM that runs with some vCPUs
 * left stopped. What a debugger looks at while others run, it looks at
 * between hold() and release(): all vCPUs stand, the run state stays.
 *
 * A vCPU that hit a point while the others were being paused has asked the
 * main loop for a stop: then nobody is let go, as the stop comes at once.
 */
#include <string.h>

#include "exec/debug.h"
#include "gdb_internal.h"
#include "machine/hmp.h"
#include "memory/flatview.h"
#include "memory/memory_map.h"

#define FLASH_BLOCK_BYTES 0x40000   /* what guests see in the CFI tables */

static CpuSet *cpus_of(void *opaque)
{
    return ((GdbMachine *)opaque)->vm->cpus;
}

static Vcpu *vcpu_of(void *opaque, unsigned thread)
{
    return cpu_set_get(cpus_of(opaque), thread);
}

static unsigned target_n_threads(void *opaque)
{
    return cpus_of(opaque)->cpus->len;
}

static Hart *target_hart(void *opaque, unsigned thread)
{
    return &vcpu_of(opaque, thread)->hart;
}

static const HartEnv *target_env(void *opaque, unsigned thread)
{
    return &vcpu_of(opaque, thread)->env;
}

static void target_hart_changed(void *opaque, unsigned thread)
{
    vcpu_state_changed(vcpu_of(opaque, thread));
}

/* --- memory --------------------------------------------------------------- */

/* ROM and flash are written like RAM; anything else is a device. */
static bool write_physical(Vcpu *v, const GdbMemory *access)
{
    MemSection section = { 0 };
    bool memory = address_space_find(v->as, access->addr, &section) &&
                  section.block;
    MemTxResult (*write)(AddressSpace *as, hwaddr addr, MemTxAttrs attrs,
                         const void *buf, hwaddr len) =
        memory ? address_space_write_rom : address_space_write;

    return write(v->as, access->addr, MEMTXATTRS_UNSPECIFIED, access->buf,
                 access->len) == MEMTX_OK;
}

static bool access_physical(Vcpu *v, const GdbMemory *access)
{
    return access->is_write
        ? write_physical(v, access)
        : address_space_read(v->as, access->addr, MEMTXATTRS_UNSPECIFIED,
                             access->buf, access->len) == MEMTX_OK;
}

static bool target_memory(void *opaque, const GdbMemory *access)
{
    Vcpu *v = vcpu_of(opaque, access->thread);

    return access->physical ? access_physical(v, access)
                            : cpu_memory_rw_debug(v, access->addr,
                                                  access->buf, access->len,
                                                  access->is_write);
}

static bool target_translate(void *opaque, unsigned thread, vaddr addr,
                             hwaddr *phys)
{
    *phys = cpu_get_phys_addr_debug(vcpu_of(opaque, thread), addr);
    return *phys != (hwaddr)-1;
}

static GdbRegionKind kind_of(const FlatRange *range)
{
    if (range->mr->rom_device) {
        return GDB_REGION_FLASH;
    }
    if (!range->mr->ram) {
        return GDB_REGION_IO;
    }
    return range->readonly ? GDB_REGION_ROM : GDB_REGION_RAM;
}

static bool target_next_region(void *opaque, hwaddr addr, GdbRegion *out)
{
    const FlatRange *range =
        flatview_next(vcpu_of(opaque, 0)->as->current_map, addr);

    if (!range) {
        return false;
    }
    *out = (GdbRegion) {
        .kind = kind_of(range),
        .start = int128_sat64(range->addr.start),
        .size = int128_sat64(range->addr.size),
        .block_bytes = FLASH_BLOCK_BYTES,
    };
    return true;
}

/* --- points --------------------------------------------------------------- */

static const int watch_flags[GDB_POINT__COUNT] = {
    [GDB_POINT_WRITE] = BP_MEM_WRITE,
    [GDB_POINT_READ] = BP_MEM_READ,
    [GDB_POINT_ACCESS] = BP_MEM_ACCESS,
};

static int remove_from(Vcpu *v, const GdbPoint *point)
{
    int flags = watch_flags[point->type];

    return flags ? cpu_watchpoint_remove(v, point->addr, point->len,
                                         BP_GDB | flags)
                 : cpu_breakpoint_remove(v, point->addr, BP_GDB);
}

static int insert_into(Vcpu *v, const GdbPoint *point)
{
    int flags = watch_flags[point->type];

    return flags ? cpu_watchpoint_insert(v, point->addr, point->len,
                                         BP_GDB | flags, NULL)
                 : cpu_breakpoint_insert(v, point->addr, BP_GDB, NULL);
}

static int target_remove_point(void *opaque, const GdbPoint *point)
{
    int result = 0;

    for (unsigned i = 0; i < target_n_threads(opaque); i++) {
        int one = remove_from(vcpu_of(opaque, i), point);

        result = one ? one : result;
    }
    return result;
}

/* On every hart, or on none. */
static int target_insert_point(void *opaque, const GdbPoint *point)
{
    for (unsigned i = 0; i < target_n_threads(opaque); i++) {
        int result = insert_into(vcpu_of(opaque, i), point);

        if (result != 0) {
            while (i-- > 0) {
                remove_from(vcpu_of(opaque, i), point);
            }
            return result;
        }
    }
    return 0;
}

/* --- running -------------------------------------------------------------- */

static bool target_is_running(void *opaque)
{
    return runstate_is_live(runstate_get());
}

static bool has_action(const GdbMachine *m, GdbAction action)
{
    for (unsigned i = 0; i < m->n_threads; i++) {
        if (m->actions[i] == action) {
            return true;
        }
    }
    return false;
}

/* Timers stand for a step only while no other hart needs them. */
static bool timers_run(const GdbMachine *m)
{
    return has_action(m, GDB_ACTION_CONTINUE) ||
           !(m->step_flags & GDB_STEP_NOTIMER);
}

static void set_steps(GdbMachine *m)
{
    for (unsigned i = 0; i < m->n_threads; i++) {
        cpu_single_step(vcpu_of(m, i), m->actions[i] == GDB_ACTION_STEP
                                       ? (int)m->step_flags : 0);
    }
}

static void let_go(GdbMachine *m)
{
    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, timers_run(m));
    for (unsigned i = 0; i < m->n_threads; i++) {
        if (m->actions[i] != GDB_ACTION_STAY) {
            cpu_resume(vcpu_of(m, i));
        }
    }
}

/* All vCPUs stand. A suspended VM is woken by the guest's devices alone. */
static void run_actions(GdbMachine *m)
{
    set_steps(m);
    if (runstate_is_running()) {
        let_go(m);
    }
}

static bool target_resume(void *opaque, const GdbAction *actions,
                          unsigned step_flags)
{
    GdbMachine *m = opaque;

    if (runstate_needs_reset()) {
        return false;
    }
    memcpy(m->actions, actions, m->n_threads * sizeof(*actions));
    m->step_flags = step_flags;
    if (!target_is_running(m)) {
        m->started = true;
        vm_prepare_start(false);
    } else {
        pause_all_vcpus(m->vm->cpus);
        if (m->vm->cpus->stop_cpu) {
            return true;
        }
    }
    run_actions(m);
    return true;
}

/* A reset lets all vCPUs of a running VM go. */
void gdb_machine_again(GdbMachine *m)
{
    if (runstate_is_running() && (has_action(m, GDB_ACTION_STAY) ||
                                  has_action(m, GDB_ACTION_STEP))) {
        pause_all_vcpus(m->vm->cpus);
        if (!m->vm->cpus->stop_cpu) {
            let_go(m);
        }
    }
}

static void target_stop(void *opaque)
{
    vm_stop(RUN_STATE_PAUSED);
}

static GdbPointType watch_type(int flags)
{
    for (unsigned i = GDB_POINT_WRITE; i < GDB_POINT__COUNT; i++) {
        if ((flags & BP_MEM_ACCESS) == watch_flags[i]) {
            return (GdbPointType)i;
        }
    }
    return GDB_POINT_ACCESS;
}

/* exec makes all but the first of several stop again. */
static void target_take_stop(void *opaque, unsigned thread, GdbStop *out)
{
    static const GdbStopReason reasons[] = {
        [VCPU_STOP_NONE] = GDB_STOP_NONE,
        [VCPU_STOP_STEP] = GDB_STOP_STEP,
        [VCPU_STOP_BREAKPOINT] = GDB_STOP_BREAKPOINT,
        [VCPU_STOP_WATCHPOINT] = GDB_STOP_WATCHPOINT,
    };
    Vcpu *v = vcpu_of(opaque, thread);
    VcpuStop stop = vcpu_stop_info(v);

    if (v == cpus_of(opaque)->stop_cpu) {
        *out = (GdbStop) { reasons[stop.kind], watch_type(stop.watch_flags),
                           stop.addr };
    }
}

static void target_hold(void *opaque)
{
    GdbMachine *m = opaque;

    m->held = target_is_running(m);
    if (!m->held) {
        return;
    }
    for (unsigned i = 0; i < m->n_threads; i++) {
        m->ran[i] = vcpu_can_run(vcpu_of(m, i));
    }
    pause_all_vcpus(m->vm->cpus);
}

static void target_release(void *opaque)
{
    GdbMachine *m = opaque;

    if (!m->held || m->vm->cpus->stop_cpu) {
        return;
    }
    m->held = false;
    for (unsigned i = 0; i < m->n_threads; i++) {
        if (m->ran[i]) {
            cpu_resume(vcpu_of(m, i));
        }
    }
}

/* --- the machine ---------------------------------------------------------- */

static void target_reset(void *opaque)
{
    qemu_system_reset_request(SHUTDOWN_CAUSE_HOST_UI);
}

static void target_kill(void *opaque)
{
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_UI);
}

static void target_monitor(void *opaque, const char *line, GdbOutputFn *out,
                           void *out_opaque)
{
    GdbMachine *m = opaque;
    g_autofree char *text = hmp_run_line(m->vm, &m->monitor_cpu, line);

    out(out_opaque, text, strlen(text));
}

const GdbTarget gdb_machine_target = {
    .n_threads = target_n_threads,
    .hart = target_hart,
    .env = target_env,
    .hart_changed = target_hart_changed,
    .memory = target_memory,
    .translate = target_translate,
    .next_region = target_next_region,
    .insert_point = target_insert_point,
    .remove_point = target_remove_point,
    .is_running = target_is_running,
    .resume = target_resume,
    .stop = target_stop,
    .take_stop = target_take_stop,
    .hold = target_hold,
    .release = target_release,
    .reset = target_reset,
    .kill = target_kill,
    .monitor = target_monitor,
};
