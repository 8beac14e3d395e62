/*
 * jit_evict.c: room for units
 *
 * Memory for units is a ring of regions that are filled in turn. When the
 * next one is in use, it is the oldest: it is emptied, and what was in it is
 * interpreted until it is hot again. Units that died because the guest wrote
 * to their code are freed with their region, too.
 *
 *          +----+----+----+----+----+----+
 *          |####|####|##  |####|####|####|
 *          +----+----+----+----+----+----+
 *                      |    \ the oldest, emptied next
 *                      jit->region
 *
 * A region is emptied while no vCPU runs, so nobody is inside a unit or on
 * the way to one. Of those who could go there later, each is dealt with:
 *
 *   links to a unit         reset, through the block's list
 *   bridges to other pages  no link leads there: a bridge is younger than the
 *                           unit behind it, with which its link was reset
 *   links of a unit         their numbers are void until they are used again
 *   the block               has no code any more
 *   jump caches             forget all code of the region (cpus.c)
 *   Vcpu.open_link          forgotten (cpus.c): its number is used again
 */
#include "exec/cpus.h"
#include "jit.h"
#include "tb_internal.h"

void jit_regions_init(Jit *jit, size_t bytes)
{
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        jit->regions[i] = (JitUnits) {
            .blocks = g_ptr_array_new(),
            .ops = g_ptr_array_new_with_free_func(jit_tci_free),
        };
    }
    jit->region_ops_bytes = bytes / TCG_CODE_REGIONS;
}

void jit_regions_free(Jit *jit)
{
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        g_ptr_array_free(jit->regions[i].blocks, TRUE);
        g_ptr_array_free(jit->regions[i].ops, TRUE);
    }
}

/* --- the blocks of a region ---------------------------------------------- */

void jit_region_add(Jit *jit, TranslationBlock *tb)
{
    JitUnits *units = &jit->regions[jit->region];

    tb->unit_region = (uint8_t)jit->region;
    tb->unit_index = units->blocks->len;
    g_ptr_array_add(units->blocks, tb);
}

void jit_region_remove(Jit *jit, TranslationBlock *tb)
{
    GPtrArray *blocks = jit->regions[tb->unit_region].blocks;

    g_ptr_array_remove_index_fast(blocks, tb->unit_index);
    if (tb->unit_index < blocks->len) {
        TranslationBlock *moved = g_ptr_array_index(blocks, tb->unit_index);

        moved->unit_index = tb->unit_index;
    }
}

/* --- emptying ------------------------------------------------------------ */

static void forget_unit(Jit *jit, TranslationBlock *tb)
{
    jit_unlink(jit, tb);
    jit_starts_note(jit, tb, true);
    tb->code = NULL;
    tb->unit_ops = NULL;
    tb->unit_size = 0;
    tb->unit_insns = 0;
    tb->heat = 0;
}

static void empty_region(Jit *jit, unsigned number)
{
    JitUnits *units = &jit->regions[number];

    for (guint i = 0; i < units->blocks->len; i++) {
        forget_unit(jit, g_ptr_array_index(units->blocks, i));
    }
    g_ptr_array_set_size(units->blocks, 0);
    g_ptr_array_set_size(units->ops, 0);
    units->ops_bytes = 0;
}

static unsigned next_region(const Jit *jit)
{
    return (jit->region + 1) % TCG_CODE_REGIONS;
}

static void use_region(Jit *jit, unsigned number)
{
    jit->region = number;
    if (jit->code) {
        tcg_code_cache_use_region(jit->code, number);
    }
}

static bool is_empty(const Jit *jit, unsigned number)
{
    return jit->regions[number].ops_bytes == 0 &&
           (!jit->code || tcg_code_cache_region(jit->code, number).bytes == 0);
}

bool jit_region_is_empty(const Jit *jit)
{
    return is_empty(jit, jit->region);
}

bool jit_region_advance(Jit *jit)
{
    bool is_free = is_empty(jit, next_region(jit));

    if (is_free) {
        use_region(jit, next_region(jit));
    }
    return is_free;
}

TcgCodeRegion jit_oldest_code(const Jit *jit)
{
    return jit->code ? tcg_code_cache_region(jit->code, next_region(jit))
                     : (TcgCodeRegion) { 0 };
}

void jit_evict(Jit *jit)
{
    unsigned number = next_region(jit);

    empty_region(jit, number);
    use_region(jit, number);
    jit->evicted++;
    jit->evict_wanted = jit->evict_queued = false;
}

void jit_flush(Jit *jit)
{
    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        empty_region(jit, i);
    }
    use_region(jit, 0);
    jit->evict_wanted = false;
    if (jit->code) {
        tcg_code_cache_flush(jit->code);
    }
}

/* --- asking for it ------------------------------------------------------- */

static void evict_work(Vcpu *v, void *data)
{
    cpu_set_evict_units(v->cpus);
}

void jit_request_eviction(Vcpu *v)
{
    Jit *jit = v->cpus->jit;

    if (!jit->evict_queued) {
        jit->evict_queued = true;
        async_safe_run_on_cpu(v, evict_work, NULL);
    }
}
