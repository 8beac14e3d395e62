/*
 * loop_poll.c: which polls the fast loop can do without
 *
 * A poll is there because control may go around for ever. But a base that
 * moves one way only soon leaves its page, and then the copy is left. So a
 * way around that moves such a base needs no poll:
 *
 *     L0:
 *     poll $0                           stays if x10 moved below L1 only
 *     ld x11, x10, $0, ub
 *     brcond_i64 eq, x11, $0x0, L1
 *     add_i64 x10, x10, $0x1
 *     L1:
 *     brcond_i64 ne, x10, x12, L0
 *
 * The copy compares where ways lead back. One that moves a base leads back
 * from behind the addition to before it, and there that base is compared.
 *
 * Polls are left out one after another, as long as from no branch back there
 * is a way to itself past polls and additions.
 */
#include <string.h>

#include "passes/loop.h"

typedef struct Ways {
    const Loop *loop;
    bool stops[LOOP_MAX_OPS];   /* a poll, or moves a base */
    uint8_t target[LOOP_MAX_OPS];   /* of a branch in the loop; else 0xff */
    bool seen[LOOP_MAX_OPS];
} Ways;

#define ELSEWHERE 0xff
G_STATIC_ASSERT(LOOP_MAX_OPS < ELSEWHERE);

static bool is_branch(const IrOp *op)
{
    return ir_op_flags(op->opc) & IR_BRANCHES;
}

/*
 * A loop may have other polls, before jumps out of it: they leave to another
 * place, and stay where they are.
 */
static bool is_loop_poll(const Loop *loop, const IrOp *op)
{
    return op->opc == IR_poll &&
           op->imm == loop->s->insns[op->insn].page_offset;
}

static bool moves_base(const Loop *loop, const IrOp *op)
{
    for (unsigned i = 0; i < loop->n_bases; i++) {
        const LoopBase *base = &loop->bases[i];

        if (op->dst == base->reg && !base->walks && !base->up != !base->down) {
            return op->opc == IR_add && ir_is_const(op->arg[1]) &&
                   ir_const_value(loop->s, op->arg[1]) != 0;
        }
    }
    return false;
}

static void find_ways(Ways *w)
{
    unsigned n = loop_n_ops(w->loop);

    for (unsigned i = 0; i < n; i++) {
        const IrOp *op = loop_op(w->loop, i);

        w->stops[i] = op->opc == IR_poll || moves_base(w->loop, op);
        w->target[i] = ELSEWHERE;
        if (!is_branch(op)) {
            continue;
        }
        if (op->imm == w->loop->s->ops[w->loop->head].imm) {
            w->target[i] = 0;
        } else if (loop_find_label(w->loop, op->imm) < n) {
            w->target[i] = loop_find_label(w->loop, op->imm);
        }
    }
}

static bool see(Ways *w, unsigned i)
{
    bool new = i < loop_n_ops(w->loop) && !w->seen[i] && !w->stops[i];

    if (new) {
        w->seen[i] = true;
    }
    return new;
}

/* Does a way past what stops lead from the branch at @from to itself? */
static bool comes_back(Ways *w, unsigned from)
{
    bool more;

    memset(w->seen, 0, sizeof(w->seen));
    more = see(w, w->target[from]);
    while (more) {
        more = false;
        for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
            const IrOp *op = loop_op(w->loop, i);

            if (!w->seen[i]) {
                continue;
            }
            if (!(ir_op_flags(op->opc) & IR_ENDS)) {
                see(w, i + 1);
            }
            more |= w->target[i] != ELSEWHERE && see(w, w->target[i]) &&
                    w->target[i] < i;
        }
    }
    return w->seen[from];
}

static bool all_stop(Ways *w)
{
    for (unsigned i = 0; i < loop_n_ops(w->loop); i++) {
        if (w->target[i] <= i && comes_back(w, i)) {
            return false;
        }
    }
    return true;
}

void loop_find_polls(Loop *loop)
{
    Ways w = { .loop = loop };

    if (!loop->n_bases) {
        return;
    }
    find_ways(&w);
    for (unsigned i = 0; i < loop_n_ops(loop); i++) {
        if (is_loop_poll(loop, loop_op(loop, i))) {
            w.stops[i] = false;
            loop->needless[i] = all_stop(&w);
            w.stops[i] = !loop->needless[i];
        }
    }
}
