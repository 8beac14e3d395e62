/*
 * code_link.c: direct jumps between units, patched while they may run
 *
 *      unit A                         unit B
 *      ...                            ...
 *      jmp rel32 ---- patched ------> add ...
 *       |  until patched
 *       +---> exit of A: leave with the link's number
 *
 * The displacement lies at a multiple of four, so one store changes it whole:
 * a CPU that runs the jump at that moment takes the old or the new way, and
 * both are right. Nothing else of the code ever changes. Undoing a patch is
 * the same store with the old displacement, so a unit that has gone is
 * unlinked by resetting every link that leads to it. Jumps to other pages
 * take a detour: code_bridge.c.
 *
 * Spec: Intel SDM volume 3, 9.1.1 (aligned stores are atomic), 9.1.3
 * (cross-modifying code: this is the case of one operand, within a line).
 */
#include "x86/code_cache_internal.h"

enum { DISPLACEMENT_BYTES = 4 };

int32_t *x86_link_jmp(X86Asm *a, X86Label *label)
{
    const unsigned opcode_bytes = 1;
    uintptr_t field = (uintptr_t)a->p + opcode_bytes;

    g_assert(label->at < 0);
    x86_nops(a, -field & (DISPLACEMENT_BYTES - 1));
    x86_jmp(a, label);
    return a->overflow ? NULL : (int32_t *)(a->start + label->fixups);
}

uint32_t x86_link_next(const TcgCodeCache *cache)
{
    return cache->n_links;
}

uint32_t x86_link_add(TcgCodeCache *cache, X86Asm *a, int32_t *displacement)
{
    uint32_t offset;

    if (!displacement || cache->n_links == cache->end_links) {
        a->overflow = true;
        return 0;
    }
    offset = (uint32_t)((uint8_t *)displacement - cache->memory.write);
    g_assert(offset % DISPLACEMENT_BYTES == 0);
    cache->links[cache->n_links] = (X86Link){
        .displacement = offset,
        .exit = offset + DISPLACEMENT_BYTES + (uint32_t)*displacement,
    };
    return cache->n_links++;
}

void x86_link_to_page(TcgCodeCache *cache, uint32_t number,
                      int32_t page_offset, const uint8_t *place)
{
    X86Link *link = &cache->links[number];

    link->page_offset = page_offset;
    link->jump = (uint32_t)(place - cache->memory.write);
}

const X86Link *x86_link_find(const TcgCodeCache *cache, uint32_t number)
{
    g_assert(number < cache->max_links);
    return &cache->links[number];
}

/* Both places are offsets into the code memory. */
void x86_link_aim(TcgCodeCache *cache, const X86Link *link, uint32_t target)
{
    int32_t *displacement =
        (int32_t *)(cache->memory.write + link->displacement);
    uint32_t after = link->displacement + DISPLACEMENT_BYTES;

    __atomic_store_n(displacement, (int32_t)(target - after),
                     __ATOMIC_RELEASE);
}

void tcg_link_patch(TcgCodeCache *cache, uint32_t number, const void *target)
{
    g_assert(tcg_code_cache_contains(cache, target));
    x86_link_aim(cache, x86_link_find(cache, number),
                 (uint32_t)((const uint8_t *)target - cache->memory.run));
}

/* The number may be that of a link whose region was forgotten. */
static bool link_exists(const TcgCodeCache *cache, uint32_t number)
{
    unsigned region = number / (cache->max_links / TCG_CODE_REGIONS);
    TcgCodeRegion r = tcg_code_cache_region(cache, region);

    return number - r.first_link < r.n_links;
}

void tcg_link_reset(TcgCodeCache *cache, uint32_t number)
{
    const X86Link *link = x86_link_find(cache, number);

    if (link_exists(cache, number)) {
        x86_link_aim(cache, link, link->exit);
    }
}

int32_t tcg_link_offset(const TcgCodeCache *cache, uint32_t number)
{
    return x86_link_find(cache, number)->page_offset;
}
