/*
 * vm_change.c: the ordered list of change-state handlers
 *
 * TODO (runstate.3): runstate/vm_change.h says what each function does. A
 * start calls the handlers in ascending order of priority, a stop in
 * descending order; among equals the order of insertion counts, backward
 * when stopping. All prepare callbacks run before the first handler.
 *
 * A handler may remove itself and others, which are then not called any more;
 * one that it adds is first called by the next notification, and it may
 * notify while it is called. VMChangeStateEntry is yours to define.
 */
#include "core/lab_todo.h"
#include "runstate/vm_change.h"

VMChangeStateEntry *vm_change_add(VMChangeList *list, VMChangeStateHandler *cb,
                                  VMChangeStateHandler *prepare, void *opaque,
                                  int priority)
{
    lab_todo("runstate", 3);
    return NULL;
}

void vm_change_remove(VMChangeList *list, VMChangeStateEntry *entry)
{
    lab_todo("runstate", 3);
}

void vm_change_notify(VMChangeList *list, bool running, RunState state)
{
    lab_todo("runstate", 3);
}

void vm_change_clear(VMChangeList *list)
{
    lab_todo("runstate", 3);
}
