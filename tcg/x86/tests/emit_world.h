/*
 * emit_world.h: a small world for translated code to run in
 *
 * An environment with 64 KiB of RAM, a soft TLB and C helpers. The same unit
 * runs here as host code and, in a second world that starts equal, in tci:
 * afterwards both must be equal.
 *
 *     page 0-3, 8-15   RAM, in the TLB
 *     page 4           RAM, not in the TLB: every access goes to the helper
 *     page 5           RAM, no write tag
 *     elsewhere        accesses trap: pc = WORLD_TRAP, code JUMP
 */
#ifndef EMIT_WORLD_H
#define EMIT_WORLD_H

#include "support/unit.h"
#include "tcg/code_cache.h"
#include "tcg/tcg_op.h"
#include "x86/code_cache_internal.h"

#define WORLD_RAM 0x80000000ull         /* guest address */
#define WORLD_BYTES 0x10000
#define WORLD_PHYS 0x1000000ull         /* the same, physical */
#define WORLD_PAGE 0x400000ull          /* of the code: page_pc */
#define WORLD_TRAP 0x7000               /* pc of the trap handler */
#define WORLD_TLB_BITS 8

typedef struct World {
    Hart hart;
    uint32_t exit_request;
    uint8_t fp_active;
    uint64_t page_pc;
    uint64_t slice_end;
    int64_t slice_left;
    uint64_t fallback;                  /* a word for st_env */
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    uint32_t link_generation;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    TcgHelperFn *quick[TCG_QUICK_COUNT];

    bool quickly;                       /* quick[] do not refuse RAM */
    /* what the helpers answer and see */
    TcgResult answer;                   /* of CSR, INTERP and FP_ENTER */
    unsigned calls[TCG_HELPER_COUNT];
    uint64_t args[3];                   /* of the latest call but LOOKUP */
    uint64_t seen_pc, seen_retired;
    Hart seen;                          /* the Hart at the latest call */
    uint64_t new_x10;                   /* not 0: CSR writes it to x10 */
    const void *found;                  /* LOOKUP's code for any pc */

    TcgTlbEntry table[1 << WORLD_TLB_BITS];
    uint64_t phys[1 << WORLD_TLB_BITS][8];      /* [0]: of the page */
    TcgJmpEntry jumps[TCG_JMP_SIZE];
    uint8_t ram[WORLD_BYTES];
} World;

/** world_layout: where things are in a World */
TcgLayout world_layout(void);

/** world_new: a world with registers and RAM that follow from @seed */
World *world_new(uint32_t seed);
/** world_reset: registers and fields again; RAM, TLB and jump cache stay */
void world_reset(World *w, uint32_t seed);

/** world_fill_helpers: the helpers, in emit_helpers.c */
void world_fill_helpers(World *w);

/** world_random: the next number; often one of those that make trouble */
uint64_t world_random(uint32_t *seed);

/** world_cache: a code cache for worlds; @masked: see x86_features_mask() */
TcgCodeCache *world_cache(const char *masked, unsigned shuffle, bool counts);

/** world_parse: the unit, or the test fails */
TCGContext *world_parse(const char *text);

/** world_emit: the unit as host code, or the test fails */
TcgUnit world_emit(TcgCodeCache *cache, TCGContext *s,
                   const TcgConfig *config);

/** world_run: run @code in @w; returns a TcgExit */
uint64_t world_run(TcgCodeCache *cache, World *w, const void *code);

/** world_assert_same: do two worlds agree? @unit is printed if not */
void world_assert_same(const World *host, const World *tci,
                       const TCGContext *s);

/* Changes to a world before it runs. */
typedef void WorldFn(World *w, uint32_t seed);

/**
 * world_check: run @s as host code and in tci, both from the state of @seed
 * @prepare: (nullable)
 *
 * Returns: (borrowed): the world after the host code, until the next call.
 */
World *world_check(TcgCodeCache *cache, TCGContext *s, WorldFn *prepare,
                   uint32_t seed);

/** world_text: world_check() for a unit as text and a new cache */
World *world_text(const char *text, WorldFn *prepare, uint32_t seed);

#endif
