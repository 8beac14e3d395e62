/*
 * code_cache.c: where units lie in the code memory
 *
 * Units are written one behind the other, each at a multiple of 16, and are
 * never freed one by one: a full region is forgotten as a whole, with the
 * numbers of its links. Who decides which one, and when, is exec.
 */
#include "core/error.h"
#include "x86/code_cache_internal.h"

enum {
    UNIT_ALIGN = 16,
    UNIT_BYTES = 64 << 10,      /* more than nearly all units have */
    BYTES_PER_LINK = 32,        /* room for links: more than code needs */
};

static size_t unit_start(const TcgCodeCache *cache)
{
    size_t start = (cache->used + UNIT_ALIGN - 1) & ~(size_t)(UNIT_ALIGN - 1);

    return MIN(start, cache->end);
}

void x86_code_begin(TcgCodeCache *cache, X86Asm *a)
{
    size_t start = unit_start(cache);

    cache->writing = true;
    cache->n_links = cache->kept_links;
    code_memory_prepare(&cache->memory, start + UNIT_BYTES);
    x86_asm_init(a, cache->memory.write + start, cache->end - start,
                 &cache->features);
}

void x86_code_drop(TcgCodeCache *cache)
{
    cache->writing = false;
    cache->n_links = cache->kept_links;
}

const void *x86_code_end(TcgCodeCache *cache, X86Asm *a)
{
    if (a->overflow) {
        x86_code_drop(cache);
        return NULL;
    }
    cache->writing = false;
    cache->kept_links = cache->n_links;
    cache->used = (size_t)(a->p - cache->memory.write);
    x86_bridges_refill(cache);
    return code_memory_run(&cache->memory, a->start);
}

bool x86_code_take(TcgCodeCache *cache, size_t bytes, size_t *place)
{
    size_t start = unit_start(cache);
    bool ok = !cache->writing && bytes <= cache->end - start;

    if (ok) {
        code_memory_prepare(&cache->memory, start + bytes);
        cache->used = start + bytes;
        *place = start;
    }
    return ok;
}

/* --- regions ------------------------------------------------------------- */

static size_t region_start(const TcgCodeCache *cache, unsigned number)
{
    return cache->common_bytes + number * cache->region_bytes;
}

static uint32_t region_first_link(const TcgCodeCache *cache, unsigned number)
{
    return cache->max_links / TCG_CODE_REGIONS * number;
}

/* The counts of the region in use are those of the cache. */
static void note_region(TcgCodeCache *cache)
{
    unsigned number = cache->region;

    cache->region_used[number] = cache->used - region_start(cache, number);
    cache->region_links[number] =
        cache->kept_links - region_first_link(cache, number);
}

static void open_region(TcgCodeCache *cache, unsigned number)
{
    g_assert(number < TCG_CODE_REGIONS);
    cache->region = number;
    cache->used = region_start(cache, number);
    cache->end = cache->used + cache->region_bytes;
    cache->n_links = cache->kept_links = region_first_link(cache, number);
    cache->end_links = region_first_link(cache, number + 1);
    cache->bridge = cache->bridges_end = 0;
}

void tcg_code_cache_use_region(TcgCodeCache *cache, unsigned number)
{
    note_region(cache);
    open_region(cache, number);
}

TcgCodeRegion tcg_code_cache_region(const TcgCodeCache *cache,
                                    unsigned number)
{
    size_t start = region_start(cache, number);
    uint32_t first = region_first_link(cache, number);
    bool in_use = number == cache->region;

    return (TcgCodeRegion) {
        .code = cache->memory.run + start,
        .bytes = in_use ? cache->used - start : cache->region_used[number],
        .first_link = first,
        .n_links = in_use ? cache->kept_links - first
                          : cache->region_links[number],
    };
}

uint32_t tcg_code_cache_max_links(const TcgCodeCache *cache)
{
    return cache->max_links;
}

static void divide(TcgCodeCache *cache)
{
    cache->common_bytes = cache->used;
    cache->region_bytes =
        (cache->memory.bytes - cache->common_bytes) / TCG_CODE_REGIONS &
        ~(size_t)(UNIT_ALIGN - 1);
    open_region(cache, 0);
}

/* --- life ---------------------------------------------------------------- */

TcgCodeCache *x86_code_cache_new(size_t bytes, const TcgLayout *layout,
                                 const X86Features *features,
                                 X86CommonFn *emit_common, Error **errp)
{
    TcgCodeCache *cache = g_new0(TcgCodeCache, 1);

    if (!(layout->perf && code_memory_init_nameless(&cache->memory, bytes)) &&
        !code_memory_init(&cache->memory, bytes, errp)) {
        g_free(cache);
        return NULL;
    }
    cache->layout = *layout;
    cache->features = *features;
    cache->end = cache->memory.bytes;
    cache->max_links = cache->memory.bytes / BYTES_PER_LINK;
    cache->links = g_new0(X86Link, cache->max_links);
    if (!emit_common(cache)) {
        error_setg(errp, "%zu KiB cannot hold translated code; "
                   "choose a larger tb-size", cache->memory.bytes / 1024);
        tcg_code_cache_free(cache);
        return NULL;
    }
    divide(cache);
    return cache;
}

TcgCodeCache *tcg_code_cache_new(size_t bytes, const TcgLayout *layout,
                                 Error **errp)
{
    X86Features features = x86_features_detect();

    return x86_code_cache_new(bytes, layout, &features, x86_emit_common, errp);
}

void tcg_code_cache_free(TcgCodeCache *cache)
{
    if (cache) {
        code_memory_deinit(&cache->memory);
        g_free(cache->links);
        emit_free(cache->emit);
        g_free(cache);
    }
}

void tcg_code_cache_flush(TcgCodeCache *cache)
{
    memset(cache->region_used, 0, sizeof(cache->region_used));
    memset(cache->region_links, 0, sizeof(cache->region_links));
    open_region(cache, 0);
}

TcgEnterFn *tcg_code_cache_enter(const TcgCodeCache *cache)
{
    return (TcgEnterFn *)code_memory_run(&cache->memory, cache->enter);
}

const void *tcg_code_cache_start(const TcgCodeCache *cache)
{
    return cache->memory.run;
}

size_t tcg_code_cache_used(const TcgCodeCache *cache)
{
    size_t used = cache->common_bytes;

    for (unsigned i = 0; i < TCG_CODE_REGIONS; i++) {
        used += tcg_code_cache_region(cache, i).bytes;
    }
    return used;
}

bool tcg_code_cache_contains(const TcgCodeCache *cache, const void *code)
{
    uintptr_t offset = (uintptr_t)code - (uintptr_t)cache->memory.run;

    return offset < cache->memory.bytes;
}
