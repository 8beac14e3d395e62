/* tcg_random_op.c: random operations, from their signatures */
#include "tcg_random_internal.h"

unsigned random_below(RandomUnit *u, unsigned limit)
{
    return g_rand_int_range(u->rand, 0, limit);
}

bool random_one_in(RandomUnit *u, unsigned n)
{
    return random_below(u, n) == 0;
}

static uint64_t random_number(RandomUnit *u)
{
    static const uint64_t special[] = {
        0, 1, 2, 7, 31, 32, 63, 64, 0x7f, 0x80, 0xff, 0xffff, 0x8000,
        0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
        0x7fffffffffffffff, 0x8000000000000000, 0xffffffff80000000,
        0xfffffffffffff800, UINT64_MAX,
    };
    uint64_t number;

    if (!random_one_in(u, 3)) {
        return special[random_below(u, G_N_ELEMENTS(special))];
    }
    number = (uint64_t)g_rand_int(u->rand) << 32 | g_rand_int(u->rand);
    return number >> random_below(u, 64);
}

IrRef random_value(RandomUnit *u)
{
    switch (random_below(u, 8)) {
    case 0: case 1:
        return ir_const(u->s, random_number(u));
    case 2: case 3: case 4:
        if (u->n_live) {
            return u->live[random_below(u, u->n_live)];
        }
        /* fall through */
    default:
        return IR_GPR(1 + random_below(u, 31));
    }
}

IrRef random_float(RandomUnit *u)
{
    if (u->n_live_float && random_one_in(u, 3)) {
        return u->live_float[random_below(u, u->n_live_float)];
    }
    return IR_FPR(random_below(u, 32));
}

IrRef random_gpr(RandomUnit *u)
{
    return IR_GPR(1 + random_below(u, TCG_RANDOM_FUEL_GPR - 1));
}

IrRef random_fpr(RandomUnit *u)
{
    return IR_FPR(random_below(u, 32));
}

static IrRef remember(RandomUnit *u, IrRef *live, unsigned *n)
{
    unsigned i = *n < RANDOM_LIVE ? (*n)++ : random_below(u, RANDOM_LIVE);

    return live[i] = tcg_temp_new(u->s);
}

IrRef random_temp(RandomUnit *u)
{
    return remember(u, u->live, &u->n_live);
}

IrRef random_float_temp(RandomUnit *u)
{
    return remember(u, u->live_float, &u->n_live_float);
}

void random_forget(RandomUnit *u)
{
    u->n_live = 0;
    u->n_live_float = 0;
    u->fp_checked = false;
}

MemOp random_memop(RandomUnit *u)
{
    MemOp op = random_below(u, 4);

    return op < MO_64 && random_one_in(u, 2) ? op | MO_SIGN : op;
}

static uint8_t random_attr(RandomUnit *u, IrOpcode opc, char letter)
{
    switch (letter) {
    case 't':
        return random_below(u, 2);
    case 'k':
        return IR_COND_ATTR(random_below(u, ir_cond_names.count),
                            random_below(u, 2));
    case 'f':
        /* RMM has no host mode: units with it leave at once */
        return IR_FP_ATTR(random_below(u, 3),
                          random_one_in(u, 2) ? 7 : random_below(u, 4));
    case 'm':
        return random_memop(u);
    case 'n':
        return opc == IR_shadd ? 1 + random_below(u, 3) : random_below(u, 2);
    default:
        return 0;
    }
}

static void random_fill(RandomUnit *u, IrOp *op, char letter)
{
    switch (letter) {
    case 'a': case 'b': case 'c':
        op->arg[letter - 'a'] = random_value(u);
        break;
    case 'A': case 'B': case 'C':
        op->arg[letter - 'A'] = random_float(u);
        break;
    case 'i':
        op->imm = op->opc == IR_fcvt_ff ? (int)random_below(u, 3)
                : (int)random_below(u, 8192) - 4096;
        break;
    default:
        op->attr |= random_attr(u, op->opc, letter);
        break;
    }
}

/* Operands are chosen before the result joins the live temporaries. */
void random_op(RandomUnit *u, IrOpcode opc, IrRef dst)
{
    IrOp op = {
        .opc = opc, .dst = dst, .arg = { IR_NONE, IR_NONE, IR_NONE },
    };

    for (const char *c = ir_op_signature(opc); *c; c++) {
        random_fill(u, &op, *c);
    }
    for (unsigned i = 0; i < 3; i++) {
        if (op.arg[i] == dst && ir_ref_kind(dst) == IR_REF_TEMP) {
            op.arg[i] = ir_op_has(opc, 'A' + i) ? random_fpr(u)
                      : random_gpr(u);
        }
    }
    tcg_gen_op(u->s, op);
}

IrRef random_address(RandomUnit *u)
{
    const TcgRandomOptions *o = u->options;
    IrRef base = random_gpr(u);
    IrRef offset = tcg_temp_new(u->s);
    IrRef address;

    tcg_gen_andi(u->s, offset, base, o->size - 1);
    address = random_temp(u);
    tcg_gen_addi_i64(u->s, address, offset, o->base);
    return address;
}
