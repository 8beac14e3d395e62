/*
 * jit_helpers.c: what translated code asks C to do
 *
 * When a helper runs, the hart is exact (tcg/env.h). A trap is taken right
 * here, by changing the hart, and answered with TCG_JUMP: translated code
 * goes on in the handler without returning to the loop.
 */
#include "jit.h"

#include "core/csr.h"
#include "core/trap.h"
#include "exec/cpus.h"
#include "jit_fp.h"
#include "jit_jmp.h"
#include "jit_sstatus.h"
#include "mem_access.h"
#include "tb_jmp_cache.h"
#include "tlb_fill.h"
#include "vcpu_internal.h"

static TcgResult answer(uint64_t value, TcgStatus status)
{
    return (TcgResult) { value, status };
}

/* The instruction trapped, or asked to leave the loop. */
static TcgResult deliver(Vcpu *v)
{
    return answer(0, vcpu_deliver_exception(v) ? TCG_JUMP : TCG_LEAVE);
}

/* Only the interpreter knows what to do at this pc. */
static TcgResult leave_to_interp(Vcpu *v)
{
    v->interpret_next = true;
    return answer(0, TCG_LEAVE);
}

/* --- memory -------------------------------------------------------------- */

static uint64_t extend(uint64_t value, MemOp memop)
{
    unsigned shift = 64 - 8 * memop_size(memop);

    return memop & MO_SIGN ? (uint64_t)((int64_t)(value << shift) >> shift)
                           : value;
}

static TcgResult helper_load(void *env, uint64_t addr, uint64_t memop,
                             uint64_t unused)
{
    Vcpu *v = env;
    uint64_t value;

    if (vcpu_load_slow(v, addr, memop_size((MemOp)memop), &value) !=
        EXEC_NEXT) {
        return deliver(v);
    }
    return answer(extend(value, (MemOp)memop), TCG_CONTINUE);
}

/* It may have stored to code, even that of the running unit. */
static TcgStatus after_stores(const Vcpu *v, uint32_t dropped)
{
    return tb_cache_dropped(v->tb_cache) == dropped ? TCG_CONTINUE : TCG_NEXT;
}

static TcgResult helper_store(void *env, uint64_t addr, uint64_t value,
                              uint64_t memop)
{
    Vcpu *v = env;
    uint32_t dropped = tb_cache_dropped(v->tb_cache);

    if (vcpu_store_slow(v, addr, memop_size((MemOp)memop), value) ==
        EXEC_TRAP) {
        return deliver(v);
    }
    return answer(0, vcpu_slice_ended(v) ? TCG_NEXT
                                         : after_stores(v, dropped));
}

/* --- one instruction by the reference interpreter ------------------------- */

static bool fetch_again(Vcpu *v, uint32_t *word)
{
    const CPUTLBEntryFull *full;
    vaddr pc = v->hart.pc;
    uint16_t half[2] = { 0, 0 };

    if (tlb_lookup_full(v, pc, ACCESS_FETCH, &full) != TRAP_NONE ||
        !full->valid || !full->host) {
        return false;
    }
    memcpy(&half[0], full->host + (pc & ~GUEST_PAGE_MASK), 2);
    if (insn_length(half[0]) == 4) {
        memcpy(&half[1], full->host + (pc & ~GUEST_PAGE_MASK) + 2, 2);
    }
    *word = half[0] | (uint32_t)half[1] << 16;
    return true;
}

/* After something else than going through: what translated code does next. */
static TcgResult after_break(Vcpu *v)
{
    return v->exception_index == EXCP_NONE ? answer(0, TCG_JUMP) : deliver(v);
}

/* Then an encoding that says nothing is of an instruction over two pages. */
static bool is_last_half(const Vcpu *v)
{
    return (v->hart.pc & ~GUEST_PAGE_MASK) == GUEST_PAGE_SIZE - 2;
}

static TcgResult helper_interp(void *env, uint64_t word, uint64_t b,
                               uint64_t c)
{
    Vcpu *v = env;
    uint32_t dropped = tb_cache_dropped(v->tb_cache);
    Insn insn;
    InterpOp ops[2];

    if (insn_decode(v->decode, (uint32_t)word, &insn)) {
        interp_op_init(&ops[0], &insn, v->tb_flags);
    } else if (is_last_half(v)) {
        insn = (Insn) { .len = 4 };
        ops[0] = (InterpOp) { .fn = interp_straddling, .len = 4 };
    } else {
        return leave_to_interp(v);
    }
    ops[1] = (InterpOp) { .fn = interp_block_end, .pc_offset = insn.len };
    if (!interp_single(v, ops)) {
        return after_break(v);
    }
    v->hart.retired--;          /* the unit counts it */
    v->hart.pc -= insn.len;
    return answer(v->hart.gpr[insn.rd], after_stores(v, dropped));
}

/* Atomics that cannot be done inline: the result is also returned. */
static TcgResult helper_again(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    Vcpu *v = env;
    uint32_t word;

    return fetch_again(v, &word) ? helper_interp(v, word, 0, 0)
                                 : leave_to_interp(v);
}

static TcgResult helper_lr(void *env, uint64_t addr, uint64_t memop,
                           uint64_t c)
{
    Vcpu *v = env;
    uint64_t value;

    return vcpu_load_reserved(v, addr, memop_size((MemOp)memop), &value) ==
           EXEC_NEXT ? answer(value, TCG_CONTINUE) : deliver(v);
}

/* A page that holds code, or is not in the TLB, takes the long way. */
static TcgResult helper_sc(void *env, uint64_t addr, uint64_t value,
                           uint64_t memop)
{
    Vcpu *v = env;
    unsigned size = memop_size((MemOp)memop);

    if (!vcpu_store_host(v, addr, size)) {
        return helper_again(v, addr, value, memop);
    }
    return vcpu_store_conditional(v, addr, size, &value) == EXEC_NEXT
        ? answer(value, TCG_CONTINUE) : deliver(v);
}

/* --- system instructions ------------------------------------------------- */

static TcgResult helper_raise(void *env, uint64_t cause, uint64_t tval,
                              uint64_t c)
{
    Vcpu *v = env;

    v->exception_index = (int)cause;
    v->exception_tval = tval;
    return deliver(v);
}

/*
 * The same translation may be gone, and an interrupt that a CSR write let
 * through is taken right after it (Priv. "mip and mie"). A change of mode
 * that concerns data only, such as SUM around a copy from user memory, or
 * FS, which floating-point code looks at by itself, is no reason to leave.
 */
static bool must_look_up(const Vcpu *v, unsigned stale, uint64_t satp)
{
    return (stale & CSR_STALE_TLB) || v->hart.satp != satp ||
           __atomic_load_n(&v->exit_request, __ATOMIC_RELAXED);
}

static void csr_set_rd(Vcpu *v, const CsrAccess *access, uint64_t rd)
{
    if (access->op != CSR_OP_WRITE && rd != 0) {
        v->hart.gpr[rd] = access->value;
    }
}

static TcgResult helper_csr(void *env, uint64_t which, uint64_t operand,
                            uint64_t rd)
{
    Vcpu *v = env;
    CsrAccess access = {
        .number = (uint16_t)which,
        .op = (uint8_t)(which >> 16),
        .operand = operand,
    };

    if ((access.number == CSR_sstatus && jit_sstatus(v, &access)) ||
        jit_fp_csr(v, &access)) {
        csr_set_rd(v, &access, rd);
        return answer(access.value, TCG_CONTINUE);
    }
    uint64_t satp = v->hart.satp;

    jit_fp_leave(v);
    if (csr_access(&v->hart, &v->env, &access) != TRAP_NONE) {
        return leave_to_interp(v);
    }
    csr_set_rd(v, &access, rd);
    if (access.stale == CSR_STALE_NONE) {
        return answer(access.value, TCG_CONTINUE);
    }
    vcpu_apply_stale(v, access.stale);
    return answer(access.value, must_look_up(v, access.stale, satp) ||
                  vcpu_slice_ended(v) ? TCG_NEXT : TCG_CONTINUE);
}

static TcgResult trap_return(Vcpu *v, Trap (*hart_return)(Hart *h))
{
    if (hart_return(&v->hart) != TRAP_NONE) {
        return leave_to_interp(v);
    }
    v->hart.retired++;
    vcpu_update_mode(v);
    vcpu_request_if_pending(v);
    return answer(0, TCG_JUMP);
}

static TcgResult helper_sret(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    return trap_return(env, hart_sret);
}

static TcgResult helper_mret(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    return trap_return(env, hart_mret);
}

/* --- control -------------------------------------------------------------- */

static TcgResult helper_lookup(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    Vcpu *v = env;

    if (__atomic_load_n(&v->exit_request, __ATOMIC_RELAXED)) {
        return answer(0, TCG_LEAVE);
    }
    TranslationBlock *tb = tb_lookup(v);
    const void *code = tb ? __atomic_load_n(&tb->code, __ATOMIC_ACQUIRE)
                          : NULL;

    if (!code || v->check) {
        return answer(0, TCG_LEAVE);
    }
    jit_jmp_insert(v, &(JitEntry) { v->hart.pc, tb->phys_pc, code });
    return answer(0, TCG_JUMP);
}

static TcgResult helper_fp_enter(void *env, uint64_t a, uint64_t b,
                                 uint64_t c)
{
    return jit_fp_enter(env) ? answer(0, TCG_CONTINUE) : leave_to_interp(env);
}

/* --- carry-less products: Unprivileged ISA, "Zbc" ------------------------ */

static unsigned __int128 clmul(uint64_t a, uint64_t b)
{
    unsigned __int128 product = 0;

    for (; b; b &= b - 1) {
        product ^= (unsigned __int128)a << __builtin_ctzll(b);
    }
    return product;
}

static TcgResult helper_clmul(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    return answer((uint64_t)clmul(a, b), TCG_CONTINUE);
}

static TcgResult helper_clmulh(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    return answer((uint64_t)(clmul(a, b) >> 64), TCG_CONTINUE);
}

static TcgResult helper_clmulr(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    return answer((uint64_t)(clmul(a, b) >> 63), TCG_CONTINUE);
}

TcgHelperFn *const jit_helpers[TCG_HELPER_COUNT] = {
    [TCG_HELPER_LOAD] = helper_load,
    [TCG_HELPER_STORE] = helper_store,
    [TCG_HELPER_AMO] = helper_again,
    [TCG_HELPER_LR] = helper_lr,
    [TCG_HELPER_SC] = helper_sc,
    [TCG_HELPER_INTERP] = helper_interp,
    [TCG_HELPER_RAISE] = helper_raise,
    [TCG_HELPER_CSR] = helper_csr,
    [TCG_HELPER_SRET] = helper_sret,
    [TCG_HELPER_MRET] = helper_mret,
    [TCG_HELPER_LOOKUP] = helper_lookup,
    [TCG_HELPER_FP_ENTER] = helper_fp_enter,
    [TCG_HELPER_CLMUL] = helper_clmul,
    [TCG_HELPER_CLMULH] = helper_clmulh,
    [TCG_HELPER_CLMULR] = helper_clmulr,
};
