/* monitors.h: the monitors for people that the options ask for */
#ifndef MACHINE_MONITORS_H
#define MACHINE_MONITORS_H

#include "machine/options.h"
#include "machine/vm.h"

/**
 * monitors_open: a session for each -monitor, -mon ...,mode=readline and
 *                "mon:" of -serial
 *
 * ControlKind.open and close; see machine/control.h.
 */
bool monitors_open(Vm *vm, const Options *options, void **state,
                   Error **errp);
void monitors_close(void *state);

#endif
