/* nearest.h: "did you mean": the known word closest to what was typed */
#ifndef CORE_NEAREST_H
#define CORE_NEAREST_H

#include <glib.h>

/**
 * nearest_word: the word with the fewest edits to @typed
 * @words: ends with NULL
 *
 * Returns: (borrowed) (nullable): NULL when none is close.
 */
const char *nearest_word(const char *typed, const char *const *words);

#endif
