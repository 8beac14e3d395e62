/* qmp_internal.h: what the files of QMP's commands share */
#ifndef MACHINE_CONTROL_QMP_INTERNAL_H
#define MACHINE_CONTROL_QMP_INTERNAL_H

#include <json-glib/json-glib.h>

#include "core/error.h"
#include "machine/qmp.h"

/* The tables that qmp_tables.c lists; each ends with no name. */
extern const QmpCommand qmp_char_commands[];
extern const QmpType qmp_char_types[];
extern const QmpCommand qmp_char_add_commands[];
extern const QmpType qmp_char_add_types[];
extern const QmpCommand qmp_cpu_commands[];
extern const QmpType qmp_cpu_types[];
extern const QmpCommand qmp_human_commands[];
extern const QmpType qmp_human_types[];
extern const QmpCommand qmp_info_commands[];
extern const QmpType qmp_info_types[];
extern const QmpCommand qmp_memory_commands[];
extern const QmpType qmp_memory_types[];
extern const QmpEvent qmp_memory_events[];
extern const QmpCommand qmp_migrate_commands[];
extern const QmpType qmp_migrate_types[];
extern const QmpCommand qmp_nothing_commands[];
extern const QmpType qmp_nothing_types[];
extern const QmpCommand qmp_object_commands[];
extern const QmpType qmp_object_types[];
extern const QmpCommand qmp_options_commands[];
extern const QmpType qmp_options_types[];
extern const QmpCommand qmp_qom_commands[];
extern const QmpType qmp_qom_types[];
extern const QmpCommand qmp_refused_commands[];
extern const QmpType qmp_refused_types[];
extern const QmpEvent qmp_machine_events[];
extern const QmpCommand qmp_stats_commands[];
extern const QmpType qmp_stats_types[];
extern const QmpCommand qmp_trace_commands[];
extern const QmpType qmp_trace_types[];

#endif
