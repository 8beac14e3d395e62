/* vm_pause_life.c: the parts of a VmPause, made and taken down */
#include "runstate/vm_pause.h"

/* A pause that is never made must not claim the next one, a user's. */
static void forget(void *opaque)
{
    VmPause *p = opaque;

    p->asked = false;
}

void vm_pause_init(VmPause *p, RunControl *rc, VmPauseLook *look,
                   void *opaque)
{
    *p = (VmPause){ .rc = rc, .look = look, .opaque = opaque };
    p->go_on = main_loop_bh_new(run_control_main_loop(rc), vm_pause_go_on, p);
    p->entry = vm_change_add(run_control_changes(rc), vm_pause_vm_change,
                             NULL, p, 0);
    p->dropped = run_control_on_vmstop_dropped(rc, forget, p);
}

void vm_pause_deinit(VmPause *p)
{
    run_notifier_remove(p->dropped);
    vm_change_remove(run_control_changes(p->rc), p->entry);
    qemu_bh_delete(p->go_on);
}
