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
 * instruction that can enable one ends its block. What entering a handler
 * does is in deliver.c.
 */
#include "core/log.h"
#include "core/trap.h"
#include "cpu_loop_exit.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "tb_jmp_cache.h"
#include "vcpu_internal.h"

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

/* Returns: true when the inner loop must be left. */
static bool cpu_handle_interrupt(Vcpu *v)
{
    if (G_LIKELY(!__atomic_load_n(&v->exit_request, __ATOMIC_RELAXED))) {
        return false;
    }
    uint32_t request = __atomic_exchange_n(&v->exit_request, 0,
                                           __ATOMIC_SEQ_CST);
    vcpu_apply_requests(v, request);
    if (request & (VCPU_EXIT_IRQ | VCPU_EXIT_TIMER | VCPU_EXIT_SSIP)) {
        vcpu_take_interrupt(v);
    }
    if (request & VCPU_EXIT_LOOP && v->exception_index == EXCP_NONE) {
        v->exception_index = EXCP_INTERRUPT;    /* the end of a step stays */
    }
    return v->exception_index != EXCP_NONE;
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
        vcpu_apply_requests(v, __atomic_fetch_and(
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
