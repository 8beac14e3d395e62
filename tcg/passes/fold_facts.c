/* fold_facts.c: what is known of operands; see FoldFacts */
#include "passes/fold.h"

/* Leading bits equal to the sign, the sign included. */
static unsigned sign_bits(uint64_t value)
{
    uint64_t flips = value ^ (uint64_t)((int64_t)value >> 63);

    return flips ? __builtin_clzll(flips) : 64;
}

FoldFacts fold_const_facts(uint64_t value)
{
    return (FoldFacts) {
        .kind = FOLD_CONST,
        .value = value,
        .zeros = ~value,
        .sbits = 65 - sign_bits(value),
    };
}
