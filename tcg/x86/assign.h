/*
 * assign.h: how long each temporary lives
 *
 * Operations are numbered as they stand, which is the order in which control
 * flows, except for backward branches.
 */
#ifndef TCG_X86_ASSIGN_H
#define TCG_X86_ASSIGN_H

#include "x86/emit.h"

typedef struct Life {
    uint16_t first, last;       /* operations: definition, last use */
    bool in_memory;             /* is for an f register, or a loop only
                                 * compares and computes with it */
    bool is_used;               /* else all is unknown */
    bool shuns_rdx;             /* operand of an operation that needs rdx */
    bool is_pointer;            /* accesses add it to an address */
} Life;

/* A loop, or what a branch back makes one of. */
typedef struct Loop {
    uint16_t first, last;       /* operations: label, branch back to it */
} Loop;

/* Tables of one unit; sizes are those of the unit. */
struct Assign {
    uint8_t kinds[IR_OPCODE_COUNT];
    Life life[IR_MAX_TEMPS];
    Loop loops[IR_MAX_LABELS];
    unsigned n_loops;
    uint16_t label_at[IR_MAX_LABELS];
};

/**
 * assign_find_lives: fill in t->life[] of the unit's temporaries
 *
 * What lives anywhere in a loop and was defined before it lives to the loop's
 * end.
 */
void assign_find_lives(struct Assign *t, const TCGContext *s);

#endif
