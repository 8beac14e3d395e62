/* trigger.c: what the trigger registers mean, see core/trigger.h */
#include "core/csr_bits.h"
#include "core/trap.h"
#include "trigger_internal.h"

void trigger_reset(Hart *h)
{
    for (unsigned i = 0; i < HART_TRIGGER_COUNT; i++) {
        h->triggers[i] = (HartTrigger) {
            .tdata1 = trigger_legal_tdata1((uint64_t)TRIGGER_MCONTROL <<
                                           TDATA1_TYPE_SHIFT),
        };
    }
}

TriggerType trigger_type(const Hart *h, unsigned i)
{
    return (TriggerType)(h->triggers[i].tdata1 >> TDATA1_TYPE_SHIFT);
}

static bool has_mode(const Hart *h, unsigned i, PrivMode priv)
{
    unsigned shift = trigger_kind(trigger_type(h, i))->mode_shift;

    return shift && (h->triggers[i].tdata1 >> (shift + priv) & 1);
}

/* The first solution of "Native Triggers". */
static bool would_lose_registers(const Hart *h)
{
    bool delegated = h->medeleg >> TRAP_BREAKPOINT & 1;

    return (h->priv == PRIV_M && !(h->mstatus & MSTATUS_MIE)) ||
           (h->priv == PRIV_S && delegated && !(h->mstatus & MSTATUS_SIE));
}

bool trigger_is_on(const Hart *h, unsigned i)
{
    return !would_lose_registers(h) && has_mode(h, i, h->priv);
}

void trigger_set_hit(Hart *h, unsigned i)
{
    h->triggers[i].tdata1 |= trigger_kind(trigger_type(h, i))->hit;
}

/* --- addresses ----------------------------------------------------------- */

/* The lowest 0 of tdata2 and what is below it do not count. */
static void napot_range(uint64_t tdata2, TriggerRange *range)
{
    uint64_t ignored = tdata2 ^ (tdata2 + 1);

    range->first = tdata2 & ~ignored;
    range->last = tdata2 | ignored;
}

/* Returns: false when the range is empty. */
static bool match_range(unsigned match, uint64_t tdata2, TriggerRange *range)
{
    range->first = range->last = tdata2;
    switch (match) {
    case MATCH_NAPOT:
        napot_range(tdata2, range);
        return true;
    case MATCH_GE:
        range->last = ~0ull;
        return true;
    case MATCH_LT:
        range->first = 0;
        range->last = tdata2 - 1;
        return tdata2 != 0;
    default:
        return true;
    }
}

static unsigned size_bytes(unsigned field)
{
    static const uint8_t bytes[16] = { [1] = 1, [2] = 2, [3] = 4, [5] = 8 };

    return bytes[field];
}

bool trigger_range(const Hart *h, unsigned i, TriggerRange *range)
{
    const HartTrigger *t = &h->triggers[i];
    unsigned type = trigger_type(h, i);

    if (type != TRIGGER_MCONTROL && type != TRIGGER_MCONTROL6) {
        return false;
    }
    range->access = t->tdata1 & MCONTROL_ACCESS;
    range->size = size_bytes(trigger_size_field(t->tdata1));
    return range->access &&
           (has_mode(h, i, PRIV_U) || has_mode(h, i, PRIV_S) ||
            has_mode(h, i, PRIV_M)) &&
           match_range(extract64(t->tdata1, MCONTROL_MATCH_SHIFT, 4),
                       t->tdata2, range);
}

/* --- traps --------------------------------------------------------------- */

bool trigger_is_for_traps(const Hart *h, unsigned i)
{
    TriggerType type = trigger_type(h, i);

    return (type == TRIGGER_ITRIGGER || type == TRIGGER_ETRIGGER) &&
           h->triggers[i].tdata2 != 0;
}

bool trigger_matches_trap(const Hart *h, unsigned i, const TrapTaken *trap)
{
    TriggerType type = trap->cause & CAUSE_INTERRUPT ? TRIGGER_ITRIGGER
                                                     : TRIGGER_ETRIGGER;

    return trigger_type(h, i) == type &&
           (h->triggers[i].tdata2 >> (trap->cause & 63) & 1) &&
           has_mode(h, i, trap->from) && !would_lose_registers(h);
}

/* --- counting ------------------------------------------------------------ */

static uint64_t count_of(const HartTrigger *t)
{
    return extract64(t->tdata1, ICOUNT_COUNT_SHIFT, ICOUNT_COUNT_BITS);
}

bool trigger_is_counting(const Hart *h, unsigned i)
{
    const HartTrigger *t = &h->triggers[i];

    return trigger_type(h, i) == TRIGGER_ICOUNT &&
           (count_of(t) > 0 || (t->tdata1 & ICOUNT_PENDING));
}

void trigger_count(Hart *h, unsigned i, PrivMode priv)
{
    HartTrigger *t = &h->triggers[i];

    if (trigger_type(h, i) != TRIGGER_ICOUNT || count_of(t) == 0 ||
        !has_mode(h, i, priv)) {
        return;
    }
    t->tdata1 = deposit64(t->tdata1, ICOUNT_COUNT_SHIFT, ICOUNT_COUNT_BITS,
                          count_of(t) - 1);
    if (count_of(t) == 0) {
        t->tdata1 |= ICOUNT_PENDING;
    }
}

bool trigger_take_due(Hart *h, unsigned i)
{
    HartTrigger *t = &h->triggers[i];

    if (trigger_type(h, i) != TRIGGER_ICOUNT ||
        !(t->tdata1 & ICOUNT_PENDING) || !trigger_is_on(h, i)) {
        return false;
    }
    t->tdata1 &= ~ICOUNT_PENDING;
    trigger_set_hit(h, i);
    return true;
}
