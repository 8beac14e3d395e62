/*
 * inspect_walk.c: info walk, a page walk step by step
 *
 * core/mmu_explain.h walks; here it is told. The last line names the rule
 * that decided and the bit it looked at.
 */
#include "inspect_internal.h"

#include "core/csr_bits.h"
#include "core/mmu_explain.h"
#include "core/pte.h"
#include "core/trap.h"

#define LEVEL_SHIFT(level) \
    (GUEST_PAGE_BITS + PTE_INDEX_BITS * (unsigned)(level))

typedef struct Question {
    const InspectWalk *walk;
    GString *out;
} Question;

static const char *const access_names[] = {
    [ACCESS_LOAD] = "load", [ACCESS_STORE] = "store", [ACCESS_FETCH] = "fetch",
};

/* "Sv48, ASID 0x1, root 0x80200000" */
static void print_scheme(GString *out, const Hart *h, PrivMode priv)
{
    uint64_t mode = h->satp >> SATP_MODE_SHIFT;

    if (priv == PRIV_M) {
        g_string_append(out, "M-mode does not translate");
    } else if (mode == SATP_BARE) {
        g_string_append(out, "satp.MODE is Bare: not translated");
    } else {
        g_string_append_printf(
            out, "Sv%u, ASID 0x%x, root table 0x%" PRIx64,
            39 + 9 * (unsigned)(mode - SATP_SV39),
            (unsigned)extract64(h->satp, SATP_ASID_SHIFT, 16),
            (uint64_t)((h->satp & SATP_PPN) << GUEST_PAGE_BITS));
    }
}

/* Which bits of the hart the rules look at besides the entry. */
static void print_status(GString *out, const Hart *h)
{
    g_string_append_printf(out, "; SUM=%d MXR=%d",
                           (h->mstatus & MSTATUS_SUM) != 0,
                           (h->mstatus & MSTATUS_MXR) != 0);
    if (h->mstatus & MSTATUS_MPRV) {
        g_string_append(out, " MPRV=1");
    }
}

static hwaddr pte_address(uint64_t pte)
{
    return (pte >> PTE_PPN_SHIFT & MAKE_64BIT_MASK(0, 44)) << GUEST_PAGE_BITS;
}

static void print_step(const Question *q, const MmuStep *step)
{
    unsigned shift = LEVEL_SHIFT(step->level);
    uint64_t index = extract64(q->walk->addr, shift, PTE_INDEX_BITS);

    g_string_append_printf(q->out, "level %d: va[%u:%u] = %-3" PRIu64
                           " entry at 0x%" PRIx64 " is 0x%016" PRIx64 " ",
                           step->level, shift + PTE_INDEX_BITS - 1, shift,
                           index, step->pte_addr, step->pte);
    inspect_pte_bits(q->out, step->pte);
    if (!(step->pte & PTE_V)) {
        g_string_append(q->out, " -> nothing\n");
    } else if (step->pte & (PTE_R | PTE_X)) {
        g_string_append_printf(q->out, " -> leaf, page at 0x%" PRIx64 ", ",
                               pte_address(step->pte));
        inspect_page_size(q->out, step->pte & PTE_N ? shift + 4 : shift);
        g_string_append_c(q->out, '\n');
    } else {
        g_string_append_printf(q->out, " -> table at 0x%" PRIx64 "\n",
                               pte_address(step->pte));
    }
}

static void print_pmp(GString *out, const Hart *h, const MmuExplanation *e)
{
    if (h->config.pmp_count == 0) {
        return;
    }
    g_string_append_printf(out, "PMP: 0x%" PRIx64 " is in 0x%" PRIx64
                           " to 0x%" PRIx64 ", ", e->checked, e->pmp.first,
                           e->pmp.last);
    if (e->pmp.entry == PMP_SPAN_DEFAULT) {
        g_string_append(out, "which no entry matches");
    } else {
        g_string_append_printf(out, "entry %d (pmpcfg 0x%02x) decides",
                               e->pmp.entry, h->pmp[e->pmp.entry].cfg);
    }
    g_string_append(out, ": ");
    inspect_perms(out, e->pmp.perms);
    g_string_append_c(out, '\n');
}

static void print_granted(GString *out, const MmuExplanation *e)
{
    g_string_append_printf(out, "granted: 0x%" PRIx64 ", ", e->result.addr);
    inspect_page_size(out, e->result.page_shift);
    g_string_append(out, " mapping, ");
    inspect_perms(out, e->result.perms);
    g_string_append_printf(out, "%s%s%s\n", e->result.global ? ", global" : "",
                           e->sets & PTE_A ? ", the hart sets A" : "",
                           e->sets & PTE_D ? ", the hart sets D" : "");
}

static void print_refused(GString *out, const MmuExplanation *e)
{
    const MmuRuleText *rule = mmu_rule_text(e->rule);

    g_string_append_printf(out, "%s: %s: %s (Priv. \"%s\")\n",
                           trap_name(e->trap), rule->bit, rule->text,
                           rule->section);
}

/* PMP is a step of the way when it was reached: not for V=0 and the like. */
static bool pmp_matters(const MmuExplanation *e)
{
    return e->rule == MMU_RULE_GRANTED || e->rule == MMU_RULE_PMP ||
           e->rule == MMU_RULE_TABLE_PMP || e->rule == MMU_RULE_UPDATE_PMP;
}

static void walk_on_cpu(Vcpu *v, void *data)
{
    Question *q = data;
    const InspectWalk *walk = q->walk;
    PrivMode priv = walk->priv < 0
                  ? mmu_effective_priv(&v->hart, walk->access)
                  : (PrivMode)walk->priv;
    MmuRequest req = { .addr = walk->addr, .size = 1,
                       .access = walk->access, .priv = priv };
    MmuExplanation e;

    mmu_explain(&v->hart, &v->bus, &req, &e);
    g_string_append_printf(q->out, "hart %d, %s in %s-mode at 0x%" PRIx64
                           ": ", v->index, access_names[walk->access],
                           inspect_priv_name(priv), walk->addr);
    print_scheme(q->out, &v->hart, priv);
    print_status(q->out, &v->hart);
    g_string_append_c(q->out, '\n');
    for (unsigned i = 0; i < e.n_steps; i++) {
        print_step(q, &e.steps[i]);
    }
    if (pmp_matters(&e)) {
        print_pmp(q->out, &v->hart, &e);
    }
    if (e.trap == TRAP_NONE) {
        print_granted(q->out, &e);
    } else {
        print_refused(q->out, &e);
    }
}

bool inspect_walk(Vm *vm, int cpu, const InspectWalk *walk, GString *out,
                  Error **errp)
{
    Question q = { .walk = walk, .out = out };

    return control_run_on_cpu(vm, cpu, walk_on_cpu, &q, errp);
}
