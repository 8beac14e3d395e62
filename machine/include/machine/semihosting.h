/*
 * semihosting.h: -semihosting and -semihosting-config
 *
 * A row of control_kinds: semihosting_open() does nothing unless the options
 * ask for it, and then ebreak stays the exception that it is.
 */
#ifndef MACHINE_SEMIHOSTING_H
#define MACHINE_SEMIHOSTING_H

#include "machine/control.h"

bool semihosting_open(Vm *vm, const Options *options, void **state,
                      Error **errp);
void semihosting_close(void *state);

#endif
