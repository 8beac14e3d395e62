/* qmp_tables.c: the one list of what QMP offers */
#include "qmp_internal.h"

static const QmpCommand *const commands[] = {
    qmp_server_commands,
    qmp_runstate_commands,
    qmp_info_commands,
    qmp_cpu_commands,
    qmp_memory_commands,
    qmp_char_commands,
    qmp_char_add_commands,
    qmp_qom_commands,
    qmp_object_commands,
    qmp_options_commands,
    qmp_human_commands,
    qmp_stats_commands,
    qmp_trace_commands,
    qmp_migrate_commands,
    qmp_nothing_commands,
    qmp_refused_commands,
    NULL,
};

static const QmpType *const types[] = {
    qmp_server_types,
    qmp_runstate_types,
    qmp_info_types,
    qmp_cpu_types,
    qmp_memory_types,
    qmp_char_types,
    qmp_char_add_types,
    qmp_qom_types,
    qmp_object_types,
    qmp_options_types,
    qmp_human_types,
    qmp_stats_types,
    qmp_trace_types,
    qmp_migrate_types,
    qmp_nothing_types,
    qmp_refused_types,
    NULL,
};

static const QmpEvent *const events[] = {
    qmp_runstate_events,
    qmp_machine_events,
    qmp_memory_events,
    NULL,
};

QmpTables qmp_tables(void)
{
    return (QmpTables) { commands, types, events };
}
