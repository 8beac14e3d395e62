/*
 * hmp_internal.h: the tables of this folder, and what their files share
 *
 * One file is one subject; it ends with its tables, which hmp_tables.c lists.
 */
#ifndef MACHINE_CONTROL_HMP_INTERNAL_H
#define MACHINE_CONTROL_HMP_INTERNAL_H

#include "core/object.h"
#include "machine/hmp.h"

extern const HMPCommand hmp_absent_commands[], hmp_absent_info_commands[];
extern const HMPCommand hmp_chardev_commands[], hmp_chardev_info_commands[];
extern const HMPCommand hmp_cpu_commands[], hmp_cpu_info_commands[];
extern const HMPCommand hmp_edc_commands[];
extern const HMPCommand hmp_gdb_commands[];
extern const HMPCommand hmp_help_commands[], hmp_help_info_commands[];
extern const HMPCommand hmp_inspect_commands[], hmp_inspect_info_commands[];
extern const HMPCommand hmp_log_commands[], hmp_log_info_commands[];
extern const HMPCommand hmp_memory_commands[], hmp_memory_info_commands[];
extern const HMPCommand hmp_qom_commands[], hmp_qom_info_commands[];
extern const HMPCommand hmp_vm_commands[], hmp_vm_info_commands[];
extern const HMPCommand hmp_wiring_info_commands[];

/* The machine that @mon acts on. */
static inline Vm *hmp_vm(Monitor *mon)
{
    return (Vm *)mon->vm;
}

/* hmp_print.c: "Error: ..." when @error is set, which is freed. */
void hmp_report_error(Monitor *mon, GError *error);

/* Prints and frees. */
void hmp_print_text(Monitor *mon, GString *text);

/* hmp_complete.c: what Tab offers for arguments of one kind */
HMPCompleteFn hmp_complete_cpu;         /* a hart's number */
HMPCompleteFn hmp_complete_chardev;     /* a chardev's id */
HMPCompleteFn hmp_complete_ringbuf;     /* that of a ring buffer */
HMPCompleteFn hmp_complete_log_items;   /* a list with commas */
HMPCompleteFn hmp_complete_trace_event;
HMPCompleteFn hmp_complete_qom_path;
HMPCompleteFn hmp_complete_qom_property; /* a path and then a property */

#endif
