/*
 * reset.c: the three phases of reset, walked over a tree
 *
 * TODO (devices.6): devices/reset.h says what each function does. An object
 * can be held in reset by several at once, by its own callers and by its
 * parent; ResettableState counts them. The phases enter and hold run when the
 * first one asserts, exit when the last one releases. A phase visits children
 * before their parent, and is over for the whole tree before the next begins.
 *
 * A class may lack any phase, and child_foreach when there are no children.
 * An object that moves to a parent in reset enters reset with it; one that
 * leaves such a parent is released; between two parents in reset no phase
 * runs.
 */
#include "core/lab_todo.h"
#include "devices/reset.h"

void resettable_assert_reset(Object *obj, ResetType type)
{
    lab_todo("devices", 6);
}

void resettable_release_reset(Object *obj, ResetType type)
{
    lab_todo("devices", 6);
}

void resettable_reset(Object *obj, ResetType type)
{
    lab_todo("devices", 6);
}

bool resettable_is_in_reset(Object *obj)
{
    lab_todo("devices", 6);
    return false;
}

void resettable_change_parent(Object *obj, Object *newp, Object *oldp)
{
    lab_todo("devices", 6);
}
