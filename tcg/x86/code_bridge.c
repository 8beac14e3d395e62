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
 */
#include "x86/code_cache_internal.h"
#include "x86/emit.h"

#define PAGE_BYTES 4096

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
    X86Asm a;

    g_assert(generation > 0 && generation <= INT32_MAX && link->jump);
    g_assert(tcg_code_cache_contains(cache, target));
    x86_code_begin(cache, &a);
    write_bridge(cache, &a, link, generation);
    x86_jmp_to(&a, cache->memory.write + offset);
    if (!x86_code_end(cache, &a)) {
        return false;
    }
    x86_link_aim(cache, link, (uint32_t)(a.start - cache->memory.write));
    return true;
}

void tcg_link_give_up(TcgCodeCache *cache, uint32_t number)
{
    const X86Link *link = x86_link_find(cache, number);

    g_assert(link->jump);
    x86_link_aim(cache, link, link->jump);
}
