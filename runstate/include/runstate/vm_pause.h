/*
 * vm_pause.h: pause the VM from where it cannot be stopped, look, go on
 *
 * A timer callback runs while its clock runs. Stopping the VM disables the
 * virtual clock, which waits until no callback runs: a callback that calls
 * vm_stop() waits for itself. A VmPause is what it does instead.
 *
 *     callback            main loop                       main loop
 *     vm_pause_now() ---> stops, tells handlers --------> look(), VM starts
 *                 request  vm_pause_vm_change()  queued    vm_pause_go_on()
 */
#ifndef RUNSTATE_VM_PAUSE_H
#define RUNSTATE_VM_PAUSE_H

#include "runstate/run_control.h"

/* Called in the main loop while the VM is paused. */
typedef void VmPauseLook(void *opaque);

typedef struct VmPause {
    RunControl *rc;
    QEMUBH *go_on;              /* work for the main loop */
    VMChangeStateEntry *entry;
    RunNotifier *dropped;
    bool asked;                 /* our pause was asked for, not yet seen */
    VmPauseLook *look;
    void *opaque;
} VmPause;

/**
 * vm_pause_init: @rc, @look and @opaque are borrowed until vm_pause_deinit()
 */
void vm_pause_init(VmPause *p, RunControl *rc, VmPauseLook *look,
                   void *opaque);
void vm_pause_deinit(VmPause *p);

/**
 * vm_pause_now: pause, look, go on (exercise file)
 * @opaque: VmPause; so that this can be a timer's callback
 *
 * A stop that somebody else makes is followed by neither a look nor a start;
 * and a VM that has left state paused by then is left alone. A start that
 * comes before the pause is made cancels it: @asked is cleared then.
 *
 * Context: any thread, timer callbacks too.
 */
void vm_pause_now(void *opaque);

/** vm_pause_vm_change: VMChangeStateHandler of a VmPause (exercise file) */
void vm_pause_vm_change(void *opaque, bool running, RunState state);

/** vm_pause_go_on: QEMUBHFunc of a VmPause (exercise file) */
void vm_pause_go_on(void *opaque);

#endif
