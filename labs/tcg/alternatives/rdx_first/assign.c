/*
 * assign.c: rdx is tried first; whether a place is free is asked of all
 * temporaries that have one, and words of the frame are used again
 */
#include "x86/assign.h"

static bool overlaps(const Life *a, const Life *b)
{
    return a->first < b->last && b->first < a->last;
}

static bool same(Loc a, Loc b)
{
    return a.kind == b.kind && a.reg == b.reg && a.disp == b.disp;
}

static bool is_free(const Emit *e, const bool *placed, unsigned temp, Loc loc)
{
    const Life *life = e->assign->life;

    for (unsigned i = 0; i < e->s->n_temps; i++) {
        if (placed[i] && same(e->loc[IR_TEMP_FIRST + i], loc) &&
            overlaps(&life[i], &life[temp])) {
            return false;
        }
    }
    return true;
}

static bool survives_in_rcx(const Emit *e, const Life *life)
{
    for (unsigned i = life->first + 1; i <= life->last; i++) {
        if (emit_clobbers(e, &e->s->ops[i]) & CLOBBERS_RCX) {
            return false;
        }
    }
    return true;
}

static Loc choose(const Emit *e, const bool *placed, unsigned temp)
{
    const Life *life = &e->assign->life[temp];
    Loc rcx = { .kind = LOC_REG, .reg = X86_RCX };
    Loc rdx = { .kind = LOC_REG, .reg = X86_RDX };
    Loc word = { .kind = LOC_MEM, .reg = X86_RSP, .disp = FRAME_TEMPS };

    if (life->last == life->first) {
        return (Loc) { .kind = LOC_NONE };
    }
    if (!life->in_memory && !life->shuns_rdx &&
        is_free(e, placed, temp, rdx)) {
        return rdx;
    }
    if (!life->in_memory && survives_in_rcx(e, life) &&
        is_free(e, placed, temp, rcx)) {
        return rcx;
    }
    while (!is_free(e, placed, temp, word)) {
        word.disp += 8;
    }
    return word;
}

void emit_assign(Emit *e)
{
    g_autofree bool *placed = g_new0(bool, e->s->n_temps + 1);

    assign_find_lives(e->assign, e->s);
    for (unsigned i = 0; i < e->s->n_ops; i++) {
        IrRef dst = e->s->ops[i].dst;
        unsigned temp = dst - IR_TEMP_FIRST;

        if (ir_ref_kind(dst) == IR_REF_TEMP &&
            e->assign->life[temp].first == i) {
            e->loc[dst] = choose(e, placed, temp);
            placed[temp] = true;
        }
    }
}
