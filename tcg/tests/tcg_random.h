/*
 * tcg_random.h: random units that are well formed
 *
 * For differential tests: a unit before and after a pass, or under tci and
 * as host code, must do the same. The units pass ir_verify(), count their
 * instructions exactly, and end: x31 is the fuel of all loops, and nothing
 * but the loops writes it.
 *
 * Addresses are made of any register, cut down to the memory that the options
 * name; a few accesses cross its end and trap.
 */
#ifndef TCG_RANDOM_H
#define TCG_RANDOM_H

#include "tcg/tcg.h"

typedef struct TcgRandomOptions {
    unsigned insns;             /* guest instructions, 1..IR_MAX_INSNS */
    bool control;               /* branches, loops, jumps, side exits */
    bool plain_loops;           /* loops that do not poll, with control */
    bool memory;                /* loads and stores */
    bool atomics;               /* amo, lr, sc, mb */
    bool guards;                /* guarded accesses with slow copies */
    bool calls;                 /* call and interp: helpers must cope */
    bool floats;                /* operations on f registers, fp_check */
    bool env;                   /* ld_env, st_env: sscratch and stval */
    uint64_t base;              /* guest address of memory */
    uint64_t size;              /* its bytes, a power of 2 */
} TcgRandomOptions;

#define TCG_RANDOM_FUEL_GPR 31

/** tcg_random_unit: reset @s and fill it; equal seeds give equal units */
void tcg_random_unit(TCGContext *s, const TcgRandomOptions *options,
                     uint32_t seed);

#endif
