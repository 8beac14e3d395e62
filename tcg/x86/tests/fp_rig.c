/* fp_rig.c: an environment with nothing in it but registers */
#include <inttypes.h>
#include <string.h>
#include <xmmintrin.h>

#include "core/hart.h"
#include "fp_reference.h"
#include "fp_rig.h"
#include "ir_internal.h"
#include "support/unit.h"
#include "tcg/tcg_op.h"
#include "x86/code_cache_internal.h"

#define PAGE 0x80001000ull
#define MXCSR_MASKED 0x1f80u    /* no exception traps */
#define BEFORE 7                /* instructions retired before */

enum { LENGTH = 4, ENCODING = 0x12345678, CODE_BYTES = 1 << 20 };

typedef struct FpEnv {
    Hart hart;
    uint32_t exit_request;
    uint64_t page_pc;
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    uint8_t fp_active;
    uint64_t slice_end;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    FpRig *rig;
} FpEnv;

struct FpRig {
    FpEnv env;
    TCGContext *s;
    TcgCodeCache *cache;
    TcgEnterFn *enter;
    TcgUnit unit;
    TcgTlbEntry tlb[2];
    IrOp ops[FP_RIG_OPS];       /* those under test */
    unsigned n_ops;
    unsigned frm;
    unsigned left;
};

static const TcgLayout layout = {
    .exit_request = offsetof(FpEnv, exit_request),
    .page_pc = offsetof(FpEnv, page_pc),
    .tlb = offsetof(FpEnv, tlb),
    .jmp_cache = offsetof(FpEnv, jmp_cache),
    .fp_active = offsetof(FpEnv, fp_active),
    .slice_end = offsetof(FpEnv, slice_end),
    .helpers = offsetof(FpEnv, helpers),
    .tlb_bits = 1,
};

/* --- operands ------------------------------------------------------------ */

unsigned fp_args(const IrOp *op)
{
    const char *s = strchr(ir_op_signature(op->opc), ':') + 1;

    return strspn(s, "abcABC");
}

bool fp_is_x(const IrOp *op, int n)
{
    const char *s = ir_op_signature(op->opc);

    return g_ascii_islower(n < 0 ? s[0] : strchr(s, ':')[1 + n]);
}

static uint64_t *reg(Hart *h, IrRef ref)
{
    return ir_ref_kind(ref) == IR_REF_FPR ? &h->fpr[ref - IR_FPR(0)]
                                          : &h->gpr[ref];
}

/* What the operation should do to the hart. */
static void execute(Hart *h, const IrOp *op, unsigned frm)
{
    uint64_t value[3] = { 0 };
    FpResult result;

    for (unsigned i = 0; i < 3 && op->arg[i] != IR_NONE; i++) {
        value[i] = *reg(h, op->arg[i]);
    }
    result = fp_reference(op, frm, value);
    *reg(h, op->dst) = result.value;
    h->fflags |= result.flags;
}

/* --- helpers ------------------------------------------------------------- */

/* No assertions where all is well: each of check's writes to a file. */
static void expect(uint64_t value, uint64_t expected, const char *what)
{
    if (value != expected) {
        ck_abort_msg("%s is 0x%" PRIx64 ", should be 0x%" PRIx64, what, value,
                     expected);
    }
}

/* One instruction, where the hart is. */
static void interpret(FpRig *rig)
{
    Hart *h = &rig->env.hart;
    unsigned n = (h->pc - PAGE) / LENGTH;

    if (n >= rig->n_ops) {
        ck_abort_msg("interpreter at pc 0x%" PRIx64, h->pc);
    }
    expect(h->retired, BEFORE + n, "retired");
    execute(h, &rig->ops[n], rig->frm);
    rig->left++;
}

static TcgResult interp(void *opaque, uint64_t a, uint64_t b, uint64_t c)
{
    FpEnv *env = opaque;

    expect(a, ENCODING, "the encoding");
    interpret(env->rig);
    return (TcgResult) { 0, TCG_CONTINUE };
}

static TcgResult unexpected(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    ck_abort_msg("helper was called");
    return (TcgResult) { 0, TCG_LEAVE };
}

FpRig *fp_rig_new(const X86Features *features)
{
    FpRig *rig = g_new0(FpRig, 1);
    g_autoptr(GError) error = NULL;

    rig->s = tcg_context_new();
    rig->cache = x86_code_cache_new(CODE_BYTES, &layout, features,
                                    x86_emit_common, &error);
    g_assert_no_error(error);
    rig->enter = tcg_code_cache_enter(rig->cache);
    rig->env.rig = rig;
    rig->env.tlb = rig->tlb;
    rig->env.page_pc = PAGE;
    rig->env.fp_active = 1;
    for (unsigned i = 0; i < TCG_HELPER_COUNT; i++) {
        rig->env.helpers[i] = unexpected;
    }
    rig->env.helpers[TCG_HELPER_INTERP] = interp;
    return rig;
}

void fp_rig_free(FpRig *rig)
{
    tcg_code_cache_free(rig->cache);
    tcg_context_free(rig->s);
    g_free(rig);
}

/* --- the unit ------------------------------------------------------------ */

void fp_set_registers(IrOp *op, FpRegs regs)
{
    unsigned args = fp_args(op);

    op->dst = fp_is_x(op, -1) ? IR_GPR(regs.dst) : IR_FPR(regs.dst);
    for (unsigned i = 0; i < 3; i++) {
        op->arg[i] = i >= args ? IR_NONE
            : fp_is_x(op, i) ? IR_GPR(regs.arg[i]) : IR_FPR(regs.arg[i]);
    }
}

static void add_insn(TCGContext *s, unsigned number)
{
    s->insns[number] = (IrInsn) {
        .insn = { .op = OP_fadd_d, .len = LENGTH, .raw = ENCODING },
        .page_offset = LENGTH * number,
        .uncounted = number,
    };
    s->n_insns = number + 1;
    tcg_gen_insn_start(s, number);
}

void fp_rig_load_ops(FpRig *rig, const IrOp *ops, unsigned n, bool optimize)
{
    static const TcgConfig config = { .has_c = true, .verify = true };
    TCGContext *s = rig->s;

    memcpy(rig->ops, ops, n * sizeof(*ops));
    rig->n_ops = n;
    if (tcg_code_cache_used(rig->cache) > CODE_BYTES / TCG_CODE_REGIONS / 2) {
        tcg_code_cache_flush(rig->cache);
    }
    tcg_context_reset(s);
    for (unsigned i = 0; i < n; i++) {
        add_insn(s, i);
        if (i == 0) {
            tcg_gen_fp_check(s);
        }
        tcg_gen_op(s, ops[i]);
    }
    tcg_gen_retire(s, n);
    tcg_gen_exit_tb(s, LENGTH * n, IR_EXIT_NEXT);
    if (optimize) {
        tcg_optimize(s, &config);
    }
    ck_assert(tcg_emit_unit(s, rig->cache, &config, &rig->unit));
}

void fp_rig_load(FpRig *rig, IrOp op, FpRegs regs)
{
    fp_set_registers(&op, regs);
    fp_rig_load_ops(rig, &op, 1, false);
}

unsigned fp_rig_bytes(const FpRig *rig)
{
    return rig->unit.code_bytes;
}

unsigned fp_rig_left(const FpRig *rig)
{
    return rig->left;
}

/* --- running ------------------------------------------------------------- */

static uint32_t mxcsr_of(unsigned frm)
{
    static const uint8_t rc[] = {
        [RM_RNE] = 0, [RM_RDN] = 1, [RM_RUP] = 2, [RM_RTZ] = 3,
    };

    return MXCSR_MASKED | (uint32_t)rc[frm] << 13;
}

static uint8_t flags_of(uint32_t mxcsr)
{
    return (mxcsr & 1 ? FFLAG_NV : 0) | (mxcsr & 4 ? FFLAG_DZ : 0)
         | (mxcsr & 8 ? FFLAG_OF : 0) | (mxcsr & 16 ? FFLAG_UF : 0)
         | (mxcsr & 32 ? FFLAG_NX : 0);
}

/* Every register has a pattern of its own. */
static void set_patterns(Hart *h)
{
    for (unsigned i = 0; i < 32; i++) {
        h->gpr[i] = i * 0x0101010101010101ull;
        h->fpr[i] = ~h->gpr[i];
    }
}

static uint64_t enter(FpRig *rig)
{
    uint32_t host = _mm_getcsr();
    uint64_t why;

    _mm_setcsr(mxcsr_of(rig->frm));
    why = rig->enter(&rig->env, rig->unit.code);
    rig->env.hart.fflags |= flags_of(_mm_getcsr());
    _mm_setcsr(host);
    return why;
}

static void describe(FpRig *rig, GString *text)
{
    for (unsigned i = 0; i < rig->n_ops; i++) {
        ir_print_op(rig->s, &rig->ops[i], NULL, text);
        g_string_append_c(text, '\n');
    }
    g_string_append_printf(text, "frm %u\n", rig->frm);
}

static void describe_register(GString *text, const char *name, unsigned n,
                              const uint64_t value[3])
{
    if (value[1] != value[2]) {
        g_string_append_printf(text, "%s%u = 0x%" PRIx64 " becomes 0x%" PRIx64
                               ", should be 0x%" PRIx64 "\n", name, n,
                               value[0], value[1], value[2]);
    } else if (value[0] != n * 0x0101010101010101ull
               && value[0] != ~(n * 0x0101010101010101ull)) {
        g_string_append_printf(text, "%s%u = 0x%" PRIx64 "\n", name, n,
                               value[0]);
    }
}

static void mismatch(FpRig *rig, const Hart *start, const Hart *want)
{
    const Hart *got = &rig->env.hart;
    g_autoptr(GString) text = g_string_new(NULL);

    describe(rig, text);
    for (unsigned i = 0; i < 32; i++) {
        describe_register(text, "x", i, (uint64_t[]) {
            start->gpr[i], got->gpr[i], want->gpr[i] });
        describe_register(text, "f", i, (uint64_t[]) {
            start->fpr[i], got->fpr[i], want->fpr[i] });
    }
    ck_abort_msg("%sflags 0x%x, should be 0x%x; pc 0x%" PRIx64 " retired %"
                 PRIu64, text->str, got->fflags, want->fflags, got->pc,
                 got->retired);
}

/* The end of the unit, or the instruction that is to be interpreted. */
static unsigned executed(FpRig *rig, uint64_t why)
{
    const Hart *h = &rig->env.hart;
    unsigned n = (h->pc - PAGE) / LENGTH;

    expect(why, n == rig->n_ops ? TCG_EXIT_NEXT : TCG_EXIT_INTERP,
           "the reason to leave");
    expect(h->retired, BEFORE + n, "retired");
    rig->left += n < rig->n_ops;
    return MIN(n, rig->n_ops);
}

static void run(FpRig *rig, unsigned frm, const Hart *start)
{
    Hart *h = &rig->env.hart;
    Hart want;
    unsigned n;

    memcpy(h, start, offsetof(Hart, pc));
    memcpy(&want, start, offsetof(Hart, pc));
    h->fflags = want.fflags = 0;
    h->pc = 0;
    h->retired = BEFORE;
    rig->frm = frm;
    n = executed(rig, enter(rig));
    for (unsigned i = 0; i < n; i++) {
        execute(&want, &rig->ops[i], frm);
    }
    if (memcmp(&want, h, offsetof(Hart, pc)) || want.fflags != h->fflags) {
        mismatch(rig, start, &want);
    }
}

void fp_rig_run_from(FpRig *rig, unsigned frm, const Hart *start)
{
    run(rig, frm, start);
}

void fp_rig_run(FpRig *rig, unsigned frm, const uint64_t value[3])
{
    const IrOp *op = &rig->ops[0];
    Hart start;

    set_patterns(&start);
    for (unsigned i = 0; i < 3 && op->arg[i] != IR_NONE; i++) {
        *reg(&start, op->arg[i]) = value[i];
    }
    run(rig, frm, &start);
}
