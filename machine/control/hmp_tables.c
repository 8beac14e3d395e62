/* hmp_tables.c: the one list of commands of the human monitor */
#include "hmp_internal.h"

const HMPCommand *const hmp_tables[] = {
    hmp_help_commands,
    hmp_runstate_commands,
    hmp_vm_commands,
    hmp_cpu_commands,
    hmp_memory_commands,
    hmp_qom_commands,
    hmp_chardev_commands,
    hmp_gdb_commands,
    hmp_log_commands,
    hmp_edc_commands,
    hmp_absent_commands,
    hmp_inspect_commands,
    NULL,
};

const HMPCommand *const hmp_info_tables[] = {
    hmp_runstate_info_commands,
    hmp_vm_info_commands,
    hmp_wiring_info_commands,
    hmp_cpu_info_commands,
    hmp_memory_info_commands,
    hmp_qom_info_commands,
    hmp_chardev_info_commands,
    hmp_log_info_commands,
    hmp_help_info_commands,
    hmp_absent_info_commands,
    hmp_inspect_info_commands,
    NULL,
};
