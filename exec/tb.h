/*
 * tb.h: decoded blocks and the cache that holds them
 *
 * A block is the decoded form of consecutive instructions of one guest
 * page. It is found by its physical address and the part of the hart's
 * context that its meaning depends on (TB_FLAG_*), so several address
 * spaces share it. All vCPUs share one cache.
 *
 * Life of a block: built and inserted under the cache's lock; invalidated
 * when its bytes are written; its memory is used again when the cache is
 * full and it is among the oldest, which happens while no vCPU runs.
 * A pointer to a block therefore stays readable until the vCPU's next safe
 * point.
 */
#ifndef EXEC_TB_H
#define EXEC_TB_H

#include "interp_internal.h"
#include "tcg/ir.h"

#define TB_MAX_INSNS 64
#define TB_NO_LINK UINT32_MAX

/* Block key beside the address: what decoding and meaning depend on. */
enum {
    TB_FLAG_PRIV_MASK = 3,      /* PrivMode */
    TB_FLAG_FP = 1 << 2,        /* mstatus.FS is not Off */
    TB_FLAG_VIRT = 1 << 3,      /* virtualisation mode */
    TB_FLAG_ONE_INSN = 1 << 4,  /* one instruction per block */
    TB_FLAG_INVALID = 1u << 31,  /* never matches a lookup */
};

/* What a lookup reads comes first: one line of the host's cache. */
struct TranslationBlock {
    hwaddr phys_pc;             /* guest-physical address of the first byte */
    TranslationBlock *hash_next;
    const void *code;           /* entry of its unit, or NULL; atomic */
    uint32_t flags;             /* TB_FLAG_*; INVALID is set atomically */
    uint16_t n_insns;
    uint16_t size;              /* bytes of guest code */
    uint16_t unit_size;         /* bytes of guest code its unit covers, or 0 */
    uint16_t unit_insns;        /* and how many instructions */
    uint16_t heat;              /* runs without a unit; atomic, relaxed */
    bool untranslatable;        /* do not try again */
    bool queued;                /* for translation: jit_queue.c */
    uint8_t unit_region;        /* where its unit is: jit_evict.c */
    uint32_t unit_index;
    uint32_t links_in;          /* first JitArrival at its unit */
    RAMBlock *block;            /* where the first byte lives */
    uint64_t block_offset;      /* of that byte */
    const TCGContext *unit_ops; /* of its unit; kept for check=tci only */
    TranslationBlock *page_next;
    InterpOp ops[];             /* n_insns, then the one that ends it */
};

/* --- tb_cache.c: lookup -------------------------------------------------- */

TbCache *tb_cache_new(void);
void tb_cache_free(TbCache *cache);

/**
 * tb_lookup_slow: by physical address; fills the jump cache
 *
 * Knows no block of a page that has a breakpoint.
 */
TranslationBlock *tb_lookup_slow(Vcpu *v);

/** tb_lookup_uncached: the same; the jump cache hears nothing of it */
TranslationBlock *tb_lookup_uncached(Vcpu *v);

/** tb_jmp_cache_clear: forget the blocks of every context */
void tb_jmp_cache_clear(Vcpu *v);

/**
 * tb_cache_insert: make a block visible; cache lock held
 */
void tb_cache_insert(TbCache *cache, TranslationBlock *tb);

/* --- tb_store.c: memory of blocks and the pages they stand on ------------ */

/** tb_cache_set_bytes: how much all blocks may take; before the first one */
void tb_cache_set_bytes(TbCache *cache, uint64_t bytes);

void tb_cache_lock(TbCache *cache);
void tb_cache_unlock(TbCache *cache);

/**
 * tb_alloc: memory for a block of @n_insns; cache lock held
 *
 * Returns: (nullable): NULL when the cache is full: tb_cache_evict(), retry.
 */
TranslationBlock *tb_alloc(TbCache *cache, unsigned n_insns);

/**
 * tb_cache_evict: drop the oldest blocks and use their memory again
 *
 * Context: no vCPU runs; their jump caches are the caller's:
 * cpu_set_evict_blocks().
 */
void tb_cache_evict(TbCache *cache);

/** tb_cache_flush: drop all blocks; only while no vCPU runs */
void tb_cache_flush(TbCache *cache);

/**
 * tb_invalidate_range: RAM bytes changed: drop the blocks that cover them
 * @start, @size: range of the ram_addr space
 *
 * Pages that no block stands on any more become ordinary pages again.
 * Context: any thread; takes the cache's lock.
 */
void tb_invalidate_range(TbCache *cache, ram_addr_t start, uint64_t size);

/** tb_cache_dropped: how many blocks were invalidated so far; any thread */
uint32_t tb_cache_dropped(const TbCache *cache);

/** tb_is_invalid: was the block dropped? */
static inline bool tb_is_invalid(const TranslationBlock *tb)
{
    return __atomic_load_n(&tb->flags, __ATOMIC_RELAXED) & TB_FLAG_INVALID;
}

/* --- tb_build.c: decoding ------------------------------------------------ */

/**
 * tb_gen_code: decode the block at the vCPU's pc
 *
 * Returns: (nullable): borrowed; NULL with exception_index set when the
 *          first fetch faults, or with EXCP_NONE when the cache was flushed
 *          or protected meanwhile: look again.
 */
TranslationBlock *tb_gen_code(Vcpu *v);

/** interp_op_init: one instruction in a context; pc_offset stays 0 */
void interp_op_init(InterpOp *op, const Insn *insn, uint32_t tb_flags);

/** tb_flags_from_hart: the key of the hart's present context */
uint32_t tb_flags_from_hart(const Hart *h);

/* --- interp.c ------------------------------------------------------------ */

/**
 * interp_run: execute a block, and those after it that the jump cache knows
 *
 * Goes on from block to block while Vcpu.chain allows, nothing is requested
 * and the next block fits into the slice. On return hart.pc and hart.retired
 * are exact and exception_index tells whether the last instruction trapped.
 */
void interp_run(Vcpu *v, TranslationBlock *tb);

/** interp_run_one: execute a block, and only it */
void interp_run_one(Vcpu *v, TranslationBlock *tb);

/** tb_print_insn: append a line of -d in_asm */
void tb_print_insn(const Vcpu *v, uint32_t word, vaddr pc, GString *out);

/** interp_next_block: the block to go on with, or NULL */
TranslationBlock *interp_next_block(Vcpu *v);

/**
 * interp_single: execute one decoded instruction at hart.pc
 * @ops: the instruction and the interp_block_end that follows it
 *
 * Returns: true when it went through to what follows; otherwise it jumped,
 *          trapped or asked to leave the block. pc and retired are exact.
 */
bool interp_single(Vcpu *v, const InterpOp ops[2]);

/** interp_run_some: the first @limit instructions of a longer block */
void interp_run_some(Vcpu *v, TranslationBlock *tb, unsigned limit);

/** interp_function: the function of a row */
InterpFn *interp_function(unsigned insn_op);

#endif
