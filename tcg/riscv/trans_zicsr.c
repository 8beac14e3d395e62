/*
 * trans_zicsr.c: CSR instructions
 *
 * Unprivileged ISA, chapter "Zicsr". Six instructions are five operations;
 * csrrw with rd = x0 does not read, csrrs and csrrc with rs1 = x0 (or
 * uimm = 0) do not write.
 */
#include "trans_csr.h"

/*
 * The helper raises what is illegal, and answers NEXT when instructions that
 * follow must not run from this unit. It writes rd itself for that case.
 */
void gen_csr_call(DisasContext *ctx, const CsrInsn *access)
{
    TCGContext *s = ctx->s;
    unsigned rd = access->insn->rd;
    IrArgs args = {
        tcg_constant(s, (uint64_t)access->insn->imm |
                        (uint64_t)access->op << 16),
        access->operand,
        tcg_constant(s, rd),
    };

    tcg_gen_call(s, TCG_HELPER_CSR, rd ? IR_GPR(rd) : IR_NONE, args);
    ctx->fp_checked = false;
}

/* The value that the CSR gets; @old is its value before. */
static IrRef gen_csr_value(DisasContext *ctx, const CsrInsn *access, IrRef old)
{
    TCGContext *s = ctx->s;
    IrRef value;

    if (access->op == CSR_OP_SWAP) {
        return access->operand;
    }
    value = tcg_temp_new(s);
    if (access->op == CSR_OP_SET) {
        tcg_gen_or(s, value, old, access->operand);
    } else {
        tcg_gen_andc(s, value, old, access->operand);
    }
    return value;
}

static void gen_csr_store(DisasContext *ctx, const CsrInline *csr, IrRef value)
{
    TCGContext *s = ctx->s;

    if (csr->is_epc) {
        IrRef aligned = tcg_temp_new(s);

        tcg_gen_andi(s, aligned, value, ctx->config->has_c ? ~1ll : ~3ll);
        value = aligned;
    }
    tcg_gen_st_env(s, value, csr->offset, MO_64);
}

static void gen_csr_modify(DisasContext *ctx, const CsrInsn *access,
                           const CsrInline *csr)
{
    TCGContext *s = ctx->s;
    unsigned rd = access->insn->rd;
    IrRef old = tcg_temp_new(s);

    tcg_gen_ld_env(s, old, csr->offset, MO_64);
    gen_csr_store(ctx, csr, gen_csr_value(ctx, access, old));
    if (rd) {
        tcg_gen_mov(s, IR_GPR(rd), old);
    }
}

static void gen_csr(DisasContext *ctx, const CsrInsn *access)
{
    const CsrInline *csr = trans_csr_inline(ctx, access->insn->imm,
                                      access->op != CSR_OP_READ);

    if (!csr) {
        if (!gen_sstatus(ctx, access)) {
            gen_csr_call(ctx, access);
        }
    } else if (access->op == CSR_OP_READ) {
        tcg_gen_ld_env(ctx->s, dest_gpr(ctx, access->insn->rd), csr->offset,
                       MO_64);
    } else if (access->op == CSR_OP_WRITE) {
        gen_csr_store(ctx, csr, access->operand);
    } else {
        gen_csr_modify(ctx, access, csr);
    }
}

static CsrOp swap_op(const Insn *insn)
{
    return insn->rd == 0 ? CSR_OP_WRITE : CSR_OP_SWAP;
}

static CsrOp modify_op(const Insn *insn, CsrOp op)
{
    return insn->rs1 == 0 ? CSR_OP_READ : op;
}

#define CSR_INSN(name, op_, operand_)                                   \
    void trans_##name(DisasContext *ctx, const Insn *insn)              \
    {                                                                   \
        CsrInsn access = { insn, op_, operand_ };                       \
                                                                        \
        gen_csr(ctx, &access);                                          \
    }

CSR_INSN(csrrw, swap_op(insn), get_gpr(ctx, insn->rs1))
CSR_INSN(csrrs, modify_op(insn, CSR_OP_SET), get_gpr(ctx, insn->rs1))
CSR_INSN(csrrc, modify_op(insn, CSR_OP_CLEAR), get_gpr(ctx, insn->rs1))
CSR_INSN(csrrwi, swap_op(insn), tcg_constant(ctx->s, insn->rs1))
CSR_INSN(csrrsi, modify_op(insn, CSR_OP_SET), tcg_constant(ctx->s, insn->rs1))
CSR_INSN(csrrci, modify_op(insn, CSR_OP_CLEAR),
         tcg_constant(ctx->s, insn->rs1))
