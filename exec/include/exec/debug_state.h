/*
 * debug_state.h: what a vCPU knows about its debugger
 *
 * Owned by the vCPU's thread, or by anyone while the vCPU is stopped. The
 * functions are in debug.h; nobody else writes here.
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
    vaddr addr;                 /* pc; of a watchpoint: the first byte in its
                                 * range that was accessed */
    int watch_flags;            /* of the watchpoint that was hit: BP_*, with
                                 * BP_WATCHPOINT_HIT_* telling the access */
    vaddr watch_addr;           /* and where its range starts */
} VcpuStop;

/*
 * What the instruction at a pc may do once more, unhindered: it was reported
 * already. Holds while the hart has retired nothing since.
 */
typedef struct DebugPass {
    unsigned what;              /* DEBUG_PASS_* */
    vaddr pc;
    uint64_t retired;
} DebugPass;

typedef struct VcpuDebug {
    DebugPoints points;
    bool attention;             /* the loop must look before each block */
    bool triggers_attention;    /* the hart's triggers need it */
    bool triggers_traps;        /* one of them looks at traps */
    int single_step;            /* SSTEP_* */
    VcpuStop hit;               /* why exception_index is EXCP_DEBUG */
    VcpuStop stop;              /* the latest, until the vCPU goes on */
    bool told;                  /* the debugger knows of it */
    bool stop_after;            /* hit is to be reported after the access */
    bool watch_off;             /* accesses hit nothing now */
    DebugPass pass;
} VcpuDebug;

#endif
