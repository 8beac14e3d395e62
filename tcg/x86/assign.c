/*
 * assign.c: a place for each temporary
 *
 * Guest registers have theirs: a host register or a slot. What remains are
 * the temporaries, few and short-lived, and two registers: rcx and rdx (rax
 * belongs to the operations). A temporary lives from the operation that
 * defines it to its last use. It may have rcx if no other holds it and no
 * operation in between, up to and with the last use, clobbers it; or rdx if
 * no operation that clobbers it has the temporary as an operand (such ones
 * are rare, and emit.c saves rdx around them). Else it gets a word of the
 * stack frame.
 *
 * Operations are in the order in which control flows, except for backward
 * branches: what lives anywhere in a loop and was defined before it lives to
 * the loop's end.
 */
#include "ir_internal.h"
#include "x86/emit.h"

typedef struct Life {
    uint16_t first, last;       /* operations: definition, last use */
    bool is_float;
    bool is_used;               /* else all is unknown */
    bool shuns_rdx;             /* operand of an operation that needs rdx */
} Life;

typedef struct Loop {
    uint16_t first, last;       /* operations: label, branch back to it */
} Loop;

/* What lives depend on, by opcode. */
typedef enum OpKind {
    KIND_FLOAT = 1 << 0,        /* the result is for an f register */
    KIND_NEEDS_RDX = 1 << 1,
    KIND_LABEL = 1 << 2,
    KIND_BRANCH = 1 << 3,       /* to label imm */
    KIND_GUARD = 1 << 4,        /* to label arg[2], which is no operand */
} OpKind;

/* Tables of one unit; sizes are those of the unit. */
struct Assign {
    uint8_t kinds[IR_OPCODE_COUNT];
    Life life[IR_MAX_TEMPS];
    Loop loops[IR_MAX_LABELS];
    unsigned n_loops;
    uint16_t label_at[IR_MAX_LABELS];
};

#define NEVER 0xffff

static uint8_t kind_of(IrOpcode opc)
{
    const EmitRow *row = &emit_rows[opc];
    bool rdx = (row->clobbers | row->clobbers_old) & CLOBBERS_RDX;

    return (ir_op_signature(opc)[0] == 'D' ? KIND_FLOAT : 0)
         | (rdx ? KIND_NEEDS_RDX : 0)
         | (opc == IR_label ? KIND_LABEL : 0)
         | (opc == IR_guard ? KIND_GUARD : 0)
         | (ir_op_flags(opc) & IR_BRANCHES ? KIND_BRANCH : 0);
}

struct Assign *assign_new(void)
{
    struct Assign *t = g_new(struct Assign, 1);

    for (IrOpcode opc = 0; opc < IR_OPCODE_COUNT; opc++) {
        t->kinds[opc] = kind_of(opc);
    }
    return t;
}

/* --- lives --------------------------------------------------------------- */

static void note_use(struct Assign *t, IrRef ref, unsigned at, uint8_t kind)
{
    if (ir_ref_kind(ref) == IR_REF_TEMP) {
        Life *life = &t->life[ref - IR_TEMP_FIRST];

        life->last = at;
        life->shuns_rdx |= kind & KIND_NEEDS_RDX;
    }
}

static void note_definition(struct Assign *t, const IrOp *op, unsigned at)
{
    Life *life;

    if (ir_ref_kind(op->dst) != IR_REF_TEMP) {
        return;
    }
    life = &t->life[op->dst - IR_TEMP_FIRST];
    if (!life->is_used) {
        *life = (Life){
            .is_used = true,
            .is_float = t->kinds[op->opc] & KIND_FLOAT,
            .first = at,
            .last = at,
        };
    }
}

static void note_branch(struct Assign *t, unsigned label, unsigned at)
{
    if (t->label_at[label] != NEVER && t->n_loops < IR_MAX_LABELS) {
        t->loops[t->n_loops++] = (Loop){ t->label_at[label], at };
    }
}

static void note_op(struct Assign *t, const IrOp *op, unsigned at)
{
    uint8_t kind = t->kinds[op->opc];

    note_use(t, op->arg[0], at, kind);
    note_use(t, op->arg[1], at, kind);
    if (kind & KIND_GUARD) {
        note_branch(t, op->arg[2], at);
    } else {
        note_use(t, op->arg[2], at, kind);
    }
    note_definition(t, op, at);
    if (kind & KIND_LABEL) {
        t->label_at[op->imm] = at;
    } else if (kind & KIND_BRANCH) {
        note_branch(t, op->imm, at);
    }
}

static void find_lives(struct Assign *t, const TCGContext *s)
{
    t->n_loops = 0;
    memset(t->life, 0, s->n_temps * sizeof(t->life[0]));
    memset(t->label_at, 0xff, s->n_labels * sizeof(t->label_at[0]));
    for (unsigned i = 0; i < s->n_ops; i++) {
        if (s->ops[i].opc != IR_insn_start) {
            note_op(t, &s->ops[i], i);
        }
    }
}

/* Loops are in the order of their ends, so inner ones come first. */
static void stretch_over_loops(struct Assign *t, const TCGContext *s)
{
    for (unsigned i = 0; i < t->n_loops; i++) {
        Loop loop = t->loops[i];

        for (unsigned j = 0; j < s->n_temps; j++) {
            Life *life = &t->life[j];

            if (life->is_used && life->first < loop.first
                && life->last > loop.first && life->last < loop.last) {
                life->last = loop.last;
            }
        }
    }
}

/* --- clobbers ------------------------------------------------------------ */

static bool has_old_cpu(const X86Features *f)
{
    return !f->bmi1 || !f->bmi2 || !f->lzcnt || !f->popcnt;
}

static bool is_large(const Emit *e, IrRef ref)
{
    return ir_is_const(ref) && !emit_fits(e, ref);
}

unsigned emit_clobbers(const Emit *e, const IrOp *op)
{
    const EmitRow *row = &emit_rows[op->opc];
    unsigned clobbers = row->clobbers;

    if (row->clobbers_old && has_old_cpu(&e->as.features)) {
        clobbers |= row->clobbers_old;
    }
    if (clobbers & CLOBBERS_COUNT && !ir_is_const(op->arg[1])) {
        clobbers |= CLOBBERS_RCX;
    }
    if ((ir_is_const(op->arg[0]) && !(clobbers & TAKES_CONST))
        || is_large(e, op->arg[1])
        || (op->opc != IR_guard && is_large(e, op->arg[2]))) {
        clobbers |= CLOBBERS_RCX;
    }
    return clobbers;
}

/* The first operation from @at on that clobbers rcx. */
static unsigned next_rcx_clobber(const Emit *e, unsigned at)
{
    while (at < e->s->n_ops
           && !(emit_clobbers(e, &e->s->ops[at]) & CLOBBERS_RCX)) {
        at++;
    }
    return at;
}

/* --- places -------------------------------------------------------------- */

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
    bool in_register = !life->is_float;

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

unsigned assign_last_use(const Emit *e, IrRef temp)
{
    return e->assign->life[temp - IR_TEMP_FIRST].last;
}

void emit_assign(Emit *e)
{
    struct Assign *t = e->assign;

    if (e->s->n_temps == 0) {
        return;
    }
    find_lives(t, e->s);
    stretch_over_loops(t, e->s);
    place(e, t);
}
