/*
 * tb_cache.c: how a block is found
 *
 * TODO (exec.2): two levels.
 *
 * The jump cache of the vCPU (tb_jmp_cache.h reads it) has one slot for each
 * value of a few bits of the virtual pc. The hash that all vCPUs share
 * (struct TbCache in tb_internal.h: hash[], tb_hash(), chains by hash_next)
 * is keyed by physical address and context, TB_FLAG_*. Blocks are put into it
 * elsewhere, and taken out; you only look. Other vCPUs insert meanwhile: read
 * links with __atomic_load_n(..., __ATOMIC_ACQUIRE).
 *
 * tb_lookup_uncached()   the block at hart.pc in the context v->tb_flags
 *   - tlb_lookup_full() translates the pc, as a fetch. A trap goes into
 *     exception_index, its address into exception_tval; there is no block.
 *   - A page whose entry is not valid is split by PMP; no block of it is kept.
 *   - A block whose flags differ is another block; tb_matches() knows the
 *     one that was dropped.
 * tb_lookup_slow()       the same; what is found enters the jump cache, for
 *                        the present generation (v->jmp_generation)
 *   - While v->debug.attention is set, a page that debug_is_slow_page() has
 *     no block: the loop must look at each of its instructions.
 * tb_jmp_cache_clear()   the jump cache forgets all
 */
#include "core/lab_todo.h"
#include "debug_check.h"
#include "tb_internal.h"
#include "tb_jmp_cache.h"

void tb_jmp_cache_clear(Vcpu *v)
{
    lab_todo("exec", 2);
    (void)v;
}

TranslationBlock *tb_lookup_uncached(Vcpu *v)
{
    lab_todo("exec", 2);
    (void)v;
    return NULL;
}

TranslationBlock *tb_lookup_slow(Vcpu *v)
{
    lab_todo("exec", 2);
    (void)v;
    return NULL;
}
