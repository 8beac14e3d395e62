/*
 * tb_cache.c: how a block is found
 *
 * Two levels. The vCPU's jump cache is direct-mapped on the virtual address;
 * an entry counts only in the context, and for the translation, that it was
 * made in.
 * The shared hash is keyed by physical address and context. The same pc can
 * have several blocks: the key includes privilege and FP state.
 */
#include "debug_check.h"
#include "tb_internal.h"
#include "tb_jmp_cache.h"

/*
 * Only for when blocks go away. What a flush of translations does is to give
 * a table of the TLB another generation. Generation 0 is that of zeroed
 * entries and never in force.
 */
void tb_jmp_cache_clear(Vcpu *v)
{
    memset(v->jmp_cache, 0, TB_JMP_CACHE_SIZE * sizeof(*v->jmp_cache));
}

static TranslationBlock *hash_lookup(const TbCache *cache, hwaddr phys_pc,
                                     uint32_t flags)
{
    TranslationBlock *tb = __atomic_load_n(
        &cache->hash[tb_hash(phys_pc)], __ATOMIC_ACQUIRE);

    while (tb && !(tb->phys_pc == phys_pc && tb_matches(tb, flags))) {
        tb = __atomic_load_n(&tb->hash_next, __ATOMIC_ACQUIRE);
    }
    return tb;
}

static inline __attribute__((always_inline))
TranslationBlock *lookup_physical(Vcpu *v, vaddr pc)
{
    const CPUTLBEntryFull *full;
    Trap trap = tlb_lookup_full(v, pc, ACCESS_FETCH, &full);

    if (trap != TRAP_NONE) {
        v->exception_index = (int)trap;
        v->exception_tval = pc;
        return NULL;
    }
    if (!full->valid) {
        return NULL;            /* PMP splits the page: build for one run */
    }
    return hash_lookup(v->tb_cache, full->phys_page | (pc & ~GUEST_PAGE_MASK),
                       v->tb_flags);
}

TranslationBlock *tb_lookup_uncached(Vcpu *v)
{
    return lookup_physical(v, v->hart.pc);
}

TranslationBlock *tb_lookup_slow(Vcpu *v)
{
    if (G_UNLIKELY(v->debug.attention) &&
        debug_is_slow_page(v, v->hart.pc)) {
        return NULL;            /* the loop looks itself: debug_step.c */
    }
    TranslationBlock *tb = lookup_physical(v, v->hart.pc);

    if (tb) {
        *tb_jmp_cache_entry(v) = (TbJmpCacheEntry) {
            .pc = v->hart.pc, .tb = tb, .generation = v->jmp_generation,
        };
    }
    return tb;
}
