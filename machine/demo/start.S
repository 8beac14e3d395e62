/*
 * start.S: from the boot ROM's jump to C
 *
 * The boot ROM enters with a0 = hart number and a1 = address of the device
 * tree, in M mode, on every hart at once. Hart 0 clears the zeroed data and
 * starts the shell; the others wait for it, then serve requests.
 * Privileged manual 3.4 (reset).
 */
#include "demo_sizes.h"

    .section .text.start, "ax"
    .global _start
_start:
    csrw    mie, zero
    csrr    a0, mhartid
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      t0, trap_entry
    csrw    mtvec, t0
    li      t0, HART_MAX
    bgeu    a0, t0, park

    /* stack of hart n: the n-th block of the stack area, growing down */
    la      sp, stacks
    addi    t0, a0, 1
    slli    t0, t0, STACK_SHIFT
    add     sp, sp, t0
    la      t1, bss_ready
    bnez    a0, wait_for_bss

    la      t2, bss_start
    la      t3, bss_end
1:  bgeu    t2, t3, 2f
    sd      zero, 0(t2)
    addi    t2, t2, 8
    j       1b
2:  fence   rw, rw
    li      t0, 1
    sw      t0, 0(t1)
    call    boot_main

park:
    wfi
    j       park

wait_for_bss:
    lw      t0, 0(t1)
    beqz    t0, wait_for_bss
    fence   r, rw
    call    secondary_main
    j       park

    .data
    .balign 4
bss_ready:
    .word   0

    .section .stacks, "aw", @nobits
    .balign 4096
stacks:
    .skip   HART_MAX << STACK_SHIFT
