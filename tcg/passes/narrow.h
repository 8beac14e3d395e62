/* narrow.h: what is known of upper halves */
#ifndef TCG_NARROW_H
#define TCG_NARROW_H

#include "passes/pass.h"

/**
 * narrow_operands_read: whose upper halves does an operation read?
 * @result: is the upper half of its result read?
 *
 * Returns: bit i: that of arg[i].
 */
unsigned narrow_operands_read(const IrOp *op, bool result);

#endif
