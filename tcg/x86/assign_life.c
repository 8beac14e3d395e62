/*
 * assign_life.c: from which operation to which one each temporary lives
 *
 * A temporary lives from the operation that defines it to its last use.
 * Operations are in the order in which control flows, except for backward
 * branches: what lives anywhere in a loop and was defined before it lives to
 * the loop's end. In the loop most operations take it from memory as well;
 * the registers are for values that are made anew in each iteration, and for
 * pointers of accesses.
 */
#include "ir_internal.h"
#include "x86/assign.h"

/* What lives depend on, by opcode. */
typedef enum OpKind {
    KIND_FLOAT = 1 << 0,        /* the result is for an f register */
    KIND_NEEDS_RDX = 1 << 1,
    KIND_LABEL = 1 << 2,
    KIND_BRANCH = 1 << 3,       /* to label imm */
    KIND_GUARD = 1 << 4,        /* to label arg[2], which is no operand */
    KIND_ACCESS = 1 << 5,       /* arg[0] is what a guard made */
} OpKind;

#define NEVER 0xffff

static bool is_access(IrOpcode opc)
{
    return opc == IR_gld || opc == IR_gldx || opc == IR_gst ||
           opc == IR_gstx || opc == IR_gfld || opc == IR_gfldx ||
           opc == IR_gfst || opc == IR_gfstx;
}

static uint8_t kind_of(IrOpcode opc)
{
    const EmitRow *row = &emit_rows[opc];
    bool rdx = (row->clobbers | row->clobbers_old) & CLOBBERS_RDX;

    return (ir_op_signature(opc)[0] == 'D' ? KIND_FLOAT : 0)
         | (rdx ? KIND_NEEDS_RDX : 0)
         | (opc == IR_label ? KIND_LABEL : 0)
         | (opc == IR_guard ? KIND_GUARD : 0)
         | (is_access(opc) ? KIND_ACCESS : 0)
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

static void note_pointer(struct Assign *t, IrRef ref)
{
    if (ir_ref_kind(ref) == IR_REF_TEMP) {
        t->life[ref - IR_TEMP_FIRST].is_pointer = true;
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
            .in_memory = t->kinds[op->opc] & KIND_FLOAT,
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
    if (kind & KIND_ACCESS) {
        note_pointer(t, op->arg[0]);
    }
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
                && life->last > loop.first) {
                life->last = MAX(life->last, loop.last);
                life->in_memory |= !life->is_pointer;
            }
        }
    }
}

void assign_find_lives(struct Assign *t, const TCGContext *s)
{
    find_lives(t, s);
    stretch_over_loops(t, s);
}

unsigned assign_last_use(const Emit *e, IrRef temp)
{
    return e->assign->life[temp - IR_TEMP_FIRST].last;
}
