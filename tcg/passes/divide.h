/* divide.h: what the files of the divide pass share */
#ifndef TCG_DIVIDE_H
#define TCG_DIVIDE_H

#include <string.h>

#include "passes/pass.h"

/**
 * divide_by_number: if the divisor of the operation at @index is a number,
 * put operations there that do not divide
 *
 * Returns: how many operations more there are now.
 */
unsigned divide_by_number(TCGContext *s, unsigned index);

#endif
