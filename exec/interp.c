/*
 * interp.c: runs decoded blocks
 *
 * The functions of a block call one another (see interp_internal.h); here is
 * what happens before the first and after the last. The program counter and
 * the count of retired instructions are not kept per instruction;
 * interp_sync() and the end of the block make them exact from the position
 * in the block.
 */
#include "interp_internal.h"
#include "tb_jmp_cache.h"

static InterpFn *const functions[OP_COUNT] = {
#define INSN(name, ...) [OP_##name] = interp_##name,
#include "core/isa/insns.inc"
#undef INSN
};

InterpFn *interp_function(unsigned insn_op)
{
    g_assert(insn_op < OP_COUNT);
    return functions[insn_op];
}

ExecStatus interp_raise(Vcpu *v, Trap cause, uint64_t tval)
{
    v->exception_index = (int)cause;
    v->exception_tval = tval;
    return EXEC_TRAP;
}

ExecStatus interp_illegal(Vcpu *v, const InterpOp *op)
{
    return interp_end(v, op, interp_raise(v, TRAP_ILLEGAL_INSN, op->raw));
}

/* Not an instruction: the block ran into its end (len is 0). */
ExecStatus interp_block_end(Vcpu *v, const InterpOp *op)
{
    return interp_end(v, op, EXEC_BREAK);
}

void interp_sync(Vcpu *v, const InterpOp *op)
{
    v->hart.retired += (uint64_t)(op - v->sync_op);
    v->sync_op = op;
    v->hart.pc = interp_pc(v, op);
}

/* Where the hart stands after a block that ended with @status. */
static void leave_block(Vcpu *v, ExecStatus status)
{
    const InterpOp *op = v->end_op;
    bool retired = status != EXEC_TRAP && op->len != 0;

    v->hart.retired += (uint64_t)(op - v->sync_op) + retired;
    if (status == EXEC_TRAP) {
        v->hart.pc = interp_pc(v, op);
    } else if (status != EXEC_JUMP) {
        v->hart.pc = interp_pc(v, op) + op->len;
    }
}

/* @ops: those of @tb, or a copy of its first ones */
static void run_ops(Vcpu *v, TranslationBlock *tb, const InterpOp *ops)
{
    v->tb = tb;
    v->block_pc = v->hart.pc;
    v->sync_op = ops;
    leave_block(v, ops->fn(v, ops));
    v->tb = NULL;
}

/*
 * The block to go on with, unless the loop outside has something to do. It is
 * searched for here, too: going through the loop forgets the open link of
 * translated code, and the jump would never become a direct one.
 */
TranslationBlock *interp_next_block(Vcpu *v)
{
    if (!v->chain || v->exception_index != EXCP_NONE ||
        __atomic_load_n(&v->exit_request, __ATOMIC_RELAXED)) {
        return NULL;
    }
    TranslationBlock *tb = tb_lookup(v);

    return tb && tb->n_insns <= v->slice_end - v->hart.retired ? tb : NULL;
}

void interp_run(Vcpu *v, TranslationBlock *tb)
{
    do {
        run_ops(v, tb, tb->ops);
        tb = interp_next_block(v);
    } while (tb);
}

void interp_run_one(Vcpu *v, TranslationBlock *tb)
{
    run_ops(v, tb, tb->ops);
}

bool interp_single(Vcpu *v, const InterpOp ops[2])
{
    run_ops(v, NULL, ops);
    return v->end_op == &ops[1];
}

void interp_run_some(Vcpu *v, TranslationBlock *tb, unsigned limit)
{
    g_assert(limit >= 1 && limit < tb->n_insns);
    memcpy(v->part_ops, tb->ops, limit * sizeof(InterpOp));
    v->part_ops[limit] = (InterpOp) {
        .fn = interp_block_end,
        .pc_offset = tb->ops[limit].pc_offset,
    };
    run_ops(v, tb, v->part_ops);
}
