/*
 * guard.h: what the files of the guard pass share
 *
 *     ld x11, x10, $0               guard t0, x10, $0x18, $0, L1, write
 *     ld x12, x10, $8        ->     gld x11, t0, $0
 *     st x10, x13, $16              gld x12, t0, $8
 *                                   gst t0, x13, $16
 *                                L0:
 *                                   ...
 *                                L1:  the three plain accesses; br L0
 *
 * guard_base.c finds the accesses of straight-line stretches and the base
 * they share, guard.c chooses groups, guard_copy.c rewrites the unit.
 */
#ifndef TCG_GUARD_H
#define TCG_GUARD_H

#include "passes/pass.h"

/* An access; bases are values, see GuardBase. */
typedef struct GuardAccess {
    uint16_t op;                /* its index */
    uint16_t value;             /* number of the value its base comes from */
    int32_t base;               /* arg[0] is the value plus this */
    int32_t offset;             /* the access is at the value plus this */
} GuardAccess;

/* Accesses that one guard covers, in the order of the unit. */
typedef struct GuardGroup {
    uint16_t value;
    uint16_t first, last;       /* operations */
    uint16_t count;
    int32_t base;               /* of the first access */
    int32_t low, high;          /* bytes low..high-1 from the value */
    bool store;
    bool chosen;
} GuardGroup;

/* What became of an operation that may be in a group. */
typedef struct GuardMember {
    uint16_t group;             /* its index + 1; 0: in none */
    int32_t offset;             /* as in GuardAccess */
} GuardMember;

/* What a register or temporary holds: value number @value plus @add. */
typedef struct GuardBase {
    uint16_t value;
    uint16_t stretch;           /* in which this was found out */
    int32_t add;
} GuardBase;

typedef struct Guard {
    TCGContext *s;
    GuardBase *bases;           /* by IrRef */
    GuardMember *members;       /* by operation */
    uint16_t *last_read;        /* by temporary: last operation, or 0 */
    unsigned next_value;
    unsigned stretch;           /* number of the present one, from 1 */
    bool reads_known;           /* last_read is filled in */
    GuardGroup *groups;
    unsigned n_groups;
    unsigned open;              /* first group of the stretch */
} Guard;

/* --- guard_base.c --------------------------------------------------------- */

/** guard_base_step: what an operation's result is, in terms of the others */
void guard_base_step(Guard *g, const IrOp *op);

/** guard_access: (out) @access, when the operation is one with a base */
bool guard_access(Guard *g, unsigned index, GuardAccess *access);

/** guard_member_opcode: the guarded form of an access, or 0 */
IrOpcode guard_member_opcode(IrOpcode opc);

/* --- guard_copy.c --------------------------------------------------------- */

/** guard_rewrite: put the chosen groups into the unit */
void guard_rewrite(Guard *g);

#endif
