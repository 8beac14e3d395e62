/*
 * vm.h: one running emulator: a board, its vCPU threads, the main loop
 *
 * Everything the libraries leave open is connected here: run states stop
 * and start vCPUs and clocks, timers wake the main loop, resets reach every
 * device. The order is: vm_new(), make the board, vm_run(), vm_free().
 */
#ifndef MACHINE_VM_H
#define MACHINE_VM_H

#include "exec/memory_watch.h"
#include "machine/machine.h"


typedef struct VmConfig {
    const AccelOps *accel;      /* NULL: the default */
    bool round_robin;           /* one thread for all vCPUs */
    bool one_insn_per_tb;
    JitOptions jit;             /* for accelerators that translate */
    bool perfmap;               /* tell perf what translated code is */
    bool icount;                /* time counts instructions */
    unsigned icount_shift;
    bool icount_sleep;
} VmConfig;

typedef struct Vm {
    CpuSet *cpus;
    MemoryWatch *watch;
    MachineState *machine;      /* (nullable) until vm_set_machine() */
    char *name;                 /* (nullable): -name */
    struct Control *control;    /* (nullable): while vm_run() runs */
    struct GdbServer *gdb;      /* (nullable) (borrowed): while it serves */
    char *uuid;                 /* (nullable): -uuid */
    struct DumpJob *dump;       /* (nullable): the last dump of its memory */
    bool migration_events;      /* a client wants to be told */
    int exit_status;            /* of the process; known after vm_run() */
} Vm;

/**
 * vm_new: prepare the process for one machine; takes the big lock
 *
 * Returns: (transfer full), or NULL with @errp set.
 */
Vm *vm_new(const VmConfig *config, Error **errp);
void vm_free(Vm *vm);

/** vm_set_machine: the board that resets reach (transfer full) */
void vm_set_machine(Vm *vm, MachineState *machine);

/** vm_request: power-off and reset requests of the guest, for the board */
SystemRequest vm_request(Vm *vm);

/**
 * vm_run: reset the board, start vCPUs and serve the main loop
 * @start: false: stay in prelaunch (-S)
 *
 * Returns: the exit status of the process.
 */
int vm_run(Vm *vm, bool start);

#endif
