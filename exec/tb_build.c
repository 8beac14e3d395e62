/*
 * tb_build.c: decodes guest code into a block
 *
 * A block ends at a jump, at an instruction after which the context may
 * differ, at the end of the page, or at TB_MAX_INSNS. A branch does not end
 * it: not taken, execution goes on inside. A block never continues past
 * a page; an instruction that straddles two pages is a block of its own, and
 * fetched anew each time it runs, because its second half may be remapped.
 *
 * Before the first block of a page is decoded, the page is protected while
 * all vCPUs stand at safe points: from then on no store goes unnoticed.
 */
#include <inttypes.h>

#include "core/bql.h"
#include "core/csr_bits.h"
#include "core/log.h"
#include "exec/cpus.h"
#include "tb.h"

uint32_t tb_flags_from_hart(const Hart *h)
{
    uint32_t flags = h->priv;

    if (h->mstatus & MSTATUS_FS) {
        flags |= TB_FLAG_FP;
    }
    if (h->virt) {
        flags |= TB_FLAG_VIRT;
    }
    return flags;
}

/* What the builder has fetched so far. */
typedef struct Builder {
    Vcpu *v;
    const uint8_t *host;        /* of the page */
    unsigned offset;            /* of the next instruction in the page */
    unsigned first_offset;      /* of the block */
    unsigned n_insns;
    unsigned max_insns;
    bool logged;                /* some of it */
    InterpOp ops[TB_MAX_INSNS + 1];
} Builder;

static InterpFn *function_for(const Insn *insn, uint32_t tb_flags)
{
    bool fp_off = !(tb_flags & TB_FLAG_FP);

    if (insn->op == OP_COUNT ||
        (fp_off && (insn_flags(insn->op) & INSN_FP))) {
        return interp_illegal;
    }
    return interp_function(insn->op);
}

void interp_op_init(InterpOp *op, const Insn *insn, uint32_t tb_flags)
{
    *op = (InterpOp) {
        .fn = function_for(insn, tb_flags),
        .imm = insn->imm,
        .rd = insn->rd,
        .rs1 = insn->rs1,
        .rs2 = insn->rs2,
        .rs3 = insn->rs3,
        .raw = insn->raw,
        .len = insn->len,
        .rm = insn->rm,
    };
}

void tb_print_insn(const Vcpu *v, uint32_t word, vaddr pc, GString *out)
{
    char text[96];
    unsigned len = insn_disas(v->decode, word, pc, text, sizeof(text));

    g_string_append_printf(out, "0x%016" PRIx64 ":  %0*x%*s%s\n", pc,
                           (int)len * 2, len == 2 ? word & 0xffff : word,
                           len == 2 ? 12 : 8, "", text);
}

static void log_insn(Builder *b, vaddr pc, uint32_t word)
{
    const Vcpu *v = b->v;
    g_autoptr(GString) text = NULL;

    if (!qemu_loglevel_mask(CPU_LOG_TB_IN_ASM) ||
        !qemu_log_in_addr_range(pc)) {
        return;
    }
    text = g_string_new(NULL);
    if (!b->logged) {
        g_string_printf(text, "\nin_asm: block 0x%016" PRIx64
                        ", hart %d, priv %u\n", v->hart.pc, v->index,
                        v->hart.priv);
        b->logged = true;
    }
    tb_print_insn(v, word, pc, text);
    qemu_log("%s", text->str);
}

/* Returns: true when the block must end after this instruction. */
static bool append_insn(Builder *b, uint32_t word)
{
    Insn insn;
    bool legal = insn_decode(b->v->decode, word, &insn);
    InterpOp *op = &b->ops[b->n_insns++];

    interp_op_init(op, &insn, b->v->tb_flags);
    op->pc_offset = (uint16_t)(b->offset - b->first_offset);
    log_insn(b, b->v->hart.pc + op->pc_offset, word);
    b->offset += insn.len;
    return !legal || (insn_flags(insn.op) & (INSN_JUMP | INSN_ENDS_BLOCK));
}

static uint16_t fetch_half(const Builder *b, unsigned offset)
{
    uint16_t half;

    memcpy(&half, b->host + offset, sizeof(half));
    return half;
}

/* Nothing is known of an instruction whose second half is elsewhere. */
static void append_straddling(Builder *b)
{
    b->ops[b->n_insns++] = (InterpOp) { .fn = interp_straddling, .len = 4 };
    b->offset += 4;
}

/* Decode up to the end of the block or of the page. */
static void decode_page(Builder *b)
{
    bool done = false;

    while (!done && b->n_insns < b->max_insns &&
           b->offset + 2 <= GUEST_PAGE_SIZE) {
        uint32_t word = fetch_half(b, b->offset);

        if (insn_length((uint16_t)word) == 4) {
            if (b->offset + 4 > GUEST_PAGE_SIZE) {
                if (b->n_insns == 0) {
                    append_straddling(b);
                }
                break;          /* straddles: not part of this block */
            }
            word |= (uint32_t)fetch_half(b, b->offset + 2) << 16;
        }
        done = append_insn(b, word);
    }
    b->ops[b->n_insns] = (InterpOp) {
        .fn = interp_block_end,
        .pc_offset = (uint16_t)(b->offset - b->first_offset),
    };
}

static void fill_block(const Builder *b, TranslationBlock *tb)
{
    tb->code = NULL;
    tb->heat = 0;
    tb->unit_size = 0;
    tb->untranslatable = false;
    tb->queued = false;
    tb->links_in = TB_NO_LINK;
    tb->flags = b->v->tb_flags;
    tb->n_insns = (uint16_t)b->n_insns;
    tb->size = (uint16_t)(b->offset - b->first_offset);
    memcpy(tb->ops, b->ops, (b->n_insns + 1) * sizeof(InterpOp));
}

static TranslationBlock *fetch_fault(Vcpu *v, Trap trap, vaddr addr)
{
    v->exception_index = (int)trap;
    v->exception_tval = addr;
    return NULL;
}

/* --- one instruction, fetched by halves ---------------------------------- */

/*
 * Fetch a halfword through the translation. A page that PMP splits is
 * checked for exactly these bytes.
 */
static Trap fetch_half_translated(Vcpu *v, vaddr addr, uint16_t *half)
{
    const CPUTLBEntryFull *full;
    MmuResult result;
    MmuRequest request = {
        .addr = addr, .size = 2, .access = ACCESS_FETCH, .priv = v->hart.priv,
    };
    Trap trap = tlb_lookup_full(v, addr, ACCESS_FETCH, &full);

    if (trap == TRAP_NONE && !full->valid) {
        trap = mmu_translate(&v->hart, &v->bus, &request, &result);
    }
    if (trap != TRAP_NONE) {
        return trap;
    }
    if (!full->host) {
        return TRAP_INSN_ACCESS;
    }
    memcpy(half, full->host + (addr & ~GUEST_PAGE_MASK), sizeof(*half));
    return TRAP_NONE;
}

/*
 * A fault on the second half reports that half's address (Priv. "mtval").
 *
 * Returns: false with exception_index set.
 */
static bool fetch_halves(Vcpu *v, vaddr pc, uint32_t *word)
{
    uint16_t low, high = 0;
    Trap trap = fetch_half_translated(v, pc, &low);

    if (trap == TRAP_NONE && insn_length(low) == 4) {
        pc += 2;
        trap = fetch_half_translated(v, pc, &high);
    }
    *word = low | (uint32_t)high << 16;
    if (trap != TRAP_NONE) {
        fetch_fault(v, trap, pc);
    }
    return trap == TRAP_NONE;
}

/*
 * The instruction runs as the only one of a block for that purpose, as it is
 * now. Having gone through, it was this one.
 */
ExecStatus interp_straddling(Vcpu *v, const InterpOp *op)
{
    InterpOp *ops = v->scratch_tb->ops;
    uint32_t word;
    Insn insn;

    if (!fetch_halves(v, interp_pc(v, op), &word)) {
        return interp_end(v, op, EXEC_TRAP);
    }
    if (!insn_decode(v->decode, word, &insn)) {
        insn.op = OP_COUNT;
    }
    interp_op_init(&ops[0], &insn, v->tb_flags);
    ops[0].pc_offset = op->pc_offset;
    ops[1] = (InterpOp) { .fn = interp_block_end };
    v->sync_op = ops;
    ExecStatus status = ops[0].fn(v, ops);
    if (v->end_op != &ops[1]) {
        return status;
    }
    v->sync_op = op;
    return interp_next(v, op);
}

static TranslationBlock *build_single(Vcpu *v)
{
    Builder b = { .v = v };
    uint32_t word;

    if (!fetch_halves(v, v->hart.pc, &word)) {
        return NULL;
    }
    append_insn(&b, word);
    b.ops[1] = (InterpOp) {
        .fn = interp_block_end,
        .pc_offset = (uint16_t)b.offset,
    };
    fill_block(&b, v->scratch_tb);
    return v->scratch_tb;
}

/* --- a cached block ------------------------------------------------------ */

static bool is_protected(const CPUTLBEntryFull *full)
{
    return !ram_block_get_dirty(full->block, full->block_offset,
                                GUEST_PAGE_SIZE, DIRTY_MEMORY_CODE);
}

static TranslationBlock *build_locked(Vcpu *v, const CPUTLBEntryFull *full,
                                      unsigned offset)
{
    Builder b = {
        .v = v,
        .host = full->host,
        .offset = offset,
        .first_offset = offset,
        .max_insns = v->tb_flags & TB_FLAG_ONE_INSN ? 1 : TB_MAX_INSNS,
    };

    decode_page(&b);
    TranslationBlock *tb = tb_alloc(v->tb_cache, b.n_insns);
    if (tb) {
        fill_block(&b, tb);
        tb->phys_pc = full->phys_page | offset;
        tb->block = full->block;
        tb->block_offset = full->block_offset + offset;
        tb_cache_insert(v->tb_cache, tb);
        v->stat_blocks++;
    }
    return tb;
}

/*
 * The lock orders us with invalidation: while it is held, a protected page
 * stays protected.
 *
 * Returns: NULL when the page is not protected or the cache is full.
 */
static TranslationBlock *build_cached(Vcpu *v, const CPUTLBEntryFull *full,
                                      unsigned offset)
{
    TranslationBlock *tb = NULL;

    tb_cache_lock(v->tb_cache);
    if (is_protected(full)) {
        tb = build_locked(v, full, offset);
    }
    tb_cache_unlock(v->tb_cache);
    return tb;
}

/*
 * The careful way, with all other vCPUs at safe points: protect the page,
 * make room if there is none, build. The map may have changed on the way.
 *
 * This is a safe point of @v, too: another vCPU may flush the cache before
 * @v runs again, so the block is left for the next lookup to find.
 */
static void build_exclusive(Vcpu *v, vaddr pc)
{
    const CPUTLBEntryFull *full;
    unsigned offset = pc & ~GUEST_PAGE_MASK;

    cpu_exec_end(v);
    start_exclusive(v->cpus);
    Trap trap = tlb_lookup_full(v, pc, ACCESS_FETCH, &full);
    if (trap == TRAP_NONE && full->valid && full->host) {
        ram_block_test_and_clear_dirty(full->block, full->block_offset,
                                       GUEST_PAGE_SIZE, DIRTY_MEMORY_CODE);
        if (!build_cached(v, full, offset)) {
            cpu_set_evict_blocks(v->cpus);
        }
    }
    end_exclusive(v->cpus);
    cpu_exec_start(v);
}

TranslationBlock *tb_gen_code(Vcpu *v)
{
    vaddr pc = v->hart.pc;
    unsigned offset = pc & ~GUEST_PAGE_MASK;
    const CPUTLBEntryFull *full;
    Trap trap = tlb_lookup_full(v, pc, ACCESS_FETCH, &full);

    if (trap != TRAP_NONE) {
        return fetch_fault(v, trap, pc);
    }
    if (!full->valid || !full->host) {
        return build_single(v);
    }
    TranslationBlock *tb = build_cached(v, full, offset);
    if (!tb) {
        build_exclusive(v, pc);
    }
    return tb;
}
