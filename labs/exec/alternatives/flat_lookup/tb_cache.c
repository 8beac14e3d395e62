/* tb_cache.c: one function translates, one looks, entries are cleared singly */
#include "debug_check.h"
#include "tb_internal.h"
#include "tb_jmp_cache.h"

void tb_jmp_cache_clear(Vcpu *v)
{
    for (size_t i = 0; i < TB_JMP_CACHE_SIZE; i++) {
        v->jmp_cache[i].generation = 0;
        v->jmp_cache[i].tb = NULL;
        v->jmp_cache[i].pc = 0;
    }
}

/* Returns: false when there is no address that a block may be kept under. */
static bool find_address(Vcpu *v, hwaddr *phys)
{
    const CPUTLBEntryFull *full = NULL;
    vaddr pc = v->hart.pc;
    int trap = (int)tlb_lookup_full(v, pc, ACCESS_FETCH, &full);

    if (trap >= 0) {
        v->exception_tval = pc;
        v->exception_index = trap;
        return false;
    }
    *phys = full->phys_page + pc % GUEST_PAGE_SIZE;
    return full->valid;
}

TranslationBlock *tb_lookup_uncached(Vcpu *v)
{
    uint32_t flags = v->tb_flags;
    TranslationBlock *tb;
    hwaddr phys;

    if (!find_address(v, &phys)) {
        return NULL;
    }
    TranslationBlock **link = &v->tb_cache->hash[tb_hash(phys)];

    while ((tb = __atomic_load_n(link, __ATOMIC_ACQUIRE)) != NULL) {
        if (tb_matches(tb, flags) && tb->phys_pc == phys) {
            break;
        }
        link = &tb->hash_next;
    }
    return tb;
}

TranslationBlock *tb_lookup_slow(Vcpu *v)
{
    bool watched = v->debug.attention && debug_is_slow_page(v, v->hart.pc);
    TranslationBlock *tb = watched ? NULL : tb_lookup_uncached(v);

    if (tb != NULL) {
        TbJmpCacheEntry *slot = tb_jmp_cache_entry(v);

        slot->generation = v->jmp_generation;
        slot->pc = v->hart.pc;
        slot->tb = tb;
    }
    return tb;
}
