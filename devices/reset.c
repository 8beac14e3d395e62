/*
 * reset.c: the three phases of reset, walked over a tree (exercise)
 *
 * The whole engine is one counter per object. Asserting adds one to an object
 * and to everything below it; the enter and hold phases run where the counter
 * leaves zero. Releasing takes one away; the exit phase runs where it comes
 * back to zero. A child that its parent holds in reset has a counter above
 * zero, so a reset of the child alone runs nothing: it is in reset already.
 *
 * Every phase visits children before their parent, and one phase is over for
 * the whole tree before the next begins.
 *
 * Not here: the object types that take part (qdev.c, qdev_bus.c).
 */
#include "devices/reset.h"

/* More nested resets than any board has: a release is missing somewhere. */
#define RESET_COUNT_MAX 64

static ResettableState *reset_state(Object *obj)
{
    return RESETTABLE_GET_CLASS(obj)->get_state(obj);
}

static void reset_children(Object *obj, ResettableChildCallback phase,
                           ResetType type)
{
    ResettableClass *rc = RESETTABLE_GET_CLASS(obj);

    if (rc->child_foreach) {
        rc->child_foreach(obj, phase, NULL, type);
    }
}

static void reset_phase_enter(Object *obj, void *opaque, ResetType type)
{
    ResettableClass *rc = RESETTABLE_GET_CLASS(obj);
    ResettableState *s = rc->get_state(obj);
    bool first = s->count++ == 0;

    g_assert(!s->exit_phase_in_progress);
    g_assert_cmpuint(s->count, <=, RESET_COUNT_MAX);

    reset_children(obj, reset_phase_enter, type);
    if (first) {
        if (rc->phases.enter) {
            rc->phases.enter(obj, type);
        }
        s->hold_phase_pending = true;
    }
}

static void reset_phase_hold(Object *obj, void *opaque, ResetType type)
{
    ResettableClass *rc = RESETTABLE_GET_CLASS(obj);
    ResettableState *s = rc->get_state(obj);

    reset_children(obj, reset_phase_hold, type);
    if (s->hold_phase_pending) {
        s->hold_phase_pending = false;
        if (rc->phases.hold) {
            rc->phases.hold(obj, type);
        }
    }
}

static void reset_phase_exit(Object *obj, void *opaque, ResetType type)
{
    ResettableClass *rc = RESETTABLE_GET_CLASS(obj);
    ResettableState *s = rc->get_state(obj);

    g_assert(!s->exit_phase_in_progress);
    g_assert_cmpuint(s->count, >, 0);

    s->exit_phase_in_progress = true;
    reset_children(obj, reset_phase_exit, type);
    if (--s->count == 0 && rc->phases.exit) {
        rc->phases.exit(obj, type);
    }
    s->exit_phase_in_progress = false;
}

void resettable_assert_reset(Object *obj, ResetType type)
{
    reset_phase_enter(obj, NULL, type);
    reset_phase_hold(obj, NULL, type);
}

void resettable_release_reset(Object *obj, ResetType type)
{
    reset_phase_exit(obj, NULL, type);
}

void resettable_reset(Object *obj, ResetType type)
{
    resettable_assert_reset(obj, type);
    resettable_release_reset(obj, type);
}

bool resettable_is_in_reset(Object *obj)
{
    return reset_state(obj)->count > 0;
}

void resettable_change_parent(Object *obj, Object *newp, Object *oldp)
{
    unsigned enter = newp ? reset_state(newp)->count : 0;
    unsigned leave = oldp ? reset_state(oldp)->count : 0;

    /* Enter first: between two parents in reset there is no gap. */
    for (unsigned i = 0; i < enter; i++) {
        resettable_assert_reset(obj, RESET_TYPE_COLD);
    }
    for (unsigned i = 0; i < leave; i++) {
        resettable_release_reset(obj, RESET_TYPE_COLD);
    }
}
