/*
 * tcg_random_guard.c: guarded accesses, and the other ways out of line
 *
 * A group of instructions shares a guard. Its slow copy, at the end of the
 * unit, does the same with plain accesses and comes back behind the group.
 */
#include "tcg_random_internal.h"

#define GUARD_START (-16)
#define GUARD_LENGTH 64

static bool label_within(const RandomUnit *u, unsigned first, unsigned end)
{
    for (unsigned i = 0; i < RANDOM_LABELS; i++) {
        if (u->label_at[i] > first && u->label_at[i] < end) {
            return true;
        }
    }
    return false;
}

/* as many instructions as fit before the next label and the end */
static unsigned group_size(const RandomUnit *u)
{
    unsigned n = 1;

    while (n < 4 && u->insn + n < u->s->n_insns
           && !label_within(u, u->insn, u->insn + n + 1)) {
        n++;
    }
    return n;
}

/* a plain access to @address within the guarded range */
static IrOp random_access(RandomUnit *u, IrRef address)
{
    MemOp op = random_memop(u);
    unsigned room = GUARD_LENGTH - memop_size(op) + 1;
    IrOp access = {
        .opc = random_one_in(u, 2) ? IR_ld : IR_st, .attr = op,
        .dst = IR_NONE, .arg = { address, IR_NONE, IR_NONE },
        .imm = GUARD_START + (int)random_below(u, room),
    };

    if (access.opc == IR_ld) {
        access.dst = random_gpr(u);
    } else {
        access.attr &= MO_SIZE;
        access.arg[1] = random_value(u);
    }
    return access;
}

static IrOp guarded(IrOp access, IrRef guard)
{
    access.opc = access.opc == IR_ld ? IR_gld : IR_gst;
    access.arg[0] = guard;
    return access;
}

static IrOp indexed(IrOp access, IrRef guard)
{
    access.arg[access.opc == IR_ld ? 1 : 2] = access.arg[0];
    access.opc = access.opc == IR_ld ? IR_gldx : IR_gstx;
    access.arg[0] = guard;
    return access;
}

static void guarded_insns(RandomUnit *u, RandomStub *stub, IrRef address,
                          const IrOp *guard)
{
    bool is_indexed = guard->attr & IR_GUARD_INDEXED;
    IrRef dst = guard->dst;

    for (unsigned i = 0; i < stub->n_insns; i++) {
        if (i) {
            random_insn_begin(u);
        }
        stub->access[i] = random_access(u, address);
        tcg_gen_op(u->s, is_indexed ? indexed(stub->access[i], dst)
                                    : guarded(stub->access[i], dst));
        random_insn_end(u);
    }
}

void random_guard_group(RandomUnit *u)
{
    RandomStub *stub = &u->stubs[u->n_stubs];
    IrRef address;
    IrOp guard;

    random_insn_begin(u);
    if (u->n_stubs == RANDOM_STUBS) {
        random_insn_end(u);
        return;
    }
    u->n_stubs++;
    *stub = (RandomStub) {
        .label = gen_new_label(u->s), .join = gen_new_label(u->s),
        .insn = u->insn, .n_insns = group_size(u),
    };
    address = random_address(u);
    guard = (IrOp) {
        .opc = IR_guard, .dst = tcg_temp_new(u->s), .imm = GUARD_START,
        .attr = IR_GUARD_WRITE |
                (random_one_in(u, 2) ? IR_GUARD_INDEXED : 0),
        .arg = { address, ir_const(u->s, GUARD_LENGTH), stub->label },
    };
    tcg_gen_op(u->s, guard);
    guarded_insns(u, stub, address, &guard);
    stub->retire = u->pending;
    random_retire(u);
    gen_set_label(u->s, stub->join);
    random_forget(u);
}

static void slow_copy(TCGContext *s, const RandomStub *stub)
{
    for (unsigned i = 0; i < stub->n_insns; i++) {
        tcg_gen_insn_start(s, stub->insn + i);
        tcg_gen_op(s, stub->access[i]);
    }
    tcg_gen_retire(s, stub->retire);
    tcg_gen_br(s, stub->join);
}

static void side_exit(RandomUnit *u, const RandomStub *stub)
{
    unsigned offset = random_below(u, 2048) * 2;

    u->s->insn = stub->insn;
    if (random_one_in(u, 2)) {
        tcg_gen_goto_tb(u->s, offset);
    } else {
        tcg_gen_exit_tb(u->s, offset, random_below(u, 2));
    }
}

void random_stubs(RandomUnit *u)
{
    for (unsigned i = 0; i < u->n_stubs; i++) {
        const RandomStub *stub = &u->stubs[i];

        gen_set_label(u->s, stub->label);
        if (stub->exits) {
            side_exit(u, stub);
        } else {
            slow_copy(u->s, stub);
        }
    }
}
