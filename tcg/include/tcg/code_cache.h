/*
 * code_cache.h: memory for host code, and the jumps between units
 *
 * One memory object is mapped twice: writable for the translator, executable
 * for the vCPUs, never both in one mapping. It is divided into regions: units
 * are carved from one of them in order, and go with it.
 *
 * A link is a direct jump of one unit to another place: until it is patched
 * it goes to its own exit, which leaves with TCG_EXIT_LINK. Patching is one
 * aligned 4-byte store, so other threads may be running the code.
 *
 * Within a page links are always right. Between pages a bridge is in the
 * way: it compares TcgLayout.link_generation and goes on to the bridge
 * before it, or to the exit, where the number is another one.
 */
#ifndef TCG_CODE_CACHE_H
#define TCG_CODE_CACHE_H

#include "tcg/tcg.h"

/**
 * tcg_code_cache_new: map @bytes of code memory and write the common code
 * (entry, exits, slow paths) for this environment
 *
 * Returns: (nullable) (transfer full): NULL with @errp set when the host
 *          gives no executable memory or is no x86-64.
 */
TcgCodeCache *tcg_code_cache_new(size_t bytes, const TcgLayout *layout,
                                 GError **errp);
void tcg_code_cache_free(TcgCodeCache *cache);

/** tcg_code_cache_flush: forget all units and links; no vCPU runs code */
void tcg_code_cache_flush(TcgCodeCache *cache);

#define TCG_CODE_REGIONS 16

/* What a region holds: killed units, too. */
typedef struct TcgCodeRegion {
    const uint8_t *code;        /* its start in the executable mapping */
    size_t bytes;               /* of units */
    uint32_t first_link;        /* numbers of their links */
    uint32_t n_links;
} TcgCodeRegion;

/**
 * tcg_code_cache_use_region: units go to region @number from now on
 *
 * What it held is forgotten: nobody runs it, and no link, jump cache or table
 * leads there any more. A new cache uses region 0.
 */
void tcg_code_cache_use_region(TcgCodeCache *cache, unsigned number);

/** tcg_code_cache_region: what region @number holds */
TcgCodeRegion tcg_code_cache_region(const TcgCodeCache *cache,
                                    unsigned number);

/** tcg_code_cache_max_links: links have numbers below that */
uint32_t tcg_code_cache_max_links(const TcgCodeCache *cache);

/** tcg_enter: the function that enters translated code */
typedef uint64_t TcgEnterFn(void *env, const void *code);
TcgEnterFn *tcg_code_cache_enter(const TcgCodeCache *cache);

/**
 * tcg_unit_kill: whoever enters the unit leaves at once, with pc set
 * @code: its entry; any thread
 */
void tcg_unit_kill(TcgCodeCache *cache, const void *code);

/** tcg_link_patch: make link @number jump to @target, any thread */
void tcg_link_patch(TcgCodeCache *cache, uint32_t number, const void *target);
/** tcg_link_reset: make link @number leave again, if there is such a link */
void tcg_link_reset(TcgCodeCache *cache, uint32_t number);
/** tcg_link_offset: of a link to another page: where to, from the unit's page
 * on; 0: it stays in the page */
int32_t tcg_link_offset(const TcgCodeCache *cache, uint32_t number);

/**
 * tcg_link_bridge: make a link to another page jump to @target, too, while
 * link_generation is @generation; not 0; one thread at a time
 *
 * Returns: false when the region in use is full.
 */
bool tcg_link_bridge(TcgCodeCache *cache, uint32_t number,
                     uint32_t generation, const void *target) MUST_CHECK;
/** tcg_link_give_up: make a link to another page use the jump cache */
void tcg_link_give_up(TcgCodeCache *cache, uint32_t number);

/**
 * tcg_code_name: append what the common code at @address is called
 *
 * Returns: false when no common code begins there.
 */
bool tcg_code_name(const TcgCodeCache *cache, const void *address,
                   GString *out);

/** tcg_code_cache_start: where the executable mapping begins */
const void *tcg_code_cache_start(const TcgCodeCache *cache);
/** tcg_code_cache_used: bytes in use, in all regions */
size_t tcg_code_cache_used(const TcgCodeCache *cache);
/** tcg_code_cache_contains: is @code an address in the executable mapping? */
bool tcg_code_cache_contains(const TcgCodeCache *cache, const void *code);

#endif
