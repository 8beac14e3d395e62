/*
 * world.h: a world for units that is no machine
 *
 * A hart, 64 KiB of memory at WORLD_BASE, and helpers that write down what
 * they saw. An access outside of the memory "traps": the helper answers
 * TCG_JUMP after it set pc to WORLD_TRAP_PC. Units are run as operations
 * (tci) or as host code.
 */
#ifndef LABS_TCG_WORLD_H
#define LABS_TCG_WORLD_H

#include "tcg/tcg.h"

#define WORLD_BASE 0x80000000ull
#define WORLD_SIZE 0x10000u
#define WORLD_PAGE_PC 0x40005000ull     /* virtual page of the unit */
#define WORLD_TRAP_PC 0xdead0000ull
#define WORLD_CALLS 16                  /* how many calls are kept */
#define WORLD_TLB_BITS 8

typedef struct World {
    Hart hart;                  /* first, as translated code expects */
    uint32_t exit_request;
    uint8_t fp_active;
    uint64_t page_pc;
    uint64_t slice_end;
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    TcgTlbEntry tlb_table[1 << WORLD_TLB_BITS];
    uint64_t tlb_phys[1 << WORLD_TLB_BITS][8];
    TcgJmpEntry jmp_table[TCG_JMP_SIZE];
    unsigned n_calls;
    char *calls[WORLD_CALLS];   /* the first ones, as text (transfer full) */
    uint8_t memory[WORLD_SIZE];
} World;

extern const TcgLayout world_layout;

World *world_new(void);
void world_free(World *world);

/** world_begin: forget the calls of the run before, be at @pc */
void world_begin(World *world, uint64_t pc);

#endif
