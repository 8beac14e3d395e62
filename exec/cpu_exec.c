/*
 * cpu_exec.c: the two nested loops that everything else exists for
 *
 *     while no exception must be handled:        synchronous: do interrupt
 *         while no interrupt must be handled:    asynchronous: exec interrupt
 *             find the block, build it if missing, run it
 *
 * Synchronous exceptions arrive as exception_index from the block that just
 * ran; asynchronous requests as bits of exit_request, which other threads
 * set. Interrupts are therefore taken at block boundaries only, and an
 * instruction that can enable one ends its block.
 */
#include <inttypes.h>

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/trap.h"
#include "cpu_loop_exit.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "semihost_internal.h"
#include "tb_jmp_cache.h"
#include "vcpu_internal.h"

static void log_trap(const Vcpu *v, const char *kind, const char *name)
{
    const Hart *h = &v->hart;

    qemu_log_mask(CPU_LOG_INT,
                  "hart %d: %s: %s, pc 0x%" PRIx64 ", tval 0x%" PRIx64
                  ", priv %u\n",
                  v->index, kind, name, h->pc, v->exception_tval, h->priv);
}

/*
 * A guest that only traps must yield, too; one whose vector is not mapped
 * never even gets a block to run.
 */
static void charge_trap(Vcpu *v)
{
    if (v->slice_end != VCPU_NO_SLICE && --v->slice_end <= v->hart.retired) {
        vcpu_request_exit(v, VCPU_EXIT_LOOP);
    }
}

static void enter_handler(Vcpu *v, Trap cause)
{
    if (qemu_loglevel_mask(CPU_LOG_INT)) {
        log_trap(v, "exception", trap_name(cause));
    }
    if (G_UNLIKELY(v->cpus->digest_on)) {
        vcpu_digest_trap(v, cause);
    }
    hart_take_trap(&v->hart, cause, v->exception_tval);
    trap_log_note(v);
    vcpu_update_mode(v);
    charge_trap(v);
}

/*
 * The guest's triggers for traps come before the handler's first instruction
 * (Debug specification, "etrigger", "itrigger"; tval is 0). The breakpoint
 * exception matches none of them: trigger_matches_trap().
 */
static void check_trap_triggers(Vcpu *v, uint64_t cause, PrivMode from)
{
    if (G_UNLIKELY(v->debug.triggers_traps) &&
        debug_trigger_trap(v, &(TrapTaken) { cause, from })) {
        v->exception_tval = 0;
        enter_handler(v, TRAP_BREAKPOINT);
    }
}

/* Deliver a synchronous exception to the guest. */
static void do_interrupt(Vcpu *v, Trap cause)
{
    PrivMode from = v->hart.priv;

    enter_handler(v, cause);
    check_trap_triggers(v, cause, from);
}

bool vcpu_deliver_exception(Vcpu *v)
{
    int index = v->exception_index;

    if (exception_classify(index) != EXCEPTION_ARCHITECTURAL) {
        return false;
    }
    v->exception_index = EXCP_NONE;
    if (index == TRAP_BREAKPOINT && G_UNLIKELY(v->cpus->semihost) &&
        vcpu_semihost(v)) {
        return true;
    }
    do_interrupt(v, (Trap)index);
    return true;
}

/* Returns: true when cpu_exec() must return *ret. */
static bool cpu_handle_exception(Vcpu *v, int *ret)
{
    int index = v->exception_index;

    switch (exception_classify(index)) {
    case EXCEPTION_NONE:
        return false;
    case EXCEPTION_ARCHITECTURAL:
        vcpu_deliver_exception(v);
        return false;
    case EXCEPTION_LEAVES_LOOP:
        if (index == EXCP_DEBUG && !cpu_handle_debug_exception(v)) {
            return false;
        }
        v->exception_index = EXCP_NONE;
        *ret = index;
        return true;
    }
    g_assert_not_reached();
}

/* Enter the handler of an asynchronous interrupt, if one may be taken. */
static void exec_interrupt(Vcpu *v)
{
    int irq = hart_pending_interrupt(&v->hart);
    PrivMode from = v->hart.priv;

    if (irq < 0) {
        return;
    }
    if (G_UNLIKELY(debug_holds_interrupts(v))) {
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
        return;
    }
    if (qemu_loglevel_mask(CPU_LOG_INT)) {
        log_trap(v, "interrupt", irq_name((unsigned)irq));
    }
    if (G_UNLIKELY(v->cpus->digest_on)) {
        vcpu_digest_trap(v, CAUSE_INTERRUPT | (unsigned)irq);
    }
    hart_take_interrupt(&v->hart, (unsigned)irq);
    trap_log_note(v);
    vcpu_update_mode(v);
    check_trap_triggers(v, CAUSE_INTERRUPT | (unsigned)irq, from);
    if (G_UNLIKELY(v->debug.single_step)) {
        debug_step_ended(v);
    }
}

/* What other threads asked this one to change in its own hart. */
static void apply_hart_requests(Vcpu *v, uint32_t request)
{
    if (request & VCPU_EXIT_SSIP) {
        v->hart.mip |= MIP_SSIP;
    }
    if (G_UNLIKELY(v->debug.single_step & SSTEP_NOTIMER)) {
        return;                 /* cpu_single_step() asks again */
    }
    if (request & VCPU_EXIT_TIMER) {
        vcpu_update_timer(v);
    }
}

/* Returns: true when the inner loop must be left. */
static bool cpu_handle_interrupt(Vcpu *v)
{
    if (G_LIKELY(!__atomic_load_n(&v->exit_request, __ATOMIC_RELAXED))) {
        return false;
    }
    uint32_t request = __atomic_exchange_n(&v->exit_request, 0,
                                           __ATOMIC_SEQ_CST);
    apply_hart_requests(v, request);
    if (request & (VCPU_EXIT_IRQ | VCPU_EXIT_TIMER | VCPU_EXIT_SSIP)) {
        exec_interrupt(v);
    }
    if (request & VCPU_EXIT_LOOP && v->exception_index == EXCP_NONE) {
        v->exception_index = EXCP_INTERRUPT;    /* the end of a step stays */
    }
    return v->exception_index != EXCP_NONE;
}

void cpu_log_block(const Vcpu *v, const TranslationBlock *tb)
{
    qemu_log_mask_and_addr(CPU_LOG_EXEC, v->hart.pc,
                           "hart %d: block 0x%016" PRIx64
                           " flags 0x%x, %u insns\n",
                           v->index, v->hart.pc, tb->flags, tb->n_insns);
    if (qemu_loglevel_mask(CPU_LOG_TB_CPU) &&
        qemu_log_in_addr_range(v->hart.pc)) {
        vcpu_log_state(v);
    }
}

/* Run the block, or the part of it that the slice has left. */
static void cpu_loop_exec_tb(Vcpu *v, TranslationBlock *tb)
{
    const AccelOps *accel = v->cpus->accel;

    if (v->hart.retired >= v->slice_end) {
        v->exception_index = EXCP_INTERRUPT;
        return;
    }
    if (G_UNLIKELY(qemu_loglevel_mask(CPU_LOG_EXEC | CPU_LOG_TB_CPU))) {
        cpu_log_block(v, tb);
    }
    uint64_t left = v->slice_end - v->hart.retired;
    if (left < tb->n_insns) {
        accel->run_some(v, tb, (unsigned)left);
    } else {
        accel->run(v, tb);
    }
}

/* Whoever wants to see every block gets it. */
static bool may_chain(const Vcpu *v)
{
    return !qemu_loglevel_mask(CPU_LOG_EXEC | CPU_LOG_TB_CPU |
                               CPU_LOG_TB_NOCHAIN);
}

static int cpu_exec_loop(Vcpu *v)
{
    int ret;

    while (!cpu_handle_exception(v, &ret)) {
        while (v->exception_index == EXCP_NONE && !cpu_handle_interrupt(v)) {
            if (check_for_breakpoints(v)) {
                continue;
            }
            TranslationBlock *tb = tb_lookup(v);

            if (G_UNLIKELY(!tb) && v->exception_index == EXCP_NONE) {
                tb = tb_gen_code(v);
            }
            if (G_LIKELY(tb)) {
                cpu_loop_exec_tb(v, tb);
            }
        }
    }
    return ret;
}

/*
 * A helper deep inside an instruction leaves by cpu_loop_exit(), which lands
 * here; nothing in this frame is modified after sigsetjmp().
 */
static int cpu_exec_setjmp(Vcpu *v)
{
    if (sigsetjmp(v->jmp_env, 0) != 0) {
        vcpu_restore_state(v);
    }
    return cpu_exec_loop(v);
}

/* A hart in WFI stays there until something is pending and enabled. */
static bool cpu_handle_halt(Vcpu *v)
{
    if (v->hart.wfi) {
        apply_hart_requests(v, __atomic_fetch_and(
            &v->exit_request, ~(VCPU_EXIT_TIMER | VCPU_EXIT_SSIP),
            __ATOMIC_SEQ_CST));
        if (!hart_has_work(&v->hart)) {
            return true;
        }
        v->hart.wfi = false;
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
    }
    return false;
}

int cpu_exec(Vcpu *v)
{
    if (cpu_handle_halt(v)) {
        return EXCP_HALTED;
    }
    v->chain = may_chain(v);
    return cpu_exec_setjmp(v);
}
