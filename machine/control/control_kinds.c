/* control_kinds.c: the list of all ways in */
#include "machine/control.h"
#include "machine/monitors.h"

const ControlKind control_kinds[] = {
    { "monitor", monitors_open, monitors_close },
    { NULL },
};
