/*
 * jit_info.h: how much there is of blocks and translated code
 */
#ifndef EXEC_JIT_INFO_H
#define EXEC_JIT_INFO_H

#include "exec/cpus.h"

typedef struct JitInfo {
    /* decoded blocks, for every accelerator */
    uint64_t blocks;            /* that are found */
    uint64_t block_bytes;
    uint64_t block_limit;
    uint64_t blocks_dropped;    /* the guest wrote to their code */
    uint64_t blocks_evicted;    /* times that the oldest ones were forgotten */
    uint64_t block_flushes;
    /* translated code; all 0 without a translator */
    bool has_jit;
    unsigned threshold;         /* runs before a block is translated */
    uint64_t units;             /* live ones */
    uint64_t unit_insns;        /* instructions that they cover */
    uint64_t code_bytes;        /* host code, dead units included */
    uint64_t ops_bytes;         /* operations, dead units included */
    uint64_t code_limit;
    unsigned regions;           /* of the memory for code: in use, */
    unsigned max_regions;       /* and all */
    uint64_t regions_evicted;
} JitInfo;

/** cpu_set_jit_info: (out) @info; any thread that holds the big lock */
void cpu_set_jit_info(CpuSet *cpus, JitInfo *info);

#endif
