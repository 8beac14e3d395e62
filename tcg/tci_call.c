/*
 * tci_call.c: calling helpers
 *
 * Before any helper that is not PURE the Hart is made exact: registers are in
 * memory anyway, pc becomes that of the instruction, and retired counts the
 * instructions before it. What the helper answers decides how to go on; see
 * TcgStatus. This is what the thunks of a code cache do, in C.
 */
#include "tci_internal.h"

static const IrInsn *insn_of(const Tci *t, const IrOp *op)
{
    return &t->s->insns[op->insn];
}

bool tci_call(Tci *t, const IrOp *op, TcgHelper helper, TciArgs args,
              uint64_t *value)
{
    TcgHelperFn *fn = TCI_ENV(t, TcgHelperFn *, t->layout->helpers)[helper];
    const IrInsn *insn = insn_of(t, op);
    bool pure = tcg_helper_flags(helper) & TCG_HELPER_PURE;
    TcgResult result;

    if (!pure) {
        t->hart->pc = tci_pc(t, insn->page_offset);
        t->hart->retired += insn->uncounted;
    }
    result = fn(t->env, args.a, args.b, args.c);
    *value = result.value;
    t->exit = TCG_EXIT_NEXT;
    switch ((TcgStatus)result.status) {
    case TCG_CONTINUE:
        t->hart->retired -= pure ? 0 : insn->uncounted;
        return true;
    case TCG_NEXT:
        t->hart->pc += insn->insn.len;
        t->hart->retired++;
        return false;
    case TCG_JUMP:
    case TCG_LEAVE:
        return false;
    }
    g_assert_not_reached();
}
