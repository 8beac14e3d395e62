/* random_unit.h: random units that terminate, for differential tests */
#ifndef RANDOM_UNIT_H
#define RANDOM_UNIT_H

#include "tcg/tcg.h"

/**
 * random_unit: replace the unit in @s
 *
 * It keeps the rules of ir.h. Loops poll after they retired something, so
 * with config.counts they end. Bases of accesses are x2, x8, x10, x11.
 */
void random_unit(TCGContext *s, GRand *rand);

#endif
