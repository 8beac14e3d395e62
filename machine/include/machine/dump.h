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

/**
 * dump_guest_memory: write the file
 *
 * Under another name first: @path appears whole or not at all. vCPUs stand
 * still meanwhile.
 *
 * Returns: false with @errp set and no file made.
 * Context: BQL held; main loop thread.
 */
bool dump_guest_memory(Vm *vm, const DumpRequest *request, Error **errp);

#endif
