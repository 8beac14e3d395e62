/*
 * vcpu.h: a hart plus everything that makes it run
 *
 * A Vcpu embeds the architectural Hart and adds what is derived from it
 * (soft TLB, block key, jump cache) and what drives it (thread, kicks,
 * queued work). Nothing outside the Hart is saved: after a restore
 * vcpu_state_changed() rebuilds the rest.
 *
 * Context: the fields under "owned by the vCPU thread" are touched by that
 * thread only, or by anyone while the vCPU is stopped.
 */
#ifndef EXEC_VCPU_H
#define EXEC_VCPU_H

#include <glib.h>
#include <setjmp.h>

#include "core/csr.h"
#include "core/hart.h"
#include "core/mmu.h"
#include "exec/debug_state.h"
#include "exec/tlb.h"
#include "exec/trap_log.h"
#include "memory/address_space.h"
#include "tcg/env.h"
#include "timers/timer.h"

typedef struct Vcpu Vcpu;
typedef struct CpuSet CpuSet;
typedef struct TbCache TbCache;
typedef struct TranslationBlock TranslationBlock;
typedef struct AccelOps AccelOps;
typedef struct Jit Jit;

/* Why the inner loop is asked to stop: bits of exit_request. */
enum {
    VCPU_EXIT_IRQ = 1 << 0,     /* look for a pending interrupt */
    VCPU_EXIT_TIMER = 1 << 1,   /* compare time with stimecmp again */
    VCPU_EXIT_SSIP = 1 << 2,    /* an SSWI asks to set mip.SSIP */
    VCPU_EXIT_LOOP = 1 << 3,    /* leave cpu_exec(): work, stop, time slice */
};

/*
 * Values of exception_index. Architectural causes are 0..63; the pseudo
 * causes leave cpu_exec() with that return value; -1 means none.
 */
enum {
    EXCP_NONE = -1,
    EXCP_INTERRUPT = 0x10000,   /* somebody asked for the vCPU's attention */
    EXCP_HLT = 0x10001,         /* the guest executed WFI */
    EXCP_DEBUG = 0x10002,       /* breakpoint, watchpoint or single step */
    EXCP_HALTED = 0x10003,      /* still waiting for an interrupt */
    EXCP_YIELD = 0x10004,       /* let another vCPU run */
    EXCP_ATOMIC = 0x10005,      /* needs the world stopped */
};

#define TB_JMP_CACHE_BITS 14
#define TB_JMP_CACHE_SIZE (1 << TB_JMP_CACHE_BITS)

/* In slice_end: run until asked to stop. */
#define VCPU_NO_SLICE ((uint64_t)INT64_MAX)

/* One slot of the per-vCPU virtual jump cache. */
typedef struct TbJmpCacheEntry {
    vaddr pc;
    TranslationBlock *tb;
    uint64_t generation;        /* of the context it was made in */
} TbJmpCacheEntry;

/* What a vCPU is built from; all pointers are borrowed. */
typedef struct VcpuParams {
    CpuSet *cpus;
    AddressSpace *as;
    HartEnv env;                /* the board's time source */
    uint64_t timebase_hz;       /* rate of env.read_time */
    int index;
} VcpuParams;

struct Vcpu {
    Hart hart;                  /* first: a Vcpu can be seen as its Hart */

    /* owned by the vCPU thread */
    vaddr block_pc;             /* pc of the running block */
    const struct InterpOp *sync_op; /* hart.retired counts up to here */
    const struct InterpOp *end_op;  /* where the last block was left */
    struct InterpOp *part_ops;  /* first part of a block, for short slices */
    TranslationBlock *tb;       /* running block, or NULL */
    int exception_index;        /* EXCP_* or a Trap */
    uint64_t exception_tval;
    uint32_t tb_flags;          /* key part of the current context */
    Tlb tlb;
    MemSection section;         /* last hit of the address space lookup */
    TbCache *tb_cache;          /* cpus->tb_cache */
    TbJmpCacheEntry *jmp_cache; /* TB_JMP_CACHE_SIZE entries */
    uint64_t jmp_generation;    /* entries of another one are void here */
    uint64_t slice_end;         /* stop when hart.retired gets here */
    bool slice_open;            /* it was interrupted: thread_single.c */
    bool chain;                 /* blocks may follow one another directly */
    TranslationBlock *scratch_tb;   /* for blocks that are never cached */
    sigjmp_buf jmp_env;

    VcpuDebug debug;            /* also by whoever stopped the vCPU */

    /* translated code (tcg/env.h); owned by the vCPU thread */
    uint64_t page_pc;           /* virtual page of the running unit */
    uint8_t fp_active;          /* the host's FP unit follows the guest */
    int64_t slice_left;         /* what units count: tcg/x86/emit_slice.c */
    bool interpret_next;        /* no unit for the next block */
    TcgJmpEntry *no_jmp;        /* a jump cache that knows nothing */
    struct JitCheck *check;     /* NULL: units are not checked */
    CPUTLBEntry *no_tlb;        /* a table that holds nothing: jit_check.c */
    uint32_t no_request;        /* an exit_request that is always 0 */
    uint32_t open_link;         /* the jump that left the last unit */
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    TcgHelperFn *quick[TCG_QUICK_COUNT];

    /* set at creation */
    int index;
    CpuSet *cpus;
    AddressSpace *as;
    HartEnv env;
    uint64_t timebase_hz;
    DecodeTable *decode;
    PhysBus bus;
    QEMUTimer *stimer;          /* Sstc: fires when time reaches stimecmp */

    /* any thread, atomically */
    uint32_t exit_request;      /* leave the inner loop soon */
    TcgJmpEntry *jit_jmp;       /* jump cache of this context's code; no_jmp
                                 * when an exit is requested */
    uint32_t link_generation;   /* of links to other pages; 0: none, also
                                 * when an exit is requested */

    /* under the big lock */
    GThread *thread;
    int thread_id;              /* of the host, 0 until created */
    GCond halt_cond;            /* what an idle vCPU thread sleeps on */
    bool created;
    bool stop;                  /* asked to stop */
    bool stopped;               /* has stopped */
    bool unplug;                /* the thread should end */

    /* exclusive sections and queued work: under cpus->lock */
    bool running;               /* inside cpu_exec() */
    bool has_waiter;
    GQueue work;                /* of VcpuWork */

    /* statistics, written by the vCPU thread */
    uint64_t stat_blocks;       /* blocks built */
    uint64_t stat_units;        /* blocks translated */
    uint64_t stat_tlb_fills;    /* slots filled, most of them from a table of
                                 * leaves that was known; besides: */
    uint64_t stat_tlb_second;   /* from the second level */
    uint64_t stat_tlb_walks;    /* after a walk from the root */
    TrapLog trap_log;
};

/**
 * vcpu_init: make a stopped vCPU around a configuration
 * @config: copied into v->hart.config
 *
 * The hart is reset. The vCPU is added to params->cpus.
 */
void vcpu_init(Vcpu *v, const VcpuParams *params, const HartConfig *config);

/** vcpu_deinit: stop the thread if there is one and free what init made */
void vcpu_deinit(Vcpu *v);

/** vcpu_reset: hart_reset() plus everything derived; vCPU stopped or BQL */
void vcpu_reset(Vcpu *v);

/**
 * vcpu_state_changed: somebody wrote v->hart from outside
 *
 * Rebuilds the derived state: TLB, jump cache, block key, timer.
 */
void vcpu_state_changed(Vcpu *v);

/** vcpu_update_mode: privilege, SUM, MXR, MPRV, FS or satp changed */
void vcpu_update_mode(Vcpu *v);

/** vcpu_time_changed: the time source jumped; big lock held */
void vcpu_time_changed(Vcpu *v);

/** vcpu_update_timer: re-arm the Sstc timer from stimecmp */
void vcpu_update_timer(Vcpu *v);

/**
 * vcpu_apply_stale: act on what csr_access() said became stale
 * @stale: CsrStale bits
 */
void vcpu_apply_stale(Vcpu *v, unsigned stale);

/**
 * vcpu_set_irq: a qemu_irq_handler for the hart's interrupt inputs
 * @opaque: Vcpu
 * @irq:    IrqNumber
 *
 * IRQ_S_SOFT is an edge: SSIP is a bit that software clears, so level 1 sets
 * it and level 0 does nothing (ACLINT specification, "SSWI").
 *
 * Context: big lock held. Wakes the vCPU when the level rises.
 */
void vcpu_set_irq(void *opaque, int irq, int level);

/** vcpu_request_exit: set bits of exit_request; any thread */
void vcpu_request_exit(Vcpu *v, uint32_t why);

/**
 * vcpu_slice_ended: must this thread look up before its next instruction?
 *
 * What an instruction asks of devices may end the slice that it belongs to,
 * for example an earlier deadline of counted time.
 */
static inline bool vcpu_slice_ended(const Vcpu *v)
{
    return v->slice_end != VCPU_NO_SLICE &&
           __atomic_load_n(&v->exit_request, __ATOMIC_RELAXED);
}

/** vcpu_request_if_pending: request IRQ if one could be taken now */
void vcpu_request_if_pending(Vcpu *v);

/** vcpu_current: the vCPU whose thread is running, or NULL */
Vcpu *vcpu_current(void);

#endif
