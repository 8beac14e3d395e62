/* tb_internal.h: the layout of TbCache, for tb_cache.c and tb_store.c only */
#ifndef EXEC_TB_INTERNAL_H
#define EXEC_TB_INTERNAL_H

#include "tb.h"

#define TB_HASH_BITS 18
#define TB_HASH_SIZE (1u << TB_HASH_BITS)
#define TB_ALIGN 64
#define TB_CACHE_BYTES (192u << 20)     /* unless told */
#define TB_REGIONS 16

/* Blocks that were made one after the other. */
typedef struct TbRegion {
    uint8_t *memory;            /* NULL until first used */
    size_t used;                /* bytes */
} TbRegion;

struct TbCache {
    GMutex lock;
    TranslationBlock *hash[TB_HASH_SIZE];   /* atomic reads, locked writes */
    GHashTable *pages;          /* ram page number -> first block on it */
    TbRegion regions[TB_REGIONS];   /* filled in turn */
    unsigned region;            /* the one being filled */
    size_t region_bytes;        /* size of each */
    uint64_t evicted;           /* times that a region was emptied */
    uint64_t flushed;           /* and all of them */
    uint32_t dropped;           /* blocks invalidated; atomic reads */
    Jit *jit;                   /* (nullable) whose units the blocks have */
};

/*
 * Blocks that are close to each other share lines of the host's cache, those
 * of an address in all its contexts a chain.
 */
static inline unsigned tb_hash(hwaddr phys_pc)
{
    uint64_t page = (phys_pc >> GUEST_PAGE_BITS) * 0x9e3779b97f4a7c15ull;

    return (unsigned)(page >> (64 - TB_HASH_BITS) ^
                      (phys_pc & ~GUEST_PAGE_MASK) >> 3);
}

#endif
