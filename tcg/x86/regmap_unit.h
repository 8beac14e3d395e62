/* regmap_unit.h: see regmap_unit.c */
#ifndef TCG_X86_REGMAP_UNIT_H
#define TCG_X86_REGMAP_UNIT_H

#include "tcg/ir.h"
#include "x86/regmap.h"

#define REGMAP_SWAPS 6          /* at most, in one unit */

/*
 * x register @in has the host register of @out inside the unit. If @in is 0,
 * the number of retired instructions has.
 */
typedef struct RegSwap {
    uint8_t in, out;
    uint8_t host;               /* X86Reg */
} RegSwap;

/**
 * regmap_swap: change the map for a unit
 * @slices: retired instructions are not counted up, but slices down
 * @swaps: (out) [REGMAP_SWAPS]
 *
 * Returns: how many exchanges were made.
 */
unsigned regmap_swap(RegMap *map, const TCGContext *s, bool slices,
                     RegSwap *swaps);

#endif
