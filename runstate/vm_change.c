/*
 * vm_change.c: the ordered list of change-state handlers
 *
 * A notification walks the list while handlers may add and remove entries.
 * Removal in mid-walk only marks an entry; the outermost walk sweeps.
 */
#include "core/trace.h"
#include "runstate/vm_change.h"

TRACE_EVENT(runstate_notify, "running:u state:s")
TRACE_EVENT(runstate_handler, "phase:s priority:d")

struct VMChangeStateEntry {
    VMChangeStateHandler *cb;
    VMChangeStateHandler *prepare;
    void *opaque;
    int priority;
    bool added_in_walk;         /* not called before the next notification */
    bool removed;
};

/* Never 0: a new entry goes behind all entries of the same priority. */
static int place_new(const void *new_data, const void *data)
{
    const VMChangeStateEntry *new_entry = new_data;
    const VMChangeStateEntry *entry = data;

    return new_entry->priority >= entry->priority ? 1 : -1;
}

VMChangeStateEntry *vm_change_add(VMChangeList *list, VMChangeStateHandler *cb,
                                  VMChangeStateHandler *prepare, void *opaque,
                                  int priority)
{
    VMChangeStateEntry *entry = g_new0(VMChangeStateEntry, 1);

    entry->cb = cb;
    entry->prepare = prepare;
    entry->opaque = opaque;
    entry->priority = priority;
    entry->added_in_walk = list->walking > 0;
    list->entries = g_list_insert_sorted(list->entries, entry, place_new);
    return entry;
}

void vm_change_remove(VMChangeList *list, VMChangeStateEntry *entry)
{
    entry->removed = true;
    if (list->walking == 0) {
        list->entries = g_list_remove(list->entries, entry);
        g_free(entry);
    }
}

static void call(const VMChangeStateEntry *entry, bool prepare, bool running,
                 RunState state)
{
    VMChangeStateHandler *fn = prepare ? entry->prepare : entry->cb;

    if (fn != NULL && !entry->removed && !entry->added_in_walk) {
        TRACE(runstate_handler, TRACE_STR(prepare ? "prepare" : "change"),
              entry->priority);
        fn(entry->opaque, running, state);
    }
}

/* One walk, ascending when the VM starts and descending when it stops. */
static void walk(VMChangeList *list, bool prepare, bool running,
                 RunState state)
{
    GList *link = running ? list->entries : g_list_last(list->entries);

    while (link != NULL) {
        call(link->data, prepare, running, state);
        link = running ? link->next : link->prev;
    }
}

/* After the outermost walk: drop what was removed, admit what was added. */
static void sweep(VMChangeList *list)
{
    GList *link = list->entries;

    while (link != NULL) {
        GList *next = link->next;
        VMChangeStateEntry *entry = link->data;
        entry->added_in_walk = false;
        if (entry->removed) {
            list->entries = g_list_delete_link(list->entries, link);
            g_free(entry);
        }
        link = next;
    }
}

void vm_change_notify(VMChangeList *list, bool running, RunState state)
{
    TRACE(runstate_notify, running, TRACE_STR(RunState_str(state)));
    list->walking++;
    walk(list, true, running, state);
    walk(list, false, running, state);
    if (--list->walking == 0) {
        sweep(list);
    }
}

void vm_change_clear(VMChangeList *list)
{
    g_list_free_full(list->entries, g_free);
    list->entries = NULL;
}
