/*
 * jit_unit.c: from a block to its unit
 *
 * The page of a live block is protected while the cache's lock is held, so
 * the bytes that the unit is made from cannot change unnoticed.
 */
#include "core/log.h"
#include "exec/cpus.h"
#include "jit.h"
#include "jit_log.h"
#include "perf_map.h"
#include "tb_internal.h"

static const uint8_t *page_of(const TranslationBlock *tb)
{
    return tb->block->host + (tb->block_offset & GUEST_PAGE_MASK);
}

/* Operations for the first @n instructions; fewer when a table is full. */
static bool generate(Jit *jit, unsigned n)
{
    TCGContext *s = jit->ir;

    for (; n > 0; n /= 2) {
        s->n_insns = n;
        if (tcg_gen_unit(s, &jit->config)) {
            return true;
        }
        tcg_context_reset(s);
    }
    return false;
}

static const void *emit_host_code(const Vcpu *v, const TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    g_autoptr(TcgListing) listing = jit_log_listing(v);
    TcgUnit unit;

    jit->ir->listing = listing;
    bool done = tcg_emit_unit(jit->ir, jit->code, &jit->config, &unit);
    jit->ir->listing = NULL;
    if (done && listing) {
        jit_log_places(v, listing);
        jit_log_code(v, &unit, listing);
    }
    if (!done) {
        return NULL;
    }
    jit_link_made(jit, &unit, tb->phys_pc & GUEST_PAGE_MASK);
    perf_map_add_unit(jit->perf_map, &unit, v->hart.pc);
    return unit.code;
}

static void flush_work(Vcpu *v, void *data)
{
    cpu_set_flush_blocks(v->cpus);
}

static unsigned covered_bytes(const TCGContext *s)
{
    const IrInsn *last = &s->insns[s->n_insns - 1];

    return last->page_offset + last->insn.len - s->insns[0].page_offset;
}

static void translate_locked(Vcpu *v, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    unsigned n;

    tcg_context_reset(jit->ir);
    n = jit_choose_region(jit->ir, v->decode, page_of(tb),
                          tb->block_offset & ~GUEST_PAGE_MASK,
                          jit_starts_of(jit, tb));
    if (tb->flags & TB_FLAG_ONE_INSN) {
        n = MIN(n, 1);
    }
    if (jit->fit_slice) {
        n = (unsigned)MIN(n, v->slice_end - v->hart.retired);
    }
    jit->ir->priv = tb->flags & TB_FLAG_PRIV_MASK;
    jit->config.has_c = hart_has(&v->hart, EXT_zca);
    jit->config.cbo_bytes = v->hart.config.cbo_block_bytes;
    if (!generate(jit, n)) {
        tb->untranslatable = true;
        return;
    }
    jit_log_ops(v, CPU_LOG_TB_OP);
    tcg_optimize(jit->ir, &jit->config);
    jit_log_ops(v, CPU_LOG_TB_OP_OPT);
    unsigned covered = covered_bytes(jit->ir);
    if (jit->check) {
        tb->unit_ops = jit_tci_keep(jit);
    }
    const void *code = jit->code ? emit_host_code(v, tb)
                                  : jit_tci_keep(jit);
    if (!code) {
        async_safe_run_on_cpu(v, flush_work, NULL);
        return;
    }
    tb->unit_size = (uint16_t)covered;
    tb->unit_insns = (uint16_t)jit->ir->n_insns;
    v->stat_units++;
    jit_starts_note(jit, tb, false);
    __atomic_store_n(&tb->code, code, __ATOMIC_RELEASE);
}

void jit_translate(Vcpu *v, TranslationBlock *tb)
{
    if (!tb->block) {
        return;                 /* a block that is never cached */
    }
    tb_cache_lock(v->tb_cache);
    if (!tb_is_invalid(tb) && !tb->code && !tb->untranslatable) {
        translate_locked(v, tb);
    }
    tb_cache_unlock(v->tb_cache);
}
