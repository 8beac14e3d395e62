/*
 * common.c: code that all units of a cache share
 *
 *     tcg_enter(env, code)    into translated code
 *     exits                   out of it
 *     helper calls            slow paths to C and back, one for each helper
 *     jump                    look hart.pc up in the jump cache and go on
 *
 * Units keep pinned registers in host registers; C finds them in the Hart.
 * The code here is the only place where they go from one to the other, so
 * whenever C runs, the Hart is complete.
 *
 * A call of a helper: eax holds an InfoField number, the frame the
 * arguments, rcx and rdx may hold temporaries. The answer decides: CONTINUE
 * returns to the unit, JUMP and NEXT go to the unit for hart.pc, LEAVE ends
 * tcg_enter().
 */
#include "x86/common.h"
#include "x86/emit.h"

/* In code that units call, the frame is behind the return address. */
static X86Mem frame_word(int32_t offset)
{
    return X86_MEM(X86_RSP, 8 + offset);
}

static X86Mem hart_field(size_t offset)
{
    return emit_env(offset);
}

static bool is_caller_saved(X86Reg reg)
{
    return reg == X86_RSI || reg == X86_RDI
        || (reg >= X86_R8 && reg <= X86_R11);
}

/* --- pinned registers and their slots ------------------------------------ */

/*
 * Until fp_active is 1 no unit touches an f register: the SSE registers hold
 * nothing then, and all values are in the Hart. FP_ENTER brings them.
 */
static uint8_t *skip_unless_fp(Common *c)
{
    x86_mi(&c->as, X86_CMP | X86_W8, emit_env(c->layout->fp_active), 1);
    return x86_jcc_short(&c->as, X86_CC_NE);
}

static void store_pinned(Common *c)
{
    uint8_t *skip;

    for (unsigned i = 0; i < 32; i++) {
        if (c->map.gpr[i] != REG_MEMORY) {
            x86_mr(&c->as, X86_MOV | X86_W64,
                   hart_field(offsetof(Hart, gpr[i])), c->map.gpr[i]);
        }
    }
    skip = skip_unless_fp(c);
    for (unsigned i = 0; i < 32; i++) {
        if (c->map.fpr[i] != REG_MEMORY) {
            x86_mx(&c->as, X86_MOVSD, hart_field(offsetof(Hart, fpr[i])),
                   c->map.fpr[i]);
        }
    }
    x86_land(&c->as, skip);
}

/* @all: else only those that a C function may have changed */
static void load_pinned(Common *c, bool all)
{
    uint8_t *skip;

    for (unsigned i = 0; i < 32; i++) {
        if (c->map.gpr[i] != REG_MEMORY
            && (all || is_caller_saved(c->map.gpr[i]))) {
            x86_rm(&c->as, X86_MOV | X86_W64, c->map.gpr[i],
                   hart_field(offsetof(Hart, gpr[i])));
        }
    }
    x86_rm(&c->as, X86_MOV | X86_W64, REG_TLB, emit_env(c->layout->tlb));
    skip = skip_unless_fp(c);
    for (unsigned i = 0; i < 32; i++) {
        if (c->map.fpr[i] != REG_MEMORY) {
            x86_xm(&c->as, X86_MOVSD, c->map.fpr[i],
                   hart_field(offsetof(Hart, fpr[i])));
        }
    }
    x86_land(&c->as, skip);
}

/* --- entry and exits ----------------------------------------------------- */

static const X86Reg saved[] = {
    X86_RBP, X86_RBX, X86_R12, X86_R13, X86_R14, X86_R15,
};

/* Constants in the frame: 16 bytes each, only the low half is not 0. */
static const struct {
    Frame word;
    uint64_t value;
} frame_constants[] = {
    { FRAME_BOX32, 0xffffffff00000000 },
    { FRAME_BOX16, 0xffffffffffff0000 },
    { FRAME_SIGN64, 0x8000000000000000 },
    { FRAME_SIGN32, 0x0000000080000000 },
};

static void write_frame_constants(X86Asm *a)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(frame_constants); i++) {
        int32_t word = frame_constants[i].word;

        x86_mov_imm(a, X86_RCX, frame_constants[i].value);
        x86_mr(a, X86_MOV | X86_W64, emit_frame(word), X86_RCX);
        x86_mi(a, X86_MOV | X86_W64, emit_frame(word + 8), 0);
    }
}

/* uint64_t tcg_enter(void *env: rdi, const void *code: rsi) */
static void write_enter(Common *c)
{
    X86Asm *a = &c->as;

    c->cache->enter = a->p;
    for (unsigned i = 0; i < G_N_ELEMENTS(saved); i++) {
        x86_r(a, X86_PUSH, saved[i]);
    }
    x86_ri(a, X86_SUB | X86_W64, X86_RSP, FRAME_BYTES);
    write_frame_constants(a);
    x86_rm(a, X86_LEA | X86_W64, REG_ENV, X86_MEM(X86_RDI, ENV_BIAS));
    x86_rr(a, X86_MOV | X86_W64, X86_RAX, X86_RSI);
    load_pinned(c, true);
    x86_r(a, X86_JMP, X86_RAX);
}

/* Exits by how complete the Hart is; all end with rax = TcgExit. */
static void write_exits(Common *c)
{
    X86Asm *a = &c->as;
    X86Mem pc = hart_field(offsetof(Hart, pc));

    x86_align(a, 16);
    c->cache->place[PLACE_EXIT_PC] = a->p;
    x86_ri(a, X86_AND | X86_W64, X86_RAX, -2);
    x86_mov_imm(a, X86_RCX, TCG_EXIT_REQUESTED);
    x86_bind(a, &c->exit_pc);
    x86_mr(a, X86_MOV | X86_W64, pc, X86_RAX);
    x86_rr(a, X86_MOV | X86_W64, X86_RAX, X86_RCX);
    store_pinned(c);
    x86_bind(a, &c->exit_stored);
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, FRAME_BYTES);
    for (unsigned i = G_N_ELEMENTS(saved); i-- > 0;) {
        x86_r(a, X86_POP, saved[i]);
    }
    x86_op(a, X86_RET);

    x86_align(a, 16);
    c->cache->place[PLACE_EXIT_OFFSET] = a->p;
    x86_rr(a, X86_MOVSXD | X86_W64, X86_RAX, X86_RAX);
    x86_rm(a, X86_ADD | X86_W64, X86_RAX, emit_env(c->layout->page_pc));
    x86_jmp(a, &c->exit_pc);
}

/* --- jumps --------------------------------------------------------------- */

/*
 * Everything is in the Hart: load it and go to the unit for hart.pc, unless
 * the slice is used up. rsp is that of units.
 */
static void write_jump(Common *c)
{
    X86Asm *a = &c->as;

    x86_align(a, 16);
    x86_bind(a, &c->jump);
    load_pinned(c, true);
    x86_rm(a, X86_MOV | X86_W64, X86_RAX, hart_field(offsetof(Hart, pc)));
    if (c->layout->counts) {
        emit_test_slice(a, c->layout);
        x86_jcc_to(a, X86_CC_L, c->cache->place[PLACE_EXIT_PC]);
    }
    emit_jump_cache(a, c->layout, c->cache->place[PLACE_JUMP_MISS]);
}

/* rax = pc but for bit 0: the helper looks it up and says JUMP or LEAVE */
static void write_jump_miss(Common *c)
{
    X86Asm *a = &c->as;

    x86_align(a, 16);
    c->cache->place[PLACE_JUMP_MISS] = a->p;
    x86_ri(a, X86_AND | X86_W64, X86_RAX, -2);
    x86_mr(a, X86_MOV | X86_W64, hart_field(offsetof(Hart, pc)), X86_RAX);
    store_pinned(c);
    x86_rm(a, X86_LEA | X86_W64, X86_RDI, X86_MEM(REG_ENV, -ENV_BIAS));
    x86_m(a, X86_CALL, emit_env(c->layout->helpers + 8 * TCG_HELPER_LOOKUP));
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_JUMP);
    x86_jcc(a, X86_CC_E, &c->jump);
    x86_mov_imm(a, X86_RAX, TCG_EXIT_NEXT);
    x86_jmp(a, &c->exit_stored);
}

/* --- calls of helpers ---------------------------------------------------- */

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
    x86_mr(a, X86_MOV | X86_W64, hart_field(offsetof(Hart, pc)), X86_RCX);
    x86_rr(a, X86_MOV | X86_W32, X86_RCX, X86_RAX);
    extract(a, X86_RCX, INFO_UNCOUNTED_SHIFT, 9);
    x86_mr(a, X86_ADD | X86_W64, hart_field(offsetof(Hart, retired)),
           X86_RCX);
}

/* The unit goes on: it will count these instructions itself. */
static void take_back_count(Common *c)
{
    X86Asm *a = &c->as;

    x86_rm(a, X86_MOV | X86_W32, X86_RCX, frame_word(FRAME_INFO));
    extract(a, X86_RCX, INFO_UNCOUNTED_SHIFT, 9);
    x86_mr(a, X86_SUB | X86_W64, hart_field(offsetof(Hart, retired)),
           X86_RCX);
}

static void call_c(Common *c, TcgHelper helper)
{
    X86Asm *a = &c->as;

    x86_rm(a, X86_MOV | X86_W64, X86_RSI, frame_word(FRAME_ARG_A));
    load_arg(a, X86_RDX, arg_sources[helper].b, FRAME_ARG_B);
    load_arg(a, X86_RCX, arg_sources[helper].c, FRAME_ARG_C);
    x86_rm(a, X86_LEA | X86_W64, X86_RDI, X86_MEM(REG_ENV, -ENV_BIAS));
    x86_ri(a, X86_SUB | X86_W64, X86_RSP, 8);
    x86_m(a, X86_CALL, emit_env(c->layout->helpers + 8 * helper));
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, 8);
}

static void write_helper(Common *c, TcgHelper helper)
{
    X86Asm *a = &c->as;
    unsigned flags = tcg_helper_flags(helper);
    bool exact = !(flags & TCG_HELPER_PURE);

    x86_align(a, 16);
    c->cache->place[PLACE_HELPER + helper] = a->p;
    x86_mr(a, X86_MOV | X86_W64, frame_word(FRAME_RCX), X86_RCX);
    x86_mr(a, X86_MOV | X86_W64, frame_word(FRAME_RDX), X86_RDX);
    x86_mr(a, X86_MOV | X86_W32, frame_word(FRAME_INFO), X86_RAX);
    store_pinned(c);
    if (exact) {
        make_exact(c);
    }
    call_c(c, helper);
    if (exact) {
        x86_rr(a, X86_TEST | X86_W32, X86_RDX, X86_RDX);
        x86_jcc(a, X86_CC_NE, helper == TCG_HELPER_FP_ENTER
            ? &c->status_interp : &c->status);
        take_back_count(c);
    }
    load_pinned(c, !(flags & (TCG_HELPER_PURE | TCG_HELPER_MEMORY)));
    x86_rm(a, X86_MOV | X86_W64, X86_RCX, frame_word(FRAME_RCX));
    x86_rm(a, X86_MOV | X86_W64, X86_RDX, frame_word(FRAME_RDX));
    x86_op(a, X86_RET);
}

/* The unit does not go on: edx says where to. */
static void write_status(Common *c)
{
    X86Asm *a = &c->as;
    X86Label leave = X86_LABEL_INIT;
    X86Mem pc = hart_field(offsetof(Hart, pc));

    x86_align(a, 16);
    x86_bind(a, &c->status);
    x86_rm(a, X86_MOV | X86_W32, X86_RCX, frame_word(FRAME_INFO));
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, 8);
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_JUMP);
    x86_jcc(a, X86_CC_E, &c->jump);
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_NEXT);
    x86_jcc(a, X86_CC_NE, &leave);
    x86_mi(a, X86_ADD | X86_W64, hart_field(offsetof(Hart, retired)), 1);
    extract(a, X86_RCX, INFO_LONG_SHIFT, 1);
    x86_rm(a, X86_LEA | X86_W32, X86_RCX,
           X86_MEM_INDEX(X86_RCX, X86_RCX, 1, 2));
    x86_mr(a, X86_ADD | X86_W64, pc, X86_RCX);
    x86_jmp(a, &c->jump);
    x86_bind(a, &leave);
    x86_mov_imm(a, X86_RAX, TCG_EXIT_NEXT);
    x86_jmp(a, &c->exit_stored);
}

/* FP_ENTER refused: what follows is for the interpreter. */
static void write_status_interp(Common *c)
{
    X86Asm *a = &c->as;

    x86_align(a, 16);
    x86_bind(a, &c->status_interp);
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, 8);
    x86_mov_imm(a, X86_RAX, TCG_EXIT_INTERP);
    x86_jmp(a, &c->exit_stored);
}

bool x86_emit_common(TcgCodeCache *cache)
{
    Common c = {
        .cache = cache,
        .layout = &cache->layout,
        .exit_pc = X86_LABEL_INIT,
        .exit_stored = X86_LABEL_INIT,
        .jump = X86_LABEL_INIT,
        .status = X86_LABEL_INIT,
        .status_interp = X86_LABEL_INIT,
    };

    G_STATIC_ASSERT((int)PLACE_COUNT <= (int)X86_PLACE_MAX);
    regmap_init(&c.map, cache->layout.shuffle);
    x86_code_begin(cache, &c.as);
    write_enter(&c);
    write_exits(&c);
    write_jump_miss(&c);
    write_jump(&c);
    for (TcgHelper i = 0; i < TCG_HELPER_COUNT; i++) {
        write_helper(&c, i);
    }
    write_status(&c);
    write_status_interp(&c);
    return x86_code_end(cache, &c.as) != NULL;
}
