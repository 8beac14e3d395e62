/*
 * nearest.c: see nearest.h
 *
 * Optimal string alignment distance: insert, delete, replace a letter or swap
 * two neighbours, each for 1. Three rows of the matrix are enough.
 */
#include "core/nearest.h"

#include <string.h>

#define WORD_MAX 64             /* longer words have no neighbours */

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    return MIN(MIN(a, b), c);
}

/* One row: distances of a[0..i] to all prefixes of @b. */
static void fill_row(const char *a, unsigned i, const char *b,
                     unsigned rows[3][WORD_MAX + 1])
{
    unsigned *now = rows[i % 3];
    const unsigned *up = rows[(i + 2) % 3];
    const unsigned *up2 = rows[(i + 1) % 3];

    now[0] = i;
    for (unsigned j = 1; b[j - 1]; j++) {
        now[j] = min3(now[j - 1] + 1, up[j] + 1,
                      up[j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
            now[j] = MIN(now[j], up2[j - 2] + 1);
        }
    }
}

static unsigned distance(const char *a, const char *b)
{
    unsigned rows[3][WORD_MAX + 1];
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);

    if (length_a > WORD_MAX || length_b > WORD_MAX) {
        return G_MAXUINT;
    }
    for (unsigned j = 0; j <= length_b; j++) {
        rows[0][j] = j;
    }
    for (unsigned i = 1; i <= length_a; i++) {
        fill_row(a, i, b, rows);
    }
    return rows[length_a % 3][length_b];
}

const char *nearest_word(const char *typed, const char *const *words)
{
    unsigned best = MAX(1u, (unsigned)MIN(strlen(typed), WORD_MAX) / 2);
    const char *word = NULL;

    for (unsigned i = 0; words[i]; i++) {
        unsigned d = distance(typed, words[i]);

        if (d < best || (d == best && !word)) {
            best = d;
            word = words[i];
        }
    }
    return word;
}
