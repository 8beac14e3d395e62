/*
 * liveness.c: what nobody reads is not computed (exercise tcg.4)
 *
 * TODO: remove operations whose result nobody reads. An operation may go if
 * it only computes: flag IR_PURE, a call of a helper that is
 * TCG_HELPER_PURE, or a load from memory known to be RAM (gld, gldx, gfld,
 * gfldx). Its result is dead when
 *
 *   - it is a temporary that no later operation that stays reads;
 *   - it is a guest register that is written again on every way before
 *     anybody can see it. Where control may leave the unit, or a helper
 *     runs, every register is seen: ir_op_may_leave() in pass.h.
 *
 * Branches go forward or back. Forward, both ways count; before a branch
 * back it is enough to take every register as needed. insn_start stays. The
 * last operand of a guard is a label (ir_op_n_args()). A result of IR_NONE is
 * none.
 */
#include "core/lab_todo.h"
#include "passes/pass.h"

void tcg_liveness(TCGContext *s)
{
    (void)s;
    lab_todo("tcg", 4);
}
