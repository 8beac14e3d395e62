/*
 * vm_pause.c: pause the VM from where it cannot be stopped, look, go on
 *
 * TODO (runstate.5): spot the bug. This file is complete, and wrong: see
 * runstate/vm_pause.h for what it promises. Called by a timer, the first pause
 * is the last thing that this VM ever does. A stop disables the virtual clock;
 * who runs while that clock waits? And which stops are followed by a start?
 */
#include "runstate/vm_pause.h"

void vm_pause_now(void *opaque)
{
    VmPause *p = opaque;

    p->asked = true;
    run_control_vm_stop(p->rc, RUN_STATE_PAUSED);
}

void vm_pause_vm_change(void *opaque, bool running, RunState state)
{
    VmPause *p = opaque;

    if (!running) {
        qemu_bh_schedule(p->go_on);
    }
}

void vm_pause_go_on(void *opaque)
{
    VmPause *p = opaque;

    p->look(p->opaque);
    run_control_vm_start(p->rc);
}
