/*
 * trigger.h: the hart's own break- and watchpoints
 *
 * A trigger is a pair of registers behind tselect: tdata1 says of which type
 * it is and when it may fire, tdata2 is what it compares. Software of the
 * guest sets them up; one that fires raises a breakpoint exception before
 * the instruction, which for a trap is the first one of the handler.
 *
 * Here is what the registers mean. Who executes instructions asks before
 * each one; see exec/debug_trigger.c.
 *
 * RISC-V Debug Specification 1.0, chapter "Sdtrig".
 */
#ifndef CORE_TRIGGER_H
#define CORE_TRIGGER_H

#include "core/hart.h"

typedef enum TriggerType {
    TRIGGER_MCONTROL = 2,       /* address match, as in 0.13 */
    TRIGGER_ICOUNT = 3,         /* after so many instructions */
    TRIGGER_ITRIGGER = 4,       /* an interrupt was taken */
    TRIGGER_ETRIGGER = 5,       /* an exception was taken */
    TRIGGER_MCONTROL6 = 6,      /* address match */
    TRIGGER_DISABLED = 15,
} TriggerType;

/* Bits of tdata1 that say what an address trigger looks at. */
enum {
    TRIGGER_LOAD = 1 << 0,
    TRIGGER_STORE = 1 << 1,
    TRIGGER_EXECUTE = 1 << 2,
};

/* What an address trigger matches. */
typedef struct TriggerRange {
    vaddr first;
    vaddr last;                 /* inclusive */
    unsigned access;            /* TRIGGER_LOAD, TRIGGER_STORE, ... */
    unsigned size;              /* bytes of the access; 0: any */
} TriggerRange;

/* A trap whose handler is about to start. */
typedef struct TrapTaken {
    uint64_t cause;             /* with CAUSE_INTERRUPT for interrupts */
    PrivMode from;
} TrapTaken;

/** trigger_reset: all match addresses, and none */
void trigger_reset(Hart *h);

/** trigger_type: of trigger @i */
TriggerType trigger_type(const Hart *h, unsigned i);

/**
 * trigger_range: the addresses that trigger @i compares with
 * @range: (out)
 *
 * Returns: false when it is none for addresses, or can match nothing.
 */
bool trigger_range(const Hart *h, unsigned i, TriggerRange *range);

/**
 * trigger_is_on: may trigger @i fire in the hart's present mode?
 *
 * Not in M-mode while mstatus.MIE is 0, nor in S-mode while sstatus.SIE is 0
 * and breakpoints are delegated there: a handler that has yet to save its
 * registers would lose them ("Native Triggers").
 */
bool trigger_is_on(const Hart *h, unsigned i);

/** trigger_set_hit: note in tdata1 that it fired */
void trigger_set_hit(Hart *h, unsigned i);

/** trigger_is_for_traps: can trigger @i match one? */
bool trigger_is_for_traps(const Hart *h, unsigned i);

/**
 * trigger_matches_trap: does trigger @i fire in front of the handler?
 *
 * The hart is in the handler's mode, with its interrupts off. As with
 * trigger_is_on(), only S-mode's handlers are disturbed, and only while
 * M-mode has the breakpoints. The breakpoint exception that follows goes to
 * M-mode then, so it matches nothing itself.
 */
bool trigger_matches_trap(const Hart *h, unsigned i, const TrapTaken *trap);

/** trigger_is_counting: does trigger @i count instructions, or is due? */
bool trigger_is_counting(const Hart *h, unsigned i);

/**
 * trigger_count: an instruction was executed, or it trapped
 * @priv: the mode it started in
 */
void trigger_count(Hart *h, unsigned i, PrivMode priv);

/** trigger_take_due: did trigger @i count to its end? It then starts anew */
bool trigger_take_due(Hart *h, unsigned i);

#endif
