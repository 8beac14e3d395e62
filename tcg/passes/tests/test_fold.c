/* test_fold.c: each rule of the forward pass, as text before and after */
#include "pass_text.h"
#include "support/unit.h"

static const PassText constants[] = {
    { "mov x10, $0x10000\nadd_i64 x10, x10, $0x9c\n",
      "mov x10, $0x10000\nmov x10, $0x1009c\n" },
    { "mov x10, $0x12345000\nadd_i32 x10, x10, $0x678\n"
      "shl_i64 x10, x10, $0xc\nadd_i64 x10, x10, $-1\n",
      "mov x10, $0x12345000\nmov x10, $0x12345678\n"
      "mov x10, $0x12345678000\nmov x10, $0x12345677fff\n" },
    { "mov x10, $0x80000000\nadd_i32 x11, x10, $0x0\n",
      "mov x10, $0x80000000\nmov x11, $0xffffffff80000000\n" },
    /* numbers become operands if they fit into 32 bits */
    { "mov x10, $0x7\nadd_i64 x11, x12, x10\n",
      "mov x10, $0x7\nadd_i64 x11, x12, $0x7\n" },
    { "mov x10, $0x7ffffffff\nadd_i64 x11, x12, x10\n",
      "mov x10, $0x7ffffffff\nadd_i64 x11, x12, x10\n" },
    { "mov t0, $0x7ffffffff\nadd_i64 x11, x12, t0\n",
      "mov t0, $0x7ffffffff\nadd_i64 x11, x12, $0x7ffffffff\n" },
    { "mov x10, $0x7\nst x2, x10, $8, leuq\n",
      "mov x10, $0x7\nst x2, $0x7, $8, leuq\n" },
    { "mov x10, $0x80000000\nld x11, x10, $0, leuq\n",
      "mov x10, $0x80000000\nld x11, x10, $0, leuq\n" },
    { "mov x10, $0x5\nbrcond_i64 ltu, x10, x11, L0\nL0:\n",
      "mov x10, $0x5\nbrcond_i64 gtu, x11, $0x5, L0\nL0:\n" },
    /* what a register has it need not be given */
    { "mov x10, $0x5\nld x11, x2, $0, leuq\nmov x10, $0x5\n",
      "mov x10, $0x5\nld x11, x2, $0, leuq\n" },
    { "mov x10, x10\n", "" },
    { "interp goes_on\nmov x10, $0x5\ninterp goes_on\nadd_i64 x10, x10, x10\n",
      "interp goes_on\nmov x10, $0x5\ninterp goes_on\n"
      "add_i64 x10, x10, x10\n" },
};

static const PassText copies[] = {
    { "add_i64 t0, x11, x12\nmov x10, t0\nadd_i64 x13, t0, x11\n",
      "add_i64 t0, x11, x12\nmov x10, t0\nadd_i64 x13, x10, x11\n" },
    { "mov t0, x10\nadd_i64 x11, t0, x12\n",
      "mov t0, x10\nadd_i64 x11, x10, x12\n" },
    /* a copy outlives the original */
    { "mov t0, x10\nadd_i64 x10, x10, x12\nadd_i64 x11, t0, x12\n",
      "mov t0, x10\nadd_i64 x10, x10, x12\nadd_i64 x11, t0, x12\n" },
    { "add_i64 t0, x11, x12\nmov x10, t0\nadd_i64 x10, x10, $0x1\n"
      "add_i64 x13, t0, x11\n",
      "add_i64 t0, x11, x12\nmov x10, t0\nadd_i64 x10, x10, $0x1\n"
      "add_i64 x13, t0, x11\n" },
    { "mov t0, x10\nL0:\nadd_i64 x11, t0, x11\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x12, L0\n",
      "mov t0, x10\nL0:\nadd_i64 x11, t0, x11\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x12, L0\n" },
    { "mov t0, x10\ninterp goes_on\nadd_i64 x11, t0, x11\n",
      "mov t0, x10\ninterp goes_on\nadd_i64 x11, t0, x11\n" },
    { "mov x20, x10\nadd_i64 x11, x20, x12\n",
      "mov x20, x10\nadd_i64 x11, x10, x12\n" },
    { "mov x10, x20\nadd_i64 x11, x10, x12\n",
      "mov x10, x20\nadd_i64 x11, x10, x12\n" },
    { "mov x20, x10\nmov x10, $0x0\nadd_i64 x11, x20, x12\n",
      "mov x20, x10\nmov x10, $0x0\nadd_i64 x11, x20, x12\n" },
};

static const PassText algebra[] = {
    { "xor x10, x11, x11\n", "mov x10, $0x0\n" },
    { "sub_i32 x10, x11, x11\n", "mov x10, $0x0\n" },
    { "andc x10, x11, x11\n", "mov x10, $0x0\n" },
    { "orc x10, x11, x11\n", "mov x10, $0xffffffffffffffff\n" },
    { "and x10, x11, x11\n", "mov x10, x11\n" },
    { "umin x10, x11, x11\n", "mov x10, x11\n" },
    { "add_i64 x10, $0x0, x11\n", "mov x10, x11\n" },
    { "add_i32 x10, x11, $0x0\n", "ext32s x10, x11\n" },
    { "or x10, x11, $0xffffffffffffffff\n", "mov x10, $0xffffffffffffffff\n" },
    { "sub_i64 x10, x11, $0x8\n", "add_i64 x10, x11, $0xfffffffffffffff8\n" },
    { "andc x10, x11, $0xf\n", "and x10, x11, $0xfffffffffffffff0\n" },
    { "shl_i64 x10, x11, $0x40\n", "mov x10, x11\n" },
    { "shl_i32 x10, x11, $0x20\n", "ext32s x10, x11\n" },
    { "shl_i64 x10, x11, $0x41\n", "shl_i64 x10, x11, $0x1\n" },
    { "shadd x10, x11, $0x0, $3\n", "shl_i64 x10, x11, $0x3\n" },
    { "mul_i64 x10, x11, $0x8\n", "shl_i64 x10, x11, $0x3\n" },
    { "mul_i32 x10, x11, $0x80000000\n", "shl_i32 x10, x11, $0x1f\n" },
    { "mul_i64 x10, x11, $0x5\n", "shadd x10, x11, x11, $2\n" },
    { "mul_i32 x10, x11, $0x1\n", "ext32s x10, x11\n" },
    { "divu_i64 x10, x11, $0x10\n", "shr_i64 x10, x11, $0x4\n" },
    { "divu_i32 x10, x11, $0x1\n", "ext32s x10, x11\n" },
    { "remu_i32 x10, x11, $0x10\n", "and x10, x11, $0xf\n" },
    { "div_i64 x10, x11, $0x10\n", "div_i64 x10, x11, $0x10\n" },
    { "rem_i64 x10, x11, $0x1\n", "mov x10, $0x0\n" },
    { "select x10, x11, x12, x12\n", "mov x10, x12\n" },
    { "select x10, $0x0, x11, x12\n", "mov x10, x12\n" },
};

static const PassText bits[] = {
    { "and x10, x11, $0xff\n", "ext8u x10, x11\n" },
    { "ld x10, x2, $0, ub\nand x11, x10, $0xff\n",
      "ld x10, x2, $0, ub\nmov x11, x10\n" },
    { "ld x10, x2, $0, ub\nand x11, x10, $0xff00\n",
      "ld x10, x2, $0, ub\nmov x11, $0x0\n" },
    { "add_i32 x10, x11, x12\next32s x13, x10\n",
      "add_i32 x10, x11, x12\nmov x13, x10\n" },
    { "ld x10, x2, $0, lesl\nadd_i32 x11, x10, $0x0\n",
      "ld x10, x2, $0, lesl\nmov x11, x10\n" },
    { "ld x10, x2, $0, leul\next32u x11, x10\n",
      "ld x10, x2, $0, leul\nmov x11, x10\n" },
    /* two bytes do not overflow 32 bits, two words may */
    { "ld x10, x2, $0, ub\nadd_i32 x11, x10, $0x1\n",
      "ld x10, x2, $0, ub\nadd_i64 x11, x10, $0x1\n" },
    { "ld x10, x2, $0, lesl\nadd_i32 x11, x10, $0x1\n",
      "ld x10, x2, $0, lesl\nadd_i32 x11, x10, $0x1\n" },
    { "ld x10, x2, $0, lesl\nadd_i64 x11, x10, x10\next32s x12, x11\n",
      "ld x10, x2, $0, lesl\nadd_i64 x11, x10, x10\next32s x12, x11\n" },
    { "ld x10, x2, $0, leul\nadd_i32 x11, x10, x10\next32u x12, x11\n",
      "ld x10, x2, $0, leul\nadd_i32 x11, x10, x10\next32u x12, x11\n" },
    { "ld x10, x2, $0, lesl\nsar_i32 x11, x10, $0x3\n",
      "ld x10, x2, $0, lesl\nsar_i64 x11, x10, $0x3\n" },
    { "ld x10, x2, $0, lesl\nshr_i32 x11, x10, $0x3\n",
      "ld x10, x2, $0, lesl\nshr_i32 x11, x10, $0x3\n" },
    { "ld x10, x2, $0, leul\nshr_i32 x11, x10, $0x3\n",
      "ld x10, x2, $0, leul\nshr_i64 x11, x10, $0x3\n" },
    /* the link register of a call is even */
    { "pc_add x1, $2048\nand t0, x1, $-2\ngoto_ptr t0, ret\n",
      "pc_add x1, $2048\nmov t0, x1\ngoto_ptr x1, ret\n" },
    /* 32-bit sums that are extended again */
    { "add_i32 x15, x15, $0x1\next32u x15, x15\n",
      "add_i64 x15, x15, $0x1\next32u x15, x15\n" },
    { "add_i64 x15, x15, x14\next32s x15, x15\n", "add_i32 x15, x15, x14\n" },
    { "ext32s x15, x14\next8u x15, x15\n", "ext8u x15, x14\n" },
    { "ld x15, x2, $0, lesl\next32u x15, x15\n", "ld x15, x2, $0, leul\n" },
    { "ld x15, x2, $0, lesl\nst x2, x15, $0, leuq\next32u x15, x15\n",
      "ld x15, x2, $0, lesl\nst x2, x15, $0, leuq\next32u x15, x15\n" },
};

static const PassText pairs[] = {
    { "shl_i64 x15, x15, $0x20\nshr_i64 x15, x15, $0x20\n",
      "ext32u x15, x15\n" },
    { "shl_i64 x15, x10, $0x20\nshr_i64 x15, x15, $0x20\n",
      "ext32u x15, x10\n" },
    { "shl_i64 x15, x10, $0x20\nshr_i64 x14, x15, $0x20\n",
      "shl_i64 x15, x10, $0x20\next32u x14, x10\n" },
    { "shl_i64 x15, x15, $0x30\nsar_i64 x15, x15, $0x30\n",
      "ext16s x15, x15\n" },
    { "shl_i32 x15, x15, $0x18\nsar_i32 x15, x15, $0x18\n",
      "ext8s x15, x15\n" },
    { "shl_i64 x15, x15, $0x38\nshr_i64 x15, x15, $0x38\n",
      "ext8u x15, x15\n" },
    { "shl_i64 x15, x15, $0x28\nshr_i64 x15, x15, $0x28\n",
      "and x15, x15, $0xffffff\n" },
    /* an extension that is known to do nothing needs no first half */
    { "and x15, x15, $0x7fff\nshl_i64 x14, x15, $0x20\n"
      "shr_i64 x15, x14, $0x1f\nadd_i64 x15, x15, x8\n",
      "and x15, x15, $0x7fff\nshl_i64 x14, x15, $0x20\n"
      "shadd x15, x15, x8, $1\n" },
    { "ld x15, x10, $0, lesl\nshl_i64 x14, x15, $0x20\n"
      "sar_i64 x13, x14, $0x1d\nshr_i64 x12, x14, $0x1d\n",
      "ld x15, x10, $0, lesl\nshl_i64 x14, x15, $0x20\n"
      "shl_i64 x13, x15, $0x3\nshr_i64 x12, x14, $0x1d\n" },
    /* somebody sees the first half: a trap, a read, a way in */
    { "shl_i64 x15, x15, $0x20\nld x14, x2, $0, leuq\n"
      "shr_i64 x15, x15, $0x20\n",
      "shl_i64 x15, x15, $0x20\nld x14, x2, $0, leuq\n"
      "shr_i64 x15, x15, $0x20\n" },
    { "shl_i64 x15, x15, $0x20\nmov x14, x15\nshr_i64 x15, x15, $0x20\n",
      "shl_i64 x15, x15, $0x20\nmov x14, x15\nshr_i64 x15, x15, $0x20\n" },
    { "shl_i64 x15, x15, $0x20\nL0:\nshr_i64 x15, x15, $0x20\n"
      "brcond_i64 eq, x15, x10, L0\n",
      "shl_i64 x15, x15, $0x20\nL0:\nshr_i64 x15, x15, $0x20\n"
      "brcond_i64 eq, x15, x10, L0\n" },
    /* the original changed between */
    { "shl_i64 x15, x10, $0x20\nmov x10, $0x1\nshr_i64 x15, x15, $0x20\n",
      "shl_i64 x15, x10, $0x20\nmov x10, $0x1\nshr_i64 x15, x15, $0x20\n" },
    /* an index, extended, scaled and added */
    { "shl_i64 x15, x15, $0x20\nshr_i64 x15, x15, $0x1e\n"
      "add_i64 x15, x10, x15\n",
      "ext32u x15, x15\nshadd x15, x15, x10, $2\n" },
    { "ld x15, x2, $0, leul\nshl_i64 x15, x15, $0x20\n"
      "shr_i64 x15, x15, $0x1e\nadd_i64 x15, x10, x15\n",
      "ld x15, x2, $0, leul\nshadd x15, x15, x10, $2\n" },
    { "add_i32 x15, x14, $0x1\nshl_i64 x15, x15, $0x20\n"
      "shr_i64 x15, x15, $0x1d\n",
      "add_i64 x15, x14, $0x1\next32u x15, x15\nshl_i64 x15, x15, $0x3\n" },
    /* two shifts that make a rotation */
    { "shl_i32 x15, x10, $0x7\nshr_i32 x14, x10, $0x19\n"
      "or x15, x15, x14\n",
      "shr_i32 x14, x10, $0x19\nrotl_i32 x15, x10, $0x7\n" },
    { "shr_i64 x14, x10, $0x3\nshl_i64 x10, x10, $0x3d\n"
      "add_i64 x10, x10, x14\n",
      "shr_i64 x14, x10, $0x3\nrotl_i64 x10, x10, $0x3d\n" },
    { "shl_i32 x15, x10, $0x7\nshr_i32 x10, x10, $0x19\n"
      "xor x10, x15, x10\n",
      "shl_i32 x15, x10, $0x7\nrotl_i32 x10, x10, $0x7\n" },
    /* no rotations: the counts, the value, or the width is another */
    { "shl_i32 x15, x10, $0x7\nshr_i32 x14, x10, $0x18\n"
      "or x15, x15, x14\n",
      "shl_i32 x15, x10, $0x7\nshr_i32 x14, x10, $0x18\n"
      "or x15, x15, x14\n" },
    { "shl_i32 x10, x10, $0x7\nshr_i32 x14, x10, $0x19\n"
      "or x10, x10, x14\n",
      "shl_i32 x10, x10, $0x7\nshr_i32 x14, x10, $0x19\n"
      "or x10, x10, x14\n" },
    { "shl_i64 x15, x10, $0x7\nld x10, x2, $0, leuq\n"
      "shr_i64 x14, x10, $0x39\nor x15, x15, x14\n",
      "shl_i64 x15, x10, $0x7\nld x10, x2, $0, leuq\n"
      "shr_i64 x14, x10, $0x39\nor x15, x15, x14\n" },
    { "shl_i64 x15, x10, $0x20\nshr_i64 x14, x10, $0x20\n"
      "add_i32 x15, x15, x14\n",
      "shl_i64 x15, x10, $0x20\nshr_i64 x14, x10, $0x20\n"
      "add_i32 x15, x15, x14\n" },
    { "shl_i64 x15, x15, $0x3\nadd_i64 x15, x10, x15\n",
      "shadd x15, x15, x10, $3\n" },
    { "shl_i64 x15, x14, $0x3\nadd_i64 x13, x10, x15\n",
      "shl_i64 x15, x14, $0x3\nshadd x13, x14, x10, $3\n" },
    { "shl_i64 x15, x15, $0x4\nadd_i64 x15, x10, x15\n",
      "shl_i64 x15, x15, $0x4\nadd_i64 x15, x10, x15\n" },
};

static const PassText addresses[] = {
    { "pc_add x10, $8192\nadd_i64 x10, x10, $0x10\n", "pc_add x10, $8208\n" },
    { "pc_add x11, $8192\nadd_i64 x10, x11, $0x10\n",
      "pc_add x11, $8192\nadd_i64 x10, x11, $0x10\n" },
    { "add_i64 x10, x10, $0x10\nadd_i64 x10, x10, $0x10\n",
      "add_i64 x10, x10, $0x20\n" },
    { "add_i64 t0, x10, $0x10\nld x11, t0, $8, leuq\n",
      "add_i64 t0, x10, $0x10\nld x11, x10, $24, leuq\n" },
    { "add_i64 t0, x10, $0x10\nst t0, x11, $-16, leuq\n",
      "add_i64 t0, x10, $0x10\nst x10, x11, $0, leuq\n" },
    { "add_i64 t0, x10, $0x10\nmov x10, $0x0\nst t0, x11, $8, leuq\n",
      "add_i64 t0, x10, $0x10\nmov x10, $0x0\nst t0, x11, $8, leuq\n" },
    /* auipc + jalr: the register of the first is about to be overwritten */
    { "pc_add x1, $4096\nadd_i64 t0, x1, $-2048\nand t1, t0, $-2\n"
      "pc_add x1, $8\ngoto_ptr t1, call\n",
      "pc_add x1, $4096\npc_add t0, $2048\nmov t1, t0\npc_add x1, $8\n"
      "goto_ptr t0, call\n" },
    { "pc_add x6, $4096\nadd_i64 t0, x6, $-2048\nand t1, t0, $-2\n"
      "goto_ptr t1, plain\n",
      "pc_add x6, $4096\nadd_i64 t0, x6, $0xfffffffffffff800\n"
      "mov t1, t0\ngoto_ptr t0, plain\n" },
    /* to another page: a link */
    { "pc_add x1, $8192\nadd_i64 t0, x1, $-2048\nand t1, t0, $-2\n"
      "pc_add x1, $8\ngoto_ptr t1, call\n",
      "pc_add x1, $8192\npc_add t0, $6144\nmov t1, t0\npc_add x1, $8\n"
      "goto_tb $6144\n" },
    { "pc_add t0, $-2\ngoto_ptr t0, plain\n",
      "pc_add t0, $-2\ngoto_tb $-2\n" },
    { "pc_add t0, $4097\ngoto_ptr t0, plain\n",
      "pc_add t0, $4097\ngoto_ptr t0, plain\n" },
};

static const PassText branches[] = {
    { "mov x10, $0x1\nbrcond_i64 ne, x10, $0x0, L0\nmov x11, $0x2\nL0:\n",
      "mov x10, $0x1\nbr L0\nL0:\n" },
    { "mov x10, $0x1\nbrcond_i64 eq, x10, $0x0, L0\nmov x11, $0x2\nL0:\n",
      "mov x10, $0x1\nmov x11, $0x2\n" },
    { "brcond_i64 geu, x10, $0x0, L0\nmov x11, $0x2\nL0:\n", "br L0\nL0:\n" },
    { "ld x10, x2, $0, ub\nbrcond_i64 gtu, x10, $0xff, L0\nL0:\n",
      "ld x10, x2, $0, ub\n" },
    { "ld x10, x2, $0, ub\nbrcond_i64 lt, x10, $0x0, L0\nL0:\n",
      "ld x10, x2, $0, ub\n" },
    { "setcond_i64 lt, x15, x10, x11\nbrcond_i64 ne, x15, $0x0, L0\nL0:\n",
      "setcond_i64 lt, x15, x10, x11\nbrcond_i64 lt, x10, x11, L0\nL0:\n" },
    { "setcond_i64 lt, x10, x10, x11\nbrcond_i64 ne, x10, $0x0, L0\nL0:\n",
      "setcond_i64 lt, x10, x10, x11\nbrcond_i64 ne, x10, $0x0, L0\nL0:\n" },
    { "setcond_i64 ltu, x15, x10, $0x1\nbrcond_i64 eq, x15, $0x0, L0\nL0:\n",
      "setcond_i64 eq, x15, x10, $0x0\nbrcond_i64 ne, x10, $0x0, L0\nL0:\n" },
    { "setcond_i64 lt, x15, x10, x11\nxor x15, x15, $0x1\n",
      "setcond_i64 ge, x15, x10, x11\n" },
    { "setcond_i64 ltu, x15, $0x0, x10\n",
      "setcond_i64 ne, x15, x10, $0x0\n" },
    { "brcond_i64 lt, x10, x10, L0\nL0:\n", "" },
};

static const PassText floats[] = {
    /* loads and results are boxed, and so is what was looked at */
    { "fp_check\nfld f1, x2, $0, leul.box\nfadd_f32 f2, f1, f3, dyn\n"
      "fmul_f32 f4, f2, f3, dyn\n",
      "fp_check\nfld f1, x2, $0, leul.box\nfadd_f32 f2, f1.box, f3, dyn\n"
      "fmul_f32 f4, f2.box, f3.box, dyn\n" },
    { "fp_check\nfadd_f64 f2, f1, f3, dyn\nfadd_f32 f4, f2, f2, dyn\n",
      "fp_check\nfadd_f64 f2, f1, f3, dyn\nfadd_f32 f4, f2, f2, dyn\n" },
    { "fp_check\nfadd_f16 f2, f1, f3, dyn\nfadd_f32 f4, f2, f1, dyn\n",
      "fp_check\nfadd_f16 f2, f1, f3, dyn\n"
      "fadd_f32 f4, f2.box, f1.box, dyn\n" },
    { "fp_check\nfadd_f32 f2, f1, f3, dyn\nfadd_f16 f4, f2, f1, dyn\n",
      "fp_check\nfadd_f32 f2, f1, f3, dyn\nfadd_f16 f4, f2, f1, dyn\n" },
    { "fp_check\nfcvt_ff_f32 f2, f1, dyn, $1\nfcvt_ff_f64 f3, f2, dyn, $0\n",
      "fp_check\nfcvt_ff_f32 f2, f1, dyn, $1\n"
      "fcvt_ff_f64 f3, f2.box, dyn, $0\n" },
    { "fp_check\nfcvt_fl_f32 f2, x1, dyn\nfeq_f32 x3, f2, f4, rne\n",
      "fp_check\nfcvt_fl_f32 f2, x1, dyn\nfeq_f32 x3, f2.box, f4, rne\n" },
    /* learnt on one of two ways */
    { "fp_check\nbrcond_i64 eq, x1, x2, L0\nfadd_f32 f2, f1, f3, dyn\n"
      "L0:\nfadd_f32 f4, f1, f3, dyn\n",
      "fp_check\nbrcond_i64 eq, x1, x2, L0\nfadd_f32 f2, f1, f3, dyn\n"
      "L0:\nfadd_f32 f4, f1, f3, dyn\n" },
    { "fp_check\nfadd_f32 f2, f1, f3, dyn\nbrcond_i64 eq, x1, x2, L0\n"
      "fmov f1, f5\nL0:\nfadd_f32 f4, f1, f3, dyn\n",
      "fp_check\nfadd_f32 f2, f1, f3, dyn\nbrcond_i64 eq, x1, x2, L0\n"
      "fmov f1, f5\nL0:\nfadd_f32 f4, f1, f3.box, dyn\n" },
    { "fp_check\nfadd_f32 f2, f1, f3, dyn\ninterp goes_on\nfp_check\n"
      "fadd_f32 f4, f1, f2, dyn\n",
      "fp_check\nfadd_f32 f2, f1, f3, dyn\ninterp goes_on\nfp_check\n"
      "fadd_f32 f4, f1, f2, dyn\n" },
    { "fp_check\nfsgnj_f64 f2, f1, f1, rne\n", "fp_check\nfmov f2, f1\n" },
    { "fp_check\nfsgnj_f32 f2, f1, f1, rne\nfsgnj_f32 f3, f1, f1, rne\n"
      "fsgnj_f32 f3, f2, f2, rne\n",
      "fp_check\nfsgnj_f32 f2, f1, f1, rne\n"
      "fsgnj_f32 f3, f1.box, f1.box, rne\nfmov f3, f2\n" },
};

static const PassText labels[] = {
    /* what was known before the first branch to a label holds behind it */
    { "mov x10, $0x7\nbrcond_i64 eq, x12, x13, L0\nadd_i64 x11, x11, $0x1\n"
      "L0:\nadd_i64 x11, x11, x10\n",
      "mov x10, $0x7\nbrcond_i64 eq, x12, x13, L0\nadd_i64 x11, x11, $0x1\n"
      "L0:\nadd_i64 x11, x11, $0x7\n" },
    /* what was learnt on one of the ways does not */
    { "mov x10, $0x7\nbrcond_i64 eq, x12, x13, L0\nmov x10, $0x8\n"
      "L0:\nadd_i64 x11, x11, x10\n",
      "mov x10, $0x7\nbrcond_i64 eq, x12, x13, L0\nmov x10, $0x8\n"
      "L0:\nadd_i64 x11, x11, x10\n" },
    { "brcond_i64 eq, x12, x13, L0\nmov x10, $0x8\nL0:\n"
      "add_i64 x11, x11, x10\n",
      "brcond_i64 eq, x12, x13, L0\nmov x10, $0x8\nL0:\n"
      "add_i64 x11, x11, x10\n" },
    /* both ways, with a br between */
    { "mov x10, $0x1\nbrcond_i64 eq, x12, x13, L0\nmov x10, $0x2\nbr L1\n"
      "L0:\nmov x14, x10\nL1:\nmov x15, x10\n",
      "mov x10, $0x1\nbrcond_i64 eq, x12, x13, L0\nmov x10, $0x2\nbr L1\n"
      "L0:\nmov x14, x10\nL1:\nmov x15, x10\n" },
    /* around a loop nothing is known of what it writes */
    { "mov x10, $0x7\nL0:\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x11, L0\n",
      "mov x10, $0x7\nL0:\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x11, L0\n" },
    { "mov x20, x10\nL0:\nadd_i64 x11, x20, x11\nmov x10, x11\n"
      "brcond_i64 ne, x10, x12, L0\n",
      "mov x20, x10\nL0:\nadd_i64 x11, x20, x11\nmov x10, x11\n"
      "brcond_i64 ne, x11, x12, L0\n" },
    /* also if it does so only in what is done when it is left, or entered */
    { "mov x10, $0x7\nL0:\nadd_i64 x11, x11, x10\n"
      "brcond_i64 eq, x11, x12, L1\nL2:\nbrcond_i64 ne, x11, x13, L0\n"
      "exit_tb $0, next\nL1:\nmov x10, $0x8\nbr L2\n",
      "mov x10, $0x7\nL0:\nadd_i64 x11, x11, x10\n"
      "brcond_i64 eq, x11, x12, L1\nL2:\nbrcond_i64 ne, x11, x13, L0\n"
      "exit_tb $0, next\nL1:\nmov x10, $0x8\nbr L2\n" },
    { "mov x10, $0x7\nbr L1\nL0:\nmov x10, $0x8\nL1:\n"
      "add_i64 x11, x11, x10\nbrcond_i64 ne, x11, x12, L0\n",
      "mov x10, $0x7\nbr L1\nL0:\nmov x10, $0x8\nL1:\n"
      "add_i64 x11, x11, x10\nbrcond_i64 ne, x11, x12, L0\n" },
    { "mov x10, $0x7\nL0:\nadd_i64 x11, x11, x10\n"
      "interp goes_on\nbrcond_i64 ne, x11, x12, L0\n",
      "mov x10, $0x7\nL0:\nadd_i64 x11, x11, x10\n"
      "interp goes_on\nbrcond_i64 ne, x11, x12, L0\n" },
    /* what it does not write stays known: a number... */
    { "mov x10, $0x7\nL0:\nadd_i64 x11, x11, x10\n"
      "brcond_i64 ne, x11, x12, L0\nadd_i64 x13, x10, x13\n",
      "mov x10, $0x7\nL0:\nadd_i64 x11, x11, $0x7\n"
      "brcond_i64 ne, x11, x12, L0\nadd_i64 x13, x13, $0x7\n" },
    /* ...a copy, if both ends of it are left alone, and bits... */
    { "mov x20, x10\nL0:\nadd_i64 x11, x20, x11\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "mov x20, x10\nL0:\nadd_i64 x11, x10, x11\n"
      "brcond_i64 ne, x11, x12, L0\n" },
    { "ext32u x10, x10\nL0:\next32u x13, x10\nadd_i64 x11, x11, x13\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "ext32u x10, x10\nL0:\nmov x13, x10\nadd_i64 x11, x11, x10\n"
      "brcond_i64 ne, x11, x12, L0\n" },
    /* ...but nothing is computed in it that was computed before it */
    { "shl_i64 x10, x13, $0x2\nL0:\nadd_i64 x11, x11, x10\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "shl_i64 x10, x13, $0x2\nL0:\nadd_i64 x11, x11, x10\n"
      "brcond_i64 ne, x11, x12, L0\n" },
    /* a way into the middle of a loop must know it, too */
    { "brcond_i64 eq, x12, x13, L1\nmov x10, $0x7\nL0:\n"
      "add_i64 x11, x11, x10\nL1:\nbrcond_i64 ne, x11, x12, L0\n",
      "brcond_i64 eq, x12, x13, L1\nmov x10, $0x7\nL0:\n"
      "add_i64 x11, x11, x10\nL1:\nbrcond_i64 ne, x11, x12, L0\n" },
    { "mov x10, $0x7\nbr L1\nL0:\nadd_i64 x11, x11, x10\nL1:\n"
      "brcond_i64 ne, x11, x12, L0\n",
      "mov x10, $0x7\nbr L1\nL0:\nadd_i64 x11, x11, $0x7\nL1:\n"
      "brcond_i64 ne, x11, x12, L0\n" },
    /* a loop that is never entered goes */
    { "br L1\nL0:\nmov x10, $0x1\nbr L0\nL1:\n",
      "br L1\nL0:\nmov x10, $0x1\nbr L0\nL1:\n" },
    { "brcond_i64 eq, x10, x10, L1\nbrcond_i64 eq, x10, x11, L2\n"
      "mov x10, $0x1\nL2:\nmov x10, $0x2\nL1:\n",
      "br L1\nL1:\n" },
};

#define TABLE_TEST(name, table)                                         \
    START_TEST(name)                                                    \
    {                                                                   \
        pass_text_check(&table[_i], tcg_fold);                          \
    }                                                                   \
    END_TEST

TABLE_TEST(test_constants_go_through_registers, constants)
TABLE_TEST(test_copies_are_read_at_their_source, copies)
TABLE_TEST(test_algebra_makes_operations_cheaper, algebra)
TABLE_TEST(test_known_bits_make_extensions_unnecessary, bits)
TABLE_TEST(test_two_operations_become_one, pairs)
TABLE_TEST(test_addresses_made_in_steps_are_made_at_once, addresses)
TABLE_TEST(test_known_conditions_make_branches_unnecessary, branches)
TABLE_TEST(test_boxes_are_known, floats)
TABLE_TEST(test_only_what_holds_on_all_ways_is_used, labels)

UNIT_MAIN("fold",
    UNIT_LOOP(test_constants_go_through_registers, G_N_ELEMENTS(constants)),
    UNIT_LOOP(test_copies_are_read_at_their_source, G_N_ELEMENTS(copies)),
    UNIT_LOOP(test_algebra_makes_operations_cheaper, G_N_ELEMENTS(algebra)),
    UNIT_LOOP(test_known_bits_make_extensions_unnecessary,
              G_N_ELEMENTS(bits)),
    UNIT_LOOP(test_two_operations_become_one, G_N_ELEMENTS(pairs)),
    UNIT_LOOP(test_addresses_made_in_steps_are_made_at_once,
              G_N_ELEMENTS(addresses)),
    UNIT_LOOP(test_known_conditions_make_branches_unnecessary,
              G_N_ELEMENTS(branches)),
    UNIT_LOOP(test_boxes_are_known, G_N_ELEMENTS(floats)),
    UNIT_LOOP(test_only_what_holds_on_all_ways_is_used,
              G_N_ELEMENTS(labels)))
