/* control_kinds.c: the list of all ways in */
#include "machine/control.h"

const ControlKind control_kinds[] = {
    { NULL },
};
