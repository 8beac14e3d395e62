/*
 * guard.c: one check for many accesses
 *
 * An access through the soft TLB costs 8 host instructions, 7 of which find
 * the page. Accesses that share a base and lie within a page of each other
 * (stack frames, structures, unrolled loops) need that once: a guard proves
 * that all their bytes lie in one page of RAM, then each is a single move.
 * If the guard fails (they straddle two pages, a device, a page not yet in
 * the TLB) control goes to a copy of the stretch with plain accesses. So a
 * guard never reports a trap, and on the fast way nothing can trap: traps
 * stay precise and in order.
 *
 * A stretch has one entry: it ends at labels and at helpers that may change
 * the translation. Branches out of it are allowed. The copy makes its
 * temporaries anew, so none made in the stretch may be used behind it. One
 * guard is live at a time, because its pointer occupies a host register. Not
 * done: guards that serve all iterations of a loop.
 */
#include "passes/guard.h"

#define PAGE 4096
#define MAX_GAP 24              /* operations between two of a group */
#define MAX_OPEN 8              /* groups that may grow at a time */

/* --- growing groups ------------------------------------------------------- */

static GuardGroup *find_open(Guard *g, const GuardAccess *access)
{
    unsigned oldest = g->n_groups > g->open + MAX_OPEN
                          ? g->n_groups - MAX_OPEN : g->open;

    for (unsigned i = g->n_groups; i-- > oldest;) {
        if (g->groups[i].value == access->value) {
            return &g->groups[i];
        }
    }
    return NULL;
}

/* Would the group still be within a page, and not too far behind? */
static bool group_takes(const GuardGroup *group, const GuardAccess *access,
                        int32_t end)
{
    return MAX(group->high, end) - MIN(group->low, access->offset) <= PAGE &&
           access->op - group->last <= MAX_GAP;
}

static void add_access(Guard *g, const GuardAccess *access)
{
    const IrOp *op = &g->s->ops[access->op];
    int32_t end = access->offset + (int32_t)memop_size(op->attr);
    GuardGroup *group = find_open(g, access);

    if (!group || !group_takes(group, access, end)) {
        group = &g->groups[g->n_groups++];
        *group = (GuardGroup) {
            .value = access->value,
            .first = access->op,
            .base = access->base,
            .low = access->offset,
            .high = end,
        };
    }
    g->members[access->op] = (GuardMember) { group - g->groups + 1,
                                             access->offset };
    group->last = access->op;
    group->count++;
    group->low = MIN(group->low, access->offset);
    group->high = MAX(group->high, end);
    group->store |= op->opc == IR_st || op->opc == IR_fst;
}

/* --- choosing ------------------------------------------------------------- */

/*
 * Host instructions saved per run: 7 of each access less 9 for the guard.
 * Bases are spread evenly over pages, so of span/4096 of all runs the guard
 * fails and nothing is saved.
 */
static int group_gain(const GuardGroup *group)
{
    int span = group->high - group->low;

    return 7 * group->count * (PAGE - span) / PAGE - 9;
}

static void find_reads(Guard *g)
{
    for (unsigned i = 0; i < g->s->n_ops; i++) {
        const IrOp *op = &g->s->ops[i];

        for (unsigned k = 0; k < ir_op_n_args(op); k++) {
            if (ir_is_temp(op->arg[k])) {
                g->last_read[op->arg[k] - IR_TEMP_FIRST] = i;
            }
        }
    }
    g->reads_known = true;
}

/* Is a temporary that is made in the stretch read behind it? */
static bool leaks_temp(Guard *g, const GuardGroup *group)
{
    for (unsigned i = group->first; i <= group->last; i++) {
        IrRef dst = g->s->ops[i].dst;

        if (!ir_is_temp(dst)) {
            continue;
        }
        if (!g->reads_known) {
            find_reads(g);
        }
        if (g->last_read[dst - IR_TEMP_FIRST] > group->last) {
            return true;
        }
    }
    return false;
}

static bool is_worth_it(Guard *g, const GuardGroup *group)
{
    return group->count > 1 && group_gain(group) > 0 && !leaks_temp(g, group);
}

/*
 * The stretch is complete. Groups overlap when their bases take turns: then
 * the one that saves more stays. The groups are in the order of their first
 * access, so those chosen before can overlap only at their end.
 */
static void choose_groups(Guard *g)
{
    GuardGroup *previous = NULL;

    for (unsigned i = g->open; i < g->n_groups; i++) {
        GuardGroup *group = &g->groups[i];

        if (!is_worth_it(g, group)) {
            continue;
        }
        if (previous && group->first <= previous->last) {
            if (group_gain(group) <= group_gain(previous)) {
                continue;
            }
            previous->chosen = false;
        }
        group->chosen = true;
        previous = group;
    }
    g->open = g->n_groups;
}

/* --- the walk ------------------------------------------------------------- */

static void find_groups_op(Guard *g, unsigned index)
{
    const IrOp *op = &g->s->ops[index];
    unsigned flags = ir_op_flags(op->opc);
    GuardAccess access;

    if (flags & (IR_LOADS | IR_STORES) && guard_access(g, index, &access)) {
        add_access(g, &access);
    }
    if (op->dst != IR_NONE) {
        guard_base_step(g, op);
    }
    if (flags & (IR_CALLS | IR_ENDS) || op->opc == IR_label) {
        choose_groups(g);
        g->stretch++;
    }
}

static void find_groups(Guard *g)
{
    for (unsigned i = 0; i < g->s->n_ops; i++) {
        if (g->s->ops[i].opc != IR_insn_start) {
            find_groups_op(g, i);
        }
    }
    choose_groups(g);
}

void tcg_guard(TCGContext *s)
{
    Guard g = { .s = s, .stretch = 1 };

    g.bases = g_new0(GuardBase, ir_n_variables(s));
    g.members = g_new0(GuardMember, s->n_ops + 1);
    g.last_read = g_new0(uint16_t, s->n_temps + 1);
    g.groups = g_new(GuardGroup, s->n_ops + 1);
    find_groups(&g);
    guard_rewrite(&g);
    g_free(g.bases);
    g_free(g.members);
    g_free(g.last_read);
    g_free(g.groups);
}
