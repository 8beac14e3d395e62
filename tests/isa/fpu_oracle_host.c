/*
 * fpu_oracle_host.c: run operations of core/fpu.h from a list of vectors
 *
 * With --list it prints "extension shape function" for every row of
 * fpu_oracle_ops.inc. Otherwise it reads lines "row rm a b c" (hexadecimal,
 * narrow floats boxed) and prints "result flags" as the register and fflags
 * would read on hardware. fpu_oracle_guest.c speaks the same protocol.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/fpu.h"

typedef uint64_t RunFn(FpuStatus *s, uint64_t a, uint64_t b, uint64_t c);

static uint64_t keep64(uint64_t value)
{
    return value;
}

static uint64_t extend32(uint64_t value)
{
    return (int64_t)(int32_t)value;
}

/* A float as its register holds it, an integer as x registers do. */
#define BOXED(value) \
    _Generic((value), uint16_t: fpu_box16, uint32_t: fpu_box32, \
             uint64_t: keep64)(value)
#define EXTENDED(value) \
    (sizeof(value) == 4 ? extend32(value) : (uint64_t)(value))

#define RUN(function, result)                                           \
    static uint64_t run_##function(FpuStatus *s, uint64_t a,            \
                                   uint64_t b, uint64_t c)              \
    {                                                                   \
        return result;                                                  \
    }

#define FP1(ext, fn, insn, tail) RUN(fn, BOXED(fn(s, a)))
#define FP2(ext, fn, insn, tail) RUN(fn, BOXED(fn(s, a, b)))
#define FP3(ext, fn, insn, tail) RUN(fn, BOXED(fn(s, a, b, c)))
#define INT1(ext, fn, insn, tail) RUN(fn, EXTENDED(fn(s, a)))
#define INT2(ext, fn, insn, tail) RUN(fn, fn(s, a, b))
#define FROM(ext, fn, insn, tail) RUN(fn, BOXED(fn(s, a)))
#define CLASS(ext, fn, insn, tail) RUN(fn, fn(a))
#define FLI(ext, fn, insn, tail) RUN(fn, BOXED(fn(a)))
#include "fpu_oracle_ops.inc"
#undef FP1
#undef FP2
#undef FP3
#undef INT1
#undef INT2
#undef FROM
#undef CLASS
#undef FLI

static const struct Row {
    const char *description;
    RunFn *run;
} rows[] = {
#define ROW(ext, shape, fn) { #ext " " #shape " " #fn, run_##fn },
#define FP1(ext, fn, insn, tail) ROW(ext, FP1, fn)
#define FP2(ext, fn, insn, tail) ROW(ext, FP2, fn)
#define FP3(ext, fn, insn, tail) ROW(ext, FP3, fn)
#define INT1(ext, fn, insn, tail) ROW(ext, INT1, fn)
#define INT2(ext, fn, insn, tail) ROW(ext, INT2, fn)
#define FROM(ext, fn, insn, tail) ROW(ext, FROM, fn)
#define CLASS(ext, fn, insn, tail) ROW(ext, CLASS, fn)
#define FLI(ext, fn, insn, tail) ROW(ext, FLI, fn)
#include "fpu_oracle_ops.inc"
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

int main(int argc, char **argv)
{
    unsigned row, rm;
    uint64_t a, b, c;

    if (argc > 1 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; i < ROW_COUNT; i++) {
            puts(rows[i].description);
        }
        return 0;
    }
    while (scanf("%u %u %" SCNx64 " %" SCNx64 " %" SCNx64, &row, &rm,
                 &a, &b, &c) == 5 && row < ROW_COUNT) {
        FpuStatus s = { .rm = rm };
        uint64_t result = rows[row].run(&s, a, b, c);

        printf("%016" PRIx64 " %02x\n", result, s.flags);
    }
    return 0;
}
