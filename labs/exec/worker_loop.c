/*
 * worker_loop.c: the loops from below
 *
 * exec_lab_accel executes blocks with the interpreter and notes what it was
 * asked. The instruction "xori x0, x0, N", which does nothing, stands for a
 * call of a helper deep inside C code:
 *
 *     N       the helper leaves the block by a jump, with exception_index
 *     1       EXCP_DEBUG             cpu_loop_exit_restore()
 *     2       load access fault      cpu_loop_exit_restore()
 *     3       EXCP_YIELD             cpu_loop_exit(), pc and count are exact
 *     4       EXCP_DEBUG             the same as 1; it had switched
 *                                    watchpoints off
 *     5, 6    like 1, 2, without help of cpu_loop_exit.c
 */
#include "worker_exec.h"

#include <inttypes.h>

#include "core/trap.h"
#include "cpu_loop_exit.h"
#include "tb.h"

/* --- helpers ------------------------------------------------------------- */

static ExecStatus leave_for_debug(Vcpu *v, const InterpOp *op)
{
    v->exception_index = EXCP_DEBUG;
    cpu_loop_exit_restore(v, op);
}

static ExecStatus leave_for_fault(Vcpu *v, const InterpOp *op)
{
    v->exception_index = TRAP_LOAD_ACCESS;
    v->exception_tval = 0xbad;
    cpu_loop_exit_restore(v, op);
}

static ExecStatus leave_plainly(Vcpu *v, const InterpOp *op)
{
    interp_sync(v, op);
    v->exception_index = EXCP_YIELD;
    cpu_loop_exit(v);
}

static ExecStatus leave_without_watch(Vcpu *v, const InterpOp *op)
{
    v->debug.watch_off = true;
    return leave_for_debug(v, op);
}

static ExecStatus jump_for_debug(Vcpu *v, const InterpOp *op)
{
    interp_sync(v, op);
    v->exception_index = EXCP_DEBUG;
    siglongjmp(v->jmp_env, 1);
}

static ExecStatus jump_for_fault(Vcpu *v, const InterpOp *op)
{
    interp_sync(v, op);
    v->exception_index = TRAP_LOAD_ACCESS;
    v->exception_tval = 0xbad;
    siglongjmp(v->jmp_env, 1);
}

static InterpFn *const helpers[] = {
    NULL, leave_for_debug, leave_for_fault, leave_plainly,
    leave_without_watch, jump_for_debug, jump_for_fault,
};

/* In the block itself: it is ours alone. */
static void put_helpers(TranslationBlock *tb)
{
    for (unsigned i = 0; i < tb->n_insns; i++) {
        InterpOp *op = &tb->ops[i];

        if (op->fn == interp_xori && op->rd == 0 && op->imm > 0 &&
            op->imm < (int32_t)G_N_ELEMENTS(helpers)) {
            op->fn = helpers[op->imm];
        }
    }
}

/* --- the executor -------------------------------------------------------- */

static void note_call(Vcpu *v, const char *what, unsigned n)
{
    ExecLab *lab = v->env.opaque;

    worker_note(&lab->calls, "%s at 0x%" PRIx64 ", %u instructions", what,
                v->hart.pc, n);
}

static void run_block(Vcpu *v, TranslationBlock *tb)
{
    note_call(v, "block", tb->n_insns);
    put_helpers(tb);
    interp_run_one(v, tb);
}

static void run_part(Vcpu *v, TranslationBlock *tb, unsigned limit)
{
    note_call(v, "part", limit);
    put_helpers(tb);
    interp_run_some(v, tb, limit);
}

const AccelOps exec_lab_accel = {
    .name = "lab",
    .run = run_block,
    .run_some = run_part,
};

/* --- operations ---------------------------------------------------------- */

void exec_op_raise(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);

    v->exception_index = (int)worker_i64(w, "index");
    v->exception_tval = 0;
}

void exec_op_request(Worker *w)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } requests[] = {
        { "irq", VCPU_EXIT_IRQ },
        { "timer", VCPU_EXIT_TIMER },
        { "ssip", VCPU_EXIT_SSIP },
        { "loop", VCPU_EXIT_LOOP },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        if (g_str_equal(worker_text(w, "what"), requests[i].name)) {
            vcpu_request_exit(hart_ops_vcpu(w), requests[i].bit);
        }
    }
}

static void tell_calls(Worker *w, ExecLab *lab)
{
    enum { SHOWN = 24 };

    for (guint i = 0; i < MIN(lab->calls.n, SHOWN); i++) {
        reply_text(w, "calls", lab->calls.texts->pdata[i]);
    }
    reply_u64(w, "n_calls", lab->calls.n);
    worker_notes_clear(&lab->calls);
}

void exec_op_exec(Worker *w)
{
    ExecLab *lab = exec_lab_of(w);
    Vcpu *v = hart_ops_vcpu(w);

    hart_machine_count(&lab->machine);
    lab->machine.cpus->accel = &exec_lab_accel;
    v->slice_end = v->hart.retired + MIN(worker_u64(w, "n"), 1ull << 40);
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    reply_text(w, "result", hart_ops_exception(result));
    reply_text(w, "exception", hart_ops_exception(v->exception_index));
    reply_bool(w, "in_a_block", v->tb != NULL);
    tell_calls(w, lab);
    reply_hex(w, "pc", v->hart.pc);
    reply_u64(w, "retired", v->hart.retired);
    reply_hex(w, "mcause", v->hart.mcause);
    reply_hex(w, "mepc", v->hart.mepc);
    reply_hex(w, "digest", hart_machine_digest(&lab->machine));
}

/* --- the way out, without a loop around it ------------------------------- */

/* Returns: did the helper come back by a jump? */
static bool run_with_landing(Vcpu *v, TranslationBlock *tb)
{
    if (sigsetjmp(v->jmp_env, 0) != 0) {
        vcpu_restore_state(v);
        return true;
    }
    interp_run_one(v, tb);
    return false;
}

void exec_op_helper(Worker *w)
{
    Vcpu *v = hart_ops_vcpu(w);
    TranslationBlock *tb = exec_lab_build(v, worker_u64(w, "pc"));

    if (!tb) {
        reply_text(w, "error", "there is no code");
        return;
    }
    put_helpers(tb);
    v->debug.watch_off = false;
    cpu_exec_start(v);
    bool jumped = run_with_landing(v, tb);
    cpu_exec_end(v);
    reply_bool(w, "jumped", jumped);
    reply_text(w, "exception", hart_ops_exception(v->exception_index));
    reply_hex(w, "pc", v->hart.pc);
    reply_u64(w, "retired", v->hart.retired);
    reply_bool(w, "in_a_block", v->tb != NULL);
    reply_bool(w, "watchpoints", !v->debug.watch_off);
    reply_hex(w, "digest",
              hart_machine_digest(&exec_lab_of(w)->machine));
    v->exception_index = EXCP_NONE;
}
