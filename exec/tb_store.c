/*
 * tb_store.c: where blocks live, and when they die
 *
 * Blocks are carved from regions, which are filled in turn, and never freed
 * one by one. When all are full the oldest region is emptied; that happens
 * while no vCPU runs, so a stale pointer stays readable until then. Each
 * page of RAM with blocks on it has a list of them and its DIRTY_MEMORY_CODE
 * bit clear; a store to it arrives here.
 */
#include "jit.h"
#include "tb_internal.h"

static size_t tb_bytes(unsigned n_insns)
{
    size_t bytes = sizeof(TranslationBlock) +
                   (n_insns + 1) * sizeof(InterpOp);

    return (bytes + TB_ALIGN - 1) & ~(size_t)(TB_ALIGN - 1);
}

static void free_regions(TbCache *cache)
{
    for (unsigned i = 0; i < TB_REGIONS; i++) {
        g_aligned_free(cache->regions[i].memory);
        cache->regions[i] = (TbRegion) { .memory = NULL };
    }
    cache->region = 0;
}

TbCache *tb_cache_new(void)
{
    TbCache *cache = g_new0(TbCache, 1);

    g_mutex_init(&cache->lock);
    cache->pages = g_hash_table_new(g_direct_hash, g_direct_equal);
    tb_cache_set_bytes(cache, TB_CACHE_BYTES);
    return cache;
}

void tb_cache_free(TbCache *cache)
{
    g_hash_table_destroy(cache->pages);
    free_regions(cache);
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

void tb_cache_set_bytes(TbCache *cache, uint64_t bytes)
{
    g_assert(!cache->regions[0].memory);
    cache->region_bytes = MAX(bytes / TB_REGIONS, tb_bytes(TB_MAX_INSNS));
}

static bool has_room(const TbCache *cache, size_t bytes)
{
    return cache->regions[cache->region].used + bytes <= cache->region_bytes;
}

static unsigned next_region(const TbCache *cache)
{
    return (cache->region + 1) % TB_REGIONS;
}

/* Memory of a region gets pages of the host as they are used. */
static void *carve(TbCache *cache, size_t bytes)
{
    TbRegion *region = &cache->regions[cache->region];

    if (!region->memory) {
        region->memory = g_aligned_alloc(1, cache->region_bytes, TB_ALIGN);
    }
    region->used += bytes;
    return region->memory + region->used - bytes;
}

TranslationBlock *tb_alloc(TbCache *cache, unsigned n_insns)
{
    size_t bytes = tb_bytes(n_insns);

    if (!has_room(cache, bytes)) {
        if (cache->regions[next_region(cache)].used > 0) {
            return NULL;
        }
        cache->region = next_region(cache);
    }
    return carve(cache, bytes);
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
    TranslationBlock **head = &cache->hash[tb_hash(tb->phys_pc)];
    gpointer key = page_key(tb_ram_addr(tb));

    tb->page_next = g_hash_table_lookup(cache->pages, key);
    g_hash_table_insert(cache->pages, key, tb);
    tb->hash_next = *head;
    __atomic_store_n(head, tb, __ATOMIC_RELEASE);
}

/* Lookups may be walking the chain: only the link before @tb changes. */
static void hash_remove(TbCache *cache, TranslationBlock *tb)
{
    TranslationBlock **link = &cache->hash[tb_hash(tb->phys_pc)];

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

static void forget_page(gpointer key, gpointer value, gpointer opaque)
{
    ram_addr_t page = (ram_addr_t)GPOINTER_TO_SIZE(key) << GUEST_PAGE_BITS;

    cpu_physical_memory_set_dirty_flag(page, DIRTY_MEMORY_CODE);
}

/* Which blocks of a page must go: those over bytes, or those in a region. */
typedef struct Doomed {
    ram_addr_t start;
    uint64_t size;
    const TbRegion *region;     /* NULL: by address */
} Doomed;

static bool is_doomed(const TranslationBlock *tb, const Doomed *doomed)
{
    const TbRegion *region = doomed->region;

    return region ? (size_t)((const uint8_t *)tb - region->memory) <
                        region->used
                  : tb_overlaps(tb, doomed->start, doomed->size);
}

/* The page is ordinary again when its list is empty. */
static void drop_from_page(TbCache *cache, gpointer key, const Doomed *doomed)
{
    TranslationBlock *tb = g_hash_table_lookup(cache->pages, key);
    TranslationBlock *kept = NULL;

    while (tb) {
        TranslationBlock *next = tb->page_next;

        if (is_doomed(tb, doomed)) {
            drop_block(cache, tb);
        } else {
            tb->page_next = kept;
            kept = tb;
        }
        tb = next;
    }
    if (kept) {
        g_hash_table_insert(cache->pages, key, kept);
    } else {
        g_hash_table_remove(cache->pages, key);
        forget_page(key, NULL, NULL);
    }
}

void tb_invalidate_range(TbCache *cache, ram_addr_t start, uint64_t size)
{
    const Doomed doomed = { .start = start, .size = size };
    ram_addr_t last = start + size - 1;

    g_mutex_lock(&cache->lock);
    for (ram_addr_t page = start & GUEST_PAGE_MASK; page <= last;
         page += GUEST_PAGE_SIZE) {
        drop_from_page(cache, page_key(page), &doomed);
    }
    g_mutex_unlock(&cache->lock);
}

/* --- making room --------------------------------------------------------- */

void tb_cache_evict(TbCache *cache)
{
    g_mutex_lock(&cache->lock);
    TbRegion *region = &cache->regions[next_region(cache)];
    const Doomed doomed = { .region = region };
    guint n_pages;
    g_autofree gpointer *pages =
        g_hash_table_get_keys_as_array(cache->pages, &n_pages);

    for (guint i = 0; i < n_pages; i++) {
        drop_from_page(cache, pages[i], &doomed);
    }
    region->used = 0;
    cache->region = next_region(cache);
    cache->evicted++;
    g_mutex_unlock(&cache->lock);
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
    free_regions(cache);
    cache->flushed++;
    g_mutex_unlock(&cache->lock);
}
