/*
 * debug_trigger.c: the hart's own triggers meet the execution loop
 *
 * Whenever software changes a trigger, what follows from all of them is made
 * anew: watchpoints with BP_CPU for the ranges of data they look at, and
 * whether the loop must pay attention. Conditions that change all the time,
 * such as the mode, are asked when an address matches.
 *
 * A page in which a trigger may match an instruction, and every page while
 * one counts, is executed one instruction at a time, like those with a
 * debugger's breakpoint.
 *
 * Who takes a trap asks about those for traps, after one test when there are
 * none.
 */
#include "debug_check.h"

static unsigned n_triggers(const Vcpu *v)
{
    return v->hart.config.trigger_count;
}

/* --- changes ------------------------------------------------------------- */

static int watch_flags(unsigned access)
{
    return BP_CPU | BP_STOP_BEFORE_ACCESS |
           (access & TRIGGER_LOAD ? BP_MEM_READ : 0) |
           (access & TRIGGER_STORE ? BP_MEM_WRITE : 0);
}

/* A range of 2^64 bytes does not fit into a length: all but the last byte. */
static vaddr range_bytes(const TriggerRange *range)
{
    vaddr bytes = range->last - range->first + 1;

    return bytes ? bytes : ~0ull;
}

/* Returns: must the loop look at instructions because of trigger @i? */
static bool arm(Vcpu *v, unsigned i)
{
    TriggerRange range;

    if (!trigger_range(&v->hart, i, &range)) {
        return trigger_is_counting(&v->hart, i);
    }
    if (range.access & (TRIGGER_LOAD | TRIGGER_STORE)) {
        watchpoint_insert(&v->debug.points, range.first, range_bytes(&range),
                          watch_flags(range.access));
    }
    return range.access & TRIGGER_EXECUTE;
}

void debug_triggers_changed(Vcpu *v)
{
    VcpuDebug *d = &v->debug;
    unsigned watched = d->points.watchpoints.length;
    bool attention = d->triggers_attention;

    watchpoint_remove_all(&d->points, BP_CPU);
    watched -= d->points.watchpoints.length;
    d->triggers_attention = d->triggers_traps = false;
    for (unsigned i = 0; i < n_triggers(v); i++) {
        d->triggers_attention |= arm(v, i);
        d->triggers_traps |= trigger_is_for_traps(&v->hart, i);
    }
    debug_update_attention(v);
    if (watched || attention || d->triggers_attention ||
        debug_any_watched(v)) {
        tlb_flush(v);
        vcpu_request_exit(v, VCPU_EXIT_IRQ);    /* out of units and chains */
    }
}

/* --- instructions -------------------------------------------------------- */

static bool matches_fetch(const Vcpu *v, unsigned i, vaddr first, vaddr last)
{
    TriggerRange range;

    return trigger_range(&v->hart, i, &range) &&
           (range.access & TRIGGER_EXECUTE) && range.first <= last &&
           first <= range.last;
}

bool debug_trigger_on_page(const Vcpu *v, vaddr pc)
{
    vaddr page = pc & GUEST_PAGE_MASK;

    for (unsigned i = 0; i < n_triggers(v); i++) {
        if (trigger_is_counting(&v->hart, i) ||
            matches_fetch(v, i, page, page + (GUEST_PAGE_SIZE - 1))) {
            return true;
        }
    }
    return false;
}

bool debug_trigger_fetch(Vcpu *v, vaddr pc)
{
    for (unsigned i = 0; i < n_triggers(v); i++) {
        if (trigger_take_due(&v->hart, i)) {
            return true;
        }
        if (matches_fetch(v, i, pc, pc) && trigger_is_on(&v->hart, i)) {
            trigger_set_hit(&v->hart, i);
            return true;
        }
    }
    return false;
}

void debug_trigger_count(Vcpu *v, PrivMode priv)
{
    for (unsigned i = 0; i < n_triggers(v); i++) {
        trigger_count(&v->hart, i, priv);
    }
}

/* --- traps --------------------------------------------------------------- */

/* All that match are marked ("Priority"). */
bool debug_trigger_trap(Vcpu *v, const TrapTaken *trap)
{
    bool fires = false;

    for (unsigned i = 0; i < n_triggers(v); i++) {
        if (trigger_matches_trap(&v->hart, i, trap)) {
            trigger_set_hit(&v->hart, i);
            fires = true;
        }
    }
    return fires;
}

/* --- data ---------------------------------------------------------------- */

static bool is_of_trigger(const Vcpu *v, unsigned i, const CPUWatchpoint *wp)
{
    TriggerRange range;

    return trigger_range(&v->hart, i, &range) && wp->addr == range.first &&
           wp->len == range_bytes(&range);
}

static bool matches_data(const Vcpu *v, unsigned i, const DebugAccess *access)
{
    TriggerRange range;

    return trigger_range(&v->hart, i, &range) &&
           (watch_flags(range.access) & access->kind) &&
           (range.size == 0 || range.size == access->len) &&
           access->addr <= range.last &&
           range.first <= access->addr + (access->len - 1) &&
           trigger_is_on(&v->hart, i);
}

bool debug_trigger_data(Vcpu *v, const CPUWatchpoint *wp,
                        const DebugAccess *access)
{
    bool of_trigger = false;

    for (unsigned i = 0; i < n_triggers(v); i++) {
        of_trigger |= wp && is_of_trigger(v, i, wp);
        if (matches_data(v, i, access)) {
            trigger_set_hit(&v->hart, i);
            return true;
        }
    }
    return wp && !of_trigger;
}
