/* vm.c: connects exec, runstate, timers and devices; see machine/vm.h */
#include <inttypes.h>

#include "machine/vm.h"

#include "core/bql.h"
#include "core/error.h"
#include "core/log.h"
#include "devices/reset.h"
#include "devices/sysbus.h"
#include "exec/debug.h"
#include "machine/dump.h"
#include "memory/memory_map.h"
#include "runstate/qmp.h"
#include "runstate/run_control.h"
#include "runstate/runstate.h"
#include "timers/icount.h"
#include "timers/qtest_clock.h"
#include "timers/timer_system.h"

/* --- what run states do to vCPUs and clocks ------------------------------ */

static bool op_in_vcpu_thread(void *opaque)
{
    return vcpu_current() != NULL;
}

static void op_cpu_stop_current(void *opaque)
{
    cpu_stop_current();
}

/* Timers of the virtual clock stop with the vCPUs. */
static void op_pause_all_vcpus(void *opaque)
{
    Vm *vm = opaque;

    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, false);
    pause_all_vcpus(vm->cpus);
}

static void op_resume_all_vcpus(void *opaque)
{
    Vm *vm = opaque;

    qemu_clock_enable(QEMU_CLOCK_VIRTUAL, true);
    resume_all_vcpus(vm->cpus);
}

static void op_enable_ticks(void *opaque)
{
    cpu_enable_ticks();
}

static void op_disable_ticks(void *opaque)
{
    cpu_disable_ticks();
}

/* Devices first, then the images that firmware expects, then the harts. */
static void op_reset_machine(void *opaque, ShutdownCause cause)
{
    Vm *vm = opaque;

    bus_cold_reset(sysbus_get_default());
    qemu_devices_reset();
    if (vm->machine) {
        rom_reset(vm->machine->roms);
    }
    for (unsigned i = 0; i < vm->cpus->cpus->len; i++) {
        vcpu_reset(cpu_set_get(vm->cpus, i));
    }
}

static void op_event(void *opaque, RunEvent event, ShutdownCause cause)
{
    qmp_runstate_emit(event, cause);
}

static const RunStateOps run_state_ops = {
    .in_vcpu_thread = op_in_vcpu_thread,
    .cpu_stop_current = op_cpu_stop_current,
    .pause_all_vcpus = op_pause_all_vcpus,
    .resume_all_vcpus = op_resume_all_vcpus,
    .enable_ticks = op_enable_ticks,
    .disable_ticks = op_disable_ticks,
    .reset_machine = op_reset_machine,
    .event = op_event,
};

/* --- what the guest may ask for ------------------------------------------ */

/* A guest that reports its own failure has panicked: -action panic= counts. */
static void request_shutdown(void *opaque, bool failed, int exit_code)
{
    qemu_system_shutdown_request_with_code(
        failed ? SHUTDOWN_CAUSE_GUEST_PANIC : SHUTDOWN_CAUSE_GUEST_SHUTDOWN,
        exit_code);
}

static void request_reset(void *opaque)
{
    qemu_system_reset_request(SHUTDOWN_CAUSE_GUEST_RESET);
}

static const SystemRequestOps system_request_ops = {
    .shutdown = request_shutdown,
    .reset = request_reset,
};

SystemRequest vm_request(Vm *vm)
{
    return (SystemRequest) { .ops = &system_request_ops, .opaque = vm };
}

/* --- timers -------------------------------------------------------------- */

static int64_t loop_deadline_ns(void *opaque)
{
    return timer_system_deadline_ns(timer_system_default());
}

static bool loop_run_timers(void *opaque)
{
    return timer_system_run_all_timers(timer_system_default());
}

static const MainLoopOps main_loop_ops = {
    .deadline_ns = loop_deadline_ns,
    .run_timers = loop_run_timers,
};

/* A device that the running vCPU wrote to wants to be served earlier. */
static void end_slice(void)
{
    Vcpu *v = vcpu_current();

    if (v) {
        vcpu_request_exit(v, VCPU_EXIT_LOOP);
    }
}

static bool is_counting(void)
{
    return icount_enabled(timer_system_default());
}

/* An earlier deadline ends the main loop's sleep; counted time is served by
 * the execution thread, which may be asleep, or run a slice that is now too
 * long. */
static void deadline_moved(void *opaque, QEMUClockType type)
{
    Vm *vm = opaque;

    qemu_notify_event();
    if (type == QEMU_CLOCK_VIRTUAL && is_counting()) {
        g_cond_broadcast(&vm->cpus->rr_cond);
        end_slice();
    }
}

static uint64_t count_instructions(void *opaque)
{
    return cpu_set_retired(opaque);
}

static bool enable_icount(Vm *vm, const VmConfig *config, Error **errp)
{
    TimerSystem *ts = timer_system_default();
    IcountConfig icount = {
        .shift = config->icount_shift,
        .sleep = config->icount_sleep,
    };

    if (!icount_enable(ts, &icount, errp)) {
        return false;
    }
    icount_set_source(ts, count_instructions, vm->cpus);
    return true;
}

/* --- translation ---------------------------------------------------------- */

/*
 * Nobody has to name an accelerator; then a host that cannot run translated
 * code is a reason to warn, not to give up.
 */
static bool prepare_jit(Vm *vm, const VmConfig *config, Error **errp)
{
    JitOptions options = config->jit;
    g_autoptr(GError) error = NULL;

    options.counts = vm->cpus->round_robin;
    options.perf = config->perfmap;
    if (cpu_set_use_jit(vm->cpus, &options, &error)) {
        return true;
    }
    if (config->accel) {
        error_setg(errp, "-accel %s: %s", config->accel->name,
                   error->message);
        return false;
    }
    warn_report("no translated code here: %s; going on with -accel interp",
                error->message);
    vm->cpus->accel = accel_find("interp");
    return true;
}

/* --- life ---------------------------------------------------------------- */

Vm *vm_new(const VmConfig *config, Error **errp)
{
    Vm *vm = g_new0(Vm, 1);
    RunControl *rc = runstate_default();

    bql_lock();
    memory_map_init();
    vm->cpus = cpu_set_new(config->accel ? config->accel : accel_default());
    vm->cpus->round_robin = config->round_robin || config->icount;
    vm->cpus->one_insn_per_tb = config->one_insn_per_tb;
    vm->cpus->digest_on = qemu_loglevel_mask(LOG_DIGEST);
    run_control_set_ops(rc, &run_state_ops, vm);
    main_loop_set_ops(run_control_main_loop(rc), &main_loop_ops, vm);
    timer_system_set_notify(timer_system_default(), deadline_moved, vm);
    vm->watch = memory_watch_new(vm->cpus, &address_space_memory);
    if (vm->cpus->accel->stands_still) {
        qtest_clock_enable(timer_system_default());
    }
    if (!prepare_jit(vm, config, errp) ||
        (config->perfmap && !cpu_set_write_perf_map(vm->cpus, errp)) ||
        (config->icount && !enable_icount(vm, config, errp))) {
        vm_free(vm);
        return NULL;
    }
    return vm;
}

void vm_set_machine(Vm *vm, MachineState *machine)
{
    vm->machine = machine;
}

/* Only one thread for all vCPUs gives traps an order to digest. */
static void log_digest(const Vm *vm)
{
    if (!vm->cpus->round_robin) {
        warn_report("-d digest needs -icount or -accel tcg,thread=single");
        return;
    }
    qemu_log("digest %016" PRIx64 " after %" PRIu64 " instructions\n",
             digest_value(&vm->cpus->digest), cpu_set_retired(vm->cpus));
}

/* Before any debugger hears of it, and may resume. */
static void prepare_for_state(void *opaque, bool running, RunState state)
{
    if (!running && state == RUN_STATE_DEBUG) {
        cpu_debug_stop_served(opaque);
    }
}

static void do_nothing(void *opaque, bool running, RunState state)
{
}

int vm_run(Vm *vm, bool start)
{
    VMChangeStateEntry *entry = qemu_add_vm_change_state_handler_prio_full(
        do_nothing, prepare_for_state, vm->cpus, 0);

    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    for (unsigned i = 0; i < vm->cpus->cpus->len; i++) {
        vcpu_start(cpu_set_get(vm->cpus, i));
    }
    if (start) {
        vm_start();
    }
    vm->exit_status = qemu_main_loop();
    vm_shutdown();
    cpu_set_join(vm->cpus);
    qemu_del_vm_change_state_handler(entry);
    if (vm->cpus->digest_on) {
        log_digest(vm);
    }
    return vm->exit_status;
}

/* The board itself lives as long as the process. */
void vm_free(Vm *vm)
{
    memory_watch_free(vm->watch);
    dump_job_free(vm);
    bql_unlock();
    g_free(vm->name);
    g_free(vm->uuid);
    g_free(vm);
}
