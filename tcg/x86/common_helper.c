/*
 * common_helper.c: calls of helpers, common to all units
 *
 * A call: eax holds an InfoField number, the frame the arguments, rcx and
 * rdx may hold temporaries. Pinned registers go to the Hart before C runs and
 * come back afterwards, those that C keeps only if the helper may have
 * changed them.
 *
 * A load or store that missed the TLB is tried with what C may overwrite
 * saved, and nothing else done (TcgQuick); what follows completes the Hart
 * only if that was not enough.
 */
#include "x86/common.h"
#include "x86/emit.h"

/* In code that units call, the frame is behind the return address. */
static X86Mem frame_word(int32_t offset)
{
    return X86_MEM(X86_RSP, 8 + offset);
}

/* --- pinned registers and their slots ------------------------------------ */

static bool is_caller_saved(X86Reg reg)
{
    return reg == X86_RSI || reg == X86_RDI
        || (reg >= X86_R8 && reg <= X86_R11);
}

static bool is_in(int reg, PinnedSet set)
{
    return reg != REG_MEMORY
        && (set & (is_caller_saved(reg) ? PINNED_OURS : PINNED_KEPT_BY_C));
}

/*
 * Until fp_active is 1 no unit touches an f register: the SSE registers hold
 * nothing then, and all values are in the Hart. FP_ENTER brings them.
 */
static uint8_t *skip_unless_fp(Common *c)
{
    x86_mi(&c->as, X86_CMP | X86_W8, emit_env(c->layout->fp_active), 1);
    return x86_jcc_short(&c->as, X86_CC_NE);
}

void emit_store_pinned(Common *c, PinnedSet set)
{
    uint8_t *skip;

    for (unsigned i = 0; i < 32; i++) {
        if (is_in(c->map.gpr[i], set)) {
            x86_mr(&c->as, X86_MOV | X86_W64,
                   emit_env(offsetof(Hart, gpr[i])), c->map.gpr[i]);
        }
    }
    if (!(set & PINNED_OURS)) {
        return;
    }
    skip = skip_unless_fp(c);
    for (unsigned i = 0; i < 32; i++) {
        if (c->map.fpr[i] != REG_MEMORY) {
            x86_mx(&c->as, X86_MOVSD, emit_env(offsetof(Hart, fpr[i])),
                   c->map.fpr[i]);
        }
    }
    x86_land(&c->as, skip);
}

void emit_load_pinned(Common *c, PinnedSet set)
{
    uint8_t *skip;

    for (unsigned i = 0; i < 32; i++) {
        if (is_in(c->map.gpr[i], set)) {
            x86_rm(&c->as, X86_MOV | X86_W64, c->map.gpr[i],
                   emit_env(offsetof(Hart, gpr[i])));
        }
    }
    x86_rm(&c->as, X86_MOV | X86_W64, REG_TLB, emit_env(c->layout->tlb));
    skip = skip_unless_fp(c);
    for (unsigned i = 0; i < 32; i++) {
        if (c->map.fpr[i] != REG_MEMORY) {
            x86_xm(&c->as, X86_MOVSD, c->map.fpr[i],
                   emit_env(offsetof(Hart, fpr[i])));
        }
    }
    x86_land(&c->as, skip);
}

/* --- the call ------------------------------------------------------------ */

/* Where a helper's second and third argument come from. */
typedef enum ArgSource { FROM_FRAME, FROM_INFO } ArgSource;

static const struct {
    uint8_t b, c;               /* ArgSource */
} arg_sources[TCG_HELPER_COUNT] = {
    [TCG_HELPER_LOAD] = { FROM_INFO },
    [TCG_HELPER_STORE] = { FROM_FRAME, FROM_INFO },
    [TCG_HELPER_AMO] = { FROM_FRAME, FROM_INFO },
    [TCG_HELPER_LR] = { FROM_INFO },
    [TCG_HELPER_SC] = { FROM_FRAME, FROM_INFO },
};

static void load_arg(X86Asm *a, X86Reg reg, ArgSource source, int32_t word)
{
    if (source == FROM_FRAME) {
        x86_rm(a, X86_MOV | X86_W64, reg, frame_word(word));
        return;
    }
    x86_rr(a, X86_MOV | X86_W32, reg, X86_RAX);
    x86_ri(a, X86_SHR | X86_W32, reg, INFO_N_SHIFT);
}

/* @reg = field of the number in @info (may be the same) */
static void extract(X86Asm *a, X86Reg reg, unsigned shift, unsigned bits)
{
    if (shift) {
        x86_ri(a, X86_SHR | X86_W32, reg, shift);
    }
    x86_ri(a, X86_AND | X86_W32, reg, (1 << bits) - 1);
}

/* Make pc and retired those of the instruction that eax describes. */
static void make_exact(Common *c)
{
    X86Asm *a = &c->as;

    x86_rr(a, X86_MOV | X86_W32, X86_RCX, X86_RAX);
    extract(a, X86_RCX, INFO_OFFSET_SHIFT, 13);
    x86_rm(a, X86_ADD | X86_W64, X86_RCX, emit_env(c->layout->page_pc));
    x86_mr(a, X86_MOV | X86_W64, emit_env(offsetof(Hart, pc)), X86_RCX);
    x86_rr(a, X86_MOV | X86_W32, X86_RCX, X86_RAX);
    extract(a, X86_RCX, INFO_UNCOUNTED_SHIFT, 9);
    if (c->layout->counts) {
        emit_slice_settle_from(a, c->layout);
    } else {
        x86_mr(a, X86_ADD | X86_W64, emit_env(offsetof(Hart, retired)),
               X86_RCX);
    }
}

/* The unit goes on: it will count these instructions itself. */
static void take_back_count(Common *c)
{
    X86Asm *a = &c->as;

    x86_rm(a, X86_MOV | X86_W32, X86_RCX, frame_word(FRAME_INFO));
    extract(a, X86_RCX, INFO_UNCOUNTED_SHIFT, 9);
    if (c->layout->counts) {
        emit_slice_begin_from(a, c->layout);
    } else {
        x86_mr(a, X86_SUB | X86_W64, emit_env(offsetof(Hart, retired)),
               X86_RCX);
    }
}

/* @function: offset of its address in the environment */
static void call_c(Common *c, TcgHelper helper, int32_t function)
{
    X86Asm *a = &c->as;

    x86_rm(a, X86_MOV | X86_W64, X86_RSI, frame_word(FRAME_ARG_A));
    load_arg(a, X86_RDX, arg_sources[helper].b, FRAME_ARG_B);
    load_arg(a, X86_RCX, arg_sources[helper].c, FRAME_ARG_C);
    x86_rm(a, X86_LEA | X86_W64, X86_RDI, X86_MEM(REG_ENV, -ENV_BIAS));
    x86_ri(a, X86_SUB | X86_W64, X86_RSP, 8);
    x86_m(a, X86_CALL, emit_env(function));
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, 8);
}

/* --- quickly ------------------------------------------------------------- */

static const struct {
    bool usable;
    uint8_t quick;              /* TcgQuick */
} quick_ways[TCG_HELPER_COUNT] = {
    [TCG_HELPER_LOAD] = { true, TCG_QUICK_LOAD },
    [TCG_HELPER_STORE] = { true, TCG_QUICK_STORE },
};

static void return_to_unit(Common *c)
{
    x86_rm(&c->as, X86_MOV | X86_W64, X86_RCX, frame_word(FRAME_RCX));
    x86_rm(&c->as, X86_MOV | X86_W64, X86_RDX, frame_word(FRAME_RDX));
    x86_op(&c->as, X86_RET);
}

/* Afterwards all is as if it had not been tried, and eax the number again. */
static void try_quickly(Common *c, TcgHelper helper)
{
    X86Asm *a = &c->as;
    X86Label refused = X86_LABEL_INIT;

    call_c(c, helper, c->layout->quick + 8 * quick_ways[helper].quick);
    x86_rr(a, X86_TEST | X86_W32, X86_RDX, X86_RDX);
    x86_jcc(a, X86_CC_NE, &refused);
    emit_load_pinned(c, PINNED_OURS);
    return_to_unit(c);
    x86_bind(a, &refused);
    x86_rm(a, X86_MOV | X86_W32, X86_RAX, frame_word(FRAME_INFO));
}

/* --- all of it ----------------------------------------------------------- */

static void complete_hart(Common *c, TcgHelper helper)
{
    if (c->layout->quick && quick_ways[helper].usable) {
        emit_store_pinned(c, PINNED_OURS);
        try_quickly(c, helper);
        emit_store_pinned(c, PINNED_KEPT_BY_C);
    } else {
        emit_store_pinned(c, PINNED_ALL);
    }
}

void emit_helper_common(Common *c, TcgHelper helper)
{
    X86Asm *a = &c->as;
    unsigned flags = tcg_helper_flags(helper);
    bool exact = !(flags & TCG_HELPER_PURE);

    x86_align(a, 16);
    c->cache->place[PLACE_HELPER + helper] = a->p;
    x86_mr(a, X86_MOV | X86_W64, frame_word(FRAME_RCX), X86_RCX);
    x86_mr(a, X86_MOV | X86_W64, frame_word(FRAME_RDX), X86_RDX);
    x86_mr(a, X86_MOV | X86_W32, frame_word(FRAME_INFO), X86_RAX);
    complete_hart(c, helper);
    if (exact) {
        make_exact(c);
    }
    call_c(c, helper, c->layout->helpers + 8 * helper);
    if (exact) {
        x86_rr(a, X86_TEST | X86_W32, X86_RDX, X86_RDX);
        x86_jcc(a, X86_CC_NE, helper == TCG_HELPER_FP_ENTER
            ? &c->status_interp : &c->status);
        take_back_count(c);
    }
    emit_load_pinned(c, flags & (TCG_HELPER_PURE | TCG_HELPER_MEMORY)
        ? PINNED_OURS : PINNED_ALL);
    return_to_unit(c);
}
