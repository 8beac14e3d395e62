/*
 * tlb_view.h: what the soft TLB holds, for people
 */
#ifndef EXEC_TLB_VIEW_H
#define EXEC_TLB_VIEW_H

#include "exec/vcpu.h"

typedef struct TlbViewEntry {
    MmuIndex class;
    const CPUTLBEntryFull *full;
    bool read, write, fetch;    /* such accesses need no C code */
} TlbViewEntry;

typedef void TlbViewFn(const TlbViewEntry *entry, void *opaque);

/**
 * tlb_view_foreach: every translation of the address space in force
 *
 * By class, then by slot. Classes that share a table are shown once.
 * Context: the vCPU's thread, or while it stands still.
 */
void tlb_view_foreach(const Vcpu *v, TlbViewFn *fn, void *opaque);

/** tlb_class_name: "U", "S", "S+SUM", "M", "MXR" */
const char *tlb_class_name(MmuIndex class);

#endif
