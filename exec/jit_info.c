/* jit_info.c: adding up blocks and units, see exec/jit_info.h */
#include "exec/jit_info.h"

#include "jit.h"
#include "tb_internal.h"

static void count_blocks(const TbCache *cache, JitInfo *info)
{
    for (unsigned i = 0; i < TB_HASH_SIZE; i++) {
        for (const TranslationBlock *tb = cache->hash[i]; tb;
             tb = tb->hash_next) {
            info->blocks += !tb_is_invalid(tb);
        }
    }
    for (unsigned i = 0; i < TB_REGIONS; i++) {
        info->block_bytes += cache->regions[i].used;
    }
    info->block_limit = cache->region_bytes * TB_REGIONS;
    info->blocks_dropped = cache->dropped;
    info->blocks_evicted = cache->evicted;
    info->block_flushes = cache->flushed;
}

static void count_region(const Jit *jit, unsigned number, JitInfo *info)
{
    const JitUnits *units = &jit->regions[number];
    uint64_t code = jit->code ? tcg_code_cache_region(jit->code, number).bytes
                              : 0;

    info->units += units->blocks->len;
    for (guint i = 0; i < units->blocks->len; i++) {
        const TranslationBlock *tb = g_ptr_array_index(units->blocks, i);

        info->unit_insns += tb->unit_insns;
    }
    info->code_bytes += code;
    info->ops_bytes += units->ops_bytes;
    info->regions += code + units->ops_bytes > 0;
}

static void count_units(const Jit *jit, JitInfo *info)
{
    info->has_jit = true;
    info->threshold = jit->threshold;
    info->code_limit = jit->region_ops_bytes * TCG_CODE_REGIONS;
    info->max_regions = TCG_CODE_REGIONS;
    info->regions_evicted = jit->evicted;
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        count_region(jit, i, info);
    }
}

void cpu_set_jit_info(CpuSet *cpus, JitInfo *info)
{
    *info = (JitInfo) { .blocks = 0 };
    tb_cache_lock(cpus->tb_cache);
    count_blocks(cpus->tb_cache, info);
    if (cpus->jit) {
        count_units(cpus->jit, info);
    }
    tb_cache_unlock(cpus->tb_cache);
}
