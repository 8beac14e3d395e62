/*
 * assign.c: a place for each temporary
 *
 * Guest registers have theirs: a host register or a slot. What remains are
 * the temporaries, few and short-lived, and two registers: rcx and rdx (rax
 * belongs to the operations). A temporary may have rcx if no other holds it
 * and no operation in its life, up to and with the last use, clobbers it; or
 * rdx if no operation that clobbers it has the temporary as an operand (such
 * ones are rare, and emit.c saves rdx around them). Else it gets a word of
 * the stack frame.
 *
 * Lives are found before, in assign_life.c.
 */
#include "x86/assign.h"

/* The first operation from @at on that clobbers rcx. */
static unsigned next_rcx_clobber(const Emit *e, unsigned at)
{
    while (at < e->s->n_ops
           && !(emit_clobbers(e, &e->s->ops[at]) & CLOBBERS_RCX)) {
        at++;
    }
    return at;
}

/* The temporary that holds a register does so until this operation. */
typedef struct Busy {
    unsigned rcx, rdx;
    unsigned clobber;           /* the next one of rcx, if it is ahead */
} Busy;

static bool may_have_rcx(const Emit *e, const Life *life, Busy *busy)
{
    if (busy->rcx > life->first) {
        return false;
    }
    if (busy->clobber <= life->first) {
        busy->clobber = next_rcx_clobber(e, life->first + 1);
    }
    return busy->clobber > life->last;
}

static Loc choose_place(const Emit *e, const Life *life, Busy *busy,
                        unsigned *n_words)
{
    bool in_register = !life->in_memory;

    if (life->last == life->first) {
        return (Loc){ .kind = LOC_NONE };
    }
    if (in_register && may_have_rcx(e, life, busy)) {
        busy->rcx = life->last;
        return (Loc){ .kind = LOC_REG, .reg = X86_RCX };
    }
    if (in_register && busy->rdx <= life->first && !life->shuns_rdx) {
        busy->rdx = life->last;
        return (Loc){ .kind = LOC_REG, .reg = X86_RDX };
    }
    return (Loc){
        .kind = LOC_MEM,
        .reg = X86_RSP,
        .disp = FRAME_TEMPS + 8 * (*n_words)++,
    };
}

/* In the order of definitions, which is that in which registers get free. */
static void place(Emit *e, struct Assign *t)
{
    Busy busy = { 0, 0, 0 };
    unsigned n_words = 0;

    for (unsigned i = 0; i < e->s->n_ops; i++) {
        IrRef dst = e->s->ops[i].dst;
        unsigned number = dst - IR_TEMP_FIRST;

        if (ir_ref_kind(dst) != IR_REF_TEMP || t->life[number].first != i) {
            continue;
        }
        e->loc[dst] = choose_place(e, &t->life[number], &busy, &n_words);
    }
}

void emit_assign(Emit *e)
{
    struct Assign *t = e->assign;

    if (e->s->n_temps == 0) {
        return;
    }
    assign_find_lives(t, e->s);
    place(e, t);
}
