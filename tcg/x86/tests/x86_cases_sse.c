/*
 * x86_cases_sse.c: every row with SSE registers, in VEX or legacy form
 *
 * In legacy form an operation with two sources may need a move before it;
 * the text then has two to five instructions.
 */
#include "x86_cases.h"

static const char *v(const Cases *c)
{
    return c->a.features.avx ? "v" : "";
}

/* "vaddsd"; rows of fma bring their own v */
static const char *name_of(const Cases *c, X86Op op)
{
    static char text[32];
    const X86Row *row = x86_row(op);

    g_snprintf(text, sizeof(text), "%s%s",
               row->form == X86_FORM_FMA ? "" : v(c), row->name);
    return text;
}

static void add_xx(Cases *c, X86Op op)
{
    bool twice = x86_row(op)->form == X86_FORM_XX2 && c->a.features.avx;

    for (unsigned n = 0; n < 256; n++) {
        unsigned dst = n & 15, src = n >> 4;

        x86_xx(&c->a, op, (X86Xmm)dst, (X86Xmm)src);
        if (twice) {
            cases_add(c, "%s xmm%u, xmm%u, xmm%u", name_of(c, op), dst, src,
                      src);
        } else {
            cases_add(c, "%s xmm%u, xmm%u", name_of(c, op), dst, src);
        }
    }
}

static void add_xm(Cases *c, X86Op op)
{
    bool twice = (x86_row(op)->form == X86_FORM_XX2
                  || x86_row(op)->form == X86_FORM_XR) && c->a.features.avx;
    bool sized = x86_row(op)->form == X86_FORM_XR;

    for (unsigned n = 0; n < case_mem_count(); n++) {
        unsigned dst = n % 16;

        x86_xm(&c->a, op, (X86Xmm)dst, case_mem(n));
        if (twice) {
            cases_add(c, "%s xmm%u, xmm%u, %s%s", name_of(c, op), dst, dst,
                      sized ? case_size(op) : "", case_mem_text(n));
        } else {
            cases_add(c, "%s xmm%u, %s%s", name_of(c, op), dst,
                      sized ? case_size(op) : "", case_mem_text(n));
        }
    }
}

static void add_mx(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < case_mem_count(); n++) {
        unsigned src = n % 16;

        x86_mx(&c->a, op, case_mem(n), (X86Xmm)src);
        cases_add(c, "%s %s, xmm%u", name_of(c, op), case_mem_text(n), src);
    }
}

static void add_xr(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < 256; n++) {
        unsigned dst = n & 15;
        const char *src = case_reg(op, (X86Reg)(n >> 4));

        x86_xr(&c->a, op, (X86Xmm)dst, (X86Reg)(n >> 4));
        if (x86_row(op)->form == X86_FORM_XR && c->a.features.avx) {
            cases_add(c, "%s xmm%u, xmm%u, %s", name_of(c, op), dst, dst, src);
        } else {
            cases_add(c, "%s xmm%u, %s", name_of(c, op), dst, src);
        }
    }
}

static void add_rx(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < 256; n++) {
        const char *dst = case_reg(op, (X86Reg)(n & 15));

        x86_rx(&c->a, op, (X86Reg)(n & 15), (X86Xmm)(n >> 4));
        cases_add(c, "%s %s, xmm%u", name_of(c, op), dst, n >> 4);
    }
}

/* movd is movq when the general register has 64 bits. */
static void add_movd(Cases *c)
{
    for (unsigned n = 0; n < 512; n++) {
        X86Op width = n & 256 ? X86_W64 : X86_W32;
        const char *name = n & 256 ? "movq" : "movd";
        const char *reg = case_reg(width, (X86Reg)(n & 15));
        unsigned xmm = n >> 4 & 15, mem = n % case_mem_count();

        x86_xr(&c->a, X86_MOVD | width, (X86Xmm)xmm, (X86Reg)(n & 15));
        cases_add(c, "%s%s xmm%u, %s", v(c), name, xmm, reg);
        x86_rx(&c->a, X86_MOVD | width, (X86Reg)(n & 15), (X86Xmm)xmm);
        cases_add(c, "%s%s %s, xmm%u", v(c), name, reg, xmm);
        x86_xm(&c->a, X86_MOVD | width, (X86Xmm)xmm, case_mem(mem));
        cases_add(c, "%s%s xmm%u, %s%s", v(c), name, xmm, case_size(width),
                  case_mem_text(mem));
        x86_mx(&c->a, X86_MOVD | width, case_mem(mem), (X86Xmm)xmm);
        cases_add(c, "%s%s %s%s, xmm%u", v(c), name, case_size(width),
                  case_mem_text(mem), xmm);
    }
}

static void add_legacy_xxx(Cases *c, X86Op op, const unsigned r[3])
{
    const X86Row *row = x86_row(op);
    const char *tail = row->form == X86_FORM_XBLEND ? ", xmm0" : "";

    if (r[0] == r[1]) {
        cases_add(c, "%s xmm%u, xmm%u%s", row->name, r[0], r[2], tail);
    } else if (r[0] == r[2] && row->flags & X86_COMMUTES) {
        cases_add(c, "%s xmm%u, xmm%u%s", row->name, r[0], r[1], tail);
    } else if (r[0] == r[2]) {
        unsigned other = r[0] != 1 && r[1] != 1 ? 1
            : r[0] != 2 && r[1] != 2 ? 2 : 3;

        cases_add(c, "movups [rsp-16], xmm%u\nmovaps xmm%u, xmm%u\n"
                  "movaps xmm%u, xmm%u\n%s xmm%u, xmm%u%s\n"
                  "movups xmm%u, [rsp-16]", other, other, r[2], r[0], r[1],
                  row->name, r[0], other, tail, other);
    } else {
        cases_add(c, "movaps xmm%u, xmm%u\n%s xmm%u, xmm%u%s", r[0], r[1],
                  row->name, r[0], r[2], tail);
    }
}

static void add_xxx(Cases *c, X86Op op)
{
    const char *tail = x86_row(op)->form == X86_FORM_XBLEND ? ", xmm0" : "";

    for (unsigned n = 0; n < 16 * 16 * 16; n += 5) {
        const unsigned r[3] = { n & 15, n >> 4 & 15, n >> 8 };

        if (!c->a.features.avx && *tail && r[0] == 0) {
            continue;
        }
        x86_xxx(&c->a, op, (X86Xmm)r[0], (X86Xmm)r[1], (X86Xmm)r[2]);
        if (c->a.features.avx) {
            cases_add(c, "%s xmm%u, xmm%u, xmm%u%s", name_of(c, op), r[0],
                      r[1], r[2], tail);
        } else {
            add_legacy_xxx(c, op, r);
        }
    }
}

static void add_xxm(Cases *c, X86Op op)
{
    bool avx = c->a.features.avx;
    const char *tail = x86_row(op)->form == X86_FORM_XBLEND ? ", xmm0" : "";

    for (unsigned n = 0; n < case_mem_count(); n++) {
        unsigned dst = 1 + n % 15, s1 = avx ? n * 5 % 16 : dst;

        x86_xxm(&c->a, op, (X86Xmm)dst, (X86Xmm)s1, case_mem(n));
        if (avx) {
            cases_add(c, "%s xmm%u, xmm%u, %s%s", name_of(c, op), dst, s1,
                      case_mem_text(n), tail);
        } else {
            cases_add(c, "%s xmm%u, %s%s", name_of(c, op), dst,
                      case_mem_text(n), tail);
        }
    }
}

static void add_xxi(Cases *c, X86Op op)
{
    bool avx = c->a.features.avx;
    bool twice = x86_row(op)->form == X86_FORM_XX2I && avx;
    bool move = x86_row(op)->form == X86_FORM_XSHIFT && !avx;

    for (unsigned n = 0; n < 256; n++) {
        unsigned dst = n & 15, src = n >> 4;
        g_autofree char *before = move && dst != src
            ? g_strdup_printf("movaps xmm%u, xmm%u\n", dst, src)
            : g_strdup("");
        g_autofree char *from = move ? g_strdup("")
            : g_strdup_printf(", xmm%u", src);

        x86_xxi(&c->a, op, (X86Xmm)dst, (X86Xmm)src, n & 31);
        if (twice) {
            cases_add(c, "%s xmm%u, xmm%u, xmm%u, %u", name_of(c, op), dst,
                      src, src, n & 31);
        } else {
            cases_add(c, "%s%s xmm%u%s, %u", before, name_of(c, op), dst,
                      from, n & 31);
        }
    }
}

static void add_mxcsr(Cases *c, X86Op op)
{
    for (unsigned n = 0; n < case_mem_count(); n++) {
        x86_m(&c->a, op, case_mem(n));
        cases_add(c, "%s dword ptr %s", name_of(c, op), case_mem_text(n));
    }
}

static void add_one_source(Cases *c, X86Op op)
{
    switch (x86_row(op)->form) {
    case X86_FORM_XMOVE:
        add_xx(c, op);
        add_xm(c, op);
        add_mx(c, op);
        break;
    case X86_FORM_XLOAD:
        add_xm(c, op);
        add_mx(c, op);
        break;
    case X86_FORM_XX:
    case X86_FORM_XX2:
        add_xx(c, op);
        add_xm(c, op);
        break;
    case X86_FORM_XX2I:
    case X86_FORM_XXI:
    case X86_FORM_XPH:
    case X86_FORM_XSHIFT:
        add_xxi(c, op);
        break;
    default:
        break;
    }
}

static bool moves_mask(X86Op op)
{
    return op == X86_MOVMSKPS || op == X86_MOVMSKPD || op == X86_PMOVMSKB;
}

static void add_row(Cases *c, X86Op op)
{
    switch (x86_row(op)->form) {
    case X86_FORM_MXCSR:
        add_mxcsr(c, op);
        break;
    case X86_FORM_XGPR:
        add_movd(c);
        break;
    case X86_FORM_XR:
        add_xr(c, op | X86_W32);
        add_xr(c, op | X86_W64);
        add_xm(c, op | X86_W32);
        add_xm(c, op | X86_W64);
        break;
    case X86_FORM_RX:
        add_rx(c, op | X86_W32);
        if (!moves_mask(op)) {
            add_rx(c, op | X86_W64);
        }
        break;
    case X86_FORM_XXM:
    case X86_FORM_XBLEND:
    case X86_FORM_XCMP:
    case X86_FORM_FMA:
        add_xxx(c, op);
        add_xxm(c, op);
        break;
    default:
        add_one_source(c, op);
        break;
    }
}

void cases_sse(Cases *c)
{
    bool avx = c->a.features.avx;

    for (X86Op insn = 0; insn < X86_INSN_COUNT; insn++) {
        const X86Row *row = x86_row(insn);

        if (row->form >= X86_FORM_MXCSR && (avx || !(row->flags & X86_VEX))) {
            add_row(c, insn);
        }
    }
}
