/*
 * code_cache_internal.h: the code cache as the x86-64 back end sees it
 *
 *     write view:  | common code | region 0   | region 1 ...     |
 *                                | unit unit  | unit unit unit   |
 *                  0             common_bytes        used   end
 *
 * The common code stays. A unit is written between x86_code_begin() and
 * x86_code_end(). Until the latter nothing has happened: a unit that did not
 * fit leaves no trace. One thread at a time writes, and need hold no lock
 * meanwhile: it touches its unit, n_links and its links only. Bridges are
 * carved from pieces of their own, so they can be made at the same time.
 * Patching links needs no lock.
 */
#ifndef TCG_X86_CODE_CACHE_INTERNAL_H
#define TCG_X86_CODE_CACHE_INTERNAL_H

#include "code_memory.h"
#include "tcg/code_cache.h"
#include "x86/asm.h"

/* A direct jump between units. Places are offsets into the code memory. */
typedef struct X86Link {
    uint32_t displacement;      /* the jump's 4 bytes, 4-byte aligned */
    uint32_t exit;              /* where it goes while not patched */
    uint32_t jump;              /* to another page: the jump cache instead */
    int32_t page_offset;        /* and the guest code it wants to go to */
} X86Link;

/* Room for places of the common code; common.c says which is which. */
#define X86_PLACE_MAX 64

struct TcgCodeCache {
    CodeMemory memory;
    TcgLayout layout;
    X86Features features;
    size_t used;                /* where the next unit goes */
    bool writing;               /* one goes there at this moment */
    size_t end;                 /* of the region that it goes to */
    size_t common_bytes;
    size_t region_bytes;
    unsigned region;            /* number of that region */
    size_t bridge;              /* where the next bridge goes, */
    size_t bridges_end;         /* and up to where they have room */
    size_t region_used[TCG_CODE_REGIONS];   /* bytes */
    X86Link *links;             /* [max_links], pages come with use */
    uint32_t n_links;           /* with those of the unit being written */
    uint32_t kept_links;        /* without; both are numbers, not counts */
    uint32_t end_links;         /* the first number of the next region */
    uint32_t region_links[TCG_CODE_REGIONS];    /* how many it has */
    uint32_t max_links;

    /* set by x86_emit_common(), addresses in the writable view */
    uint8_t *enter;             /* a TcgEnterFn */
    uint8_t *place[X86_PLACE_MAX];
    struct Emit *emit;          /* (nullable) (owned): the tables of
                                 * tcg_emit_unit() */
};

/** emit_free: free @emit (nullable) */
void emit_free(struct Emit *emit);

/**
 * x86_emit_common: write the code that units share: entry, exits, slow paths
 *
 * Called once for a new, empty cache whose layout and features are set; uses
 * x86_code_begin() and x86_code_end() and fills in @enter and @place.
 *
 * Returns: false when the cache is too small for it.
 */
bool x86_emit_common(TcgCodeCache *cache) MUST_CHECK;

/* What writes the common code: x86_emit_common(), or a test's own. */
typedef bool X86CommonFn(TcgCodeCache *cache);

/** x86_code_cache_new: tcg_code_cache_new() with features and common code */
TcgCodeCache *x86_code_cache_new(size_t bytes, const TcgLayout *layout,
                                 const X86Features *features,
                                 X86CommonFn *emit_common, GError **errp);

/* --- writing (code_cache.c) ----------------------------------------------- */

/** x86_code_begin: @a writes behind what is used, from a multiple of 16 on */
void x86_code_begin(TcgCodeCache *cache, X86Asm *a);

/**
 * x86_code_end: keep what @a wrote, and its links
 *
 * Returns: (nullable) the start in the executable view; NULL after overflow,
 *          and nothing is kept.
 */
const void *x86_code_end(TcgCodeCache *cache, X86Asm *a);

/** x86_code_drop: the unit is not wanted any more; nothing is kept */
void x86_code_drop(TcgCodeCache *cache);

/**
 * x86_code_take: @bytes for something else, at a multiple of 16
 * @place: (out) offset into the code memory
 *
 * Returns: false while a unit is written, and when the region is full.
 */
bool x86_code_take(TcgCodeCache *cache, size_t bytes, size_t *place)
    MUST_CHECK;

/** x86_bridges_refill: see to it that bridges have room, if there are any */
void x86_bridges_refill(TcgCodeCache *cache);

/* --- links (code_link.c) -------------------------------------------------- */

/**
 * x86_link_add: a link of the unit being written
 * @displacement: as x86_link_jmp() returned it, in the writable view; NULL
 *                after overflow: nothing is added
 *
 * To be called in order, after the jump's label is bound and before
 * x86_code_end(): the jump then goes to its exit. A full table sets
 * a->overflow.
 *
 * Returns: the link's number; what the exit has to report is known before:
 *          see x86_link_next().
 */
uint32_t x86_link_add(TcgCodeCache *cache, X86Asm *a, int32_t *displacement);

/** x86_link_to_page: link @number leads to @page_offset in another page, and
 * gives up by jumping to @place of its unit; in the writable view */
void x86_link_to_page(TcgCodeCache *cache, uint32_t number,
                      int32_t page_offset, const uint8_t *place);

/** x86_link_aim: let it jump to an offset into the code memory */
void x86_link_aim(TcgCodeCache *cache, const X86Link *link, uint32_t target);
/** x86_link_find: link @number; a bug if there is none */
const X86Link *x86_link_find(const TcgCodeCache *cache, uint32_t number);

/** x86_link_next: number that the next x86_link_add() will return */
uint32_t x86_link_next(const TcgCodeCache *cache);

#endif
