/*
 * reset_class.c: the reset interface as a type, and class helpers
 *
 * The engine is in reset.c.
 */
#include "devices/reset.h"

void resettable_cold_reset_fn(void *opaque)
{
    resettable_reset(OBJECT(opaque), RESET_TYPE_COLD);
}

void resettable_class_set_parent_phases(ResettableClass *rc,
                                        ResettableEnterPhase enter,
                                        ResettableHoldPhase hold,
                                        ResettableExitPhase exit_phase,
                                        ResettablePhases *parent_phases)
{
    *parent_phases = rc->phases;
    if (enter) {
        rc->phases.enter = enter;
    }
    if (hold) {
        rc->phases.hold = hold;
    }
    if (exit_phase) {
        rc->phases.exit = exit_phase;
    }
}

static const TypeInfo resettable_info = {
    .name = TYPE_RESETTABLE_INTERFACE,
    .parent = TYPE_INTERFACE,
    .class_size = sizeof(ResettableClass),
};

static void resettable_register_types(void)
{
    type_register_static(&resettable_info);
}

type_init(resettable_register_types)
