/*
 * tlb_flush.c: forgetting translations
 *
 * The four forms of sfence.vma, and the larger flushes for whatever else the
 * translations depend on. The context in force and the shared table are
 * changed here and now, the others when they are entered (mmu_context.h);
 * a fence for one ASID goes straight to its context.
 *
 * Priv. "Supervisor Memory-Management Fence Instruction".
 */
#include "exec/cpus.h"
#include "exec/tlb.h"
#include "jit_jmp.h"
#include "mmu_context.h"

/*
 * The tables in force stay, but walks start anew, and the jump caches may
 * have been emptied.
 */
static void finish(Vcpu *v)
{
    const TlbTable *code = v->tlb.tables[v->tlb.code_idx];

    v->jmp_generation = code->fetched.generation;
    tlb_walks_forget(&v->tlb.contexts->walks);
    jit_jmp_open(v);
}

void tlb_flush(Vcpu *v)
{
    MmuContexts *c = v->tlb.contexts;

    tlb_table_clear(c->machine);
    tlb_table_clear(c->bare_user);
    tlb_table_clear(c->bare_supervisor);
    ram_span_clear(&c->table_span);
    ram_span_clear(&c->page_span);
    ram_span_clear(&c->machine_span);
    tlb_flush_translated(v);
}

void tlb_flush_translated(Vcpu *v)
{
    MmuContexts *c = v->tlb.contexts;

    c->log_end += MMU_FLUSH_LOG + 1;    /* too far for everybody */
    tlb_table_clear(c->supervisor);
    tlb_table_clear(c->mxr);
    mmu_contexts_renumber_global(c);
    if (c->current) {
        mmu_context_renumber(c, c->current);
        tlb_table_clear(c->current->user);
        tlb_table_clear(c->current->sum);
    }
    finish(v);
}

void tlb_flush_page(Vcpu *v, vaddr addr)
{
    MmuContexts *c = v->tlb.contexts;

    c->log[c->log_end++ % MMU_FLUSH_LOG] = addr;
    tlb_second_drop(&c->second, addr);
    tlb_table_flush_page(c->supervisor, addr, false);
    tlb_table_flush_page(c->mxr, addr, false);
    if (c->current) {
        tlb_table_flush_page(c->current->user, addr, false);
        tlb_table_flush_page(c->current->sum, addr, false);
    }
    finish(v);
}

void tlb_flush_page_anywhere(Vcpu *v, vaddr addr)
{
    MmuContexts *c = v->tlb.contexts;

    tlb_table_flush_page(c->machine, addr, false);
    tlb_table_flush_page(c->bare_user, addr, false);
    tlb_table_flush_page(c->bare_supervisor, addr, false);
    tlb_flush_page(v, addr);
}

static bool has_asid(const MmuContext *context, unsigned asid)
{
    return context->user && (uint16_t)context->key == asid;
}

static void flush_context(MmuContexts *c, MmuContext *context)
{
    tlb_table_clear_local(context->user);
    tlb_table_clear_local(context->sum);
    mmu_context_renumber(c, context);
    if (c->s_owner == context) {
        tlb_table_clear_local(c->supervisor);
        tlb_table_clear_local(c->mxr);
    }
}

void tlb_flush_asid(Vcpu *v, unsigned asid)
{
    MmuContexts *c = v->tlb.contexts;

    for (unsigned i = 0; i < MMU_CONTEXTS; i++) {
        if (has_asid(&c->slots[i], asid)) {
            flush_context(c, &c->slots[i]);
        }
    }
    finish(v);
}

static void flush_context_page(MmuContexts *c, MmuContext *context,
                               vaddr addr)
{
    tlb_table_flush_page(context->user, addr, true);
    tlb_table_flush_page(context->sum, addr, true);
    tlb_second_drop_local(&c->second, addr, context->number);
    if (c->s_owner == context) {
        tlb_table_flush_page(c->supervisor, addr, true);
        tlb_table_flush_page(c->mxr, addr, true);
    }
}

void tlb_flush_page_asid(Vcpu *v, vaddr addr, unsigned asid)
{
    MmuContexts *c = v->tlb.contexts;

    for (unsigned i = 0; i < MMU_CONTEXTS; i++) {
        if (has_asid(&c->slots[i], asid)) {
            flush_context_page(c, &c->slots[i], addr);
        }
    }
    finish(v);
}

static void flush_work(Vcpu *v, void *data)
{
    tlb_flush_translated(v);
}

void tlb_flush_everywhere(Vcpu *v)
{
    for (unsigned i = 0; i < v->cpus->cpus->len; i++) {
        Vcpu *other = cpu_set_get(v->cpus, i);

        if (other != v) {
            async_run_on_cpu(other, flush_work, NULL);
        }
    }
    tlb_flush_translated(v);
}

/* --- code ---------------------------------------------------------------- */

typedef struct CodePage {
    const RAMBlock *block;
    uint64_t offset;
} CodePage;

static void protect_table(TlbTable *table, void *opaque)
{
    const CodePage *page = opaque;

    tlb_table_protect(table, page->block, page->offset);
}

void tlb_protect_code(Vcpu *v, const RAMBlock *block, uint64_t offset)
{
    CodePage page = { block, offset };

    mmu_contexts_foreach(v->tlb.contexts, protect_table, &page);
}
