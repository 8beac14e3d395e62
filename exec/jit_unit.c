/*
 * jit_unit.c: from a block to its unit
 *
 * The work is done without the cache's lock, on a copy of the page: blocks
 * are built and links made meanwhile. Only Jit.making is held: one unit at a
 * time, and the region in use stays the same.
 *
 *   lock     is the block still there? copy its page
 *            decode, translate, optimise
 *   lock     find a place for the host code
 *            write it
 *   lock     publish it, unless the guest has changed its bytes
 *
 * The page of a live block is protected while the lock is held, so bytes that
 * are the same then cannot change unnoticed.
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

static unsigned offset_of(const TranslationBlock *tb)
{
    return tb->block_offset & ~GUEST_PAGE_MASK;
}

/* The unit under construction, as operations and then as host code. */
typedef struct Making {
    Jit *jit;
    const JitJob *job;
    TranslationBlock *tb;
    const TCGContext *ops;      /* of tci; NULL: not kept */
    TcgUnit unit;
    TcgListing *listing;        /* (nullable) */
} Making;

/* --- the cache's lock is held --------------------------------------------- */

/* While an eviction is on its way, there is no room: hot blocks wait. */
static bool is_wanted(const Jit *jit, const TranslationBlock *tb)
{
    return !tb_is_invalid(tb) && !tb->code && !tb->untranslatable &&
           !jit->evict_queued && !jit->evict_wanted;
}

static bool take_page(Jit *jit, const TranslationBlock *tb)
{
    const uint64_t *starts;
    bool wanted;

    tb_cache_lock(jit->tb_cache);
    wanted = is_wanted(jit, tb);
    if (wanted) {
        starts = jit_starts_of(jit, tb);
        memcpy(jit->page, page_of(tb), sizeof(jit->page));
        memset(jit->page_starts, 0, sizeof(jit->page_starts));
        if (starts) {
            memcpy(jit->page_starts, starts, sizeof(jit->page_starts));
        }
    }
    tb_cache_unlock(jit->tb_cache);
    return wanted;
}

static unsigned covered_bytes(const TCGContext *s)
{
    const IrInsn *last = &s->insns[s->n_insns - 1];

    return last->page_offset + last->insn.len - s->insns[0].page_offset;
}

/* Returns: false when there is no room. Emitting takes the operations apart. */
static bool find_place(Making *m)
{
    Jit *jit = m->jit;
    bool ok = true;

    tb_cache_lock(jit->tb_cache);
    if (!jit->code || jit->check) {
        m->ops = jit_tci_keep(jit);
        ok = m->ops != NULL;
    }
    if (ok && jit->code) {
        tcg_unit_begin(jit->ir, jit->code, &jit->config);
    }
    tb_cache_unlock(jit->tb_cache);
    return ok;
}

/* Is the unit still what its bytes mean? */
static bool is_current(const Making *m)
{
    unsigned offset = offset_of(m->tb);
    unsigned bytes = MIN(covered_bytes(m->jit->ir), GUEST_PAGE_SIZE - offset);

    return !tb_is_invalid(m->tb) &&
           memcmp(page_of(m->tb) + offset, m->jit->page + offset, bytes) == 0;
}

static bool keep_host_code(Making *m)
{
    Jit *jit = m->jit;

    if (!tcg_unit_end(jit->code, &m->unit)) {
        return false;
    }
    if (m->listing) {
        jit_log_places(m->job->logged, m->listing);
        jit_log_code(m->job->logged, &m->unit, m->listing);
    }
    jit_link_made(jit, &m->unit, m->tb->phys_pc & GUEST_PAGE_MASK);
    perf_map_add_unit(jit->perf_map, &m->unit, m->job->pc);
    return true;
}

static void publish(Making *m)
{
    Jit *jit = m->jit;
    TranslationBlock *tb = m->tb;

    tb->unit_ops = m->ops;
    tb->unit_size = (uint16_t)covered_bytes(jit->ir);
    tb->unit_insns = (uint16_t)jit->ir->n_insns;
    jit_region_add(jit, tb);
    jit_starts_note(jit, tb, false);
    __atomic_store_n(&tb->code, jit->code ? m->unit.code : m->ops,
                     __ATOMIC_RELEASE);
    __atomic_fetch_add(m->job->stat_units, 1, __ATOMIC_RELAXED);
}

/*
 * A unit did not fit. If even an empty region is too small, take less; else
 * there are other regions. 0: give up, or, with an eviction on the way, wait.
 */
static unsigned insns_to_try(Jit *jit)
{
    unsigned n = jit->ir->n_insns;

    if (n == 0 || jit_region_is_empty(jit)) {
        return n / 2;
    }
    if (!jit_region_advance(jit)) {
        jit->evict_wanted = true;
        return 0;
    }
    return n;
}

/* Returns: how many instructions to try again with; 0: that was it. */
static unsigned finish(Making *m, bool made)
{
    Jit *jit = m->jit;

    if (made && !is_current(m)) {
        if (jit->code) {
            tcg_unit_drop(jit->code);
        }
        return 0;
    }
    if (made && (!jit->code || keep_host_code(m))) {
        publish(m);
        return 0;
    }
    unsigned n = insns_to_try(jit);
    m->tb->untranslatable = n == 0 && !jit->evict_wanted;
    return n;
}

/* --- nothing is locked ---------------------------------------------------- */

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

static bool make_ops(Making *m, unsigned n)
{
    Jit *jit = m->jit;
    const Vcpu *logged = m->job->logged;

    tcg_context_reset(jit->ir);
    if (!generate(jit, n)) {
        return false;
    }
    if (logged) {
        jit_log_ops(logged, CPU_LOG_TB_OP);
    }
    tcg_optimize(jit->ir, &jit->config);
    if (logged) {
        jit_log_ops(logged, CPU_LOG_TB_OP_OPT);
    }
    return true;
}

static void write_host_code(Making *m)
{
    Jit *jit = m->jit;

    jit->ir->listing = m->listing;
    tcg_unit_write(jit->code, &m->unit);
    jit->ir->listing = NULL;
}

/* A unit of @n instructions or fewer; returns what finish() does. */
static unsigned make_unit(Jit *jit, const JitJob *job, unsigned n)
{
    Making m = { .jit = jit, .job = job, .tb = job->tb };
    bool made = make_ops(&m, n) && find_place(&m);
    g_autoptr(TcgListing) listing =
        made && job->logged ? jit_log_listing(job->logged) : NULL;

    m.listing = listing;
    if (made && jit->code) {
        write_host_code(&m);
    }
    tb_cache_lock(jit->tb_cache);
    n = finish(&m, made);
    tb_cache_unlock(jit->tb_cache);
    return n;
}

static unsigned choose_insns(Jit *jit, const JitJob *job)
{
    unsigned n = jit_choose_region(jit->ir, job->decode, jit->page,
                                   offset_of(job->tb), jit->page_starts);

    jit->ir->priv = job->flags & TB_FLAG_PRIV_MASK;
    jit->config.has_c = job->has_c;
    jit->config.cbo_bytes = job->cbo_bytes;
    return MIN(n, job->max_insns);
}

void jit_make(Jit *jit, const JitJob *job)
{
    if (!take_page(jit, job->tb)) {
        return;
    }
    unsigned n = choose_insns(jit, job);

    do {
        n = make_unit(jit, job, n);
    } while (n > 0);
}

/* --- asking for it -------------------------------------------------------- */

static unsigned max_insns(const Vcpu *v, uint32_t flags)
{
    if (flags & TB_FLAG_ONE_INSN) {
        return 1;
    }
    return v->cpus->jit->fit_slice
        ? (unsigned)MIN(IR_MAX_INSNS, v->slice_end - v->hart.retired)
        : IR_MAX_INSNS;
}

/* Only a vCPU can have something done while no vCPU runs. */
static void request_room(Vcpu *v)
{
    Jit *jit = v->cpus->jit;

    tb_cache_lock(v->tb_cache);
    if (jit->evict_wanted) {
        jit->evict_wanted = false;
        jit_request_eviction(v);
    }
    tb_cache_unlock(v->tb_cache);
}

void jit_translate(Vcpu *v, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    const uint32_t flags = __atomic_load_n(&tb->flags, __ATOMIC_RELAXED);
    const JitJob job = {
        .tb = tb,
        .flags = flags,
        .decode = v->decode,
        .pc = v->hart.pc,
        .max_insns = max_insns(v, flags),
        .has_c = hart_has(&v->hart, EXT_zca),
        .cbo_bytes = v->hart.config.cbo_block_bytes,
        .stat_units = &v->stat_units,
        .logged = v,
    };

    if (!tb->block) {
        return;                 /* a block that is never cached */
    }
    if (jit_queue_suits(v)) {
        jit_queue_add(jit, &job);
    } else {
        g_mutex_lock(&jit->making);
        jit_make(jit, &job);
        g_mutex_unlock(&jit->making);
    }
    request_room(v);
}
