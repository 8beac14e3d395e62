/*
 * tcg_random_insn.c: random instructions
 *
 * Each has the shape of the front end's: operations on temporaries, at most
 * one that may trap, then one write of a register.
 */
#include "tcg_random_internal.h"

#include "tcg/ir_eval.h"

void random_retire(RandomUnit *u)
{
    if (u->pending) {
        tcg_gen_retire(u->s, u->pending);
        u->pending = 0;
    }
}

void random_insn_begin(RandomUnit *u)
{
    u->s->insns[u->insn].uncounted = u->pending;
    tcg_gen_insn_start(u->s, u->insn);
}

void random_insn_end(RandomUnit *u)
{
    u->pending++;
    u->insn++;
}

static unsigned offset_of(const RandomUnit *u, unsigned insn)
{
    const IrInsn *last = &u->s->insns[u->s->n_insns - 1];

    return insn < u->s->n_insns ? u->s->insns[insn].page_offset
         : last->page_offset + last->insn.len;
}

/* --- values -------------------------------------------------------------- */

static IrOpcode random_value_opcode(RandomUnit *u)
{
    IrOpcode opc;

    do {
        opc = random_below(u, IR_OPCODE_COUNT);
    } while (!ir_can_eval(opc) && opc != IR_pc_add);
    return opc;
}

/* arithmetic: results are floats, but for comparisons and conversions */
static IrOpcode random_float_opcode(RandomUnit *u)
{
    return IR_fmov + random_below(u, IR_fcvt_ff - IR_fmov + 1);
}

static void random_prelude(RandomUnit *u)
{
    for (unsigned i = random_below(u, 4); i; i--) {
        random_op(u, random_value_opcode(u), random_temp(u));
    }
}

static void value_insn(RandomUnit *u)
{
    random_prelude(u);
    random_op(u, random_value_opcode(u), random_gpr(u));
}

static void check_float(RandomUnit *u)
{
    if (!u->fp_checked || random_one_in(u, 8)) {
        tcg_gen_fp_check(u->s);
        u->fp_checked = true;
    }
}

static void float_insn(RandomUnit *u)
{
    IrOpcode opc = random_float_opcode(u);
    bool is_float = ir_op_has(opc, 'D');

    check_float(u);
    for (unsigned i = random_below(u, 3); i; i--) {
        IrOpcode inner = random_float_opcode(u);

        random_op(u, inner, ir_op_has(inner, 'D') ? random_float_temp(u)
                  : random_temp(u));
    }
    random_op(u, opc, is_float ? random_fpr(u) : random_gpr(u));
}

/* --- memory -------------------------------------------------------------- */

static void memory_insn(RandomUnit *u)
{
    IrRef address;
    int32_t imm = (int)random_below(u, 64) - 32;

    random_prelude(u);
    address = random_address(u);
    if (random_one_in(u, 2)) {
        tcg_gen_st(u->s, address, random_value(u), imm,
                   random_memop(u) & MO_SIZE);
    } else if (random_one_in(u, 4)) {
        IrRef loaded = tcg_temp_new(u->s);

        tcg_gen_ld(u->s, loaded, address, imm, random_memop(u));
        tcg_gen_add_i64(u->s, random_gpr(u), loaded, random_value(u));
    } else {
        tcg_gen_ld(u->s, random_gpr(u), address, imm, random_memop(u));
    }
}

static void float_memory_insn(RandomUnit *u)
{
    MemOp size = MO_16 + random_below(u, 3);
    int32_t imm = (int)random_below(u, 64) - 32;
    IrRef address;

    check_float(u);
    address = random_address(u);
    if (random_one_in(u, 2)) {
        tcg_gen_fst(u->s, address, random_float(u), imm, size);
    } else {
        tcg_gen_fld(u->s, random_fpr(u), address, imm,
                    size < MO_64 ? size | IR_MEM_BOX : size);
    }
}

/* naturally aligned, as the hart demands of atomics */
static void atomic_insn(RandomUnit *u)
{
    IrRef address = random_address(u);
    IrRef aligned = random_temp(u);
    MemOp size = MO_32 + random_below(u, 2);
    MemOp load = size == MO_32 ? MO_32 | MO_SIGN : MO_64;
    IrAmo op = random_below(u, IR_AMO_MAXU + 1);

    tcg_gen_andi(u->s, aligned, address, -8);
    switch (random_below(u, 4)) {
    case 0:
        tcg_gen_lr(u->s, random_gpr(u), aligned, load);
        break;
    case 1:
        tcg_gen_sc(u->s, random_gpr(u), aligned, random_value(u), size);
        break;
    case 2:
        tcg_gen_mb(u->s, random_one_in(u, 2));
        break;
    default:
        tcg_gen_amo(u->s, random_gpr(u), aligned, random_value(u),
                    IR_AMO_ATTR(op, size));
        break;
    }
}

/* --- the hart ------------------------------------------------------------ */

static void env_insn(RandomUnit *u)
{
    int32_t offset = random_one_in(u, 2) ? offsetof(Hart, sscratch)
                   : offsetof(Hart, stval);

    if (random_one_in(u, 2)) {
        tcg_gen_ld_env(u->s, random_gpr(u), offset, random_memop(u));
    } else {
        tcg_gen_st_env(u->s, random_value(u), offset,
                       random_memop(u) & MO_SIZE);
    }
}

static void call_insn(RandomUnit *u)
{
    IrArgs args = { random_value(u), random_value(u), IR_NONE };

    switch (random_below(u, 4)) {
    case 0:
        tcg_gen_interp(u->s, random_one_in(u, 2));
        break;
    case 1:
        args.c = ir_const(u->s, random_below(u, 31));
        tcg_gen_call(u->s, TCG_HELPER_CSR, IR_NONE, args);
        break;
    default:
        tcg_gen_call(u->s, TCG_HELPER_CLMUL, random_gpr(u), args);
        return;
    }
    u->fp_checked = false;
}

/* --- control ------------------------------------------------------------- */

/* Back to @label at the end of a loop that nothing leaves in between. */
static void end_of_plain_loop(RandomUnit *u, unsigned label)
{
    IrRef fuel = IR_GPR(TCG_RANDOM_FUEL_GPR);
    unsigned out = gen_new_label(u->s);

    if (random_one_in(u, 2)) {
        tcg_gen_brcond_i64(u->s, TCG_COND_EQ, fuel, ir_const(u->s, 3), out);
    }
    tcg_gen_brcond_i64(u->s, TCG_COND_GT, fuel, ir_const(u->s, 0), label);
    tcg_gen_br(u->s, out);
    gen_set_label(u->s, out);
    random_forget(u);
}

/* back to @label while there is fuel; polls, as loops do */
static void loop_insn(RandomUnit *u, unsigned label)
{
    IrRef fuel = tcg_temp_new(u->s);
    unsigned out;

    tcg_gen_addi_i64(u->s, fuel, IR_GPR(TCG_RANDOM_FUEL_GPR), -1);
    tcg_gen_mov(u->s, IR_GPR(TCG_RANDOM_FUEL_GPR), fuel);
    random_retire(u);
    if (u->options->plain_loops && random_one_in(u, 3)) {
        end_of_plain_loop(u, label);
        return;
    }
    out = gen_new_label(u->s);
    tcg_gen_brcond_i64(u->s, TCG_COND_LE, fuel, ir_const(u->s, 0), out);
    if (!random_below(u, 4)) {
        tcg_gen_poll_slice(u->s, offset_of(u, u->label_at[label]));
    }
    tcg_gen_poll(u->s, offset_of(u, u->label_at[label]));
    tcg_gen_br(u->s, label);
    gen_set_label(u->s, out);
    random_forget(u);
}

static void branch_to(RandomUnit *u, unsigned label)
{
    uint8_t attr = IR_COND_ATTR(random_below(u, ir_cond_names.count),
                                random_below(u, 2));

    random_prelude(u);
    random_retire(u);
    tcg_gen_brcond(u->s, attr, random_value(u), random_value(u), label);
}

static void side_exit_insn(RandomUnit *u)
{
    RandomStub *stub = &u->stubs[u->n_stubs++];

    *stub = (RandomStub) {
        .label = gen_new_label(u->s), .insn = u->insn, .exits = true,
    };
    branch_to(u, stub->label);
}

static void branch_insn(RandomUnit *u, unsigned label)
{
    if (random_one_in(u, 8)) {
        random_retire(u);
        tcg_gen_br(u->s, label);
    } else {
        branch_to(u, label);
    }
}

/* The branch counts itself: pending wraps to 0 in random_insn_end(). */
static void control_insn(RandomUnit *u)
{
    unsigned label = random_below(u, RANDOM_LABELS);

    u->pending++;
    if (u->n_stubs < RANDOM_STUBS && random_one_in(u, 6)) {
        side_exit_insn(u);
    } else if (u->label_at[label] <= u->insn) {
        loop_insn(u, label);
    } else {
        branch_insn(u, label);
    }
    u->pending--;
}

/* --- choice -------------------------------------------------------------- */

typedef struct Kind {
    bool enabled;
    unsigned weight;
    void (*emit)(RandomUnit *u);
} Kind;

static const Kind *random_kind(RandomUnit *u, const Kind *kinds, unsigned n)
{
    unsigned total = 0;
    unsigned choice;

    for (unsigned i = 0; i < n; i++) {
        total += kinds[i].enabled ? kinds[i].weight : 0;
    }
    choice = random_below(u, total);
    for (;; kinds++) {
        if (kinds->enabled && choice < kinds->weight) {
            return kinds;
        }
        choice -= kinds->enabled ? kinds->weight : 0;
    }
}

void random_insn(RandomUnit *u)
{
    const TcgRandomOptions *o = u->options;
    const Kind kinds[] = {
        { true, 16, value_insn },
        { o->memory, 6, memory_insn },
        { o->memory && o->floats, 3, float_memory_insn },
        { o->floats, 8, float_insn },
        { o->atomics, 3, atomic_insn },
        { o->env, 2, env_insn },
        { o->calls, 2, call_insn },
        { o->control, 6, control_insn },
    };

    if (o->guards && random_one_in(u, 8)) {
        random_guard_group(u);
        return;
    }
    random_insn_begin(u);
    random_kind(u, kinds, G_N_ELEMENTS(kinds))->emit(u);
    random_insn_end(u);
}
