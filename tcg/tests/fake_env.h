/*
 * fake_env.h: a world for translated code that is no machine
 *
 * 64 KiB of guest memory at FAKE_BASE, a hart, and helpers that write down
 * what they saw. An access outside of memory "traps": the helper answers
 * TCG_JUMP after it set pc to FAKE_TRAP_PC.
 */
#ifndef FAKE_ENV_H
#define FAKE_ENV_H

#include "tcg/tcg.h"

#define FAKE_BASE 0x80000000ull
#define FAKE_SIZE 0x10000u
#define FAKE_PAGE_PC 0x40005000ull      /* virtual page of the unit */
#define FAKE_TRAP_PC 0xdead0000ull

/* What a helper that is not PURE saw. */
typedef struct FakeCall {
    TcgHelper helper;
    uint64_t a, b, c;
    uint64_t pc, retired;
} FakeCall;

#define FAKE_CALLS 64
#define FAKE_TLB_BITS 8

typedef struct FakeEnv {
    Hart hart;                  /* first, as translated code expects */
    uint32_t exit_request;
    uint8_t fp_active;
    uint64_t page_pc;
    uint64_t slice_end;
    TcgTlbEntry *tlb;
    TcgJmpEntry *jmp_cache;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];

    TcgResult answer;           /* of helpers without a job of their own */
    unsigned n_calls;
    FakeCall calls[FAKE_CALLS]; /* the first ones */
    TcgTlbEntry tlb_table[1 << FAKE_TLB_BITS];
    uint64_t tlb_phys[1 << FAKE_TLB_BITS][8];   /* [0]: that of the page */
    TcgJmpEntry jmp_table[TCG_JMP_SIZE];
    uint8_t memory[FAKE_SIZE];
} FakeEnv;

extern const TcgLayout fake_layout;

/** fake_env_init: all zero but page_pc, slice_end and helpers */
void fake_env_init(FakeEnv *env);

/** fake_env_new: an initialised one */
FakeEnv *fake_env_new(void);
void fake_env_free(FakeEnv *env);

/**
 * fake_env_map: what host code needs: a TLB that maps all of memory, an empty
 * jump cache, and a LOOKUP helper that finds nothing
 */
void fake_env_map(FakeEnv *env);

#endif
