/*
 * debug_state.h: what a vCPU knows about its debugger
 *
 * Owned by the vCPU's thread, or by anyone while the vCPU is stopped. The
 * functions are in debug.h.
 */
#ifndef EXEC_DEBUG_STATE_H
#define EXEC_DEBUG_STATE_H

#include "debug/points.h"

typedef enum VcpuStopKind {
    VCPU_STOP_NONE,             /* did not stop for the debugger */
    VCPU_STOP_BREAKPOINT,
    VCPU_STOP_WATCHPOINT,
    VCPU_STOP_STEP,
} VcpuStopKind;

/* Why a vCPU stopped for the debugger. */
typedef struct VcpuStop {
    VcpuStopKind kind;
    vaddr addr;                 /* pc; of a watchpoint: first byte accessed */
    int watch_flags;            /* of the watchpoint that was hit: BP_*, with
                                 * BP_WATCHPOINT_HIT_* telling the access */
    vaddr watch_addr;           /* and where its range starts */
} VcpuStop;

typedef struct VcpuDebug {
    DebugPoints points;
    bool attention;             /* the loop must look before each block */
    int single_step;            /* SSTEP_* */
    VcpuStop stop;              /* the latest, until the vCPU goes on */
} VcpuDebug;

#endif
