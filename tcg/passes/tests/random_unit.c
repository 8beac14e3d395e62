/*
 * random_unit.c: random units that terminate, for differential tests
 *
 * Few registers, and numbers that mean something to the passes, so that
 * operations work on each other's results. Patterns that compilers make are
 * tried often: shift pairs, extended indexes, condition and branch, accesses
 * off one base.
 */
#include "random_unit.h"

#include "tcg/tcg_op.h"

typedef struct Maker {
    TCGContext *s;
    GRand *rand;
    unsigned n_insns;
    int label[IR_MAX_INSNS];    /* of an instruction, or -1 */
    IrRef temps[4];             /* some made so far, in this instruction */
    unsigned n_temps;
    unsigned rotation;          /* parts made */
} Maker;

static unsigned pick(Maker *m, unsigned n)
{
    return g_rand_int_range(m->rand, 0, n);
}

static IrRef gpr(Maker *m)
{
    static const uint8_t numbers[] = { 1, 2, 8, 10, 11, 12, 13, 15, 15, 20 };

    return IR_GPR(numbers[pick(m, G_N_ELEMENTS(numbers))]);
}

/* not a base: bases stay what they are, mostly */
static IrRef target(Maker *m)
{
    static const uint8_t numbers[] = { 1, 12, 13, 15, 15, 20 };

    return pick(m, 16) ? IR_GPR(numbers[pick(m, G_N_ELEMENTS(numbers))])
                       : gpr(m);
}

static IrRef base(Maker *m)
{
    static const uint8_t numbers[] = { 2, 2, 8, 10, 11 };

    return IR_GPR(numbers[pick(m, G_N_ELEMENTS(numbers))]);
}

static IrRef number(Maker *m)
{
    static const int64_t numbers[] = {
        0, 1, -1, 2, 3, 4, 5, 7, 8, 9, 16, 24, 29, 31, 32, 33, 48, 56, 63,
        255, 256, 0xfff, 0xffff, 0xffffffff, 0x7fffffff, -2, -8,
        INT32_MIN, 0x80000000, INT64_MIN, INT64_MAX, 0x123456789a,
    };

    return ir_const(m->s, numbers[pick(m, G_N_ELEMENTS(numbers))]);
}

static IrRef value(Maker *m)
{
    unsigned kind = pick(m, 8);

    return kind == 0 ? number(m)
         : kind < 3 && m->n_temps ? m->temps[pick(m, m->n_temps)] : gpr(m);
}

static IrRef temp(Maker *m)
{
    return IR_TEMP_FIRST + m->s->n_temps++;
}

/* --- instructions: shapes ------------------------------------------------- */

static void random_value(Maker *m, IrRef dst)
{
    IrOpcode opc = pick(m, IR_select - IR_mov + 1);
    unsigned flags = ir_op_flags(opc);
    IrOp op = { .opc = opc, .dst = dst,
                .arg = { IR_NONE, IR_NONE, IR_NONE } };

    if (opc == IR_pc_add) {
        tcg_gen_pc_add(m->s, dst, (int32_t)pick(m, 3) * 4096 - 16);
        return;
    }
    op.arg[0] = value(m);
    if (opc != IR_mov && !(opc >= IR_ext8s && opc <= IR_orc_b)) {
        op.arg[1] = pick(m, 2) ? number(m) : value(m);
    }
    op.arg[2] = opc == IR_select ? value(m) : IR_NONE;
    op.attr = flags & IR_TYPED ? pick(m, 2)
            : opc == IR_setcond ? IR_COND_ATTR(pick(m, 10), pick(m, 2))
            : opc == IR_shadd ? 1 + pick(m, 3) : 0;
    tcg_gen_op(m->s, op);
}

static void insn_value(Maker *m)
{
    random_value(m, target(m));
}

/* add, sub and logic with small numbers: what most code is */
static void insn_simple(Maker *m)
{
    static const uint8_t opcodes[] = { IR_add, IR_add, IR_sub, IR_and, IR_xor,
                                       IR_mov, IR_or, IR_shl, IR_shr };
    IrOpcode opc = opcodes[pick(m, G_N_ELEMENTS(opcodes))];
    IrOp op = { .opc = opc, .dst = target(m),
                .arg = { value(m), IR_NONE, IR_NONE } };

    if (opc != IR_mov) {
        op.arg[1] = pick(m, 2) ? number(m) : gpr(m);
        op.attr = ir_op_flags(opc) & IR_TYPED ? pick(m, 2) : 0;
    }
    tcg_gen_op(m->s, op);
}

/* parts of rotations, in turn: shifts to x12 and x13, then both together */
static void insn_rotate(Maker *m)
{
    static const uint8_t sums[] = { IR_or, IR_xor, IR_add };
    unsigned part = m->rotation++ % 3;
    IrRef a = IR_GPR((m->rotation - 1) / 3 % 2 ? 8 : 13);
    IrType type = pick(m, 8) ? IR_I32 : IR_I64;
    IrOpcode opc = sums[pick(m, G_N_ELEMENTS(sums))];

    if (part == 0) {
        tcg_gen_shli(m->s, type, IR_GPR(12), a, 7);
    } else if (part == 1) {
        tcg_gen_shri(m->s, type, IR_GPR(13), a,
                     type == IR_I32 ? 25 : 57);
    } else {
        tcg_gen_op(m->s, (IrOp) {
            .opc = opc, .attr = opc == IR_add ? type : 0,
            .dst = IR_GPR(12 + pick(m, 2)),
            .arg = { IR_GPR(12), IR_GPR(13), IR_NONE },
        });
    }
}

/* quotient or rest of two registers that seldom change */
static void insn_divide(Maker *m)
{
    static const uint8_t opcodes[] = { IR_div, IR_rem, IR_divu, IR_remu };

    tcg_gen_op(m->s, (IrOp) {
        .opc = opcodes[pick(m, G_N_ELEMENTS(opcodes))],
        .attr = pick(m, 4) ? IR_I32 : IR_I64,
        .dst = target(m),
        .arg = { IR_GPR(8), IR_GPR(10 + pick(m, 8) / 7), IR_NONE },
    });
}

/* one of a pair on x15 */
static void insn_shift(Maker *m)
{
    static const uint8_t counts[] = { 32, 32, 48, 56, 24, 16, 29, 30, 3, 2 };
    unsigned count = counts[pick(m, G_N_ELEMENTS(counts))];
    IrRef a = pick(m, 4) ? IR_GPR(15) : gpr(m);
    IrType type = pick(m, 4) == 0;

    switch (pick(m, 4)) {
    case 0:
        tcg_gen_shri(m->s, type, IR_GPR(15), a, count);
        break;
    case 1:
        tcg_gen_sari(m->s, type, IR_GPR(15), a, count);
        break;
    case 2:
        tcg_gen_add(m->s, IR_I64, IR_GPR(15), gpr(m), a);
        break;
    default:
        tcg_gen_shli(m->s, type, IR_GPR(15), a, count);
        break;
    }
}

static MemOp size(Maker *m)
{
    return pick(m, 4) | (pick(m, 2) ? MO_SIGN : 0);
}

static int32_t offset(Maker *m)
{
    return (int32_t)pick(m, 16) * 8 - 32 + (pick(m, 16) ? 0 : 3);
}

static void insn_load(Maker *m)
{
    IrRef address = base(m);

    if (pick(m, 8) == 0) {
        IrRef t = temp(m);

        tcg_gen_addi(m->s, IR_I64, t, address, 8 * pick(m, 8));
        address = t;
    }
    if (pick(m, 8) == 0) {
        tcg_gen_fp_check(m->s);
        tcg_gen_fld(m->s, IR_FPR(pick(m, 3)), address, offset(m),
                    MO_32 | IR_MEM_BOX);
    } else {
        tcg_gen_ld(m->s, target(m), address, offset(m), size(m));
    }
}

static void insn_store(Maker *m)
{
    if (pick(m, 8) == 0) {
        tcg_gen_fp_check(m->s);
        tcg_gen_fst(m->s, base(m), IR_FPR(pick(m, 3)), offset(m), MO_64);
    } else {
        tcg_gen_st(m->s, base(m), value(m), offset(m), pick(m, 4));
    }
}

static void insn_step(Maker *m)
{
    IrRef reg = base(m);

    tcg_gen_addi(m->s, IR_I64, reg, reg, (int64_t)pick(m, 5) * 8 - 16);
}

/* address = base + a few bits, or + a register; x13 and x15 as others do */
static void insn_index(Maker *m)
{
    IrRef index = pick(m, 2) ? IR_GPR(15) : IR_GPR(13);

    switch (pick(m, 4)) {
    case 0:
        tcg_gen_op(m->s, (IrOp) {
            .opc = IR_and, .dst = index,
            .arg = { gpr(m), ir_const(m->s, 8 * pick(m, 20) + 7), IR_NONE },
        });
        break;
    case 1:
        tcg_gen_add(m->s, IR_I64, IR_GPR(11), IR_GPR(11), IR_GPR(20));
        break;
    case 2:
        tcg_gen_add(m->s, IR_I64, index, base(m), index);
        break;
    default:
        tcg_gen_st(m->s, index, value(m), offset(m), pick(m, 4));
        break;
    }
}

static void insn_amo(Maker *m)
{
    IrRef t = temp(m);

    tcg_gen_addi(m->s, IR_I64, t, base(m), 8 * pick(m, 4));
    tcg_gen_amo(m->s, target(m), t, value(m),
                IR_AMO_ATTR(pick(m, 9), MO_32 + pick(m, 2)));
}

static void insn_call(Maker *m)
{
    switch (pick(m, 3)) {
    case 0:
        tcg_gen_interp(m->s, false);
        break;
    case 1:
        tcg_gen_call(m->s, TCG_HELPER_CSR, target(m),
                     (IrArgs) { number(m), value(m), IR_NONE });
        break;
    default:
        tcg_gen_call(m->s, TCG_HELPER_CLMUL, target(m),
                     (IrArgs) { value(m), value(m), IR_NONE });
        break;
    }
}

static void insn_float(Maker *m)
{
    tcg_gen_fp_check(m->s);
    if (pick(m, 2)) {
        tcg_gen_fmov(m->s, IR_FPR(pick(m, 3)), IR_FPR(pick(m, 3)));
    } else {
        tcg_gen_fmv_x(m->s, target(m), IR_FPR(pick(m, 3)),
                      IR_FP_ATTR(pick(m, 2), 0));
    }
}

static unsigned label_of(Maker *m, unsigned insn)
{
    if (m->label[insn] < 0) {
        m->label[insn] = gen_new_label(m->s);
    }
    return m->label[insn];
}

static void insn_branch(Maker *m)
{
    unsigned here = m->s->insn;
    bool back = pick(m, 4) == 0;
    unsigned to = back ? pick(m, here + 1)
                       : here + 1 + pick(m, m->n_insns - here);
    uint8_t attr = IR_COND_ATTR(pick(m, 10), pick(m, 4) == 0);
    IrRef b = pick(m, 2) ? ir_const(m->s, 0) : value(m);

    if (back && m->label[to] < 0) {
        back = false;           /* no label was put there */
        to = here + 1 + pick(m, m->n_insns - here);
    }
    if (back) {
        tcg_gen_retire(m->s, 8);
        tcg_gen_poll(m->s, 4 * to);
    }
    if (pick(m, 8) || to == here + 1) {
        tcg_gen_brcond(m->s, attr, value(m), b, label_of(m, to));
    } else {
        tcg_gen_br(m->s, label_of(m, to));
    }
}

static void (*const shapes[])(Maker *m) = {
    insn_value, insn_value, insn_simple, insn_simple, insn_simple,
    insn_simple, insn_shift, insn_shift, insn_shift, insn_rotate,
    insn_rotate, insn_rotate, insn_divide, insn_divide, insn_load, insn_load,
    insn_load, insn_store, insn_store, insn_step, insn_index, insn_index,
    insn_branch, insn_branch, insn_amo, insn_call, insn_float,
};

/* --- the unit ------------------------------------------------------------- */

static void random_insn(Maker *m, unsigned i)
{
    m->s->insns[i] = (IrInsn) { .insn.len = 4, .page_offset = 4 * i,
                                .uncounted = pick(m, 4) };
    if (m->label[i] < 0 && pick(m, 12) == 0) {
        m->label[i] = gen_new_label(m->s);
    }
    m->s->insn = i;
    if (m->label[i] >= 0) {
        gen_set_label(m->s, m->label[i]);
    }
    tcg_gen_insn_start(m->s, i);
    m->n_temps = 0;
    while (m->n_temps < G_N_ELEMENTS(m->temps) && pick(m, 4) == 0) {
        IrRef t = temp(m);

        random_value(m, t);
        m->temps[m->n_temps++] = t;
    }
    shapes[pick(m, G_N_ELEMENTS(shapes))](m);
}

static void random_end(Maker *m)
{
    if (m->label[m->n_insns] >= 0) {
        gen_set_label(m->s, m->label[m->n_insns]);
    }
    tcg_gen_retire(m->s, 1);
    if (pick(m, 2)) {
        tcg_gen_exit_tb(m->s, 4 * m->n_insns, IR_EXIT_NEXT);
    } else {
        tcg_gen_goto_ptr(m->s, gpr(m), IR_JUMP_PLAIN);
    }
}

void random_unit(TCGContext *s, GRand *rand)
{
    Maker m = { .s = s, .rand = rand };

    tcg_context_reset(s);
    m.n_insns = 3 + pick(&m, 30);
    s->n_insns = m.n_insns;
    for (unsigned i = 0; i <= m.n_insns; i++) {
        m.label[i] = -1;
    }
    for (unsigned i = 0; i < m.n_insns; i++) {
        random_insn(&m, i);
    }
    random_end(&m);
}
