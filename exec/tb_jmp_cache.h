/*
 * tb_jmp_cache.h: the first level of finding a block
 *
 * Direct-mapped on the virtual pc, one per vCPU, inlined where blocks follow
 * one another. An entry counts only in the generation it was made in. Every
 * table of the TLB that code is fetched through has its own, and gets a new
 * one when a flush takes such code away (tlb_table.c).
 */
#ifndef EXEC_TB_JMP_CACHE_H
#define EXEC_TB_JMP_CACHE_H

#include "tb.h"

/* An invalidated block has a flag that no context has. */
static inline bool tb_matches(const TranslationBlock *tb, uint32_t flags)
{
    return __atomic_load_n(&tb->flags, __ATOMIC_RELAXED) == flags;
}

/* The slot of the vCPU's pc: low bits, mixed with those above the page. */
static inline TbJmpCacheEntry *tb_jmp_cache_entry(const Vcpu *v)
{
    vaddr pc = v->hart.pc;

    return &v->jmp_cache[((pc >> 1) ^ (pc >> 13)) & (TB_JMP_CACHE_SIZE - 1)];
}

/** tb_jmp_cache_lookup: the block of the vCPU's pc and context, or NULL */
static inline TranslationBlock *tb_jmp_cache_lookup(const Vcpu *v)
{
    const TbJmpCacheEntry *entry = tb_jmp_cache_entry(v);

    return entry->pc == v->hart.pc &&
           entry->generation == v->jmp_generation &&
           tb_matches(entry->tb, v->tb_flags) ? entry->tb : NULL;
}

/**
 * tb_lookup: find the block for the vCPU's pc and context
 *
 * First the vCPU's own jump cache (virtual address), then the shared hash
 * (physical address).
 *
 * Returns: (nullable): borrowed; NULL when there is none, or when the fetch
 *          faults (then exception_index is set).
 */
static inline TranslationBlock *tb_lookup(Vcpu *v)
{
    TranslationBlock *tb = tb_jmp_cache_lookup(v);

    return G_LIKELY(tb) ? tb : tb_lookup_slow(v);
}

#endif
