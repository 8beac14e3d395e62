/*
 * start.S: first instructions of every bench guest
 *
 * The image is entered at its first byte in machine mode. The doubleword at
 * offset 8 is the amount of work, the 16 bytes after it name the one part to
 * run (empty: all); the bench writes both into the image.
 */
    .section .text.start, "ax"
    .globl  _start
_start:
    j       1f
    .balign 8
    .globl  guest_scale
guest_scale:
    .dword  1
    .globl  guest_only
guest_only:
    .space  16
1:
    csrr    t0, mhartid
    bnez    t0, park
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      sp, stack_top
    li      t0, 1 << 13             /* mstatus.FS = Initial */
    csrs    mstatus, t0
    la      t0, bss_start
    la      t1, bss_end
2:  sd      zero, 0(t0)
    addi    t0, t0, 8
    bltu    t0, t1, 2b
    call    guest_enter
park:
    wfi
    j       park
