/*
 * ir_context.c: the memory of a unit under construction
 *
 * All tables are made once, at their largest; a new unit sets the counts to
 * 0. When one is full the unit is marked as overflowed and its caller tries
 * again with fewer guest instructions.
 *
 * Constants are found again through a hash table that is never cleared: a
 * slot counts as used only if the constant it names exists and names the
 * slot in turn (Briggs and Torczon, "An Efficient Representation for Sparse
 * Sets"). So forgetting all constants is n_consts = 0.
 */
#include "tcg/ir.h"
#include "tcg/tcg_op.h"

#define INDEX_BITS 13           /* twice the constants: short searches */
#define INDEX_SIZE (1u << INDEX_BITS)

struct IrConstIndex {
    uint16_t constant[INDEX_SIZE];  /* slot -> number of its constant */
    uint16_t slot[IR_MAX_CONSTS];   /* number of a constant -> its slot */
};

TCGContext *tcg_context_new(void)
{
    TCGContext *s = g_new0(TCGContext, 1);

    s->ops = g_new(IrOp, IR_MAX_OPS);
    s->consts = g_new(uint64_t, IR_MAX_CONSTS);
    s->insns = g_new(IrInsn, IR_MAX_INSNS);
    s->index = g_new0(struct IrConstIndex, 1);
    return s;
}

void tcg_context_free(TCGContext *s)
{
    if (!s) {
        return;
    }
    g_free(s->ops);
    g_free(s->consts);
    g_free(s->insns);
    g_free(s->index);
    g_free(s);
}

void tcg_context_reset(TCGContext *s)
{
    s->n_ops = 0;
    s->n_consts = 0;
    s->n_temps = 0;
    s->n_labels = 0;
    s->n_insns = 0;
    s->insn = 0;
    s->overflow = false;
}

static IrRef const_add(TCGContext *s, unsigned slot, uint64_t value)
{
    unsigned number = s->n_consts;

    if (number == IR_MAX_CONSTS) {
        s->overflow = true;
        return IR_CONST_FIRST;
    }
    s->n_consts++;
    s->consts[number] = value;
    s->index->slot[number] = slot;
    s->index->constant[slot] = number;
    return IR_CONST_FIRST + number;
}

IrRef ir_const(TCGContext *s, uint64_t value)
{
    const struct IrConstIndex *index = s->index;
    /* Fibonacci hashing: 2^64 divided by the golden ratio */
    unsigned slot = value * 0x9e3779b97f4a7c15ull >> (64 - INDEX_BITS);

    for (;; slot = (slot + 1) % INDEX_SIZE) {
        unsigned number = index->constant[slot];

        if (number >= s->n_consts || index->slot[number] != slot) {
            return const_add(s, slot, value);
        }
        if (s->consts[number] == value) {
            return IR_CONST_FIRST + number;
        }
    }
}

IrRef tcg_temp_new(TCGContext *s)
{
    if (s->n_temps == IR_MAX_TEMPS) {
        s->overflow = true;
        return IR_TEMP_FIRST;
    }
    return IR_TEMP_FIRST + s->n_temps++;
}

unsigned gen_new_label(TCGContext *s)
{
    if (s->n_labels == IR_MAX_LABELS) {
        s->overflow = true;
        return 0;
    }
    return s->n_labels++;
}
