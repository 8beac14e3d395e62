/*
 * vm_change.h: who is told when the VM starts and stops
 *
 * Handlers have a priority. Starting calls them in ascending order, stopping
 * in descending order, so what was started last is stopped first. Among
 * equals the order of insertion counts. Before any handler, all prepare
 * callbacks run in the same order.
 */
#ifndef RUNSTATE_VM_CHANGE_H
#define RUNSTATE_VM_CHANGE_H

#include <glib.h>

#include "runstate/run_state.h"

typedef void VMChangeStateHandler(void *opaque, bool running, RunState state);

typedef struct VMChangeStateEntry VMChangeStateEntry;

/* Zero-initialised is empty. Context: BQL held for every function. */
typedef struct VMChangeList {
    GList *entries;             /* ascending priority, stable */
    unsigned walking;           /* nested notifications in progress */
} VMChangeList;

/**
 * vm_change_add: register a handler
 * @cb:      called on every start and stop
 * @prepare: (nullable): called before all @cb
 * @opaque:  passed to both (borrowed)
 * @priority: any int; 0 is usual
 *
 * Returns: (transfer full): remove with vm_change_remove()
 */
VMChangeStateEntry *vm_change_add(VMChangeList *list,
                                  VMChangeStateHandler *cb,
                                  VMChangeStateHandler *prepare,
                                  void *opaque, int priority);

/**
 * vm_change_remove: unregister
 * @entry: (transfer full)
 *
 * Safe from inside a handler, for itself and for others; a removed handler
 * is not called any more, not even by the notification in progress.
 */
void vm_change_remove(VMChangeList *list, VMChangeStateEntry *entry);

/**
 * vm_change_notify: run prepare callbacks, then handlers
 * @running: true: the VM starts; false: it has stopped
 * @state:   the state that it has entered
 *
 * A handler added during the notification is first called by the next one.
 */
void vm_change_notify(VMChangeList *list, bool running, RunState state);

/** vm_change_clear: drop all entries */
void vm_change_clear(VMChangeList *list);

#endif
