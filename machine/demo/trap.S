/*
 * trap.S: trap entry and the guarded call
 *
 * trap_entry saves all integer registers in a frame on the interrupted
 * stack, calls trap_handle(frame) and returns by mret. guarded_call runs a
 * function that may trap: on an exception the handler sends mepc to
 * guarded_trapped, which unwinds to the caller as longjmp would.
 * Privileged manual 3.1.7 (mtvec), 3.1.14 (mepc).
 */
#include "demo_sizes.h"

    .text
    .balign 4
    .global trap_entry
trap_entry:
    addi    sp, sp, -8 * FRAME_REGS
    .irp n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, \
            20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    sd      x\n, 8 * \n(sp)
    .endr
    addi    t0, sp, 8 * FRAME_REGS
    sd      t0, 8 * 2(sp)
    mv      a0, sp
    call    trap_handle
    .irp n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, \
            20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    ld      x\n, 8 * \n(sp)
    .endr
    ld      sp, 8 * 2(sp)
    mret

/* bool guarded_call(void (*function)(uintptr_t), uintptr_t argument) */
    .global guarded_call
guarded_call:
    addi    sp, sp, -8 * 14
    sd      ra, 0(sp)
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    sd      s\n, 8 + 8 * \n(sp)
    .endr
    la      t0, guard_stack
    sd      sp, 0(t0)
    mv      t1, a0
    mv      a0, a1
    jalr    t1
    li      a0, 0
    j       guard_leave

    .global guarded_trapped
guarded_trapped:
    la      t0, guard_stack
    ld      sp, 0(t0)
    li      a0, 1

guard_leave:
    la      t0, guard_stack
    sd      zero, 0(t0)
    ld      ra, 0(sp)
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    ld      s\n, 8 + 8 * \n(sp)
    .endr
    addi    sp, sp, 8 * 14
    ret

/* void enter_mode(uintptr_t mode, void (*function)(void)): mret to S or U */
    .global enter_mode
enter_mode:
    li      t0, 3 << 11 | 1 << 7    /* MPP; MPIE, so that mret leaves MIE 0 */
    csrc    mstatus, t0
    slli    a0, a0, 11
    csrs    mstatus, a0
    csrw    mepc, a1
    mret
