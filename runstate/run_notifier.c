/*
 * run_notifier.c: who hears of the power button, of suspend and wake-up, and
 * of stops that a start overtook
 */
#include "run_control_internal.h"

struct RunNotifier {
    RunControl *rc;
    RunNotifyKind kind;
    RunNotifyFn *fn;            /* NULL: removed while others were called */
    void *opaque;
};

static RunNotifier *add(RunControl *rc, RunNotifyKind kind, RunNotifyFn *fn,
                        void *opaque)
{
    RunNotifier *notifier = g_new0(RunNotifier, 1);

    notifier->rc = rc;
    notifier->kind = kind;
    notifier->fn = fn;
    notifier->opaque = opaque;
    rc->notifiers[kind] = g_list_append(rc->notifiers[kind], notifier);
    return notifier;
}

RunNotifier *run_control_on_powerdown(RunControl *rc, RunNotifyFn *fn,
                                      void *opaque)
{
    return add(rc, RUN_NOTIFY_POWERDOWN, fn, opaque);
}

RunNotifier *run_control_on_suspend(RunControl *rc, RunNotifyFn *fn,
                                    void *opaque)
{
    return add(rc, RUN_NOTIFY_SUSPEND, fn, opaque);
}

RunNotifier *run_control_on_wakeup(RunControl *rc, RunNotifyFn *fn,
                                   void *opaque)
{
    return add(rc, RUN_NOTIFY_WAKEUP, fn, opaque);
}

RunNotifier *run_control_on_vmstop_dropped(RunControl *rc, RunNotifyFn *fn,
                                           void *opaque)
{
    return add(rc, RUN_NOTIFY_VMSTOP_DROPPED, fn, opaque);
}

void run_notifier_remove(RunNotifier *notifier)
{
    RunControl *rc = notifier->rc;
    GList **list = &rc->notifiers[notifier->kind];

    if (rc->notifying > 0) {
        notifier->fn = NULL;
        return;
    }
    *list = g_list_remove(*list, notifier);
    g_free(notifier);
}

static void sweep(GList **list)
{
    GList *link = *list;

    while (link != NULL) {
        GList *next = link->next;
        const RunNotifier *notifier = link->data;
        if (notifier->fn == NULL) {
            g_free(link->data);
            *list = g_list_delete_link(*list, link);
        }
        link = next;
    }
}

/* A listener may remove itself and others while it is called. */
void run_notify(RunControl *rc, RunNotifyKind kind)
{
    rc->notifying++;
    for (GList *link = rc->notifiers[kind]; link; link = link->next) {
        const RunNotifier *notifier = link->data;
        if (notifier->fn != NULL) {
            notifier->fn(notifier->opaque);
        }
    }
    if (--rc->notifying == 0) {
        for (unsigned i = 0; i < RUN_NOTIFY__MAX; i++) {
            sweep(&rc->notifiers[i]);
        }
    }
}

void run_notifiers_clear(RunControl *rc)
{
    for (int kind = 0; kind < RUN_NOTIFY__MAX; kind++) {
        g_list_free_full(rc->notifiers[kind], g_free);
        rc->notifiers[kind] = NULL;
    }
}
