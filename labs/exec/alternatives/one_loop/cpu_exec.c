/* cpu_exec.c: both loops as one, which handles whatever is first */
#include "core/log.h"
#include "core/trap.h"
#include "cpu_loop_exit.h"
#include "debug_check.h"
#include "exception_class.h"
#include "exec/cpus.h"
#include "tb_jmp_cache.h"
#include "vcpu_internal.h"

enum { ASKS_FOR_IRQ = VCPU_EXIT_IRQ | VCPU_EXIT_TIMER | VCPU_EXIT_SSIP };

static void look_at_requests(Vcpu *v)
{
    uint32_t request = __atomic_fetch_and(&v->exit_request, 0,
                                          __ATOMIC_SEQ_CST);

    vcpu_apply_requests(v, request);
    if (request & ASKS_FOR_IRQ) {
        vcpu_take_interrupt(v);
    }
    if ((request & VCPU_EXIT_LOOP) && v->exception_index < 0) {
        v->exception_index = EXCP_INTERRUPT;
    }
}

static void run_something(Vcpu *v)
{
    if (check_for_breakpoints(v)) {
        return;
    }
    TranslationBlock *tb = tb_lookup(v);

    if (tb == NULL && v->exception_index < 0) {
        tb = tb_gen_code(v);
    }
    if (tb == NULL) {
        return;
    }
    if (v->slice_end <= v->hart.retired) {
        v->exception_index = EXCP_INTERRUPT;
        return;
    }
    if (qemu_loglevel_mask(CPU_LOG_EXEC | CPU_LOG_TB_CPU)) {
        cpu_log_block(v, tb);
    }
    uint64_t left = v->slice_end - v->hart.retired;

    if (left >= tb->n_insns) {
        v->cpus->accel->run(v, tb);
    } else {
        v->cpus->accel->run_some(v, tb, (unsigned)left);
    }
}

/* Returns: true when that was the end. */
static bool leaves(Vcpu *v)
{
    return v->exception_index != EXCP_DEBUG || cpu_handle_debug_exception(v);
}

static int run_until_left(Vcpu *v)
{
    for (;;) {
        switch (exception_classify(v->exception_index)) {
        case EXCEPTION_ARCHITECTURAL:
            vcpu_deliver_exception(v);
            break;
        case EXCEPTION_LEAVES_LOOP: {
            int index = v->exception_index;

            if (leaves(v)) {
                v->exception_index = EXCP_NONE;
                return index;
            }
            break;
        }
        case EXCEPTION_NONE:
            if (__atomic_load_n(&v->exit_request, __ATOMIC_RELAXED)) {
                look_at_requests(v);
            }
            if (v->exception_index == EXCP_NONE) {
                run_something(v);
            }
            break;
        }
    }
}

int cpu_exec(Vcpu *v)
{
    const uint32_t mine = VCPU_EXIT_TIMER | VCPU_EXIT_SSIP;

    if (v->hart.wfi) {
        vcpu_apply_requests(v, __atomic_fetch_and(&v->exit_request, ~mine,
                                                  __ATOMIC_SEQ_CST));
        if (!hart_has_work(&v->hart)) {
            return EXCP_HALTED;
        }
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
        v->hart.wfi = false;
    }
    v->chain = !qemu_loglevel_mask(CPU_LOG_EXEC | CPU_LOG_TB_CPU |
                                   CPU_LOG_TB_NOCHAIN);
    while (sigsetjmp(v->jmp_env, 0) != 0) {
        vcpu_restore_state(v);
    }
    return run_until_left(v);
}
