/*
 * run_reset.c: system reset
 *
 * The handlers are a plain list. The tree of devices, with its phases, is one
 * handler of it.
 */
#include "run_control_internal.h"

void run_control_register_reset(RunControl *rc, QEMUResetHandler *fn,
                                void *opaque)
{
    ResetEntry entry = { fn, opaque };

    g_array_append_val(rc->resets, entry);
}

void run_control_unregister_reset(RunControl *rc, QEMUResetHandler *fn,
                                  void *opaque)
{
    for (guint i = 0; i < rc->resets->len; i++) {
        ResetEntry *entry = &g_array_index(rc->resets, ResetEntry, i);
        if (entry->fn == fn && entry->opaque == opaque) {
            g_array_remove_index(rc->resets, i);
            return;
        }
    }
}

void run_control_call_reset_handlers(RunControl *rc)
{
    for (guint i = 0; i < rc->resets->len; i++) {
        ResetEntry entry = g_array_index(rc->resets, ResetEntry, i);
        entry.fn(entry.opaque);
    }
}

void run_control_reset(RunControl *rc, ShutdownCause cause)
{
    rc->was_suspended = false;
    if (rc->ops->reset_machine != NULL) {
        rc->ops->reset_machine(rc->ops_opaque, cause);
    } else {
        run_control_call_reset_handlers(rc);
    }
    if (cause != SHUTDOWN_CAUSE_NONE && cause != SHUTDOWN_CAUSE_SNAPSHOT_LOAD &&
        cause != SHUTDOWN_CAUSE_SUBSYSTEM_RESET) {
        run_ops_event(rc, RUN_EVENT_RESET, cause);
    }
}
