/*
 * tci_control.c: labels, branches, counting and exits
 *
 * A unit's only entry is its first operation, so every jump to other code
 * leaves: pc is final, and the caller looks it up.
 */
#include "tcg/ir_eval.h"
#include "tci_internal.h"

uint64_t tci_pc(const Tci *t, int32_t offset)
{
    return *TCI_ENV(t, uint64_t, t->layout->page_pc) + offset;
}

const IrOp *tci_leave(Tci *t, uint64_t pc, TcgExit why)
{
    t->hart->pc = pc;
    t->exit = why;
    return NULL;
}

const IrOp *tci_pc_add(Tci *t, const IrOp *op)
{
    return tci_set(t, op, tci_pc(t, op->imm));
}

/* label */
const IrOp *tci_skip(Tci *t, const IrOp *op)
{
    return op + 1;
}

const IrOp *tci_br(Tci *t, const IrOp *op)
{
    return t->labels[op->imm];
}

const IrOp *tci_brcond(Tci *t, const IrOp *op)
{
    bool taken = ir_eval_cond(op->attr, tci_get(t, op->arg[0]),
                              tci_get(t, op->arg[1]));

    return taken ? t->labels[op->imm] : op + 1;
}

const IrOp *tci_retire(Tci *t, const IrOp *op)
{
    t->hart->retired += op->imm;
    return op + 1;
}

/* Where host code gave up, TcgConfig.stop_retired, so do we. */
const IrOp *tci_insn_start(Tci *t, const IrOp *op)
{
    const IrInsn *insn = &t->s->insns[op->insn];

    if (!t->config->stops ||
        t->hart->retired + insn->uncounted != t->config->stop_retired) {
        return op + 1;
    }
    t->hart->retired += insn->uncounted;
    return tci_leave(t, tci_pc(t, insn->page_offset), TCG_EXIT_INTERP);
}

/* Instructions that the slice allows; negative when it is overdrawn. */
static int64_t slice_rest(const Tci *t)
{
    return *TCI_ENV(t, uint64_t, t->layout->slice_end) - t->hart->retired;
}

static bool slice_ends(const Tci *t)
{
    return t->config->counts && slice_rest(t) < IR_MAX_INSNS;
}

static bool exit_requested(const Tci *t)
{
    const uint32_t *request = TCI_ENV(t, uint32_t, t->layout->exit_request);

    return __atomic_load_n(request, __ATOMIC_RELAXED) || slice_ends(t);
}

const IrOp *tci_poll(Tci *t, const IrOp *op)
{
    return exit_requested(t)
         ? tci_leave(t, tci_pc(t, op->imm), TCG_EXIT_REQUESTED) : op + 1;
}

const IrOp *tci_poll_slice(Tci *t, const IrOp *op)
{
    return slice_ends(t)
         ? tci_leave(t, tci_pc(t, op->imm), TCG_EXIT_REQUESTED) : op + 1;
}

const IrOp *tci_goto_tb(Tci *t, const IrOp *op)
{
    bool polls = !ir_in_page(op->imm) && slice_ends(t);

    return tci_leave(t, tci_pc(t, op->imm),
                     polls ? TCG_EXIT_REQUESTED : TCG_EXIT_NEXT);
}

/* It leaves anyhow: the caller sees a request by itself. */
const IrOp *tci_goto_ptr(Tci *t, const IrOp *op)
{
    return tci_leave(t, tci_get(t, op->arg[0]), slice_ends(t)
                     ? TCG_EXIT_REQUESTED : TCG_EXIT_NEXT);
}

const IrOp *tci_exit_tb(Tci *t, const IrOp *op)
{
    return tci_leave(t, tci_pc(t, op->imm), op->attr == IR_EXIT_INTERP
                     ? TCG_EXIT_INTERP : TCG_EXIT_NEXT);
}
