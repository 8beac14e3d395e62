/*
 * trans_mem.c: integer loads and stores of RV64I
 *
 * A load to x0 is still made: it may trap, or read a device.
 */
#include "translate.h"

#define LOAD(name, op)                                                  \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        IrRef base = get_gpr(ctx, insn->rs1);                           \
                                                                        \
        tcg_gen_ld(ctx->s, dest_gpr(ctx, insn->rd), base, insn->imm,    \
                   op);                                                 \
    }

#define STORE(name, op)                                                 \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        IrRef base = get_gpr(ctx, insn->rs1);                           \
                                                                        \
        tcg_gen_st(ctx->s, base, get_gpr(ctx, insn->rs2), insn->imm,    \
                   op);                                                 \
    }

LOAD(lb, MO_8 | MO_SIGN)
LOAD(lh, MO_16 | MO_SIGN)
LOAD(lw, MO_32 | MO_SIGN)
LOAD(ld, MO_64)
LOAD(lbu, MO_8)
LOAD(lhu, MO_16)
LOAD(lwu, MO_32)
STORE(sb, MO_8)
STORE(sh, MO_16)
STORE(sw, MO_32)
STORE(sd, MO_64)
