/*
 * jit_link.c: direct jumps between units
 *
 * A link is patched when its jump was taken once and the target has a unit;
 * each block knows the links that were pointed at it, so that they can be
 * taken back when it dies.
 */
#include "jit.h"

static JitLink *link_at(Jit *jit, uint32_t number)
{
    if (number >= jit->links->len) {
        guint old = jit->links->len;

        g_array_set_size(jit->links, number + 1);
        for (guint i = old; i <= number; i++) {
            g_array_index(jit->links, JitLink, i).next = TB_NO_LINK;
        }
    }
    return &g_array_index(jit->links, JitLink, number);
}

void jit_link(Jit *jit, uint32_t number, TranslationBlock *tb)
{
    JitLink *link = link_at(jit, number);

    if (link->target || tb_is_invalid(tb) || !tb->code) {
        return;
    }
    link->target = tb;
    link->next = tb->links_in;
    tb->links_in = number;
    tcg_link_patch(jit->code, number, tb->code);
}

static void jit_unlink(Jit *jit, TranslationBlock *tb)
{
    uint32_t number = tb->links_in;

    while (number != TB_NO_LINK) {
        JitLink *link = link_at(jit, number);

        tcg_link_reset(jit->code, number);
        number = link->next;
        *link = (JitLink) { .next = TB_NO_LINK };
    }
    tb->links_in = TB_NO_LINK;
}

void jit_kill(Jit *jit, TranslationBlock *tb)
{
    if (jit->code) {
        jit_unlink(jit, tb);
        tcg_unit_kill(jit->code, tb->code);
    }
}
