/*
 * runstate.h: the run state by the names the lecture uses
 *
 * Thin wrappers over the default RunControl; the contracts are described
 * there (runstate/run_control.h).
 */
#ifndef RUNSTATE_RUNSTATE_H
#define RUNSTATE_RUNSTATE_H

#include "runstate/run_control.h"

/** runstate_default: the instance behind these functions (borrowed) */
RunControl *runstate_default(void);

RunState runstate_get(void);
void runstate_set(RunState state);
bool runstate_check(RunState state);
bool runstate_is_running(void);
bool runstate_is_live(RunState state);
bool runstate_needs_reset(void);

int vm_stop(RunState state);
int vm_stop_force_state(RunState state);
int vm_shutdown(void);
void vm_start(void);
int vm_prepare_start(bool step_pending);
void vm_resume(RunState state);
void vm_state_notify(bool running, RunState state);
bool vm_get_suspended(void);
void vm_set_suspended(bool suspended);
bool qemu_in_vcpu_thread(void);

VMChangeStateEntry *
qemu_add_vm_change_state_handler(VMChangeStateHandler *cb, void *opaque);
VMChangeStateEntry *
qemu_add_vm_change_state_handler_prio(VMChangeStateHandler *cb, void *opaque,
                                      int priority);
VMChangeStateEntry *
qemu_add_vm_change_state_handler_prio_full(VMChangeStateHandler *cb,
                                           VMChangeStateHandler *prepare_cb,
                                           void *opaque, int priority);
void qemu_del_vm_change_state_handler(VMChangeStateEntry *entry);

void qemu_system_debug_request(void);
void qemu_system_suspend_request(void);
void qemu_system_wakeup_request(WakeupReason reason, GError **errp);
void qemu_system_powerdown_request(void);
void qemu_system_reset_request(ShutdownCause reason);
void qemu_system_shutdown_request(ShutdownCause reason);
void qemu_system_shutdown_request_with_code(ShutdownCause reason,
                                            int exit_code);
void qemu_system_vmstop_request_prepare(void);
void qemu_system_vmstop_request(RunState state);
void qemu_system_guest_panicked(void);
void watchdog_perform_action(void);

void qemu_register_reset(QEMUResetHandler *fn, void *opaque);
void qemu_unregister_reset(QEMUResetHandler *fn, void *opaque);
void qemu_devices_reset(void);
void qemu_system_reset(ShutdownCause reason);

int qemu_main_loop(void);
void main_loop_wait(int nonblocking);
bool main_loop_should_exit(int *status);
void qemu_notify_event(void);

QEMUBH *qemu_bh_new(QEMUBHFunc *cb, void *opaque);

#endif
