/*
 * cpu_exec.c: the two nested loops that everything else exists for
 *
 * TODO (exec.4): write cpu_exec().
 *
 *   - A hart in WFI (hart.wfi) stays there: SSIP and TIMER requests are taken
 *     out of v->exit_request and applied (vcpu_apply_requests()); without
 *     work then (hart_has_work()) the result is EXCP_HALTED. With work, it no
 *     longer waits, and VCPU_EXIT_IRQ is requested.
 *   - v->chain: may blocks follow one another inside the accelerator? Not
 *     while somebody logs them: CPU_LOG_EXEC, CPU_LOG_TB_CPU,
 *     CPU_LOG_TB_NOCHAIN.
 *   - sigsetjmp(v->jmp_env, 0): helpers leave by a jump to here; after it
 *     vcpu_restore_state(), and on with the loops.
 *   - Outer loop: exception_classify(v->exception_index). A cause of the
 *     architecture is delivered (vcpu_deliver_exception()) and the loop goes
 *     on. A pseudo cause is the result, and exception_index is EXCP_NONE
 *     again; but EXCP_DEBUG asks cpu_handle_debug_exception() first, which
 *     may say false: then go on.
 *   - Inner loop, while there is no exception: v->exit_request is taken as a
 *     whole (atomic exchange with 0) and applied. IRQ, TIMER and SSIP: an
 *     interrupt may be taken (vcpu_take_interrupt()). LOOP: the exception is
 *     EXCP_INTERRUPT, unless there is another one.
 *   - Without an exception: check_for_breakpoints() may say that the loop
 *     shall look again. tb_lookup() finds the block; when there is none and
 *     no exception, tb_gen_code() makes it, and perhaps asks to look again
 *     by NULL.
 *   - The block is run by v->cpus->accel: run(), or run_some() when fewer
 *     instructions are left until v->slice_end than the block has; none left
 *     is EXCP_INTERRUPT. cpu_log_block() before, for CPU_LOG_EXEC and
 *     CPU_LOG_TB_CPU.
 *
 * Locals that change between sigsetjmp() and the jump are not to be trusted
 * behind it.
 */
#include "core/lab_todo.h"
#include "core/log.h"
#include "core/trap.h"
#include "cpu_loop_exit.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "tb_jmp_cache.h"
#include "vcpu_internal.h"

int cpu_exec(Vcpu *v)
{
    lab_todo("exec", 4);
    (void)v;
    return EXCP_HALTED;
}
