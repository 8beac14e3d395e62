/*
 * sys_trap.S: the ways between M-, S- and U-mode, and the user's code
 *
 * While user code runs, sscratch holds the kernel's stack pointer, under
 * which user_run() has saved what its caller needs.
 */
#include "trap_frame.h"

#define SAVED 112

    .text
/* supervisor_enter(satp): leave M-mode for guest_run() in S-mode */
    .globl  supervisor_enter
supervisor_enter:
    csrw    satp, a0
    sfence.vma
    la      t0, trap_vector
    csrw    stvec, t0
    la      t0, machine_trap
    csrw    mtvec, t0
    la      t0, guest_run
    csrw    mepc, t0
    li      t0, 3 << 11             /* mstatus.MPP = S */
    csrc    mstatus, t0
    li      t0, 1 << 11
    csrs    mstatus, t0
    mret

    .balign 4
machine_trap:
    la      a0, machine_trap_text
    call    guest_fail

/* user_run(entry, a0, a1): returns when the user program ends */
    .globl  user_run
user_run:
    addi    sp, sp, -SAVED
    sd      ra, 0(sp)
    sd      s0, 8(sp)
    sd      s1, 16(sp)
    sd      s2, 24(sp)
    sd      s3, 32(sp)
    sd      s4, 40(sp)
    sd      s5, 48(sp)
    sd      s6, 56(sp)
    sd      s7, 64(sp)
    sd      s8, 72(sp)
    sd      s9, 80(sp)
    sd      s10, 88(sp)
    sd      s11, 96(sp)
    csrw    sscratch, sp
    csrw    sepc, a0
    li      t0, 1 << 8              /* sstatus.SPP = U */
    csrc    sstatus, t0
    mv      a0, a1
    mv      a1, a2
    sret

    .balign 4
trap_vector:
    csrrw   sp, sscratch, sp
    save_frame
    csrr    t0, sscratch
    sd      t0, FRAME_SPARE(sp)
    mv      a0, sp
    call    trap_handle
    bnez    a0, 1f
    restore_frame
    csrrw   sp, sscratch, sp
    sret
1:  addi    sp, sp, FRAME           /* the user program has ended */
    ld      ra, 0(sp)
    ld      s0, 8(sp)
    ld      s1, 16(sp)
    ld      s2, 24(sp)
    ld      s3, 32(sp)
    ld      s4, 40(sp)
    ld      s5, 48(sp)
    ld      s6, 56(sp)
    ld      s7, 64(sp)
    ld      s8, 72(sp)
    ld      s9, 80(sp)
    ld      s10, 88(sp)
    ld      s11, 96(sp)
    addi    sp, sp, SAVED
    ret

    .section .rodata
machine_trap_text:
    .asciz  "trap to machine mode"

    .section .user, "ax"
    .globl  user_code
user_code:
/* user_count(n): n system calls, then the end */
    .globl  user_count
user_count:
    mv      s0, a0
1:  li      a0, 1
    li      a7, 0
    ecall
    addi    s0, s0, -1
    bnez    s0, 1b
    li      a7, 1
    ecall
/* user_touch(base, pages): read and write a word of every page */
    .globl  user_touch
user_touch:
    li      t1, 4096
1:  ld      t0, 0(a0)
    addi    t0, t0, 1
    sd      t0, 0(a0)
    add     a0, a0, t1
    addi    a1, a1, -1
    bnez    a1, 1b
    li      a7, 1
    ecall
