/*
 * reset.h: three-phase reset of a tree of objects
 *
 * A reset that touches many devices must not let one device talk to another
 * that has not been reset yet. So a reset walks the tree three times:
 *
 *     enter   clear own state; touch nobody, drive no line
 *     hold    drive outputs to their reset level; everybody's state is clear
 *     exit    leave reset, start activity
 *
 * Children run each phase before their parent, so a parent that looks at a
 * child in its own phase sees the phase done there. An object stays in reset
 * as long as anybody asserts it: its own caller or its parent. enter and hold
 * run when the first one asserts, exit when the last one releases.
 *
 * The mechanism is an interface, so anything may take part: devices, buses,
 * boards. Names and meaning follow QEMU's Resettable interface.
 */
#ifndef DEVICES_RESET_H
#define DEVICES_RESET_H

#include "core/object.h"

#define TYPE_RESETTABLE_INTERFACE "resettable"

/* Why the object is reset; most devices ignore it. */
typedef enum ResetType {
    RESET_TYPE_COLD,            /* power-on or a system reset */
    RESET_TYPE_SNAPSHOT_LOAD,   /* before loading a snapshot: avoid slow work */
    RESET_TYPE_WAKEUP,          /* leaving suspend */
} ResetType;

typedef void (*ResettableEnterPhase)(Object *obj, ResetType type);
typedef void (*ResettableHoldPhase)(Object *obj, ResetType type);
typedef void (*ResettableExitPhase)(Object *obj, ResetType type);

/* Any of the three may be NULL. */
typedef struct ResettablePhases {
    ResettableEnterPhase enter;
    ResettableHoldPhase hold;
    ResettableExitPhase exit;
} ResettablePhases;

/* Reset bookkeeping of one object; embedded, starts zeroed, never saved. */
typedef struct ResettableState {
    unsigned count;             /* how many hold this object in reset */
    bool hold_phase_pending;    /* entered, hold not run yet */
    bool exit_phase_in_progress; /* a phase may not start a reset of itself */
} ResettableState;

typedef void (*ResettableChildCallback)(Object *child, void *opaque,
                                        ResetType type);

typedef struct ResettableClass {
    InterfaceClass parent_class;
    ResettablePhases phases;
    /* where the object keeps its bookkeeping; every class has one */
    ResettableState *(*get_state)(Object *obj);
    /* (nullable): call @cb for every child that is reset with @obj */
    void (*child_foreach)(Object *obj, ResettableChildCallback cb,
                          void *opaque, ResetType type);
} ResettableClass;

#define RESETTABLE_CLASS(klass) \
    OBJECT_CLASS_CHECK(ResettableClass, (klass), TYPE_RESETTABLE_INTERFACE)
#define RESETTABLE_GET_CLASS(obj) \
    OBJECT_GET_CLASS(ResettableClass, (obj), TYPE_RESETTABLE_INTERFACE)

/**
 * resettable_reset: assert and release in one go
 * @obj:  object that implements TYPE_RESETTABLE_INTERFACE (borrowed)
 * @type: why
 *
 * Runs enter, hold and exit over @obj and all its children. An object that
 * somebody else holds in reset runs neither phase again and stays held.
 *
 * Context: machine lock held. A phase function must not reset its own object.
 */
void resettable_reset(Object *obj, ResetType type);

/**
 * resettable_assert_reset: put @obj and its children into reset and hold them
 *
 * Each call needs one resettable_release_reset().
 */
void resettable_assert_reset(Object *obj, ResetType type);

/** resettable_release_reset: undo one resettable_assert_reset() */
void resettable_release_reset(Object *obj, ResetType type);

/** resettable_is_in_reset: is @obj held, by itself or through a parent? */
bool resettable_is_in_reset(Object *obj);

/**
 * resettable_change_parent: keep the count right when a child moves
 * @obj:    the child
 * @newp:   (nullable): parent it moves to
 * @oldp:   (nullable): parent it leaves
 *
 * A child that is plugged below a parent in reset enters reset; one that
 * leaves such a parent is released.
 */
void resettable_change_parent(Object *obj, Object *newp, Object *oldp);

/** resettable_cold_reset_fn: resettable_reset(opaque, RESET_TYPE_COLD) */
void resettable_cold_reset_fn(void *opaque);

/**
 * resettable_class_set_parent_phases: override phases, remember the parent's
 * @rc:            class being initialised
 * @enter:         (nullable): new enter phase; NULL keeps the inherited one
 * @hold:          (nullable): new hold phase
 * @exit_phase:    (nullable): new exit phase
 * @parent_phases: (out): what was inherited, for the new phases to call
 */
void resettable_class_set_parent_phases(ResettableClass *rc,
                                        ResettableEnterPhase enter,
                                        ResettableHoldPhase hold,
                                        ResettableExitPhase exit_phase,
                                        ResettablePhases *parent_phases);

#endif
