/*
 * code_cache.c: where units lie in the code memory
 *
 * Units are written one behind the other, each at a multiple of 16, and are
 * never freed one by one: when the memory is full, all are forgotten.
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

    return MIN(start, cache->memory.bytes);
}

void x86_code_begin(TcgCodeCache *cache, X86Asm *a)
{
    size_t start = unit_start(cache);

    cache->n_links = cache->kept_links;
    code_memory_prepare(&cache->memory, start + UNIT_BYTES);
    x86_asm_init(a, cache->memory.write + start, cache->memory.bytes - start,
                 &cache->features);
}

const void *x86_code_end(TcgCodeCache *cache, X86Asm *a)
{
    if (a->overflow) {
        cache->n_links = cache->kept_links;
        return NULL;
    }
    cache->kept_links = cache->n_links;
    cache->used = (size_t)(a->p - cache->memory.write);
    return code_memory_run(&cache->memory, a->start);
}

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
    cache->max_links = cache->memory.bytes / BYTES_PER_LINK;
    cache->links = g_new0(X86Link, cache->max_links);
    if (!emit_common(cache)) {
        error_setg(errp, "%zu KiB cannot hold translated code; "
                   "choose a larger tb-size", cache->memory.bytes / 1024);
        tcg_code_cache_free(cache);
        return NULL;
    }
    cache->common_bytes = cache->used;
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
    cache->used = cache->common_bytes;
    cache->n_links = cache->kept_links = 0;
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
    return cache->used;
}

bool tcg_code_cache_contains(const TcgCodeCache *cache, const void *code)
{
    uintptr_t offset = (uintptr_t)code - (uintptr_t)cache->memory.run;

    return offset < cache->memory.bytes;
}
