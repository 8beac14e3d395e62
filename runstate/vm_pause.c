/*
 * vm_pause.c: a timer callback may ask for a stop, not make one (exercise)
 *
 * It posts a request and returns. When the stop is announced, the look and
 * the start are queued as work: a handler may not start what is stopping.
 */
#include "runstate/vm_pause.h"

void vm_pause_now(void *opaque)
{
    VmPause *p = opaque;

    p->asked = true;
    run_control_request_vmstop_prepare(p->rc);
    run_control_request_vmstop(p->rc, RUN_STATE_PAUSED);
}

void vm_pause_vm_change(void *opaque, bool running, RunState state)
{
    VmPause *p = opaque;

    if (p->asked && state == RUN_STATE_PAUSED) {
        qemu_bh_schedule(p->go_on);
    }
    p->asked = false;
}

void vm_pause_go_on(void *opaque)
{
    VmPause *p = opaque;

    if (run_control_state(p->rc) == RUN_STATE_PAUSED) {
        p->look(p->opaque);
        run_control_vm_start(p->rc);
    }
}
