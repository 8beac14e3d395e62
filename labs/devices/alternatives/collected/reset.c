/* reset.c: collect the tree once, children first, then walk the list */
#include "devices/reset.h"

static void collect(Object *obj, void *opaque, ResetType type);

static ResettableState *state_of(Object *obj)
{
    return RESETTABLE_GET_CLASS(obj)->get_state(obj);
}

/* An object that is visited puts itself behind its children. */
static GPtrArray *collecting;

static void collect(Object *obj, void *opaque, ResetType type)
{
    ResettableClass *rc = RESETTABLE_GET_CLASS(obj);

    if (rc->child_foreach) {
        rc->child_foreach(obj, collect, opaque, type);
    }
    g_ptr_array_add(collecting, obj);
}

static GPtrArray *tree_of(Object *obj, ResetType type)
{
    GPtrArray *tree = g_ptr_array_new();

    collecting = tree;
    collect(obj, NULL, type);
    collecting = NULL;
    return tree;
}

static void run(ResettableHoldPhase phase, Object *obj, ResetType type)
{
    if (phase) {
        phase(obj, type);
    }
}

void resettable_assert_reset(Object *obj, ResetType type)
{
    g_autoptr(GPtrArray) tree = tree_of(obj, type);

    for (guint i = 0; i < tree->len; i++) {
        Object *o = g_ptr_array_index(tree, i);

        if (state_of(o)->count++ == 0) {
            state_of(o)->hold_phase_pending = true;
            run(RESETTABLE_GET_CLASS(o)->phases.enter, o, type);
        }
    }
    for (guint i = 0; i < tree->len; i++) {
        Object *o = g_ptr_array_index(tree, i);

        if (state_of(o)->hold_phase_pending) {
            state_of(o)->hold_phase_pending = false;
            run(RESETTABLE_GET_CLASS(o)->phases.hold, o, type);
        }
    }
}

void resettable_release_reset(Object *obj, ResetType type)
{
    g_autoptr(GPtrArray) tree = tree_of(obj, type);

    for (guint i = 0; i < tree->len; i++) {
        Object *o = g_ptr_array_index(tree, i);

        if (--state_of(o)->count == 0) {
            run(RESETTABLE_GET_CLASS(o)->phases.exit, o, type);
        }
    }
}

void resettable_reset(Object *obj, ResetType type)
{
    resettable_assert_reset(obj, type);
    resettable_release_reset(obj, type);
}

bool resettable_is_in_reset(Object *obj)
{
    return state_of(obj)->count != 0;
}

void resettable_change_parent(Object *obj, Object *newp, Object *oldp)
{
    int change = (newp ? (int)state_of(newp)->count : 0) -
                 (oldp ? (int)state_of(oldp)->count : 0);

    for (; change > 0; change--) {
        resettable_assert_reset(obj, RESET_TYPE_COLD);
    }
    for (; change < 0; change++) {
        resettable_release_reset(obj, RESET_TYPE_COLD);
    }
}
