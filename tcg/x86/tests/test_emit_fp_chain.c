/*
 * test_emit_fp_chain.c: several floating-point operations in one unit
 *
 * Between operations more is kept than registers: which boxes are known, and
 * which results may be any NaN because a later operation is checked. Random
 * chains on a few registers, full of NaNs and infinities.
 */
#include "core/fpu.h"
#include "fp_rig.h"
#include "fp_values.h"
#include "support/unit.h"

enum { CHAINS = 1500, RUNS = 40 };

static const uint8_t opcodes[] = {
    IR_fadd, IR_fsub, IR_fmul, IR_fdiv, IR_fsqrt, IR_fmadd, IR_fnmsub,
    IR_fadd, IR_fsub, IR_fmul, IR_fmadd, IR_fadd, IR_fmul,
    IR_fmin, IR_fmax, IR_fminm, IR_fround, IR_froundnx, IR_feq, IR_flt,
    IR_fle, IR_fltq, IR_fleq, IR_fclass, IR_fsgnj, IR_fsgnjn, IR_fsgnjx,
    IR_fmv_x, IR_fmv_f, IR_fmov, IR_fcvt_w, IR_fcvt_lu, IR_fcvt_fl,
    IR_fcvt_ff,
};

static uint64_t state;

static unsigned random_below(unsigned limit)
{
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % limit;
}

/* Pinned ones mostly, some in memory. */
static uint8_t random_register(void)
{
    static const uint8_t numbers[] = { 10, 11, 12, 13, 10, 11, 28, 29 };

    return numbers[random_below(G_N_ELEMENTS(numbers))];
}

static IrOp random_op(IrFormat format)
{
    IrOp op = {
        .opc = opcodes[random_below(G_N_ELEMENTS(opcodes))],
        .attr = IR_FP_ATTR(format, RM_DYN),
    };
    FpRegs regs = { random_register(), {
        random_register(), random_register(), random_register() } };

    if (op.opc == IR_fmov) {
        op.attr = 0;
    } else if (op.opc == IR_fcvt_ff) {
        op.imm = format == IR_F32 ? IR_F64 : IR_F32;
    }
    fp_set_registers(&op, regs);
    return op;
}

/* Small numbers, zeros, infinities, NaNs: what gives NaNs and hides none. */
static uint64_t random_value(IrFormat format)
{
    unsigned count;
    const uint64_t *specials = fp_specials((FpKind)format, &count);

    return random_below(3) ? fp_random((FpKind)format, &state)
                           : specials[random_below(count)];
}

static void run_chain(FpRig *rig, IrFormat format)
{
    Hart start = { .gpr = { 0 } };

    for (unsigned run = 0; run < RUNS; run++) {
        for (unsigned i = 0; i < 32; i++) {
            start.gpr[i] = fp_random(FP_INT, &state);
            start.fpr[i] = random_value(random_below(8) ? format : IR_F64);
        }
        fp_rig_run_from(rig, run & 3, &start);
    }
}

static void check_chains(IrFormat format, const char *without, bool optimize)
{
    X86Features features = x86_features_detect();
    FpRig *rig;

    ck_assert(!*without || x86_features_mask(&features, without));
    rig = fp_rig_new(&features);
    state = 4711 + format;
    for (int i = unit_rounds(CHAINS); i > 0; i--) {
        IrOp ops[FP_RIG_OPS];
        unsigned n = 2 + random_below(FP_RIG_OPS - 1);

        for (unsigned k = 0; k < n; k++) {
            ops[k] = random_op(random_below(16) ? format : IR_F64);
        }
        fp_rig_load_ops(rig, ops, n, optimize);
        run_chain(rig, format);
    }
    fp_rig_free(rig);
}

static const struct {
    IrFormat format;
    const char *without;
    bool optimize;
} chains[] = {
    { IR_F64, "", true }, { IR_F64, "", false }, { IR_F64, "fma", true },
    { IR_F64, "avx", true },
    { IR_F32, "", true }, { IR_F32, "", false }, { IR_F32, "fma", true },
    { IR_F32, "avx", true }, { IR_F32, "sse41", true },
};

START_TEST(test_chain_is_exact)
{
    check_chains(chains[_i].format, chains[_i].without, chains[_i].optimize);
}
END_TEST

UNIT_MAIN("emit_fp_chain",
    UNIT_LOOP(test_chain_is_exact, G_N_ELEMENTS(chains)))
