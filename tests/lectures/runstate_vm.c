/*
 * runstate_vm.c: lecture 06, starting, stopping, and who hears of it
 */
#include <glib.h>

#include "runstate/runstate.h"

static GString *heard;

static void vm_change(void *opaque, bool running, RunState state)
{
    g_string_append_printf(heard, "%s%s ", (const char *)opaque,
                           RunState_str(state));
    g_assert(running == runstate_is_running());
}

static void expect(const char *text)
{
    g_assert_cmpstr(heard->str, ==, text);
    g_string_truncate(heard, 0);
}

int main(void)
{
    static char first[] = "1:", second[] = "2:", prepare[] = "p:";
    int status = 0;

    heard = g_string_new(NULL);
    VMChangeStateEntry *entry =
        qemu_add_vm_change_state_handler(vm_change, first);
    qemu_add_vm_change_state_handler_prio(vm_change, second, 10);
    qemu_add_vm_change_state_handler_prio_full(vm_change, vm_change, prepare,
                                               20);

    g_assert(runstate_check(RUN_STATE_PRELAUNCH));
    vm_start();
    expect("p:running 1:running 2:running p:running ");
    vm_stop(RUN_STATE_PAUSED);
    expect("p:paused p:paused 2:paused 1:paused ");
    g_assert(!runstate_is_live(runstate_get()));
    qemu_del_vm_change_state_handler(entry);

    vm_start();
    g_string_truncate(heard, 0);
    qemu_system_vmstop_request_prepare();
    qemu_system_vmstop_request(RUN_STATE_WATCHDOG);
    qemu_system_debug_request();
    g_assert(!main_loop_should_exit(&status));
    g_assert(runstate_check(RUN_STATE_DEBUG));

    qemu_system_shutdown_request_with_code(SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 7);
    g_assert(qemu_main_loop() == 7);
    g_string_free(heard, TRUE);
    return 0;
}
