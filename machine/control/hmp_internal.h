/* hmp_internal.h: the tables of this folder, and what their files share */
#ifndef MACHINE_CONTROL_HMP_INTERNAL_H
#define MACHINE_CONTROL_HMP_INTERNAL_H

#include "machine/hmp.h"

/* hmp_help.c: help, info */
extern const HMPCommand hmp_help_commands[];

/* The machine that @mon acts on. */
static inline Vm *hmp_vm(Monitor *mon)
{
    return (Vm *)mon->vm;
}

#endif
