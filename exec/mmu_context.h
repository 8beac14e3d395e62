/*
 * mmu_context.h: address spaces of which translations are kept
 *
 * A context is what one value of (satp.MODE, satp.ASID) has filled: a table
 * for U-mode and one for S-mode with SUM. S-mode without SUM has one table
 * for all of them, because kernels map themselves as global pages; entries
 * that are not global go when the address space changes.
 *
 *   satp.ASID     5       9      12      ...       Bare
 *               +----+  +----+  +----+           +------+    +---+
 *        U      |    |  |    |  |    |           |      |  M |   |
 *               +----+  +----+  +----+           +------+    +---+
 *        S+SUM  |    |  |    |  |    |           |      |    +---+
 *               +----+  +----+  +----+           |      | MXR|   |
 *        S      |     one for all    |           |      |    +---+
 *               +--------------------+           +------+
 *
 * With MXR loads may read executable pages. It is on for a few instructions
 * at a time, so those have one table, cleared when its context changes.
 *
 * Flushes reach the context in force and the shared table at once. The
 * others learn of them when they are entered: a log holds the last pages,
 * and whoever was away for longer starts empty.
 *
 * Priv. "Supervisor Address Translation and Protection Register",
 * "Supervisor Memory-Management Fence Instruction".
 */
#ifndef EXEC_MMU_CONTEXT_H
#define EXEC_MMU_CONTEXT_H

#include "exec/vcpu.h"
#include "ram_span.h"
#include "tlb_second.h"
#include "tlb_table.h"
#include "tlb_walks.h"

#define MMU_CONTEXTS 8
#define MMU_FLUSH_LOG 32        /* pages */

typedef struct MmuContext {
    uint64_t key;               /* satp.MODE and ASID; 0: nobody's */
    uint64_t root;              /* satp.PPN that it was filled from */
    TlbTable *user;             /* (nullable) until first used, like: */
    TlbTable *sum;
    uint64_t seen;              /* position in the log of flushes */
    uint64_t last_use;
    uint16_t number;            /* its entries' in the second level */
} MmuContext;

typedef struct MmuContexts {
    MmuContext slots[MMU_CONTEXTS];
    MmuContext *current;        /* NULL while satp.MODE is Bare */
    MmuContext *s_owner;        /* whose local entries are in supervisor */
    uint64_t satp;              /* that current stands for */
    uint64_t mode;              /* satp.MODE that supervisor was filled in */
    TlbTable *supervisor;
    TlbTable *bare_user;
    TlbTable *bare_supervisor;
    TlbTable *machine;
    TlbTable *mxr;
    const TlbTable *mxr_of;     /* whose rights plus MXR's mxr holds */
    uint64_t log_end;           /* number of pages ever flushed */
    vaddr log[MMU_FLUSH_LOG];
    uint64_t clock;             /* counts changes of the context */
    uint64_t generations;
    struct JitJmp *no_code;     /* jump cache of tables without one */
    TlbSecond second;
    TlbWalks walks;             /* of current */
    RamSpan table_span;         /* where page tables are; rights of S */
    RamSpan page_span;          /* where pages are; rights of S and U */
    RamSpan machine_span;       /* the same; rights of M */
} MmuContexts;

void mmu_contexts_init(Vcpu *v);
void mmu_contexts_deinit(Vcpu *v);

/**
 * mmu_context_select: the tables of the hart's satp, privilege and mstatus
 *
 * Sets what is derived from them: Vcpu.tlb, jmp_generation and jit_jmp.
 */
void mmu_context_select(Vcpu *v);

/**
 * mmu_context_change_sum: mmu_context_select() when only SUM changed
 *
 * In S-mode, with neither MPRV nor MXR set.
 */
void mmu_context_change_sum(Vcpu *v);

/** mmu_context_renumber: void its entries of the second level */
void mmu_context_renumber(MmuContexts *contexts, MmuContext *context);

/** mmu_contexts_renumber_global: the same for global entries */
void mmu_contexts_renumber_global(MmuContexts *contexts);

/** mmu_contexts_foreach: every table that exists, stale or not */
void mmu_contexts_foreach(MmuContexts *contexts,
                          void (*visit)(TlbTable *table, void *opaque),
                          void *opaque);

#endif
