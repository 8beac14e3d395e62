/*
 * fpu_oracle_guest.c: run the instructions themselves, on riscv64
 *
 * Reads lines "row rm a b c" as fpu_oracle_host.c does, executes the
 * instruction of that row with frm = rm and prints "result fflags".
 * Narrow floats arrive boxed.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

__asm__(".option arch, +zfh");

typedef union Register {
    uint64_t bits;
    double value;
} Register;

typedef uint64_t RunFn(unsigned rm, const Register *in, unsigned *flags);

/* @out and @in_: constraint letters of the result and of operand a */
#define RUN(fn, text, out, member, a_value, in_)                        \
    static uint64_t run_##fn(unsigned rm, const Register *in,           \
                             unsigned *flags)                           \
    {                                                                   \
        Register result = { 0 };                                        \
                                                                        \
        __asm__ volatile(".option arch, +zfh\n\t"                       \
                         "fsrm %[rm]\n\tfsflags zero\n\t"               \
                         text "\n\tfrflags %[flags]"                    \
                         : [d] "=&" out (result.member),                \
                           [flags] "=&r" (*flags)                       \
                         : [rm] "r" (rm), [a] in_ (a_value),            \
                           [b] "f" (in[1].value),                       \
                           [c] "f" (in[2].value));                      \
        return result.bits;                                             \
    }

#define TO_FP(fn, text) RUN(fn, text, "f", value, in[0].value, "f")
#define TO_INT(fn, text) RUN(fn, text, "r", bits, in[0].value, "f")

/* 32 functions of two instructions: fli fa0, index; ret */
#define FLI(ext, fn, insn, tail)                                        \
    __asm__(".text\n.option push\n.option norvc\n"                      \
            "table_" #fn ":\n.set index, 0\n.rept 32\n"                 \
            ".word " insn " | index << 15 | 10 << 7\n"                  \
            ".set index, index + 1\nret\n.endr\n.option pop\n");        \
    extern const char table_##fn[];                                     \
    static uint64_t run_##fn(unsigned rm, const Register *in,           \
                             unsigned *flags)                           \
    {                                                                   \
        double (*load)(void) = (double (*)(void))(table_##fn            \
                                                  + 8 * in[0].bits);    \
        Register result = { .value = load() };                          \
                                                                        \
        *flags = 0;                                                     \
        return result.bits;                                             \
    }

#define FP1(ext, fn, insn, tail) TO_FP(fn, insn " %[d], %[a]" tail)
#define FP2(ext, fn, insn, tail) TO_FP(fn, insn " %[d], %[a], %[b]")
#define FP3(ext, fn, insn, tail) TO_FP(fn, insn " %[d], %[a], %[b], %[c]")
#define INT1(ext, fn, insn, tail) TO_INT(fn, insn " %[d], %[a]" tail)
#define INT2(ext, fn, insn, tail) TO_INT(fn, insn " %[d], %[a], %[b]")
#define CLASS(ext, fn, insn, tail) TO_INT(fn, insn " %[d], %[a]")
#define FROM(ext, fn, insn, tail) \
    RUN(fn, insn " %[d], %[a]", "f", value, in[0].bits, "r")
#include "fpu_oracle_ops.inc"
#undef FP1
#undef FP2
#undef FP3
#undef INT1
#undef INT2
#undef FROM
#undef CLASS
#undef FLI

static RunFn *const rows[] = {
#define FP1(ext, fn, insn, tail) run_##fn,
#define FP2(ext, fn, insn, tail) run_##fn,
#define FP3(ext, fn, insn, tail) run_##fn,
#define INT1(ext, fn, insn, tail) run_##fn,
#define INT2(ext, fn, insn, tail) run_##fn,
#define FROM(ext, fn, insn, tail) run_##fn,
#define CLASS(ext, fn, insn, tail) run_##fn,
#define FLI(ext, fn, insn, tail) run_##fn,
#include "fpu_oracle_ops.inc"
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

int main(void)
{
    unsigned row, rm, flags;
    Register in[3];

    while (scanf("%u %u %" SCNx64 " %" SCNx64 " %" SCNx64, &row, &rm,
                 &in[0].bits, &in[1].bits, &in[2].bits) == 5
           && row < ROW_COUNT) {
        uint64_t result = rows[row](rm, in, &flags);

        __asm__ volatile("fsrm zero");
        printf("%016" PRIx64 " %02x\n", result, flags);
    }
    return 0;
}
