/*
 * dump.h: the guest's memory as an ELF core file
 *
 * For gdb and crash: one PT_LOAD per piece of RAM and one PT_NOTE with the
 * registers of each hart (NT_PRSTATUS as Linux lays it out for riscv64).
 */
#ifndef MACHINE_DUMP_H
#define MACHINE_DUMP_H

#include "machine/vm.h"

typedef struct DumpRequest {
    const char *path;           /* the file to make */
    bool paging;                /* PT_LOADs by virtual address, from the page
                                 * tables of all harts */
    bool has_range;             /* only [begin, begin + length) */
    hwaddr begin;               /* guest-physical */
    uint64_t length;
} DumpRequest;

typedef enum DumpStatus {
    DUMP_NONE,                  /* there never was one */
    DUMP_ACTIVE,
    DUMP_COMPLETED,
    DUMP_FAILED,
} DumpStatus;

/* The last dump, or the one that goes on. */
typedef struct DumpProgress {
    DumpStatus status;
    uint64_t completed;         /* bytes of the guest's memory */
    uint64_t total;
} DumpProgress;

typedef struct DumpJob DumpJob;

/**
 * dump_start: dump the memory as a user asks for it
 * @detach: false: return when it is done; true: begin in the next round of
 *          the main loop
 *
 * QMP's clients are told of the end.
 *
 * Returns: false with @errp set: a dump goes on already, or as
 *          dump_guest_memory(). A detached one may still fail later.
 * Context: as dump_guest_memory().
 */
bool dump_start(Vm *vm, const DumpRequest *request, bool detach,
                Error **errp);

DumpProgress dump_progress(const Vm *vm);
/** dump_status_name: "completed" (borrowed) */
const char *dump_status_name(DumpStatus status);
/** dump_job_free: a dump that did not begin is given up */
void dump_job_free(Vm *vm);

/** dump_check: may the request be obeyed, as far as can be said now? */
bool dump_check(const DumpRequest *request, Error **errp) MUST_CHECK;

/**
 * dump_guest_memory: write the file
 * @total: (out) (nullable): bytes of the guest's memory in it
 *
 * Under another name first: @path appears whole or not at all. vCPUs stand
 * still meanwhile.
 *
 * Returns: false with @errp set and no file made.
 * Context: BQL held; main loop thread.
 */
bool dump_guest_memory(Vm *vm, const DumpRequest *request, uint64_t *total,
                       Error **errp);

#endif
