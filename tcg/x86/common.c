/*
 * common.c: code that all units of a cache share
 *
 *     tcg_enter(env, code)    into translated code
 *     exits                   out of it
 *     helper calls            slow paths to C and back: common_helper.c
 *     jump                    look hart.pc up in the jump cache and go on
 *
 * Units keep pinned registers in host registers; C finds them in the Hart.
 * The code here is the only place where they go from one to the other, so
 * whenever C runs, the Hart is complete.
 *
 * What a helper answers decides: CONTINUE returns to the unit
 * (common_helper.c), JUMP and NEXT go to the unit for hart.pc, LEAVE ends
 * tcg_enter().
 */
#include "x86/common.h"
#include "x86/emit.h"

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
    emit_load_pinned(c, PINNED_ALL);
    emit_slice_begin(a, c->layout);
    x86_r(a, X86_JMP, X86_RAX);
}

/* Exits by how complete the Hart is; all end with rax = TcgExit. */
static void write_exits(Common *c)
{
    X86Asm *a = &c->as;
    X86Mem pc = emit_env(offsetof(Hart, pc));

    x86_align(a, 16);
    c->cache->place[PLACE_EXIT_PC] = a->p;
    x86_ri(a, X86_AND | X86_W64, X86_RAX, -2);
    x86_mov_imm(a, X86_RCX, TCG_EXIT_REQUESTED);
    x86_bind(a, &c->exit_pc);
    x86_mr(a, X86_MOV | X86_W64, pc, X86_RAX);
    x86_rr(a, X86_MOV | X86_W64, X86_RAX, X86_RCX);
    emit_slice_settle(a, c->layout);
    emit_store_pinned(c, PINNED_ALL);
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
    emit_load_pinned(c, PINNED_ALL);
    x86_rm(a, X86_MOV | X86_W64, X86_RAX, emit_env(offsetof(Hart, pc)));
    if (c->layout->counts) {
        emit_slice_begin(a, c->layout);
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
    x86_mr(a, X86_MOV | X86_W64, emit_env(offsetof(Hart, pc)), X86_RAX);
    emit_slice_settle(a, c->layout);
    emit_store_pinned(c, PINNED_ALL);
    x86_rm(a, X86_LEA | X86_W64, X86_RDI, X86_MEM(REG_ENV, -ENV_BIAS));
    x86_m(a, X86_CALL, emit_env(c->layout->helpers + 8 * TCG_HELPER_LOOKUP));
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_JUMP);
    x86_jcc(a, X86_CC_E, &c->jump);
    x86_mov_imm(a, X86_RAX, TCG_EXIT_NEXT);
    x86_jmp(a, &c->exit_stored);
}

/* --- after helpers ------------------------------------------------------- */

/* The unit does not go on: edx says where to. */
static void write_status(Common *c)
{
    X86Asm *a = &c->as;
    X86Label leave = X86_LABEL_INIT;
    X86Mem pc = emit_env(offsetof(Hart, pc));

    x86_align(a, 16);
    x86_bind(a, &c->status);
    x86_rm(a, X86_MOV | X86_W32, X86_RCX, X86_MEM(X86_RSP, 8 + FRAME_INFO));
    x86_ri(a, X86_ADD | X86_W64, X86_RSP, 8);
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_JUMP);
    x86_jcc(a, X86_CC_E, &c->jump);
    x86_ri(a, X86_CMP | X86_W32, X86_RDX, TCG_NEXT);
    x86_jcc(a, X86_CC_NE, &leave);
    x86_mi(a, X86_ADD | X86_W64, emit_env(offsetof(Hart, retired)), 1);
    x86_ri(a, X86_SHR | X86_W32, X86_RCX, INFO_LONG_SHIFT);
    x86_ri(a, X86_AND | X86_W32, X86_RCX, 1);
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
        emit_helper_common(&c, i);
    }
    write_status(&c);
    write_status_interp(&c);
    return x86_code_end(cache, &c.as) != NULL;
}
