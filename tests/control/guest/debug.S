/*
 * debug.S: a stack for each of two harts, and a timer interrupt on hart 0
 *
 * It comes when somebody, a debugger for example, writes mtimecmp; the
 * handler counts it and puts the next one off for ever.
 */
#define CLINT_MTIMECMP 0x2004000

    .section .text.start, "ax"
    .globl  _start
_start:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    li      t0, 0x2000          /* mstatus.FS = Initial */
    csrs    mstatus, t0
    csrr    t0, mhartid
    la      sp, stacks + 4096
    slli    t1, t0, 12
    add     sp, sp, t1
    bnez    t0, 1f
    la      t1, tick
    csrw    mtvec, t1
    li      t1, 1 << 7          /* mie.MTIE */
    csrw    mie, t1
    csrsi   mstatus, 8          /* mstatus.MIE */
    call    main
1:  call    other_main

    .balign 4
    .globl  tick
tick:
    addi    sp, sp, -16
    sd      t0, 0(sp)
    sd      t1, 8(sp)
    li      t0, CLINT_MTIMECMP
    li      t1, -1
    sd      t1, 0(t0)
    la      t0, ticks
    ld      t1, 0(t0)
    addi    t1, t1, 1
    sd      t1, 0(t0)
    ld      t0, 0(sp)
    ld      t1, 8(sp)
    addi    sp, sp, 16
    mret

    .bss
    .balign 16
stacks:
    .space  3 * 4096
