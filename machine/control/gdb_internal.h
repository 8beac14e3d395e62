/* gdb_internal.h: the gdb server of one machine */
#ifndef MACHINE_CONTROL_GDB_INTERNAL_H
#define MACHINE_CONTROL_GDB_INTERNAL_H

#include "debug/gdb_server.h"
#include "devices/chardev.h"
#include "machine/vm.h"
#include "runstate/runstate.h"

typedef struct GdbMachine {
    Vm *vm;
    GdbServer *server;

    /* the line (gdb.c) */
    CharBackend be;
    GByteArray *out;            /* what the line did not take yet */
    guint watch;                /* until it takes more; 0: none */

    /* news for the server, which the bottom half delivers */
    QEMUBH *bh;
    VMChangeStateEntry *change;
    bool vm_stopped;
    RunState stop_state;
    bool vanished;              /* the debugger has gone */
    bool started;               /* the VM ran before */
    bool stop_at_start;         /* a debugger was there first */
    bool was_reset;

    /* running (gdb_target.c) */
    unsigned n_threads;
    GdbAction *actions;         /* what each hart does while the VM runs */
    unsigned step_flags;
    bool held;
    bool *ran;                  /* before hold() */
    int monitor_cpu;            /* hart that monitor commands mean */
} GdbMachine;

/** gdb_machine_target: the machine as the server sees it; opaque GdbMachine */
extern const GdbTarget gdb_machine_target;

/** gdb_machine_again: after a reset: the harts do what they should */
void gdb_machine_again(GdbMachine *m);

#endif
