/* test_loop.c: which loops get a fast copy, and what it looks like */
#include "pass_text.h"
#include "support/unit.h"

static const PassText loops[] = {
    /* bases that move up, one of them behind its access */
    { "L0:\npoll $0\nld x11, x10, $0, ub\nadd_i64 x10, x10, $0x1\n"
      "add_i64 x12, x12, $0x8\nst x12, x11, $-8, leuq\nretire $5\n"
      "brcond_i64 ne, x10, x13, L0\n",
      "L0:\npoll $0\nld x11, x10, $0, ub\nadd_i64 x10, x10, $0x1\n"
      "add_i64 x12, x12, $0x8\nst x12, x11, $-8, leuq\nretire $5\n"
      "brcond_i64 ne, x10, x13, L1\nL3:\nexit_tb $0, next\nL1:\n"
      "poll $0\nguard t0, x10, $0x1, $0, read_indexed, L0\n"
      "guard t1, x12, $0x10, $-8, write_indexed, L0\n"
      "or t2, x10, $0xfff\nadd_i64 t3, x12, $0x7\nor t4, t3, $0xfff\n"
      "add_i64 t5, t4, $0xfffffffffffffff9\nL2:\n"
      "gldx x11, t0, x10, $0, ub\nadd_i64 x10, x10, $0x1\n"
      "add_i64 x12, x12, $0x8\ngstx t1, x11, x12, $-8, leuq\n"
      "retire $5\nbrcond_i64 eq, x10, x13, L3\n"
      "brcond_i64 gt, x10, t2, L1\nbrcond_i64 le, x12, t5, L2\n"
      "br L1\n" },
    /* one that moves down and one that stays; values made from a base */
    { "L0:\npoll $0\nld t0, x10, $0, lesl\nmov x14, x10\n"
      "add_i64 x10, x10, $-0x8\nst x14, t0, $4, leul\nst x2, t0, $16, leuq\n"
      "br L0\n",
      "L0:\npoll $0\nld t0, x10, $0, lesl\nmov x14, x10\n"
      "add_i64 x10, x10, $0xfffffffffffffff8\nst x14, t0, $4, leul\n"
      "st x2, t0, $16, leuq\nbr L1\nL3:\nexit_tb $0, next\nL1:\n"
      "poll $0\nguard t1, x10, $0x8, $0, write_indexed, L0\n"
      "guard t2, x2, $0x8, $16, write_indexed, L0\n"
      "and t3, x10, $0xfffffffffffff000\nL2:\n"
      "gldx t4, t1, x10, $0, lesl\nmov x14, x10\n"
      "add_i64 x10, x10, $0xfffffffffffffff8\n"
      "gstx t1, t4, x14, $4, leul\ngstx t2, t4, x2, $16, leuq\n"
      "brcond_i64 ge, x10, t3, L2\nbr L1\n" },
    /* on some ways only: polls stay; branches within, out and back */
    { "L0:\npoll $0\nld x11, x10, $0, leuq\nbrcond_i64 eq, x11, $0x0, L0\n"
      "brcond_i64 eq, x11, x12, L1\nadd_i64 x10, x10, $0x10\nL1:\n"
      "brcond_i64 lt, x11, x13, L0\nL2:\nexit_tb $0, next\n",
      "L0:\npoll $0\nld x11, x10, $0, leuq\n"
      "brcond_i64 eq, x11, $0x0, L3\nbrcond_i64 eq, x11, x12, L1\n"
      "add_i64 x10, x10, $0x10\nL1:\nbrcond_i64 lt, x11, x13, L3\n"
      "L5:\nL2:\nexit_tb $0, next\nL3:\n"
      "guard t0, x10, $0x8, $0, read_indexed, L0\n"
      "add_i64 t1, x10, $0x7\nor t2, t1, $0xfff\n"
      "add_i64 t3, t2, $0xfffffffffffffff9\nL4:\npoll $0\n"
      "gldx x11, t0, x10, $0, leuq\nbrcond_i64 ne, x11, $0x0, L7\n"
      "brcond_i64 le, x10, t3, L4\nbr L3\nL7:\n"
      "brcond_i64 eq, x11, x12, L6\nadd_i64 x10, x10, $0x10\nL6:\n"
      "brcond_i64 ge, x11, x13, L5\nbrcond_i64 le, x10, t3, L4\n"
      "br L3\n" },
    /* a table read at a byte's value: its ends, and one number for both */
    { "L0:\npoll $0\next8u x15, x12\nshadd x15, x15, x10, $2\n"
      "ld x15, x15, $0, lesl\nxor x12, x12, x15\nretire $5\n"
      "brcond_i64 ne, x12, x13, L0\n",
      "L0:\npoll $0\next8u x15, x12\nshadd x15, x15, x10, $2\n"
      "ld x15, x15, $0, lesl\nxor x12, x12, x15\nretire $5\n"
      "brcond_i64 ne, x12, x13, L1\nL3:\nexit_tb $0, next\nL1:\n"
      "guard t0, x10, $0x1, $1023, read_indexed, L0\n"
      "guard t1, x10, $0x1, $0, read_indexed, L0\n"
      "brcond_i64 ne, t1, t0, L0\nL2:\npoll $0\next8u x15, x12\n"
      "shadd x15, x15, x10, $2\ngldx x15, t1, x15, $0, lesl\n"
      "xor x12, x12, x15\nretire $5\nbrcond_i64 eq, x12, x13, L3\n"
      "br L2\n" },
    /* indices that were loaded, masked, and put before the table */
    { "L0:\npoll $0\nld x15, x10, $0, ub\nand x15, x15, $0x3f\n"
      "add_i64 x15, x15, x11\nst x15, x12, $-8, leul\n"
      "add_i64 x10, x10, $0x1\nbr L0\n",
      "L0:\npoll $0\nld x15, x10, $0, ub\nand x15, x15, $0x3f\n"
      "add_i64 x15, x15, x11\nst x15, x12, $-8, leul\n"
      "add_i64 x10, x10, $0x1\nbr L1\nL3:\nexit_tb $0, next\nL1:\n"
      "poll $0\nguard t0, x10, $0x1, $0, read_indexed, L0\n"
      "guard t1, x11, $0x1, $58, write_indexed, L0\n"
      "guard t2, x11, $0x1, $-8, write_indexed, L0\n"
      "brcond_i64 ne, t2, t1, L0\nor t3, x10, $0xfff\nL2:\n"
      "gldx x15, t0, x10, $0, ub\nand x15, x15, $0x3f\n"
      "add_i64 x15, x15, x11\ngstx t2, x12, x15, $-8, leul\n"
      "add_i64 x10, x10, $0x1\nbrcond_i64 le, x10, t3, L2\nbr L1\n" },
    /* array[k], k += stride: not more than half a KiB; back to the same
     * place when the address is in another page */
    { "L0:\n---- 0\npoll $0\next32u x14, x15\n---- 1\n"
      "add_i64 x14, x14, x16\n---- 2\nst x14, x11, $0, ub\n---- 3\n"
      "add_i32 x15, x15, x12\nretire $4\nbrcond_i64 ltu, x15, x13, L0\n",
      "L0:\n---- 0\npoll $0\next32u x14, x15\n---- 1\n"
      "add_i64 x14, x14, x16\n.insn 2\nL4:\n---- 2\nst x14, x11, $0, ub\n"
      "---- 3\nadd_i32 x15, x15, x12\nretire $4\n"
      "brcond_i64 ltu, x15, x13, L1\nL3:\nexit_tb $0, next\n.insn 0\n"
      "L1:\nadd_i64 t0, x12, $0x200\nbrcond_i64 gtu, t0, $0x400, L0\n"
      "guard t1, x14, $0x1, $0, write_indexed, L0\n"
      "and t2, x14, $0xfffffffffffff000\nL2:\n---- 0\npoll $0\n"
      "ext32u x14, x15\n---- 1\nadd_i64 x14, x14, x16\n---- 2\n"
      "sub_i64 t3, x14, t2\nbrcond_i64 gtu, t3, $0xfff, L4\n"
      "gstx t1, x11, x14, $0, ub\n---- 3\nadd_i32 x15, x15, x12\n"
      "retire $4\nbrcond_i64 geu, x15, x13, L3\n.insn 0\nbr L2\n" },
    /* a register that steps by another one, scaled; two accesses */
    { "L0:\n---- 0\npoll $0\nld x14, x10, $-8, leuq\n---- 1\n"
      "shl_i64 x15, x14, $0x3\nadd_i64 x10, x10, x12\n---- 2\n"
      "shadd x13, x10, x9, $3\n---- 3\nst x13, x11, $0, leuq\nretire $4\n"
      "brcond_i64 ne, x14, $0x0, L0\n",
      "L0:\nL4:\n---- 0\npoll $0\nld x14, x10, $-8, leuq\n---- 1\n"
      "shl_i64 x15, x14, $0x3\nadd_i64 x10, x10, x12\n---- 2\n"
      "shadd x13, x10, x9, $3\n.insn 3\nL5:\n---- 3\n"
      "st x13, x11, $0, leuq\nretire $4\nbrcond_i64 ne, x14, $0x0, L1\n"
      "L3:\nexit_tb $0, next\n.insn 0\nL1:\nadd_i64 t0, x12, $0x200\n"
      "brcond_i64 gtu, t0, $0x400, L0\nadd_i64 t1, x12, $0x40\n"
      "brcond_i64 gtu, t1, $0x80, L0\n"
      "guard t2, x10, $0x8, $-8, read_indexed, L0\n"
      "guard t3, x13, $0x8, $0, write_indexed, L0\n"
      "add_i64 t4, x10, $0xfffffffffffffff8\n"
      "and t5, t4, $0xfffffffffffff000\nadd_i64 t6, t5, $0x8\n"
      "and t7, x13, $0xfffffffffffff000\nL2:\n---- 0\n"
      "sub_i64 t8, x10, t6\nbrcond_i64 gtu, t8, $0xff8, L4\npoll $0\n"
      "gldx x14, t2, x10, $-8, leuq\n---- 1\nshl_i64 x15, x14, $0x3\n"
      "add_i64 x10, x10, x12\n---- 2\nshadd x13, x10, x9, $3\n---- 3\n"
      "sub_i64 t9, x13, t7\nbrcond_i64 gtu, t9, $0xff8, L5\n"
      "gstx t3, x11, x13, $0, leuq\nretire $4\n"
      "brcond_i64 eq, x14, $0x0, L3\n.insn 0\nbr L2\n" },
    /* divisions by a register that stays; the one by another does not */
    { "L0:\npoll $0\nremu_i32 x15, x13, x12\nst x14, x15, $0, ub\n"
      "add_i64 x14, x14, $0x1\ndivu_i32 x13, x13, x12\n"
      "divu_i32 x16, x12, x13\nretire $5\nbrcond_i64 ne, x13, $0x0, L0\n",
      "L0:\npoll $0\nremu_i32 x15, x13, x12\nst x14, x15, $0, ub\n"
      "add_i64 x14, x14, $0x1\ndivu_i32 x13, x13, x12\n"
      "divu_i32 x16, x12, x13\nretire $5\nbrcond_i64 ne, x13, $0x0, L1\n"
      "L3:\nexit_tb $0, next\nL1:\npoll $0\next32u t0, x12\n"
      "brcond_i64 leu, t0, $0x1, L0\n"
      "divu_i64 t1, $0xffffffffffffffff, t0\nadd_i64 t2, t1, $0x1\n"
      "guard t3, x14, $0x1, $0, write_indexed, L0\nor t4, x14, $0xfff\n"
      "L2:\nmuluwh t5, t2, x13\nmul_i64 t6, t5, x12\n"
      "sub_i32 x15, x13, t6\ngstx t3, x15, x14, $0, ub\n"
      "add_i64 x14, x14, $0x1\nmuluwh x13, t2, x13\n"
      "divu_i32 x16, x12, x13\nretire $5\nbrcond_i64 eq, x13, $0x0, L3\n"
      "brcond_i64 le, x14, t4, L2\nbr L1\n" },
    /* without accesses */
    { "L0:\npoll $0\ndivu_i32 x13, x13, x12\n"
      "brcond_i64 ne, x13, $0x0, L0\n",
      "L0:\npoll $0\ndivu_i32 x13, x13, x12\n"
      "brcond_i64 ne, x13, $0x0, L1\nL3:\nexit_tb $0, next\nL1:\n"
      "ext32u t0, x12\nbrcond_i64 leu, t0, $0x1, L0\n"
      "divu_i64 t1, $0xffffffffffffffff, t0\nadd_i64 t2, t1, $0x1\n"
      "L2:\npoll $0\nmuluwh x13, t2, x13\n"
      "brcond_i64 eq, x13, $0x0, L3\nbr L2\n" },
    /* on all ways, though by different operations: no poll in the copy */
    { "---- 0\nL0:\npoll $0\nld x11, x10, $0, ub\n"
      "brcond_i64 eq, x11, $0x0, L1\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x12, L0\nbr L2\nL1:\n"
      "add_i64 x10, x10, $0x2\nbrcond_i64 ne, x10, x12, L0\nL2:\n"
      "exit_tb $0, next\n",
      "---- 0\nL0:\npoll $0\nld x11, x10, $0, ub\n"
      "brcond_i64 eq, x11, $0x0, L1\nadd_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x10, x12, L3\nbr L2\nL1:\n"
      "add_i64 x10, x10, $0x2\nbrcond_i64 ne, x10, x12, L3\nL5:\nL2:\n"
      "exit_tb $0, next\nL3:\npoll $0\n"
      "guard t0, x10, $0x1, $0, read_indexed, L0\nor t1, x10, $0xfff\n"
      "L4:\ngldx x11, t0, x10, $0, ub\nbrcond_i64 eq, x11, $0x0, L6\n"
      "add_i64 x10, x10, $0x1\nbrcond_i64 eq, x10, x12, L7\n"
      "brcond_i64 le, x10, t1, L4\nbr L3\nL7:\nbr L2\nL6:\n"
      "add_i64 x10, x10, $0x2\nbrcond_i64 eq, x10, x12, L5\n"
      "brcond_i64 le, x10, t1, L4\nbr L3\n" },
    /* the inner loop moves a pointer, the outer one another; both polls go.
     * If the inner one did not, its poll would stay */
    { "---- 0 @0x0\nL0:\npoll $0\nld x11, x10, $0, ub\n---- 1 @0x4\nL1:\n"
      "poll $4\nld x13, x14, $0, ub\n---- 2 @0x8\nadd_i64 x14, x14, $0x1\n"
      "---- 3 @0xc\nbrcond_i64 ne, x13, x12, L1\n---- 4 @0x10\n"
      "add_i64 x10, x10, $-0x1\n---- 5 @0x14\n"
      "brcond_i64 ne, x10, x15, L0\n",
      "---- 0\nL0:\npoll $0\nld x11, x10, $0, ub\n---- 1\nL1:\n"
      "poll $4\nld x13, x14, $0, ub\n---- 2\nadd_i64 x14, x14, $0x1\n"
      "---- 3\nbrcond_i64 ne, x13, x12, L7\n.insn 4\nL9:\n---- 4\n"
      "add_i64 x10, x10, $0xffffffffffffffff\n---- 5\n"
      "brcond_i64 ne, x10, x15, L2\nL4:\nexit_tb $0, next\n.insn 0\n"
      "L2:\npoll $0\nguard t0, x10, $0x1, $0, read_indexed, L0\n"
      "guard t1, x14, $0x1, $0, read_indexed, L0\n"
      "and t2, x10, $0xfffffffffffff000\nor t3, x14, $0xfff\nL3:\n"
      "gldx x11, t0, x10, $0, ub\n---- 1\nL5:\n"
      "gldx x13, t1, x14, $0, ub\n---- 2\nadd_i64 x14, x14, $0x1\n"
      "---- 3\nbrcond_i64 eq, x13, x12, L6\n.insn 0\n"
      "brcond_i64 le, x14, t3, L5\nbr L1\n.insn 3\nL6:\n---- 4\n"
      "add_i64 x10, x10, $0xffffffffffffffff\n---- 5\n"
      "brcond_i64 eq, x10, x15, L4\n.insn 0\n"
      "brcond_i64 lt, x10, t2, L2\nbrcond_i64 le, x14, t3, L3\n"
      "br L2\n.insn 1\nL7:\npoll $4\n"
      "guard t4, x14, $0x1, $0, read_indexed, L1\n"
      "or t5, x14, $0xfff\nL8:\ngldx x13, t4, x14, $0, ub\n---- 2\n"
      "add_i64 x14, x14, $0x1\n---- 3\nbrcond_i64 eq, x13, x12, L9\n"
      ".insn 1\nbrcond_i64 le, x14, t5, L8\nbr L7\n" },
    { "---- 0 @0x0\nL0:\npoll $0\n---- 1 @0x4\nL1:\n"
      "poll $4\nld x11, x10, $0, ub\n"
      "brcond_i64 ne, x11, x12, L1\n"
      "add_i64 x10, x10, $0x1\n"
      "brcond_i64 ne, x15, x12, L0\n",
      "---- 0\nL0:\npoll $0\n---- 1\nL1:\npoll $4\n"
      "ld x11, x10, $0, ub\nbrcond_i64 ne, x11, x12, L7\nL9:\n"
      "add_i64 x10, x10, $0x1\nbrcond_i64 ne, x15, x12, L2\nL4:\n"
      "exit_tb $0, next\n.insn 0\nL2:\npoll $0\n"
      "guard t0, x10, $0x1, $0, read_indexed, L0\n"
      "or t1, x10, $0xfff\nL3:\n---- 1\nL5:\npoll $4\n"
      "gldx x11, t0, x10, $0, ub\nbrcond_i64 ne, x11, x12, L5\n"
      "add_i64 x10, x10, $0x1\nbrcond_i64 eq, x15, x12, L4\n.insn 0\n"
      "brcond_i64 le, x10, t1, L3\nbr L2\n.insn 1\nL7:\n"
      "guard t2, x10, $0x1, $0, read_indexed, L1\nL8:\npoll $4\n"
      "gldx x11, t2, x10, $0, ub\nbrcond_i64 eq, x11, x12, L9\n"
      "br L8\n" },
    /* a nest: two pointers towards each other; the inner loop's branch back
     * asks, too, and leaves to the original's inner loop, which is fast
     * in its own way */
    { "L0:\npoll $0\nL1:\npoll $4\nld x11, x10, $4, lesl\n"
      "add_i64 x10, x10, $0x4\nbrcond_i64 ltu, x11, x14, L1\n"
      "st x12, x11, $0, leul\nadd_i64 x12, x12, $-0x4\n"
      "brcond_i64 ne, x12, x10, L0\n",
      "L0:\npoll $0\nL1:\npoll $4\nld x11, x10, $4, lesl\n"
      "add_i64 x10, x10, $0x4\nbrcond_i64 ltu, x11, x14, L7\nL9:\n"
      "st x12, x11, $0, leul\nadd_i64 x12, x12, $0xfffffffffffffffc\n"
      "brcond_i64 ne, x12, x10, L2\nL4:\nexit_tb $0, next\nL2:\npoll $0\n"
      "guard t0, x10, $0x4, $4, read_indexed, L0\n"
      "guard t1, x12, $0x4, $0, write_indexed, L0\n"
      "add_i64 t2, x10, $0x7\nor t3, t2, $0xfff\n"
      "add_i64 t4, t3, $0xfffffffffffffff9\n"
      "and t5, x12, $0xfffffffffffff000\nL3:\nL5:\npoll $4\n"
      "gldx x11, t0, x10, $4, lesl\nadd_i64 x10, x10, $0x4\n"
      "brcond_i64 geu, x11, x14, L6\nbrcond_i64 le, x10, t4, L5\nbr L1\n"
      "L6:\ngstx t1, x11, x12, $0, leul\n"
      "add_i64 x12, x12, $0xfffffffffffffffc\n"
      "brcond_i64 eq, x12, x10, L4\nbrcond_i64 gt, x10, t4, L2\n"
      "brcond_i64 ge, x12, t5, L3\nbr L2\nL7:\n"
      "guard t6, x10, $0x4, $4, read_indexed, L1\nadd_i64 t7, x10, $0x7\n"
      "or t8, t7, $0xfff\nadd_i64 t9, t8, $0xfffffffffffffff9\nL8:\n"
      "poll $4\ngldx x11, t6, x10, $4, lesl\nadd_i64 x10, x10, $0x4\n"
      "brcond_i64 geu, x11, x14, L9\nbrcond_i64 le, x10, t9, L8\nbr L7\n" },
};

/* No fast copy: changing the text would be wrong, or no gain. */
static const char *const alone[] = {
    /* no loop, no access, an address that anything may be added to */
    "L0:\nld x11, x10, $0, leuq\n",
    "L0:\nadd_i64 x10, x10, $0x1\nbrcond_i64 ne, x10, x11, L0\n",
    "L0:\nld x11, x10, $0, leuq\nmul_i64 x10, x10, x12\n"
      "brcond_i64 ne, x10, x11, L0\n",
    "L0:\nld x11, x10, $0, leuq\nadd_i32 x10, x10, $0x8\n"
      "brcond_i64 ne, x10, x11, L0\n",
    "L0:\nld x10, x10, $0, leuq\nbrcond_i64 ne, x10, $0x0, L0\n",
    /* made from a base, but perhaps on another way */
    "L0:\nbrcond_i64 eq, x12, x13, L1\nmov x14, x10\nL1:\n"
      "ld x11, x14, $0, leuq\nadd_i64 x10, x10, $0x8\n"
      "brcond_i64 ne, x10, x11, L0\n",
    /* steps that are soon over the page */
    "L0:\nld x11, x10, $0, leuq\nadd_i64 x10, x10, $0x400\n"
      "brcond_i64 ne, x10, x11, L0\n",
    /* tables that move, are too large, or whose index may be negative */
    "L0:\next8u x15, x12\nadd_i64 x15, x15, x10\nld x12, x15, $0, ub\n"
      "add_i64 x10, x10, x11\nbr L0\n",
    "L0:\next16u x15, x12\nadd_i64 x15, x15, x10\nld x12, x15, $0, ub\n"
      "br L0\n",
    "L0:\next8s x15, x12\nadd_i64 x15, x15, x10\nld x12, x15, $0, ub\n"
      "br L0\n",
    /* an index that is small on one of two ways */
    "L0:\nbrcond_i64 eq, x12, x13, L1\next8u x15, x12\nL1:\n"
      "add_i64 x14, x15, x10\nld x12, x14, $0, ub\n"
      "brcond_i64 ne, x10, x11, L0\n",
    /* a register that moves by one that changes, or may be far away */
    "L0:\n---- 0\nld x11, x10, $0, leuq\n---- 1\nadd_i64 x10, x10, x11\n"
      "br L0\n",
    "L0:\n---- 0\nld x11, x10, $0, leuq\n---- 1\nadd_i32 x10, x10, $0x400\n"
      "br L0\n",
    /* no longer in its register when the next iteration begins */
    "L0:\n---- 0\nadd_i64 x10, x10, x12\n---- 1\nadd_i64 x11, x10, x13\n"
      "---- 2\nld x11, x11, $0, leuq\n---- 3\nbr L0\n",
    /* one register, two pointers in turn */
    "L0:\n---- 0\nadd_i64 x14, x15, x11\n---- 1\nld x13, x14, $0, leuq\n"
      "---- 2\nadd_i64 x14, x15, x12\n---- 3\nld x9, x14, $0, leuq\n"
      "---- 4\nadd_i64 x15, x15, $0x8\nbrcond_i64 ne, x15, x16, L0\n",
    /* a call may change the translation */
    "L0:\nld x11, x10, $0, leuq\ninterp goes_on\n"
      "brcond_i64 ne, x12, x11, L0\n",
    /* divisions that are signed, or have 64 bits, or by what changes */
    "L0:\ndiv_i32 x13, x13, x12\ndivu_i64 x13, x13, x12\n"
      "divu_i32 x11, x13, x11\nbrcond_i64 ne, x13, $0x0, L0\n",
    /* a temporary is used behind the loop */
    "L0:\nld t0, x10, $0, leuq\nadd_i64 x10, x10, $0x8\n"
      "brcond_i64 ne, x10, x11, L0\nmov x11, t0\n",
};

START_TEST(test_loops_check_once_per_page)
{
    pass_text_check(&loops[_i], tcg_loop);
}
END_TEST

START_TEST(test_other_loops_stay_as_they_are)
{
    pass_text_check(&(PassText) { alone[_i], alone[_i] }, tcg_loop);
}
END_TEST

/* Of the outer loop's accesses alone nothing is gained. */
START_TEST(test_nests_need_accesses_of_inner_loops)
{
    static const struct { const char *text; unsigned guards; } nests[] = {
        { "L0:\npoll $0\nld x12, x10, $0, ub\nadd_i64 x10, x10, $0x1\nL1:\n"
          "poll $0\nadd_i64 x11, x11, $0x1\nbrcond_i64 ne, x11, x13, L1\n"
          "brcond_i64 ne, x12, x14, L0\nexit_tb $0, next\n", 0 },
        { "L0:\npoll $0\nmov x10, x12\nL1:\npoll $0\nld x11, x10, $0, ub\n"
          "add_i64 x10, x10, $0x1\nbrcond_i64 ne, x10, x13, L1\n"
          "brcond_i64 ne, x11, x14, L0\nexit_tb $0, next\n", 1 },
        /* the nest and its inner loop */
        { "L0:\npoll $0\nL1:\npoll $0\nld x11, x10, $0, ub\n"
          "add_i64 x10, x10, $0x1\nbrcond_i64 ne, x11, x13, L1\n"
          "brcond_i64 ne, x11, x14, L0\nexit_tb $0, next\n", 2 },
        /* control never comes back to the first label */
        { "L0:\npoll $0\nld x11, x10, $0, ub\nadd_i64 x10, x10, $0x1\n"
          "exit_tb $8, next\nL1:\npoll $0\nbrcond_i64 ne, x11, x14, L0\n"
          "exit_tb $0, next\n", 0 },
    };
    TCGContext *s = tcg_context_new();
    char *error = NULL;
    unsigned guards = 0;

    ck_assert_msg(ir_parse(s, nests[_i].text, &error), "%s", error);
    tcg_loop(s);
    for (unsigned i = 0; i < s->n_ops; i++) {
        guards += s->ops[i].opc == IR_guard;
    }
    ck_assert_uint_eq(guards, nests[_i].guards);
    tcg_context_free(s);
}
END_TEST

/* A poll before a jump out of the loop leaves to where that jump goes. */
START_TEST(test_polls_of_ways_out_stay_with_them)
{
    const char *text =
        "L0:\npoll $0\nld x11, x10, $0, ub\nadd_i64 x10, x10, $0x1\n"
        "brcond_i64 ne, x11, x12, L1\nretire $3\npoll $64\ngoto_tb $64\n"
        "L1:\nretire $3\nbrcond_i64 ne, x10, x13, L0\nexit_tb $8, next\n";
    TCGContext *s = tcg_context_new();
    char *error = NULL;
    unsigned heads = 0, ways_out = 0, slices = 0;

    ck_assert_msg(ir_parse(s, text, &error), "%s", error);
    s->polls_often = _i;
    tcg_loop(s);
    for (unsigned i = 0; i < s->n_ops; i++) {
        const IrOp *op = &s->ops[i];

        if (op->opc == IR_poll_slice) {
            slices++;
            ck_assert_int_eq(op->imm, 0);
        } else if (op->opc == IR_poll && op->imm == 0) {
            heads++;
        } else if (op->opc == IR_poll) {
            ways_out++;
            ck_assert_uint_eq(op[1].opc, IR_goto_tb);
        }
    }
    ck_assert_uint_eq(heads, 2);
    ck_assert_uint_eq(ways_out, 2);
    ck_assert_uint_eq(slices, _i);      /* in the copy, where time counts */
    tcg_context_free(s);
}
END_TEST

UNIT_MAIN("tcg_loop",
    UNIT_LOOP(test_loops_check_once_per_page, G_N_ELEMENTS(loops)),
    UNIT_LOOP(test_other_loops_stay_as_they_are, G_N_ELEMENTS(alone)),
    UNIT_LOOP(test_nests_need_accesses_of_inner_loops, 4),
    UNIT_LOOP(test_polls_of_ways_out_stay_with_them, 2))
