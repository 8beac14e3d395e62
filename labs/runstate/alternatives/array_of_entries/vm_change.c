/*
 * vm_change.c: a notification walks over a copy of the list
 *
 * The copy is an array, so nothing that handlers add is in it. An entry that
 * is removed meanwhile is only emptied, and freed behind the last walk.
 */
#include "runstate/vm_change.h"

struct VMChangeStateEntry {
    VMChangeStateHandler *fn[2];        /* prepare, handler */
    void *opaque;
    int priority;
    bool dead;
};

VMChangeStateEntry *vm_change_add(VMChangeList *list, VMChangeStateHandler *cb,
                                  VMChangeStateHandler *prepare, void *opaque,
                                  int priority)
{
    VMChangeStateEntry *entry = g_new(VMChangeStateEntry, 1);
    GList *at = list->entries;

    *entry = (VMChangeStateEntry){
        .fn = { prepare, cb }, .opaque = opaque, .priority = priority,
    };
    while (at && ((VMChangeStateEntry *)at->data)->priority <= priority) {
        at = at->next;
    }
    list->entries = g_list_insert_before(list->entries, at, entry);
    return entry;
}

static void bury(VMChangeList *list)
{
    for (GList *at = list->entries, *next; at; at = next) {
        VMChangeStateEntry *entry = at->data;

        next = at->next;
        if (entry->dead) {
            g_free(entry);
            list->entries = g_list_delete_link(list->entries, at);
        }
    }
}

void vm_change_remove(VMChangeList *list, VMChangeStateEntry *entry)
{
    entry->dead = true;
    if (!list->walking) {
        bury(list);
    }
}

static GPtrArray *copy(const VMChangeList *list, bool running)
{
    GPtrArray *all = g_ptr_array_new();

    for (GList *at = list->entries; at; at = at->next) {
        g_ptr_array_insert(all, running ? -1 : 0, at->data);
    }
    return all;
}

void vm_change_notify(VMChangeList *list, bool running, RunState state)
{
    g_autoptr(GPtrArray) all = copy(list, running);

    list->walking++;
    for (guint i = 0; i < 2 * all->len; i++) {
        VMChangeStateEntry *entry = g_ptr_array_index(all, i % all->len);
        VMChangeStateHandler *fn = entry->fn[i / all->len];

        if (fn && !entry->dead) {
            fn(entry->opaque, running, state);
        }
    }
    list->walking--;
    if (!list->walking) {
        bury(list);
    }
}

void vm_change_clear(VMChangeList *list)
{
    while (list->entries) {
        g_free(list->entries->data);
        list->entries = g_list_delete_link(list->entries, list->entries);
    }
}
