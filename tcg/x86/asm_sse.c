/*
 * asm_sse.c: operations on SSE registers
 *
 * The VEX form has a destination of its own; in the legacy form the
 * destination is the first source, so a move comes before when it is not.
 * The two kinds are not mixed: legacy instructions keep the upper halves of
 * the AVX registers and so wait for whoever wrote those.
 *
 * Spec: Intel SDM volume 1, 14.1.1 (three operands), volume 2.
 */
#include "x86/asm_code.h"

#define FORMS_MOVE (X86_FORM(XMOVE) | X86_FORM(XLOAD))
#define FORMS_XX (X86_FORM(XX) | X86_FORM(XX2))
#define FORMS_XXM (X86_FORM(XXM) | X86_FORM(XBLEND) | X86_FORM(XCMP) \
                   | X86_FORM(FMA))
#define FORMS_XXI (X86_FORM(XX2I) | X86_FORM(XXI) | X86_FORM(XPH) \
                   | X86_FORM(XSHIFT))

/* The other opcode of a row, which writes r/m */
static void use_store(X86Op op, X86Code *code)
{
    code->opcode = x86_row(op)->ext;
    if ((op & 0xffff) == X86_MOVQ_XX) {
        code->prefix = X86_PREFIX_66;
        code->legacy = true;
    }
}

static void code_of(const X86Asm *a, X86Op op, uint64_t forms, X86Code *code)
{
    x86_code(a, op, forms, code);
    g_assert(a->features.avx || !code->vex);
    code->vex = a->features.avx;
}

static void move(X86Asm *a, X86Xmm dst, X86Xmm src)
{
    if (dst != src) {
        x86_xx(a, X86_MOVAPS, dst, src);
    }
}

/* In VEX form a store's opcode may be shorter: its R bit needs no VEX3. */
static void prefer_store(X86Op op, X86Code *code)
{
    if (x86_row(op)->form == X86_FORM_XMOVE && code->vex
        && code->reg < 8 && code->rm >= 8) {
        uint8_t dst = code->reg;

        use_store(op, code);
        code->reg = code->rm;
        code->rm = dst;
    }
}

void x86_xx(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm src)
{
    X86Code code;

    code_of(a, op, FORMS_XX | X86_FORM(XMOVE), &code);
    code.reg = dst;
    code.rm = src;
    if (x86_row(op)->form == X86_FORM_XX2) {
        code.vvvv = src;
    }
    prefer_store(op, &code);
    x86_put(a, &code);
}

void x86_xm(X86Asm *a, X86Op op, X86Xmm dst, X86Mem mem)
{
    X86Op real = op == (X86_MOVD | X86_W64) ? X86_MOVQ_XX : op;
    X86Code code;

    code_of(a, real,
            FORMS_XX | FORMS_MOVE | X86_FORM(XGPR) | X86_FORM(XR), &code);
    code.reg = dst;
    code.mem = &mem;
    if ((X86_FORM(XX2) | X86_FORM(XR)) >> x86_row(op)->form & 1) {
        code.vvvv = dst;
    }
    x86_put(a, &code);
}

void x86_mx(X86Asm *a, X86Op op, X86Mem mem, X86Xmm src)
{
    X86Op real = op == (X86_MOVD | X86_W64) ? X86_MOVQ_XX : op;
    X86Code code;

    code_of(a, real, FORMS_MOVE | X86_FORM(XGPR), &code);
    code.reg = src;
    code.mem = &mem;
    use_store(real, &code);
    x86_put(a, &code);
}

void x86_xr(X86Asm *a, X86Op op, X86Xmm dst, X86Reg src)
{
    X86Code code;

    code_of(a, op, X86_FORM(XGPR) | X86_FORM(XR), &code);
    code.reg = dst;
    code.rm = src;
    code.vvvv = x86_row(op)->form == X86_FORM_XR ? dst : 0;
    x86_put(a, &code);
}

void x86_rx(X86Asm *a, X86Op op, X86Reg dst, X86Xmm src)
{
    X86Code code;
    bool stores = x86_row(op)->form == X86_FORM_XGPR;

    code_of(a, op, X86_FORM(XGPR) | X86_FORM(RX), &code);
    if (stores) {
        use_store(op, &code);
    }
    code.reg = stores ? (unsigned)src : dst;
    code.rm = stores ? dst : (unsigned)src;
    x86_put(a, &code);
}

/* The immediate or register that follows the operands of a form */
static void fill_xxx(const X86Row *row, X86Code *code)
{
    if (row->form == X86_FORM_XCMP) {
        code->imm = row->ext;
        code->imm_bytes = 1;
    } else if (row->form == X86_FORM_XBLEND && code->vex) {
        code->map = X86_MAP_0F3A;
        code->opcode = row->ext;
        code->imm = X86_XMM0 << 4;
        code->imm_bytes = 1;
    }
}

/* dst = s1 op s2 where the destination is the first source */
static void put_two_operands(X86Asm *a, X86Code *code, X86Xmm s1, X86Xmm s2)
{
    move(a, (X86Xmm)code->reg, s1);
    code->rm = s2;
    x86_put(a, code);
}

/*
 * dst = s1 op dst, when the sources cannot be swapped: dst goes to a third
 * register, which waits below the stack pointer. Signal handlers leave 128
 * bytes there alone (System V ABI 3.2.2, the red zone).
 */
static void put_reversed(X86Asm *a, X86Code *code, X86Xmm s1)
{
    X86Xmm dst = (X86Xmm)code->reg, other = X86_XMM1;
    X86Mem red_zone = X86_MEM(X86_RSP, -16);

    while (other == dst || other == s1) {
        other++;
    }
    x86_mx(a, X86_MOVUPS, red_zone, other);
    move(a, other, dst);
    put_two_operands(a, code, s1, other);
    x86_xm(a, X86_MOVUPS, other, red_zone);
}

static void put_legacy(X86Asm *a, const X86Row *row, X86Code *code, X86Xmm s2)
{
    X86Xmm s1 = (X86Xmm)code->vvvv;
    bool reversed = code->reg == s2 && s1 != s2;

    g_assert(row->form != X86_FORM_XBLEND || code->reg != X86_XMM0);
    if (reversed && !(row->flags & X86_COMMUTES)) {
        put_reversed(a, code, s1);
    } else if (reversed) {
        put_two_operands(a, code, s2, s1);
    } else {
        put_two_operands(a, code, s1, s2);
    }
}

void x86_xxx(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm s1, X86Xmm s2)
{
    const X86Row *row = x86_row(op);
    X86Code code;

    code_of(a, op, FORMS_XXM, &code);
    code.reg = dst;
    code.vvvv = s1;
    fill_xxx(row, &code);
    if (code.vex) {
        code.rm = s2;
        x86_put(a, &code);
    } else {
        put_legacy(a, row, &code, s2);
    }
}

void x86_xxm(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm s1, X86Mem mem)
{
    X86Code code;

    code_of(a, op, FORMS_XXM, &code);
    if (!code.vex) {
        move(a, dst, s1);
    }
    code.reg = dst;
    code.vvvv = s1;
    code.mem = &mem;
    fill_xxx(x86_row(op), &code);
    x86_put(a, &code);
}

void x86_xxi(X86Asm *a, X86Op op, X86Xmm dst, X86Xmm src, uint8_t imm)
{
    const X86Row *row = x86_row(op);
    X86Code code;

    code_of(a, op, FORMS_XXI, &code);
    code.imm = imm;
    code.imm_bytes = 1;
    if (row->form == X86_FORM_XSHIFT) {
        code.vvvv = dst;
        code.rm = code.vex ? src : dst;
        if (!code.vex) {
            move(a, dst, src);
        }
    } else {
        code.reg = row->form == X86_FORM_XPH ? src : dst;
        code.rm = row->form == X86_FORM_XPH ? dst : src;
        code.vvvv = row->form == X86_FORM_XX2I ? src : 0;
    }
    x86_put(a, &code);
}
