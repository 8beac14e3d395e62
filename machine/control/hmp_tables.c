/* hmp_tables.c: the one list of commands of the human monitor */
#include "hmp_internal.h"

const HMPCommand *const hmp_tables[] = {
    hmp_help_commands,
    hmp_runstate_commands,
    NULL,
};

const HMPCommand *const hmp_info_tables[] = {
    hmp_runstate_info_commands,
    NULL,
};
