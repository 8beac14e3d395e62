/*
 * jit_link.c: direct jumps between units
 *
 * A link is patched when its jump was taken and the target has a unit. Each
 * block knows the links that were pointed at it, so that they can be taken
 * back when it dies.
 *
 * A link to another page gets a bridge for each context it is used in
 * (tcg/x86/code_bridge.c). One that needs a new bridge time and again is
 * better served by the jump cache.
 */
#include "exec/cpus.h"
#include "jit.h"

#define CHAIN_BRIDGES 4         /* passed in a row, at most */
#define LIFE_BRIDGES 16         /* made for one link, at most */

void jit_link_made(Jit *jit, const TcgUnit *unit, hwaddr page)
{
    for (uint32_t i = 0; i < unit->n_links; i++) {
        jit->links[unit->first_link + i] = (JitLink) { .page = page };
    }
}

/* --- arrivals ------------------------------------------------------------ */

static JitArrival *arrival_at(Jit *jit, uint32_t at)
{
    return &g_array_index(jit->arrivals, JitArrival, at);
}

static uint32_t new_arrival(Jit *jit)
{
    uint32_t at = jit->free_arrival;

    if (at == TB_NO_LINK) {
        at = jit->arrivals->len;
        g_array_set_size(jit->arrivals, at + 1);
    } else {
        jit->free_arrival = arrival_at(jit, at)->next;
    }
    return at;
}

static void add_arrival(Jit *jit, TranslationBlock *tb, uint32_t number)
{
    uint32_t at = new_arrival(jit);

    *arrival_at(jit, at) = (JitArrival) {
        .link = number, .next = tb->links_in,
    };
    tb->links_in = at;
    jit->links[number].target = tb;
}

/*
 * Links that lead elsewhere by now are found again when they are taken; so
 * are others that have got the number of one that is gone.
 */
void jit_unlink(Jit *jit, TranslationBlock *tb)
{
    uint32_t at = tb->links_in;

    while (at != TB_NO_LINK) {
        JitArrival *arrival = arrival_at(jit, at);
        uint32_t next = arrival->next;

        tcg_link_reset(jit->code, arrival->link);
        jit->links[arrival->link].target = NULL;
        arrival->next = jit->free_arrival;
        jit->free_arrival = at;
        at = next;
    }
    tb->links_in = TB_NO_LINK;
}

/* --- between pages ------------------------------------------------------- */

static bool advance_or_ask(Vcpu *v)
{
    bool advanced = jit_region_advance(v->cpus->jit);

    if (!advanced) {
        jit_request_eviction(v);
    }
    return advanced;
}

/* While a unit is made, its region stays in use, and may seem to be full. */
static bool add_bridge(Vcpu *v, uint32_t number, uint32_t generation,
                       const void *code)
{
    Jit *jit = v->cpus->jit;
    bool alone = g_mutex_trylock(&jit->making);
    bool done = tcg_link_bridge(jit->code, number, generation, code) ||
                (alone && advance_or_ask(v) &&
                 tcg_link_bridge(jit->code, number, generation, code));

    if (alone) {
        g_mutex_unlock(&jit->making);
    }
    return done;
}

/* A link that gets no bridge for lack of room leaves once more. */
static void build_bridge(Vcpu *v, uint32_t number, TranslationBlock *tb,
                         uint32_t generation)
{
    Jit *jit = v->cpus->jit;
    JitLink *link = &jit->links[number];

    if (link->bridges % CHAIN_BRIDGES == 0) {
        tcg_link_reset(jit->code, number);
    }
    if (add_bridge(v, number, generation, tb->code)) {
        link->bridges++;
        add_arrival(jit, tb, number);
    }
}

static void link_pages(Vcpu *v, uint32_t number, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;
    JitLink *link = &jit->links[number];
    uint32_t generation = jit_jmp_generation(v, v->page_pc, link->page);

    if (jit->evict_queued) {
        return;
    }
    if (generation && link->bridges < LIFE_BRIDGES) {
        build_bridge(v, number, tb, generation);
    } else {
        tcg_link_give_up(jit->code, number);
    }
}

void jit_link(Vcpu *v, uint32_t number, TranslationBlock *tb)
{
    Jit *jit = v->cpus->jit;

    if (tb_is_invalid(tb) || !tb->code) {
        return;
    }
    if (tcg_link_offset(jit->code, number)) {
        link_pages(v, number, tb);
    } else if (!jit->links[number].target) {
        tcg_link_patch(jit->code, number, tb->code);
        add_arrival(jit, tb, number);
    }
}

void jit_kill(Jit *jit, TranslationBlock *tb)
{
    jit_starts_note(jit, tb, true);
    jit_region_remove(jit, tb);
    if (jit->code) {
        jit_unlink(jit, tb);
        tcg_unit_kill(jit->code, tb->code);
    }
}
