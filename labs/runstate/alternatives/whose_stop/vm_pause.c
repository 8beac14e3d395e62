/* vm_pause.c: the question whose stop it is has a name; resume starts */
#include "runstate/vm_pause.h"

void vm_pause_now(void *opaque)
{
    VmPause *p = opaque;

    run_control_request_vmstop_prepare(p->rc);
    p->asked = true;
    run_control_request_vmstop(p->rc, RUN_STATE_PAUSED);
}

void vm_pause_vm_change(void *opaque, bool running, RunState state)
{
    VmPause *p = opaque;
    bool ours = p->asked && !running && state == RUN_STATE_PAUSED;

    p->asked = false;
    if (!ours) {
        return;
    }
    qemu_bh_schedule(p->go_on);
}

void vm_pause_go_on(void *opaque)
{
    VmPause *p = opaque;

    if (run_control_state(p->rc) != RUN_STATE_PAUSED) {
        return;
    }
    p->look(p->opaque);
    run_control_vm_resume(p->rc, RUN_STATE_RUNNING);
}
