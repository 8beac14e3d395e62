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

static unsigned covered_bytes(const TCGContext *s)
{
    const IrInsn *last = &s->insns[s->n_insns - 1];

    return last->page_offset + last->insn.len - s->insns[0].page_offset;
}

/* Returns: NULL when there is no room. Emitting takes the operations apart. */
static const void *make_code(Vcpu *v, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;

    if (!jit->code || jit->check) {
        tb->unit_ops = jit_tci_keep(jit);
        if (!tb->unit_ops || !jit->code) {
            return tb->unit_ops;
        }
    }
    return emit_host_code(v, tb);
}

/* A unit of @n instructions or fewer; NULL: see insns_to_try() */
static const void *make_unit(Vcpu *v, TranslationBlock *tb, unsigned n)
{
    Jit *jit = v->cpus->jit;

    tcg_context_reset(jit->ir);
    if (!generate(jit, n)) {
        return NULL;
    }
    jit_log_ops(v, CPU_LOG_TB_OP);
    tcg_optimize(jit->ir, &jit->config);
    jit_log_ops(v, CPU_LOG_TB_OP_OPT);
    return make_code(v, tb);
}

/*
 * A unit did not fit. If even an empty region is too small, take less; else
 * there are other regions. 0: give up, or, with an eviction on the way, wait.
 */
static unsigned insns_to_try(Vcpu *v)
{
    Jit *jit = v->cpus->jit;
    unsigned n = jit->ir->n_insns;

    if (n == 0 || jit_region_is_empty(jit)) {
        return n / 2;
    }
    if (!jit_region_advance(jit)) {
        jit_request_eviction(v);
        return 0;
    }
    return n;
}

/* Returns: how many instructions the unit of @tb should have. */
static unsigned choose_insns(Vcpu *v, const TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    unsigned n = jit_choose_region(jit->ir, v->decode, page_of(tb),
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
    return n;
}

static void publish(Jit *jit, TranslationBlock *tb, const void *code)
{
    tb->unit_size = (uint16_t)covered_bytes(jit->ir);
    tb->unit_insns = (uint16_t)jit->ir->n_insns;
    jit_region_add(jit, tb);
    jit_starts_note(jit, tb, false);
    __atomic_store_n(&tb->code, code, __ATOMIC_RELEASE);
}

static void translate_locked(Vcpu *v, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    unsigned n = choose_insns(v, tb);
    const void *code = make_unit(v, tb, n);

    while (!code && (n = insns_to_try(v)) > 0) {
        code = make_unit(v, tb, n);
    }
    if (code) {
        publish(jit, tb, code);
        v->stat_units++;
    } else {
        tb->untranslatable = !jit->evict_queued;
    }
}

/* While an eviction is on its way, there is no room: hot blocks wait. */
void jit_translate(Vcpu *v, TranslationBlock *tb)
{
    if (!tb->block) {
        return;                 /* a block that is never cached */
    }
    tb_cache_lock(v->tb_cache);
    if (!tb_is_invalid(tb) && !tb->code && !tb->untranslatable &&
        !v->cpus->jit->evict_queued) {
        translate_locked(v, tb);
    }
    tb_cache_unlock(v->tb_cache);
}
