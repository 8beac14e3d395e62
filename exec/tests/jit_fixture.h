/*
 * jit_fixture.h: exec_fixture.h, and a device that asks to leave the loop
 *
 * Everything is translated before it runs for the first time, unless a test
 * sets other options.
 */
#ifndef EXEC_TESTS_JIT_FIXTURE_H
#define EXEC_TESTS_JIT_FIXTURE_H

#include "exec_fixture.h"
#include "jit.h"

#define ASK_BASE 0x11000000ull  /* reads of this page count down */

/* What a read of ASK_BASE does. */
typedef struct JitAsk {
    uint64_t reads_left;        /* the last of them asks vCPU 0 to leave */
    uint64_t retired;           /* instructions retired when it asked */
    bool to_nearest;            /* how the host rounds during a read */
} JitAsk;

typedef struct JitFixture {
    ExecFixture *f;
    Hart *h;                    /* hart 0 */
    MemoryRegion mr;
    JitAsk ask;
} JitFixture;

/** jit_fixture_options: what the fixture starts with */
JitOptions jit_fixture_options(void);

/** jit_fixture_init: a hart at the start of RAM that traps to a WFI */
void jit_fixture_init(JitFixture *j, const JitOptions *options);
void jit_fixture_deinit(JitFixture *j);

#define JIT_VECTOR 0x7000       /* RAM offset of that WFI */

/** jit_fixture_host_code: does this engine run code of the host? */
bool jit_fixture_host_code(const JitFixture *j);

/** jit_host_rounds_to_nearest: as C code may expect; by computing */
bool jit_host_rounds_to_nearest(void);

/** jit_run_from: run from a RAM offset to WFI; returns a0 */
uint64_t jit_run_from(JitFixture *j, uint64_t offset);

/** jit_run_freely: no slice: until WFI or an exit request */
int jit_run_freely(JitFixture *j);

#endif
