/*
 * start.S: every hart enters here, in machine mode, at the image's first byte
 *
 * The words from offset 8 on are written by whoever starts the image: see
 * harts.h. A hart gets a stack of its own and its number in tp, and calls
 * hart_main(). Traps save what the C language lets a function change.
 */
#include "trap_frame.h"

#define STACK_SHIFT 14

    .section .text.start, "ax"
    .globl  _start
_start:
    j       1f
    .balign 8
    .globl  guest_work, guest_harts, guest_flags, guest_only
guest_work:
    .dword  1000
guest_harts:
    .dword  1
guest_flags:
    .dword  0
guest_only:
    .space  16
1:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    csrr    tp, mhartid
    la      t0, guest_harts
    ld      t0, 0(t0)
    bgeu    tp, t0, park
    addi    t0, tp, 1
    slli    t0, t0, STACK_SHIFT
    la      sp, stacks
    add     sp, sp, t0
    la      t0, machine_trap
    csrw    mtvec, t0
    bnez    tp, 3f
    la      t0, bss_start
    la      t1, bss_end
2:  sd      zero, 0(t0)
    addi    t0, t0, 8
    bltu    t0, t1, 2b
    fence   rw, w
    la      t0, bss_is_clear
    li      t1, 1
    sw      t1, 0(t0)
3:  la      t0, bss_is_clear
4:  lw      t1, 0(t0)
    beqz    t1, 4b
    fence   r, rw
    mv      a0, tp
    call    hart_main
park:
    wfi
    j       park

    .text
    .balign 4
machine_trap:
    save_frame
    csrr    a0, mcause
    csrr    a1, mtval
    csrr    a2, mepc
    call    trap_handle
    restore_frame
    mret

    .balign 4
    .globl  supervisor_trap
supervisor_trap:
    save_frame
    csrr    a0, scause
    csrr    a1, stval
    csrr    a2, sepc
    call    trap_handle
    restore_frame
    sret

/* to_supervisor(satp): return to the caller in supervisor mode */
    .globl  to_supervisor
to_supervisor:
    csrw    satp, a0
    sfence.vma
    la      t0, supervisor_trap
    csrw    stvec, t0
    csrw    mepc, ra
    li      t0, 3 << 11             /* mstatus.MPP = S, MPIE = 1 */
    csrc    mstatus, t0
    li      t0, 1 << 11 | 1 << 7
    csrs    mstatus, t0
    mret

    .data
    .balign 8
bss_is_clear:
    .word   0
