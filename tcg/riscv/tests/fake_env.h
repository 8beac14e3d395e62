/*
 * fake_env.h: just enough world for tci to run a unit
 *
 * Memory is one page, anywhere; addresses beyond it wrap. Each helper notes
 * that it was called and the state of the Hart that it saw.
 */
#ifndef TCG_RISCV_TESTS_FAKE_ENV_H
#define TCG_RISCV_TESTS_FAKE_ENV_H

#include "tcg/tcg.h"

typedef struct FakeEnv {
    Hart hart;                  /* first, as in a vCPU */
    uint32_t exit_request;
    uint64_t page_pc;
    uint64_t slice_end;
    uint8_t fp_active;
    TcgHelperFn *helpers[TCG_HELPER_COUNT];
    uint8_t memory[4096];

    /* the last call of a helper */
    unsigned calls;
    TcgHelper helper;
    uint64_t a, b, c;
    uint64_t pc, retired;       /* of the Hart then */
    TcgStatus answer;           /* of helpers that are not memory's */
} FakeEnv;

void fake_env_init(FakeEnv *env);

/** fake_env_run: run @s once; the environment's page is where pc is */
uint64_t fake_env_run(FakeEnv *env, const TCGContext *s,
                      const TcgConfig *config);

#endif
