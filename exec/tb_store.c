/*
 * tb_store.c: where blocks live, and when they die
 *
 * Blocks are carved from chunks and never freed one by one, so a stale
 * pointer stays readable until the whole cache is flushed, which only
 * happens while no vCPU runs. Each page of RAM with blocks on it has a list
 * of them and its DIRTY_MEMORY_CODE bit clear; a store to it arrives here.
 */
#include "jit.h"
#include "tb_internal.h"

TbCache *tb_cache_new(void)
{
    TbCache *cache = g_new0(TbCache, 1);

    g_mutex_init(&cache->lock);
    cache->pages = g_hash_table_new(g_direct_hash, g_direct_equal);
    cache->chunks = g_ptr_array_new_with_free_func(g_aligned_free);
    return cache;
}

void tb_cache_free(TbCache *cache)
{
    g_hash_table_destroy(cache->pages);
    g_ptr_array_free(cache->chunks, TRUE);
    g_mutex_clear(&cache->lock);
    g_free(cache);
}

uint32_t tb_cache_dropped(const TbCache *cache)
{
    return __atomic_load_n(&cache->dropped, __ATOMIC_RELAXED);
}

void tb_cache_lock(TbCache *cache)
{
    g_mutex_lock(&cache->lock);
}

void tb_cache_unlock(TbCache *cache)
{
    g_mutex_unlock(&cache->lock);
}

static size_t tb_bytes(unsigned n_insns)
{
    size_t bytes = sizeof(TranslationBlock) +
                   (n_insns + 1) * sizeof(InterpOp);

    return (bytes + TB_ALIGN - 1) & ~(size_t)(TB_ALIGN - 1);
}

TranslationBlock *tb_alloc(TbCache *cache, unsigned n_insns)
{
    size_t bytes = tb_bytes(n_insns);

    if (cache->chunks->len == 0 ||
        cache->chunk_used + bytes > TB_CHUNK_BYTES) {
        if (cache->chunks->len == TB_CHUNKS_MAX) {
            return NULL;
        }
        g_ptr_array_add(cache->chunks,
                        g_aligned_alloc(1, TB_CHUNK_BYTES, TB_ALIGN));
        cache->chunk_used = 0;
    }
    uint8_t *chunk = g_ptr_array_index(cache->chunks, cache->chunks->len - 1);
    TranslationBlock *tb = (TranslationBlock *)(chunk + cache->chunk_used);

    cache->chunk_used += bytes;
    return tb;
}

/* --- pages --------------------------------------------------------------- */

static gpointer page_key(ram_addr_t addr)
{
    return GSIZE_TO_POINTER(addr >> GUEST_PAGE_BITS);
}

static ram_addr_t tb_ram_addr(const TranslationBlock *tb)
{
    return tb->block->offset + tb->block_offset;
}

void tb_cache_insert(TbCache *cache, TranslationBlock *tb)
{
    TranslationBlock **head = &cache->hash[tb_hash(tb->phys_pc, tb->flags)];
    gpointer key = page_key(tb_ram_addr(tb));

    tb->page_next = g_hash_table_lookup(cache->pages, key);
    g_hash_table_insert(cache->pages, key, tb);
    tb->hash_next = *head;
    __atomic_store_n(head, tb, __ATOMIC_RELEASE);
}

/* Lookups may be walking the chain: only the link before @tb changes. */
static void hash_remove(TbCache *cache, TranslationBlock *tb)
{
    TranslationBlock **link = &cache->hash[tb_hash(tb->phys_pc, tb->flags)];

    while (*link != tb) {
        link = &(*link)->hash_next;
    }
    __atomic_store_n(link, tb->hash_next, __ATOMIC_RELEASE);
}

static bool tb_overlaps(const TranslationBlock *tb, ram_addr_t start,
                        uint64_t size)
{
    ram_addr_t first = tb_ram_addr(tb);
    unsigned covered = MAX(tb->size, tb->unit_size);

    return first < start + size && start < first + covered;
}

static void drop_block(TbCache *cache, TranslationBlock *tb)
{
    hash_remove(cache, tb);
    __atomic_fetch_or(&tb->flags, TB_FLAG_INVALID, __ATOMIC_SEQ_CST);
    __atomic_fetch_add(&cache->dropped, 1, __ATOMIC_SEQ_CST);
    if (tb->code) {
        jit_kill(cache->jit, tb);
    }
}

/* Drop what overlaps; the page is ordinary again when its list is empty. */
static void invalidate_page(TbCache *cache, ram_addr_t page,
                            ram_addr_t start, uint64_t size)
{
    TranslationBlock *tb = g_hash_table_lookup(cache->pages, page_key(page));
    TranslationBlock *kept = NULL;

    while (tb) {
        TranslationBlock *next = tb->page_next;

        if (tb_overlaps(tb, start, size)) {
            drop_block(cache, tb);
        } else {
            tb->page_next = kept;
            kept = tb;
        }
        tb = next;
    }
    if (kept) {
        g_hash_table_insert(cache->pages, page_key(page), kept);
    } else {
        g_hash_table_remove(cache->pages, page_key(page));
        cpu_physical_memory_set_dirty_flag(page, DIRTY_MEMORY_CODE);
    }
}

void tb_invalidate_range(TbCache *cache, ram_addr_t start, uint64_t size)
{
    ram_addr_t last = start + size - 1;

    g_mutex_lock(&cache->lock);
    for (ram_addr_t page = start & GUEST_PAGE_MASK; page <= last;
         page += GUEST_PAGE_SIZE) {
        invalidate_page(cache, page, start, size);
    }
    g_mutex_unlock(&cache->lock);
}

static void forget_page(gpointer key, gpointer value, gpointer opaque)
{
    ram_addr_t page = (ram_addr_t)GPOINTER_TO_SIZE(key) << GUEST_PAGE_BITS;

    cpu_physical_memory_set_dirty_flag(page, DIRTY_MEMORY_CODE);
}

void tb_cache_flush(TbCache *cache)
{
    g_mutex_lock(&cache->lock);
    g_hash_table_foreach(cache->pages, forget_page, NULL);
    g_hash_table_remove_all(cache->pages);
    memset(cache->hash, 0, sizeof(cache->hash));
    if (cache->jit) {
        jit_flush(cache->jit);
    }
    g_ptr_array_set_size(cache->chunks, 0);
    cache->chunk_used = 0;
    g_mutex_unlock(&cache->lock);
}
