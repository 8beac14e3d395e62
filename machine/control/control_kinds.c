/* control_kinds.c: the list of all ways in */
#include "machine/control.h"
#include "machine/gdb.h"
#include "machine/monitors.h"
#include "machine/qmp.h"
#include "machine/qtest.h"
#include "machine/semihosting.h"

const ControlKind control_kinds[] = {
    { "monitor", monitors_open, monitors_close },
    { "qmp", qmp_open, qmp_close },
    { "qtest", qtest_open, qtest_close },
    { "semihosting", semihosting_open, semihosting_close },
    { "gdb", gdb_control_open, gdb_control_close },
    { NULL },
};
