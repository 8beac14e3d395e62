/*
 * mmu_explain.c: the page walk with somebody who takes notes
 *
 * The walk is that of mmu_translate(), over a bus that writes nothing: an
 * update of A or D seems to succeed, and what would have been set is what the
 * walk's copy of the entry then has more than the one that was read.
 */
#include "mmu_internal.h"

#include <glib.h>

static bool no_cas64(void *opaque, hwaddr addr, uint64_t expected,
                     uint64_t desired, bool *swapped)
{
    *swapped = true;
    return true;
}

void mmu_note_step(const Walk *w)
{
    MmuExplanation *out = w->explain;

    g_assert(out->n_steps < MMU_MAX_STEPS);
    out->steps[out->n_steps++] = (MmuStep) {
        .level = w->level, .pte_addr = w->pte_addr, .pte = w->pte,
    };
}

/* Page tables are read and written as S-mode, whoever asks. */
static void note_pmp(const Walk *w, MmuExplanation *out)
{
    bool arrived = out->rule == MMU_RULE_PMP || out->rule == MMU_RULE_GRANTED;

    out->checked = arrived ? out->result.addr : w->pte_addr;
    pmp_span(w->h, out->checked, arrived ? w->req->priv : PRIV_S, &out->pmp);
}

void mmu_explain(const Hart *h, const PhysBus *bus, const MmuRequest *req,
                 MmuExplanation *out)
{
    PhysBus reading = { .load64 = bus->load64, .cas64 = no_cas64,
                        .opaque = bus->opaque };
    Walk w = { .h = h, .bus = &reading, .req = req, .span = { .first = 1 },
               .explain = out };

    *out = (MmuExplanation) { .n_steps = 0 };
    out->trap = mmu_run(&w, &out->result);
    out->rule = (MmuRule)w.rule;
    note_pmp(&w, out);
    if (out->n_steps > 0) {
        out->sets = w.pte & ~out->steps[out->n_steps - 1].pte;
    }
}
