/*
 * regmap_unit.c: other pins for a unit with a loop
 *
 * The pinned registers suit code on the whole; a loop may live on others.
 * Its unit then exchanges some: a register that the loop uses often comes
 * into the host register of one that it uses seldom, at the unit's entry, and
 * each way out puts both back. Between units the map is always the same.
 *
 * The number of retired instructions, too, may be such a register: x0, which
 * is none otherwise. Counted in memory it costs a store for each few
 * instructions, and those of the guest wait in line behind it. With slices
 * another field is counted down, and stays where it is.
 *
 * A use counts eight times as much for each loop around it. Branches back
 * over a loop's guards are ways out of its fast copy, to the original or to
 * the next page: they are seldom taken, and no loops.
 */
#include "ir_internal.h"
#include "x86/regmap.h"
#include "x86/regmap_unit.h"

#define LOOP_WEIGHT 8
#define DEEPEST 2               /* loops beyond count no more */
#define RETIRED 0
#define WORTH_IT 24             /* an exchange costs at entry and exit */

/* How much more often than code outside of loops does each op run? */
static bool weigh_ops(const TCGContext *s, uint8_t *depth)
{
    uint16_t label_at[IR_MAX_LABELS];
    unsigned guard = 0;         /* the last one of a loop */
    bool loops = false;

    memset(depth, 0, s->n_ops);
    for (unsigned i = 0; i < s->n_labels; i++) {
        label_at[i] = UINT16_MAX;
    }
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_label) {
            label_at[op->imm] = i;
        } else if (op->opc == IR_guard && op->attr & IR_GUARD_INDEXED) {
            guard = i;
        } else if ((ir_op_flags(op->opc) & IR_BRANCHES) &&
                   label_at[op->imm] != UINT16_MAX &&
                   label_at[op->imm] >= guard &&
                   ir_reaches(s, label_at[op->imm], i)) {
            loops = true;
            for (unsigned k = label_at[op->imm]; k <= i; k++) {
                depth[k] += depth[k] < DEEPEST;
            }
        }
    }
    return loops;
}

static void count_uses(const TCGContext *s, const uint8_t *depth,
                       uint32_t *uses)
{
    static const uint32_t weights[DEEPEST + 1] = {
        1, LOOP_WEIGHT, LOOP_WEIGHT * LOOP_WEIGHT,
    };

    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];
        const IrRef refs[] = { op->dst, op->arg[0], op->arg[1], op->arg[2] };

        for (unsigned k = 0; k < G_N_ELEMENTS(refs); k++) {
            if (refs[k] < 32) {
                uses[refs[k]] += weights[depth[i]];
            }
        }
        if (op->opc == IR_retire) {
            uses[RETIRED] += weights[depth[i]];
        }
    }
}

/* The most used register in memory, or the least used pinned one. */
static unsigned find_extreme(const RegMap *map, const uint32_t *uses,
                             bool pinned)
{
    unsigned found = 32;

    for (unsigned r = 0; r < 32; r++) {
        bool is_pinned = map->gpr[r] != REG_MEMORY;

        if (is_pinned == pinned &&
            (found == 32 || (pinned ? uses[r] < uses[found]
                               : uses[r] > uses[found]))) {
            found = r;
        }
    }
    return found;
}

unsigned regmap_swap(RegMap *map, const TCGContext *s, bool slices,
                     RegSwap *swaps)
{
    uint8_t depth[IR_MAX_OPS];
    uint32_t uses[32] = { 0 };
    unsigned n = 0;

    if (!weigh_ops(s, depth)) {
        return 0;
    }
    count_uses(s, depth, uses);
    if (slices) {
        uses[RETIRED] = 0;
    }
    for (; n < REGMAP_SWAPS; n++) {
        unsigned in = find_extreme(map, uses, false);
        unsigned out = find_extreme(map, uses, true);

        if (uses[in] < uses[out] + WORTH_IT) {
            break;
        }
        swaps[n] = (RegSwap) { in, out, map->gpr[out] };
        map->gpr[in] = map->gpr[out];
        map->gpr[out] = REG_MEMORY;
        uses[in] = UINT32_MAX;  /* stays */
    }
    return n;
}
