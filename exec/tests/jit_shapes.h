/*
 * jit_shapes.h: programs of every shape that control flow takes
 *
 * Each runs for a while, from the start of RAM to WFI, and leaves a number in
 * a0 that C knows, too.
 */
#ifndef EXEC_TESTS_JIT_SHAPES_H
#define EXEC_TESTS_JIT_SHAPES_H

#include "jit_fixture.h"

typedef struct JitShape {
    const char *name;
    void (*load)(ExecFixture *f);
    uint64_t (*result)(uint64_t rounds);
    unsigned bound;             /* instructions from a request to the exit */
} JitShape;

enum { JIT_SHAPES = 10 };
extern const JitShape jit_shapes[JIT_SHAPES];

/** jit_shape_load: the program, and the registers it starts with */
void jit_shape_load(ExecFixture *f, const JitShape *shape, uint64_t rounds);

#endif
