/*
 * debug_check.h: how the execution loop meets break- and watchpoints
 *
 *     check_for_breakpoints()   before each block; one test without points
 *       debug_check()           what to do with the instruction at pc
 *       debug_run_one()         execute it, and only it
 *     cpu_check_watchpoint()    from the slow path of the soft TLB
 *     cpu_handle_debug_exception()
 *                               a hit: the debugger's, or the guest's own?
 */
#ifndef EXEC_DEBUG_CHECK_H
#define EXEC_DEBUG_CHECK_H

#include "core/trigger.h"
#include "exec/debug.h"
#include "exec/tlb.h"

/* What the loop does with the instruction at hart.pc. */
typedef enum DebugVerdict {
    DEBUG_RUN,                  /* nothing here: a block, as usual */
    DEBUG_RUN_ONE,              /* one instruction, then look again */
    DEBUG_STOP,                 /* the debugger's breakpoint */
    DEBUG_TRAP,                 /* the guest's: a breakpoint exception */
} DebugVerdict;

/* DebugPass.what */
enum {
    DEBUG_PASS_BREAKPOINT = 1,
    DEBUG_PASS_WATCHPOINT = 2,
};

/* --- debug_check.c ------------------------------------------------------- */

/** debug_check: judge the instruction at hart.pc */
DebugVerdict debug_check(Vcpu *v);

/** debug_is_slow_page: does the page of @pc hold a breakpoint? */
bool debug_is_slow_page(const Vcpu *v, vaddr pc);

/* --- debug_step.c -------------------------------------------------------- */

/**
 * check_for_breakpoints_slow: act on what debug_check() says
 *
 * Returns: false when a block may run; otherwise the loop looks again.
 */
bool check_for_breakpoints_slow(Vcpu *v);

static inline bool check_for_breakpoints(Vcpu *v)
{
    return G_UNLIKELY(v->debug.attention) && check_for_breakpoints_slow(v);
}

/** debug_step_ended: the hart went on by an interrupt instead; stop there */
void debug_step_ended(Vcpu *v);

/** debug_holds_interrupts: shall the next instruction come first? */
bool debug_holds_interrupts(const Vcpu *v);

/* --- debug_pass.c -------------------------------------------------------- */

/** debug_pass_add: the instruction at hart.pc may do @what once */
void debug_pass_add(Vcpu *v, unsigned what);

/** debug_pass: what the instruction at hart.pc may do: DEBUG_PASS_* */
unsigned debug_pass(const Vcpu *v);

/** debug_pass_end: it was executed */
void debug_pass_end(Vcpu *v);

/* --- debug_points.c ------------------------------------------------------ */

/** debug_update_attention: points, steps or passes changed */
void debug_update_attention(Vcpu *v);

/* --- debug_watch.c ------------------------------------------------------- */

/**
 * cpu_check_watchpoint: an access to a watched page is about to be made
 * @access: BP_MEM_READ, BP_MEM_WRITE, or both
 *
 * Returns: true when the access must not be made: exception_index is set,
 *          the caller returns EXEC_TRAP.
 */
bool cpu_check_watchpoint(Vcpu *v, vaddr addr, vaddr len, int access)
    MUST_CHECK;

/**
 * debug_precedes_fault: the same for an access that faults
 *
 * Only the guest's own watchpoints come before the fault (Priv. "mcause",
 * priority of exceptions); the debugger's report accesses that are made.
 */
bool debug_precedes_fault(Vcpu *v, vaddr addr, vaddr len, int access)
    MUST_CHECK;

/** debug_is_watched: does a watchpoint overlap the page of @addr? */
bool debug_is_watched(const Vcpu *v, vaddr addr);

/* debug_any_watched: the same for any page; for what is not in a hurry */
static inline bool debug_any_watched(const Vcpu *v)
{
    return v->debug.points.watchpoints.length > 0;
}

/* --- debug_trigger.c ----------------------------------------------------- */

/* One access to data. */
typedef struct DebugAccess {
    vaddr addr;
    vaddr len;
    int kind;                   /* BP_MEM_* */
} DebugAccess;

/** debug_triggers_changed: the hart's triggers, or all of the hart */
void debug_triggers_changed(Vcpu *v);

/** debug_trigger_on_page: may one match an instruction of this page? */
bool debug_trigger_on_page(const Vcpu *v, vaddr pc);

/** debug_trigger_fetch: does one fire before the instruction at @pc? */
bool debug_trigger_fetch(Vcpu *v, vaddr pc);

/** debug_trigger_trap: does one fire before the handler at hart.pc? */
bool debug_trigger_trap(Vcpu *v, const TrapTaken *trap);

/** debug_trigger_count: an instruction that started in @priv is over */
void debug_trigger_count(Vcpu *v, PrivMode priv);

/**
 * debug_trigger_data: does a trigger fire before an access?
 * @wp: (nullable) the watchpoint with BP_CPU that was hit
 *
 * Returns: true also when @wp is no trigger's.
 */
bool debug_trigger_data(Vcpu *v, const CPUWatchpoint *wp,
                        const DebugAccess *access);

/* --- debug_route.c ------------------------------------------------------- */

/**
 * cpu_handle_debug_exception: exception_index is EXCP_DEBUG: whose is it?
 *
 * Returns: true when cpu_exec() must be left; false when the guest goes on,
 *          perhaps with a breakpoint exception of its own.
 */
bool cpu_handle_debug_exception(Vcpu *v);

/* --- debug_stop.c -------------------------------------------------------- */

/**
 * debug_event_is_due: the vCPU shall go on: may it?
 *
 * Returns: true when the VM is to stop for the debugger again first: nobody
 *          goes on until pause_all_vcpus(), which the stop begins with.
 */
bool debug_event_is_due(Vcpu *v);

/** debug_reset: the hart was reset: nothing that was reported holds */
void debug_reset(Vcpu *v);

#endif
