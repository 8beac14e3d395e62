/*
 * jit_starts.c: where on each page units start
 *
 * A hint for the choice of regions, with a bit for each halfword: privilege
 * and FP state do not count here, although they belong to the key of a unit.
 * A wrong bit costs a jump.
 */
#include "jit.h"

static gpointer page_of(const TranslationBlock *tb)
{
    return GSIZE_TO_POINTER((tb->block->offset + tb->block_offset) >>
                            GUEST_PAGE_BITS);
}

const uint64_t *jit_starts_of(const Jit *jit, const TranslationBlock *tb)
{
    return g_hash_table_lookup(jit->starts, page_of(tb));
}

void jit_starts_note(Jit *jit, const TranslationBlock *tb, bool gone)
{
    unsigned at = (tb->block_offset & ~GUEST_PAGE_MASK) / 2;
    uint64_t *starts = g_hash_table_lookup(jit->starts, page_of(tb));

    if (!starts) {
        starts = g_new0(uint64_t, JIT_PAGE_WORDS);
        g_hash_table_insert(jit->starts, page_of(tb), starts);
    }
    if (gone) {
        starts[at / 64] &= ~(1ull << at % 64);
    } else {
        starts[at / 64] |= 1ull << at % 64;
    }
}
