/*
 * x86_cases_int.c: every row that has general registers only
 */
#include <inttypes.h>

#include "x86_cases.h"

static const X86Op widths[] = { X86_W32, X86_W64, X86_W16, X86_W8 };

static const int32_t immediates[] = {
    0, 1, -1, 2, 127, 128, -128, -129, 255, 256, 32767, -32768,
    65536, 0x12345678, INT32_MAX, INT32_MIN,
};

static const char *name_of(X86Op op)
{
    return x86_row(op)->name;
}

static bool has_width(X86Op op, X86Op width)
{
    const X86Row *row = x86_row(op);

    if (width == X86_W8) {
        return row->flags & X86_BYTE;
    }
    if (row->flags & X86_REXW) {
        return width == X86_W64;
    }
    return width != X86_W16
           || (!(row->flags & X86_VEX) && row->form != X86_FORM_O);
}

/* Does the immediate exist in this width, as the signed number it is? */
static bool fits(int32_t imm, X86Op width)
{
    return width == X86_W8 ? imm == (int8_t)imm
         : width == X86_W16 ? imm == (int16_t)imm : true;
}

static X86Reg next_reg(const Cases *c)
{
    return (X86Reg)((c->turn * 7 + 3) & 15);
}

/* The source of movzx and movsx is narrower than their width. */
static X86Op source_width(X86Op op)
{
    X86Op width = op & X86_W8;

    switch (op & 0xffff) {
    case X86_MOVZX_B:
    case X86_MOVSX_B:
        return X86_W8;
    case X86_MOVZX_W:
    case X86_MOVSX_W:
        return X86_W16;
    case X86_MOVSXD:
        return X86_W32;
    default:
        return width;
    }
}

/* An assembler has one-byte forms of xchg with rax. */
static bool other_form_wins(X86Op op, unsigned dst, unsigned src)
{
    return (op & 0xffff) == X86_XCHG && (dst == X86_RAX || src == X86_RAX);
}

static void add_rr(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < 256; n++) {
        X86Reg dst = (X86Reg)(n & 15), src = (X86Reg)(n >> 4);

        if (!other_form_wins(op, dst, src)) {
            x86_rr(&c->a, op, dst, src);
            cases_add(c, "%s %s, %s", name_of(op), case_reg(op, dst),
                      case_reg(source_width(op), src));
        }
    }
}

static void add_rm(Cases *c, X86Op op)
{
    bool lea = (op & 0xffff) == X86_LEA;

    for (unsigned n = 0; n < case_mem_count(); n++) {
        X86Reg reg = next_reg(c);

        x86_rm(&c->a, op, reg, case_mem(n));
        cases_add(c, "%s %s, %s%s", name_of(op), case_reg(op, reg),
                  lea ? "" : case_size(source_width(op)), case_mem_text(n));
    }
}

static void add_mr(Cases *c, X86Op op)
{
    const char *lock = op & X86_LOCK ? "lock " : "";

    for (unsigned n = 0; n < case_mem_count(); n++) {
        X86Reg reg = next_reg(c);

        x86_mr(&c->a, op, case_mem(n), reg);
        cases_add(c, "%s%s %s%s, %s", lock, name_of(op), case_size(op),
                  case_mem_text(n), case_reg(op, reg));
    }
}

static void add_r(Cases *c, X86Op op, const char *tail)
{
    for (unsigned n = 0; n < 16; n++) {
        x86_r(&c->a, op, (X86Reg)n);
        cases_add(c, "%s %s%s", name_of(op), case_reg(op, (X86Reg)n), tail);
    }
}

static void add_m(Cases *c, X86Op op, const char *tail)
{
    const char *lock = op & X86_LOCK ? "lock " : "";

    for (unsigned n = 0; n < case_mem_count(); n++) {
        x86_m(&c->a, op, case_mem(n));
        cases_add(c, "%s%s %s%s%s", lock, name_of(op), case_size(op),
                  case_mem_text(n), tail);
    }
}

static bool takes_imm(X86Op op, int32_t imm)
{
    if (x86_row(op)->form == X86_FORM_SHIFT
        || x86_row(op)->form == X86_FORM_BIT) {
        return imm >= 0 && imm <= 127;
    }
    return fits(imm, op & X86_W8);
}

static void add_ri(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < 16 * G_N_ELEMENTS(immediates); n++) {
        int32_t imm = immediates[n / 16];
        X86Reg reg = (X86Reg)(n & 15);

        if (takes_imm(op, imm)) {
            x86_ri(&c->a, op, reg, imm);
            cases_add(c, "%s %s, %d", name_of(op), case_reg(op, reg), imm);
        }
    }
}

static void add_mi(Cases *c, X86Op op)
{
    const char *lock = op & X86_LOCK ? "lock " : "";

    for (unsigned n = 0; n < case_mem_count(); n++) {
        int32_t imm = immediates[c->turn % G_N_ELEMENTS(immediates)];

        imm = takes_imm(op, imm) ? imm : 3;
        x86_mi(&c->a, op, case_mem(n), imm);
        cases_add(c, "%s%s %s%s, %d", lock, name_of(op), case_size(op),
                  case_mem_text(n), imm);
    }
}

static void add_alu(Cases *c, X86Op op)
{
    bool compares = (op & 0xffff) == X86_CMP;

    add_rr(c, op);
    add_rm(c, op);
    add_mr(c, op);
    add_ri(c, op);
    add_mi(c, op);
    if (!compares) {
        add_mr(c, op | X86_LOCK);
        add_mi(c, op | X86_LOCK);
    }
}

static void add_mov(Cases *c, X86Op op)
{
    add_rr(c, op);
    add_rm(c, op);
    add_mr(c, op);
    add_mi(c, op);
    if ((op & X86_W8) != X86_W64) {
        add_ri(c, op);
    }
}

static void add_unary(Cases *c, X86Op op)
{
    unsigned insn = op & 0xffff;
    bool by_cl = insn >= X86_ROL_CL && insn <= X86_SAR_CL;

    add_r(c, op, by_cl ? ", cl" : "");
    add_m(c, op, by_cl ? ", cl" : "");
    if (insn >= X86_INC && insn <= X86_NEG) {
        add_m(c, op | X86_LOCK, "");
    }
}

static void add_imul(Cases *c, X86Op op)
{
    add_rr(c, op);
    add_rm(c, op);
    for (unsigned n = 0; n < case_mem_count(); n++) {
        int32_t imm = immediates[n % G_N_ELEMENTS(immediates)];
        X86Reg dst = next_reg(c), src = (X86Reg)(n & 15);

        imm = fits(imm, op & X86_W8) ? imm : -5;
        x86_rri(&c->a, op, dst, src, imm);
        cases_add(c, "imul %s, %s, %d", case_reg(op, dst), case_reg(op, src),
                  imm);
        x86_rmi(&c->a, op, dst, case_mem(n), imm);
        cases_add(c, "imul %s, %s%s, %d", case_reg(op, dst), case_size(op),
                  case_mem_text(n), imm);
    }
}

static void add_rmi(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < case_mem_count(); n++) {
        X86Reg dst = next_reg(c), src = (X86Reg)(n & 15);

        x86_rri(&c->a, op, dst, src, n & 63);
        cases_add(c, "%s %s, %s, %u", name_of(op), case_reg(op, dst),
                  case_reg(op, src), n & 63);
        if (x86_row(op)->form == X86_FORM_RMI) {
            x86_rmi(&c->a, op, dst, case_mem(n), n & 63);
            cases_add(c, "%s %s, %s%s, %u", name_of(op), case_reg(op, dst),
                      case_size(op), case_mem_text(n), n & 63);
        }
    }
}

static void add_rrr(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < 16 * 16 * 16; n += 3) {
        X86Reg dst = (X86Reg)(n & 15);
        X86Reg s1 = (X86Reg)(n >> 4 & 15), s2 = (X86Reg)(n >> 8);

        x86_rrr(&c->a, op, dst, s1, s2);
        cases_add(c, "%s %s, %s, %s", name_of(op), case_reg(op, dst),
                  case_reg(op, s1), case_reg(op, s2));
    }
}

static void add_rrr_mem(Cases *c, X86Op op)
{
    bool rmv = x86_row(op)->form == X86_FORM_RMV;

    for (unsigned n = 0; n < case_mem_count(); n++) {
        X86Reg dst = next_reg(c), src = (X86Reg)(n & 15);
        const char *reg = case_reg(op, src), *mem = case_mem_text(n);

        if (rmv) {
            x86_rmr(&c->a, op, dst, case_mem(n), src);
        } else {
            x86_rrm(&c->a, op, dst, src, case_mem(n));
        }
        cases_add(c, "%s %s, %s%s, %s%s", name_of(op), case_reg(op, dst),
                  rmv ? case_size(op) : "", rmv ? mem : reg,
                  rmv ? "" : case_size(op), rmv ? reg : mem);
    }
}

static void add_none(Cases *c, X86Op op)
{
    static const char *const names[][3] = {
        { "cwde", "cdqe", "cbw" },
        { "cdq", "cqo", "cwd" },
    };
    unsigned width = op >> 16 & 3;
    int row = (op & 0xffff) == X86_CWDE ? 0 : (op & 0xffff) == X86_CQO ? 1 : -1;

    if (row < 0 && width) {
        return;
    }
    x86_op(&c->a, op);
    cases_add(c, "%s", row < 0 ? name_of(op) : names[row][width]);
}

static const char *const conditions[] = {
    "o", "no", "b", "ae", "e", "ne", "be", "a",
    "s", "ns", "p", "np", "l", "ge", "le", "g",
};

static void add_conditions(Cases *c, X86Cond cc)
{
    for (unsigned n = 0; n < 16; n++) {
        X86Reg dst = (X86Reg)n, src = next_reg(c);
        X86Op width = widths[n % 3];

        x86_setcc(&c->a, cc, dst);
        cases_add(c, "set%s %s", conditions[cc], case_reg(X86_W8, dst));
        x86_setcc_m(&c->a, cc, case_mem(c->turn % case_mem_count()));
        cases_add(c, "set%s byte ptr %s", conditions[cc],
                  case_mem_text(c->turn % case_mem_count()));
        x86_cmov_rr(&c->a, cc, width, dst, src);
        cases_add(c, "cmov%s %s, %s", conditions[cc], case_reg(width, dst),
                  case_reg(width, src));
        x86_cmov_rm(&c->a, cc, width, dst, case_mem(n * 9));
        cases_add(c, "cmov%s %s, %s%s", conditions[cc], case_reg(width, dst),
                  case_size(width), case_mem_text(n * 9));
    }
}

static void add_mr_form(Cases *c, X86Op op)
{
    bool bit = x86_row(op)->form == X86_FORM_BIT;

    add_rr(c, op);
    add_mr(c, op);
    if ((op & 0xffff) != X86_BT) {
        add_mr(c, op | X86_LOCK);
    }
    if (bit) {
        add_ri(c, op);
        add_mi(c, op);
    }
}

static void add_test(Cases *c, X86Op op)
{
    add_rr(c, op);
    add_mr(c, op);
    add_ri(c, op);
    add_mi(c, op);
}

static void add_shift(Cases *c, X86Op op)
{
    add_ri(c, op);
    add_mi(c, op);
}

static void add_rm_form(Cases *c, X86Op op)
{
    bool narrow = source_width(op) == (op & X86_W8) && op & X86_W8;
    X86Op insn = op & 0xffff;

    if (insn == X86_CMOV || (narrow && insn >= X86_MOVZX_B
                             && insn <= X86_MOVSXD)) {
        return;
    }
    add_rr(c, op);
    add_rm(c, op);
}

static void add_row(Cases *c, X86Op op)
{
    switch (x86_row(op)->form) {
    case X86_FORM_NONE:
        add_none(c, op);
        break;
    case X86_FORM_ALU:
        add_alu(c, op);
        break;
    case X86_FORM_MOV:
        add_mov(c, op);
        break;
    case X86_FORM_TEST:
        add_test(c, op);
        break;
    case X86_FORM_MR:
    case X86_FORM_BIT:
        add_mr_form(c, op);
        break;
    case X86_FORM_MRI:
    case X86_FORM_RMI:
        add_rmi(c, op);
        break;
    case X86_FORM_M:
        add_unary(c, op);
        break;
    case X86_FORM_O:
        add_r(c, op, "");
        break;
    case X86_FORM_SHIFT:
        add_shift(c, op);
        break;
    case X86_FORM_RM:
        add_rm_form(c, op);
        break;
    case X86_FORM_LEA:
        add_rm(c, op);
        break;
    case X86_FORM_IMUL:
        add_imul(c, op);
        break;
    case X86_FORM_RVM:
    case X86_FORM_RMV:
        add_rrr(c, op);
        add_rrr_mem(c, op);
        break;
    default:
        break;
    }
}

/* The width of these is 64 bits without any prefix. */
static void add_stack(Cases *c)
{
    static const X86Insn insns[] = {
        X86_CALL, X86_JMP, X86_PUSH, X86_POP,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(insns); i++) {
        for (unsigned n = 0; n < 16; n++) {
            x86_r(&c->a, insns[i], (X86Reg)n);
            cases_add(c, "%s %s", name_of(insns[i]),
                      case_reg(X86_W64, (X86Reg)n));
        }
        for (unsigned n = 0; n < case_mem_count(); n++) {
            x86_m(&c->a, insns[i], case_mem(n));
            cases_add(c, "%s qword ptr %s", name_of(insns[i]),
                      case_mem_text(n));
        }
    }
}

static void add_mov_imm(Cases *c)
{
    static const uint64_t values[] = {
        0, 1, INT32_MAX, UINT64_C(0x80000000), UINT32_MAX,
        UINT64_C(0x100000000), UINT64_MAX, (uint64_t)INT32_MIN,
        (uint64_t)INT32_MIN - 1, INT64_MAX, (uint64_t)INT64_MIN,
        UINT64_C(0x0123456789abcdef),
    };

    for (unsigned n = 0; n < 16 * G_N_ELEMENTS(values); n++) {
        uint64_t value = values[n / 16];
        X86Reg reg = (X86Reg)(n & 15);
        bool is_u32 = value == (uint32_t)value;

        x86_mov_imm(&c->a, reg, value);
        cases_add(c, "mov %s, 0x%" PRIx64,
                  case_reg(is_u32 ? X86_W32 : X86_W64, reg), value);
    }
}

static bool is_stack(const X86Row *row, X86Op op)
{
    return row->form == X86_FORM_PUSH || op == X86_CALL || op == X86_JMP;
}

void cases_int(Cases *c)
{
    for (X86Op insn = 0; insn < X86_INSN_COUNT; insn++) {
        const X86Row *row = x86_row(insn);

        if (row->form >= X86_FORM_MXCSR || is_stack(row, insn)
            || insn == X86_SETCC) {
            continue;
        }
        for (size_t w = 0; w < G_N_ELEMENTS(widths); w++) {
            if (has_width(insn, widths[w])) {
                add_row(c, insn | widths[w]);
            }
        }
    }
    for (unsigned cc = 0; cc < 16; cc++) {
        add_conditions(c, (X86Cond)cc);
    }
    add_stack(c);
    add_mov_imm(c);
}
