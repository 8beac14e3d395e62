/*
 * debug_step.c: one instruction, and what follows from it
 *
 * A single instruction is a block of its own with TB_FLAG_ONE_INSN in its
 * key, always run by the interpreter: it neither chains nor enters a jump
 * cache, whatever the accelerator. Three reasons lead here: its page has a
 * breakpoint, it is passed after a report, or the debugger steps.
 *
 * A step ends where the hart then stands: behind the instruction, or at the
 * first one of a handler. WFI ends at once (Debug specification, "Single
 * Step").
 */
#include "core/log.h"
#include "core/trap.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "tb.h"
#include "vcpu_internal.h"

static void set_hit(Vcpu *v, VcpuStopKind kind)
{
    v->debug.hit = (VcpuStop) { .kind = kind, .addr = v->hart.pc };
    v->exception_index = EXCP_DEBUG;
}

void debug_step_ended(Vcpu *v)
{
    set_hit(v, VCPU_STOP_STEP);
}

/* A step may end in a handler; what passes a point is to get past it. */
bool debug_holds_interrupts(const Vcpu *v)
{
    const VcpuDebug *d = &v->debug;
    unsigned pass = debug_pass(v);

    if (d->single_step && !d->stop_after) {
        return d->single_step & SSTEP_NOIRQ;
    }
    return (pass & DEBUG_PASS_WATCHPOINT) ||
           (pass && breakpoint_test(&d->points, v->hart.pc, BP_GDB));
}

/* --- afterwards ---------------------------------------------------------- */

/*
 * The access was made; or its instruction trapped and will come again; or the
 * guest's own watchpoint came first.
 */
static void end_access(Vcpu *v)
{
    if (v->exception_index == EXCP_NONE) {
        v->exception_index = EXCP_DEBUG;
        return;
    }
    v->debug.stop_after = false;
    if (v->exception_index != EXCP_DEBUG) {
        v->debug.hit.kind = VCPU_STOP_NONE;
    }
}

/* The guest's handler is entered before the debugger sees anything. */
static void end_step(Vcpu *v)
{
    if (v->exception_index == EXCP_DEBUG) {
        return;
    }
    vcpu_deliver_exception(v);
    v->hart.wfi = false;
    debug_step_ended(v);
}

static void after_one(Vcpu *v)
{
    debug_pass_end(v);
    if (v->debug.stop_after) {
        end_access(v);
    }
    if (v->debug.single_step) {
        end_step(v);
    }
    debug_update_attention(v);
}

/* --- the instruction ----------------------------------------------------- */

/*
 * Returns: (nullable) NULL with exception_index set when the fetch faults,
 *          or with EXCP_NONE: look again.
 */
static TranslationBlock *find_one(Vcpu *v)
{
    uint32_t flags = v->tb_flags;

    v->tb_flags |= TB_FLAG_ONE_INSN;
    TranslationBlock *tb = tb_lookup_uncached(v);
    if (!tb && v->exception_index == EXCP_NONE) {
        tb = tb_gen_code(v);
    }
    v->tb_flags = flags;
    return tb;
}

static void run_one(Vcpu *v)
{
    if (v->hart.retired >= v->slice_end) {
        v->exception_index = EXCP_INTERRUPT;
        return;
    }
    unsigned pass = debug_pass(v);
    PrivMode priv = v->hart.priv;
    TranslationBlock *tb = find_one(v);

    v->debug.stop_after &= pass != 0;
    if (tb) {
        if (qemu_loglevel_mask(CPU_LOG_EXEC | CPU_LOG_TB_CPU)) {
            cpu_log_block(v, tb);
        }
        v->debug.watch_off = pass & DEBUG_PASS_WATCHPOINT;
        interp_run_one(v, tb);
        v->debug.watch_off = false;
    } else if (v->exception_index == EXCP_NONE) {
        return;
    }
    if (G_UNLIKELY(v->debug.triggers_attention)) {
        debug_trigger_count(v, priv);
    }
    after_one(v);
}

bool check_for_breakpoints_slow(Vcpu *v)
{
    switch (debug_check(v)) {
    case DEBUG_RUN:
        debug_pass_end(v);      /* of another instruction */
        return false;
    case DEBUG_RUN_ONE:
        run_one(v);
        return true;
    case DEBUG_STOP:
        set_hit(v, VCPU_STOP_BREAKPOINT);
        return true;
    case DEBUG_TRAP:
        v->exception_index = TRAP_BREAKPOINT;
        v->exception_tval = v->hart.pc;
        after_one(v);
        return true;
    }
    g_assert_not_reached();
}
