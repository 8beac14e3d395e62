/*
 * code_bridge.c: links to other pages
 *
 * What lies at a virtual address depends on the address space, and units are
 * shared by all that map their page. A link to another page therefore goes
 * through bridges, one for each state of a context it was used in:
 *
 *      unit A             bridge 2              bridge 1
 *      jmp rel32 -------> cmp generation, 7 ,-> cmp generation, 3
 *                         jne --------------'   jne ------------> exit of A
 *                         add page_pc, 4096     add page_pc, 4096
 *                         jmp unit C            jmp unit B
 *
 * A bridge never changes once it is written, so it may be passed while others
 * are made. The number in it belongs to one vCPU: what a CPU sees of a bridge
 * that another one is writing at the moment matters to the other one only.
 *
 * Bridges are made while units are written, so they lie in pieces of their
 * own among the units. The next piece is taken, between two units, before
 * the last one is full.
 */
#include "x86/code_cache_internal.h"
#include "x86/emit.h"

#define PAGE_BYTES 4096

enum {
    BRIDGE_BYTES = 48,          /* 32, and what the assembler asks for */
    BRIDGES = 64,               /* in a piece, if the region is not small */
    PIECES = 16,                /* if it is: of a region, at least */
};

static bool has_room(const TcgCodeCache *cache, unsigned bridges)
{
    return cache->bridge + bridges * BRIDGE_BYTES <= cache->bridges_end;
}

static void take_piece(TcgCodeCache *cache)
{
    size_t n = MIN(BRIDGES, cache->region_bytes / PIECES / BRIDGE_BYTES);
    size_t bytes = MAX(n, 1) * BRIDGE_BYTES;

    if (x86_code_take(cache, bytes, &cache->bridge)) {
        cache->bridges_end = cache->bridge + bytes;
    }
}

void x86_bridges_refill(TcgCodeCache *cache)
{
    if (cache->bridges_end > 0 && !has_room(cache, BRIDGES / 2)) {
        take_piece(cache);
    }
}

static uint32_t aim(const TcgCodeCache *cache, const X86Link *link)
{
    const int32_t *displacement =
        (const int32_t *)(cache->memory.write + link->displacement);

    return link->displacement + sizeof(*displacement) +
           (uint32_t)*displacement;
}

static void write_bridge(TcgCodeCache *cache, X86Asm *a, const X86Link *link,
                         uint32_t generation)
{
    const TcgLayout *layout = &cache->layout;

    x86_mi(a, X86_CMP | X86_W32, emit_env(layout->link_generation),
           (int32_t)generation);
    x86_jcc_to(a, X86_CC_NE, cache->memory.write + aim(cache, link));
    x86_mi(a, X86_ADD | X86_W64, emit_env(layout->page_pc),
           link->page_offset & -PAGE_BYTES);
}

bool tcg_link_bridge(TcgCodeCache *cache, uint32_t number,
                     uint32_t generation, const void *target)
{
    const X86Link *link = x86_link_find(cache, number);
    size_t offset = (const uint8_t *)target - cache->memory.run;
    size_t place;
    X86Asm a;

    g_assert(generation > 0 && generation <= INT32_MAX && link->jump);
    g_assert(tcg_code_cache_contains(cache, target));
    if (!has_room(cache, 1)) {
        take_piece(cache);
    }
    if (!has_room(cache, 1)) {
        return false;
    }
    place = cache->bridge;
    cache->bridge += BRIDGE_BYTES;
    x86_asm_init(&a, cache->memory.write + place, BRIDGE_BYTES,
                 &cache->features);
    write_bridge(cache, &a, link, generation);
    x86_jmp_to(&a, cache->memory.write + offset);
    g_assert(!a.overflow);
    x86_link_aim(cache, link, (uint32_t)place);
    return true;
}

void tcg_link_give_up(TcgCodeCache *cache, uint32_t number)
{
    const X86Link *link = x86_link_find(cache, number);

    g_assert(link->jump);
    x86_link_aim(cache, link, link->jump);
}
