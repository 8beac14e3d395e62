/* mmu_context.c: choosing the tables in force, see mmu_context.h */
#include "mmu_context.h"

#include "core/bits.h"
#include "core/csr_bits.h"
#include "jit_jmp.h"

/* --- numbers in the second level ----------------------------------------- */

static void start_numbers(MmuContexts *c)
{
    c->second.global = 1;
    c->second.last_number = MMU_CONTEXTS + 1;
    for (unsigned i = 0; i < MMU_CONTEXTS; i++) {
        c->slots[i].number = (uint16_t)(2 + i);
    }
}

/* They are used up now and then; all entries go, and all spaces start anew. */
static void restart_numbers(MmuContexts *c)
{
    memset(c->second.entries, 0, sizeof(c->second.entries));
    start_numbers(c);
}

void mmu_context_renumber(MmuContexts *c, MmuContext *context)
{
    if (c->second.last_number == TLB_SECOND_NUMBERS - 1) {
        restart_numbers(c);
    } else {
        context->number = ++c->second.last_number;
    }
}

void mmu_contexts_renumber_global(MmuContexts *c)
{
    if (c->second.last_number == TLB_SECOND_NUMBERS - 1) {
        restart_numbers(c);
    } else {
        c->second.global = ++c->second.last_number;
    }
}

/* --- which context ------------------------------------------------------- */

static void clear_context(MmuContexts *c, MmuContext *context)
{
    tlb_table_clear(context->user);
    tlb_table_clear(context->sum);
    mmu_context_renumber(c, context);
    if (c->s_owner == context) {
        c->s_owner = NULL;
    }
}

static MmuContext *find_context(MmuContexts *c, uint64_t key)
{
    for (unsigned i = 0; i < MMU_CONTEXTS; i++) {
        if (c->slots[i].key == key) {
            return &c->slots[i];
        }
    }
    return NULL;
}

static MmuContext *least_recently_used(MmuContexts *c)
{
    MmuContext *oldest = &c->slots[0];

    for (unsigned i = 1; i < MMU_CONTEXTS; i++) {
        if (c->slots[i].last_use < oldest->last_use) {
            oldest = &c->slots[i];
        }
    }
    return oldest;
}

static MmuContext *take_context(MmuContexts *c, uint64_t key)
{
    MmuContext *context = least_recently_used(c);

    if (!context->user) {
        context->user = tlb_table_new(&c->generations);
        context->sum = tlb_table_new(&c->generations);
    }
    clear_context(c, context);
    context->key = key;
    context->seen = c->log_end;
    return context;
}

/* What was flushed while the context was not in force. */
static void catch_up(MmuContexts *c, MmuContext *context)
{
    if (c->log_end - context->seen > MMU_FLUSH_LOG) {
        clear_context(c, context);
        context->seen = c->log_end;
    }
    for (; context->seen != c->log_end; context->seen++) {
        vaddr page = c->log[context->seen % MMU_FLUSH_LOG];

        tlb_table_flush_page(context->user, page, false);
        tlb_table_flush_page(context->sum, page, false);
    }
}

/*
 * A root that changes without a change of ASID may be used at once or at the
 * next fence (Priv. "satp"). At once is what guests without ASIDs hope for.
 */
static MmuContext *enter_context(MmuContexts *c, uint64_t satp)
{
    uint64_t key = satp >> SATP_ASID_SHIFT;
    MmuContext *context = find_context(c, key);

    if (!context) {
        context = take_context(c, key);
    } else if (context->root != (satp & SATP_PPN)) {
        clear_context(c, context);
        context->seen = c->log_end;
    } else {
        catch_up(c, context);
    }
    context->root = satp & SATP_PPN;
    context->last_use = ++c->clock;
    return context;
}

/* Schemes with other numbers of levels share nothing. */
static void enter_mode(Vcpu *v, uint64_t mode)
{
    MmuContexts *c = v->tlb.contexts;

    if (c->mode != mode) {
        tlb_flush_translated(v);
        c->mode = mode;
    }
}

static void enter_bare(MmuContexts *c, TlbTable **tables)
{
    tables[MMU_IDX_U] = c->bare_user;
    tables[MMU_IDX_S] = c->bare_supervisor;
    tables[MMU_IDX_S_SUM] = c->bare_supervisor;
}

static void enter_translated(Vcpu *v, uint64_t satp)
{
    MmuContexts *c = v->tlb.contexts;
    TlbTable **tables = v->tlb.tables;

    enter_mode(v, satp >> SATP_MODE_SHIFT);
    c->current = enter_context(c, satp);
    if (c->s_owner != c->current) {
        tlb_table_clear_local(c->supervisor);
        c->s_owner = c->current;
    }
    tables[MMU_IDX_U] = c->current->user;
    tables[MMU_IDX_S] = c->supervisor;
    tables[MMU_IDX_S_SUM] = c->current->sum;
}

static void change_context(Vcpu *v)
{
    MmuContexts *c = v->tlb.contexts;
    uint64_t satp = v->hart.satp;

    if (c->current) {
        c->current->seen = c->log_end;
    }
    c->current = NULL;
    c->satp = satp;
    tlb_walks_forget(&c->walks);
    if (satp >> SATP_MODE_SHIFT == SATP_BARE) {
        enter_bare(c, v->tlb.tables);
    } else {
        enter_translated(v, satp);
    }
}

/* --- which class --------------------------------------------------------- */

static MmuIndex use_mxr(MmuContexts *c, const TlbTable *table)
{
    if (c->mxr_of != table) {
        tlb_table_clear(c->mxr);
        c->mxr_of = table;
    }
    return MMU_IDX_MXR;
}

static inline MmuIndex class_of(PrivMode priv, bool sum)
{
    if (priv == PRIV_S) {
        return sum ? MMU_IDX_S_SUM : MMU_IDX_S;
    }
    return priv == PRIV_U ? MMU_IDX_U : MMU_IDX_M;
}

static inline MmuIndex select_data(Vcpu *v)
{
    uint64_t status = v->hart.mstatus;
    PrivMode priv = v->hart.priv;

    if (G_UNLIKELY(status & MSTATUS_MPRV)) {
        priv = mmu_effective_priv(&v->hart, ACCESS_LOAD);
    }
    MmuIndex idx = class_of(priv, status & MSTATUS_SUM);

    v->tlb.data_priv = (uint8_t)priv;
    if (G_UNLIKELY(status & MSTATUS_MXR) && idx != MMU_IDX_M) {
        return use_mxr(v->tlb.contexts, v->tlb.tables[idx]);
    }
    return idx;
}

void mmu_context_select(Vcpu *v)
{
    Tlb *tlb = &v->tlb;
    MmuContexts *c = tlb->contexts;

    if (v->hart.satp != c->satp) {
        change_context(v);
        c->mxr_of = NULL;
    }
    tlb->data_idx = (uint8_t)select_data(v);
    tlb->code_idx = (uint8_t)class_of(v->hart.priv, false);
    tlb->data = tlb->tables[tlb->data_idx]->fast;

    TlbTable *code = tlb->tables[tlb->code_idx];
    tlb->code = code->fast;
    v->jmp_generation = code->fetched.generation;
    jit_jmp_open(v);
}

void mmu_context_change_sum(Vcpu *v)
{
    Tlb *tlb = &v->tlb;

    tlb->data_idx = (uint8_t)class_of(PRIV_S, v->hart.mstatus & MSTATUS_SUM);
    tlb->data = tlb->tables[tlb->data_idx]->fast;
}

/* --- all of them --------------------------------------------------------- */

void mmu_contexts_foreach(MmuContexts *c,
                          void (*visit)(TlbTable *table, void *opaque),
                          void *opaque)
{
    visit(c->machine, opaque);
    visit(c->supervisor, opaque);
    visit(c->bare_user, opaque);
    visit(c->bare_supervisor, opaque);
    visit(c->mxr, opaque);
    for (unsigned i = 0; i < MMU_CONTEXTS && c->slots[i].user; i++) {
        visit(c->slots[i].user, opaque);
        visit(c->slots[i].sum, opaque);
    }
}

void mmu_contexts_init(Vcpu *v)
{
    MmuContexts *c = g_new0(MmuContexts, 1);

    v->tlb.contexts = c;
    c->supervisor = tlb_table_new(&c->generations);
    c->bare_user = tlb_table_new(&c->generations);
    c->bare_supervisor = tlb_table_new(&c->generations);
    c->machine = tlb_table_new(&c->generations);
    c->mxr = tlb_table_new(&c->generations);
    c->no_code = jit_jmp_table_new();
    v->no_jmp = jit_jmp_table_entries(c->no_code);
    start_numbers(c);
    tlb_walks_forget(&c->walks);
    v->tlb.tables[MMU_IDX_M] = c->machine;
    v->tlb.tables[MMU_IDX_MXR] = c->mxr;
    enter_bare(c, v->tlb.tables);
    mmu_context_select(v);
}

static void free_table(TlbTable *table, void *opaque)
{
    tlb_table_free(table);
}

void mmu_contexts_deinit(Vcpu *v)
{
    mmu_contexts_foreach(v->tlb.contexts, free_table, NULL);
    jit_jmp_table_free(v->tlb.contexts->no_code);
    g_clear_pointer(&v->tlb.contexts, g_free);
}
