/*
 * accel.h: ways to execute guest code
 *
 * One row per accelerator (`-accel ?` lists them). Each brings the function
 * that runs a found block; the loops around it are shared.
 */
#ifndef EXEC_ACCEL_H
#define EXEC_ACCEL_H

#include "exec/vcpu.h"

#define JIT_THRESHOLD 24        /* JitOptions.threshold unless told */

/* What `-accel tcg,...` chooses; see TcgConfig in tcg/tcg.h. */
typedef struct JitOptions {
    bool counts;                /* slices and -icount are exact */
    bool no_fold, no_divide, no_loop, no_guard, no_float, no_sink;
    bool no_narrow, no_liveness, no_peephole, no_chain, no_swap;
    bool verify;
    bool fit_slice;             /* tests: even short slices run units */
    bool check;                 /* check=tci: compare after each unit */
    bool async;                 /* tcg: translate beside the vCPUs */
    bool perf;                  /* code where -perfmap can describe it */
    unsigned shuffle;
    unsigned threshold;         /* runs before a block is translated */
    uint64_t code_bytes;        /* of host code; 0: JIT_CODE_BYTES */
    uint64_t block_bytes;       /* of decoded blocks; 0: TB_CACHE_BYTES */
} JitOptions;

/* A word NAME=on of `-accel tcg,...`, for a bool that both structs have. */
typedef struct JitSwitch {
    const char *name;
    const char *text;
    size_t option;              /* offset in JitOptions */
    size_t config;              /* offset in TcgConfig */
} JitSwitch;

/** jit_switches: all of them; ends with a NULL name */
extern const JitSwitch jit_switches[];

typedef enum AccelJit {
    ACCEL_JIT_NONE,
    ACCEL_JIT_OPS,              /* runs operations */
    ACCEL_JIT_HOST,             /* runs host code */
} AccelJit;

struct AccelOps {
    const char *name;
    const char *description;
    AccelJit jit;
    bool stands_still;          /* vCPUs do not run; tests drive the rest */
    /* run a block and, while Vcpu.chain allows, those after it */
    void (*run)(Vcpu *v, TranslationBlock *tb);
    /* run the first @limit instructions of a longer block */
    void (*run_some)(Vcpu *v, TranslationBlock *tb, unsigned limit);
};

/** accel_find: (nullable) the accelerator of that name */
const AccelOps *accel_find(const char *name);

/** accel_get: (nullable) accelerator number @i; NULL behind the last */
const AccelOps *accel_get(unsigned i);
/** accel_default: what runs when nobody chooses */
const AccelOps *accel_default(void);

/** accel_list: append one line per accelerator, as `-accel ?` prints */
void accel_list(GString *out);

#endif
