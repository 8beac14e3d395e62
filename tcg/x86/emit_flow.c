/*
 * emit_flow.c: branches within the unit and ways out of it
 *
 * A jump to a place that is known but for the address of the page is a link:
 * a direct jump that leaves through its own exit until somebody patches it.
 * A jump to an address that is only known at run time looks it up in the
 * jump cache, and so does a link to another page that gave up. All stay in
 * translated code; only polls and exits leave it.
 */
#include "x86/common.h"
#include "x86/emit_ops.h"

/* A mark: no code. */
void emit_insn_start(Emit *e, const IrOp *op)
{
}

void emit_label(Emit *e, const IrOp *op)
{
    e->echo_at = e->counted_at = NULL;
    x86_bind(&e->as, &e->labels[op->imm]);
}

void emit_br(Emit *e, const IrOp *op)
{
    x86_jmp(&e->as, &e->labels[op->imm]);
}

/* --- exits --------------------------------------------------------------- */

/* Leave with pc = page address + offset; registers are swapped back. */
static void leave_swapped(Emit *e, int32_t offset, uint64_t why)
{
    x86_mov_imm(&e->as, X86_RAX, (uint32_t)offset);
    x86_mov_imm(&e->as, X86_RCX, why);
    x86_jmp_to(&e->as, e->cache->place[PLACE_EXIT_OFFSET]);
}

void emit_leave(Emit *e, int32_t offset, uint64_t why)
{
    emit_swap_out(e);
    leave_swapped(e, offset, why);
}

void emit_exit_tb(Emit *e, const IrOp *op)
{
    emit_leave(e, op->imm,
          op->attr == IR_EXIT_INTERP ? TCG_EXIT_INTERP : TCG_EXIT_NEXT);
}

/* --- polls --------------------------------------------------------------- */

void emit_test_request(X86Asm *a, const TcgLayout *layout)
{
    x86_mi(a, X86_CMP | X86_W32, emit_env(layout->exit_request), 0);
}

static void leave_requested(Emit *e, Stub *stub)
{
    emit_leave(e, stub->op->imm, TCG_EXIT_REQUESTED);
}

static void test_slice(Emit *e, X86Label *leave)
{
    if (e->layout->counts) {
        emit_test_slice(e);
        x86_jcc(&e->as, X86_CC_L, leave);
    }
}

void emit_poll(Emit *e, const IrOp *op)
{
    Stub *stub = emit_stub(e, leave_requested, op);

    test_slice(e, &stub->entry);
    emit_test_request(&e->as, e->layout);
    x86_jcc(&e->as, X86_CC_NE, &stub->entry);
}

void emit_poll_slice(Emit *e, const IrOp *op)
{
    if (e->layout->counts) {
        test_slice(e, &emit_stub(e, leave_requested, op)->entry);
    }
}

/* --- links --------------------------------------------------------------- */

static void leave_link(Emit *e, Stub *stub)
{
    int32_t *displacement = (int32_t *)stub->data[0];
    uint64_t number = x86_link_add(e->cache, &e->as, displacement);

    leave_swapped(e, stub->op->imm, TCG_EXIT_LINK | number << 8);
}

static void jump_to_page(Emit *e, int32_t offset)
{
    x86_rm(&e->as, X86_MOV | X86_W64, X86_RAX, emit_env(e->layout->page_pc));
    x86_ri(&e->as, X86_ADD | X86_W64, X86_RAX, offset);
    emit_jump_cache(&e->as, e->layout, e->cache->place[PLACE_JUMP_MISS]);
}

static void leave_page_link(Emit *e, Stub *stub)
{
    uint32_t number = x86_link_next(e->cache);

    leave_link(e, stub);
    if (!e->as.overflow) {
        x86_link_to_page(e->cache, number, stub->op->imm, e->as.p);
    }
    jump_to_page(e, stub->op->imm);
}

void emit_goto_tb(Emit *e, const IrOp *op)
{
    bool in_page = ir_in_page(op->imm);
    Stub *stub;

    if (!in_page) {             /* but for slices, bridges are polls: none
                                 * passes while an exit is requested */
        emit_poll_slice(e, op);
    }
    if (e->config->no_chain) {
        emit_leave(e, op->imm, TCG_EXIT_NEXT);
        return;
    }
    emit_swap_out(e);
    stub = emit_stub(e, in_page ? leave_link : leave_page_link, op);
    stub->data[0] = (int64_t)x86_link_jmp(&e->as, &stub->entry);
}

/* --- the jump cache ------------------------------------------------------ */

/*
 * Entries are 16 bytes: slot (pc >> 1) % SIZE is at (pc % 2 SIZE) * 8. An
 * odd pc is compared with the code of its slot, which is even: a miss. There
 * is no poll: who asks for an exit takes the jump cache away (tcg/env.h).
 */
void emit_jump_cache(X86Asm *a, const TcgLayout *layout, const uint8_t *miss)
{
    G_STATIC_ASSERT(TCG_JMP_SIZE << 1 == 1 << 16);
    x86_rr(a, X86_MOVZX_W | X86_W32, X86_RCX, X86_RAX);
    x86_rm(a, X86_MOV | X86_W64, X86_RDX, emit_env(layout->jmp_cache));
    x86_rm(a, X86_CMP | X86_W64, X86_RAX,
           X86_MEM_INDEX(X86_RDX, X86_RCX, 8, offsetof(TcgJmpEntry, pc)));
    x86_jcc_to(a, X86_CC_NE, miss);
    x86_ri(a, X86_AND | X86_W64, X86_RAX, -4096);
    x86_mr(a, X86_MOV | X86_W64, emit_env(layout->page_pc), X86_RAX);
    x86_m(a, X86_JMP,
          X86_MEM_INDEX(X86_RDX, X86_RCX, 8, offsetof(TcgJmpEntry, code)));
}

void emit_goto_ptr(Emit *e, const IrOp *op)
{
    if (e->layout->counts) {
        emit_test_slice(e);
    }
    emit_load(e, X86_RAX, op->arg[0]);
    emit_swap_out(e);           /* like the load, it keeps flags */
    if (e->layout->counts) {
        x86_jcc_to(&e->as, X86_CC_L, e->cache->place[PLACE_EXIT_PC]);
    }
    emit_jump_cache(&e->as, e->layout, e->cache->place[PLACE_JUMP_MISS]);
}
