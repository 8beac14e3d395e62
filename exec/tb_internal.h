/* tb_internal.h: the layout of TbCache, for tb_cache.c and tb_store.c only */
#ifndef EXEC_TB_INTERNAL_H
#define EXEC_TB_INTERNAL_H

#include "tb.h"

#define TB_HASH_BITS 18
#define TB_HASH_SIZE (1u << TB_HASH_BITS)
#define TB_CHUNK_BYTES (1u << 20)
#define TB_ALIGN 64
#define TB_CHUNKS_MAX 192       /* MiB of blocks before everything is dropped */

struct TbCache {
    GMutex lock;
    TranslationBlock *hash[TB_HASH_SIZE];   /* atomic reads, locked writes */
    GHashTable *pages;          /* ram page number -> first block on it */
    GPtrArray *chunks;          /* of TB_CHUNK_BYTES each */
    size_t chunk_used;          /* bytes used of the last chunk */
    uint32_t dropped;           /* blocks invalidated; atomic reads */
    Jit *jit;                   /* (nullable) whose units the blocks have */
};

static inline unsigned tb_hash(hwaddr phys_pc, uint32_t flags)
{
    uint64_t x = (phys_pc >> 1) * 0x9e3779b97f4a7c15ull + flags;

    return (unsigned)(x >> (64 - TB_HASH_BITS));
}

#endif
