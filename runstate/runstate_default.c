/*
 * runstate_default.c: the lecture's names, on the process's one RunControl
 *
 * The only file of the library that owns an instance.
 */
#include "run_control_internal.h"
#include "runstate/runstate.h"

RunControl *runstate_default(void)
{
    static RunControl *instance;

    if (g_once_init_enter(&instance)) {
        g_once_init_leave(&instance, run_control_new(main_loop_new(NULL)));
    }
    return instance;
}

RunState runstate_get(void)
{
    return run_control_state(runstate_default());
}

void runstate_set(RunState state)
{
    run_control_set_state(runstate_default(), state);
}

bool runstate_check(RunState state)
{
    return runstate_get() == state;
}

bool runstate_is_running(void)
{
    return runstate_check(RUN_STATE_RUNNING);
}

bool runstate_is_live(RunState state)
{
    return run_state_is_live(state);
}

bool runstate_needs_reset(void)
{
    return run_state_needs_reset(runstate_get());
}

int vm_stop(RunState state)
{
    return run_control_vm_stop(runstate_default(), state);
}

int vm_stop_force_state(RunState state)
{
    return run_control_vm_stop_force_state(runstate_default(), state);
}

int vm_shutdown(void)
{
    return vm_stop(RUN_STATE_SHUTDOWN);
}

void vm_start(void)
{
    run_control_vm_start(runstate_default());
}

int vm_prepare_start(bool step_pending)
{
    return run_control_vm_prepare_start(runstate_default());
}

void vm_resume(RunState state)
{
    run_control_vm_resume(runstate_default(), state);
}

void vm_state_notify(bool running, RunState state)
{
    vm_change_notify(run_control_changes(runstate_default()), running, state);
}

bool vm_get_suspended(void)
{
    return run_control_was_suspended(runstate_default());
}

void vm_set_suspended(bool suspended)
{
    run_control_set_suspended(runstate_default(), suspended);
}

bool qemu_in_vcpu_thread(void)
{
    return run_ops_in_vcpu_thread(runstate_default());
}

VMChangeStateEntry *
qemu_add_vm_change_state_handler_prio_full(VMChangeStateHandler *cb,
                                           VMChangeStateHandler *prepare_cb,
                                           void *opaque, int priority)
{
    return vm_change_add(run_control_changes(runstate_default()), cb,
                         prepare_cb, opaque, priority);
}

VMChangeStateEntry *
qemu_add_vm_change_state_handler_prio(VMChangeStateHandler *cb, void *opaque,
                                      int priority)
{
    return qemu_add_vm_change_state_handler_prio_full(cb, NULL, opaque,
                                                      priority);
}

VMChangeStateEntry *
qemu_add_vm_change_state_handler(VMChangeStateHandler *cb, void *opaque)
{
    return qemu_add_vm_change_state_handler_prio(cb, opaque, 0);
}

void qemu_del_vm_change_state_handler(VMChangeStateEntry *entry)
{
    vm_change_remove(run_control_changes(runstate_default()), entry);
}

void qemu_system_debug_request(void)
{
    run_control_request_debug(runstate_default());
}

void qemu_system_suspend_request(void)
{
    run_control_request_suspend(runstate_default());
}

void qemu_system_wakeup_request(WakeupReason reason, GError **errp)
{
    run_control_request_wakeup(runstate_default(), reason, errp);
}

void qemu_system_powerdown_request(void)
{
    run_control_request_powerdown(runstate_default());
}

void qemu_system_reset_request(ShutdownCause reason)
{
    run_control_request_reset(runstate_default(), reason);
}

void qemu_system_shutdown_request(ShutdownCause reason)
{
    qemu_system_shutdown_request_with_code(reason, 0);
}

void qemu_system_shutdown_request_with_code(ShutdownCause reason,
                                            int exit_code)
{
    run_control_request_shutdown(runstate_default(), reason, exit_code);
}

void qemu_system_vmstop_request_prepare(void)
{
    run_control_request_vmstop_prepare(runstate_default());
}

void qemu_system_vmstop_request(RunState state)
{
    run_control_request_vmstop(runstate_default(), state);
}

void qemu_system_guest_panicked(void)
{
    run_control_guest_panicked(runstate_default());
}

void watchdog_perform_action(void)
{
    run_control_watchdog(runstate_default());
}

void qemu_register_reset(QEMUResetHandler *fn, void *opaque)
{
    run_control_register_reset(runstate_default(), fn, opaque);
}

void qemu_unregister_reset(QEMUResetHandler *fn, void *opaque)
{
    run_control_unregister_reset(runstate_default(), fn, opaque);
}

void qemu_devices_reset(void)
{
    run_control_call_reset_handlers(runstate_default());
}

void qemu_system_reset(ShutdownCause reason)
{
    run_control_reset(runstate_default(), reason);
}

int qemu_main_loop(void)
{
    return run_control_main_loop_run(runstate_default());
}

void main_loop_wait(int nonblocking)
{
    main_loop_iterate(run_control_main_loop(runstate_default()),
                      nonblocking != 0);
}

bool main_loop_should_exit(int *status)
{
    return run_control_should_exit(runstate_default(), status);
}

void qemu_notify_event(void)
{
    main_loop_notify(run_control_main_loop(runstate_default()));
}

QEMUBH *qemu_bh_new(QEMUBHFunc *cb, void *opaque)
{
    return main_loop_bh_new(run_control_main_loop(runstate_default()), cb,
                            opaque);
}
