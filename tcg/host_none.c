/*
 * host_none.c: the back end of hosts that have none
 *
 * There is no code cache, so nothing but its constructor can be called. The
 * operations can still be interpreted (tci).
 */
#include "core/error.h"
#include "tcg/code_cache.h"

TcgCodeCache *tcg_code_cache_new(size_t bytes, const TcgLayout *layout,
                                 Error **errp)
{
    error_setg(errp, "code can be translated for x86-64 hosts only; "
               "use '-accel tci' or '-accel interp'");
    return NULL;
}

void tcg_code_cache_free(TcgCodeCache *cache)
{
    g_assert(!cache);
}

void tcg_code_cache_flush(TcgCodeCache *cache)
{
    g_assert_not_reached();
}

void tcg_code_cache_use_region(TcgCodeCache *cache, unsigned number)
{
    g_assert_not_reached();
}

TcgCodeRegion tcg_code_cache_region(const TcgCodeCache *cache, unsigned number)
{
    g_assert_not_reached();
}

uint32_t tcg_code_cache_max_links(const TcgCodeCache *cache)
{
    g_assert_not_reached();
}

TcgEnterFn *tcg_code_cache_enter(const TcgCodeCache *cache)
{
    g_assert_not_reached();
}

void tcg_unit_kill(TcgCodeCache *cache, const void *code)
{
    g_assert_not_reached();
}

void tcg_link_patch(TcgCodeCache *cache, uint32_t number, const void *target)
{
    g_assert_not_reached();
}

void tcg_link_reset(TcgCodeCache *cache, uint32_t number)
{
    g_assert_not_reached();
}

int32_t tcg_link_offset(const TcgCodeCache *cache, uint32_t number)
{
    g_assert_not_reached();
}

bool tcg_link_bridge(TcgCodeCache *cache, uint32_t number,
                     uint32_t generation, const void *target)
{
    g_assert_not_reached();
}

void tcg_link_give_up(TcgCodeCache *cache, uint32_t number)
{
    g_assert_not_reached();
}

bool tcg_code_name(const TcgCodeCache *cache, const void *address,
                   GString *out)
{
    return false;
}

const void *tcg_code_cache_start(const TcgCodeCache *cache)
{
    return NULL;
}

size_t tcg_code_cache_used(const TcgCodeCache *cache)
{
    return 0;
}

bool tcg_code_cache_contains(const TcgCodeCache *cache, const void *code)
{
    return false;
}

bool tcg_emit_unit(TCGContext *s, TcgCodeCache *cache, const TcgConfig *config,
                   TcgUnit *unit)
{
    g_assert_not_reached();
}

void tcg_unit_begin(TCGContext *s, TcgCodeCache *cache,
                    const TcgConfig *config)
{
    g_assert_not_reached();
}

void tcg_unit_write(TcgCodeCache *cache, TcgUnit *unit)
{
    g_assert_not_reached();
}

bool tcg_unit_end(TcgCodeCache *cache, TcgUnit *unit)
{
    g_assert_not_reached();
}

void tcg_unit_drop(TcgCodeCache *cache)
{
    g_assert_not_reached();
}
