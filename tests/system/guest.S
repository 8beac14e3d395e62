/*
 * guest.S: runs generated programs under an M-mode monitor
 *
 * The image that image.py makes: parameters from offset 8 on, then this code.
 * A program runs in the mode that guest_mstatus says. Every trap comes here;
 * cause, pc, value, counters and all registers go into a running hash. Then:
 *
 *   interrupt            the next one is due after a random time; sometimes
 *                        the page table changes
 *   load, store fault    sometimes the page table changes, else skipped
 *   fetch fault, ecall   with a7 = END, too many traps: the program is over
 *   anything else        the instruction is skipped
 *
 * At its end a program's registers and data pages are hashed as well and the
 * hash is printed. What is random follows from the program alone.
 */
#define END 0x5e4d

#define FRAME_HASH 256
#define FRAME_RNG 264
#define FRAME_TRAPS 272
#define FRAME_INSTRET 280
#define FRAME_INDEX 288
#define FRAME_SIZE 296

#define STATE_ENTRY 0           /* of a program, see image.py */
#define STATE_RNG 8
#define STATE_X 16
#define STATE_F 272
#define STATE_FCSR 528
#define STATE_WINDOW 536
#define STATE_SHIFT 11

#define FLAG_COUNTS 1           /* hash how many instructions retired */
#define FLAG_TIMER 2            /* interrupts */

#define MTIMECMP 0x2004000
#define MTIME 0x200bff8
#define UART 0x10000000
#define UART_LSR 5
#define TEST_DEVICE 0x100000
#define TEST_PASS 0x5555

/* What software may see changing: MPP SPP MPIE SPIE SIE SUM MXR. */
#define MSTATUS_SEEN 0xc19a2
#define MSTATUS_MPRV_MXR 0xa0000
#define MSTATUS_FS 0x6000

    .section .text.start, "ax"
    .globl  _start
_start:
    j       boot
    .balign 8
guest_count:        .dword 0
guest_flags:        .dword 0
guest_satp:         .dword 0
guest_mstatus:      .dword 0
guest_menvcfg:      .dword 0
guest_limit:        .dword 0    /* traps of one program */
guest_states:       .dword 0
guest_ptes:         .dword 0    /* page table entries of the data pages */
guest_ptes_first:   .dword 0    /* what they are at first */
guest_data:         .dword 0    /* the data pages, pristine ones follow */
guest_data_bytes:   .dword 0

    .macro  param register, name
    la      \register, guest_\name
    ld      \register, 0(\register)
    .endm

/* s0 is the hash, s1 its factor */
    .macro  mix register
    xor     s0, s0, \register
    mul     s0, s0, s1
    srli    t6, s0, 32
    xor     s0, s0, t6
    .endm

    .macro  each_register operation
    .irp    n, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, \
               20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \operation  x\n, 8 * \n(sp)
    .endr
    .endm

boot:
    la      sp, frame
    csrw    mscratch, sp
    la      t0, trap
    csrw    mtvec, t0
    li      t0, -1
    csrw    pmpaddr0, t0
    li      t0, 0x1f
    csrw    pmpcfg0, t0
    param   t0, menvcfg
    csrw    menvcfg, t0
    csrw    senvcfg, t0
    li      t0, 7
    csrw    mcounteren, t0
    csrw    scounteren, t0
    param   t0, satp
    csrw    satp, t0
    li      t0, 1 << 7              /* MTIE */
    csrw    mie, t0
    sd      zero, FRAME_INDEX(sp)
    j       start_program

    .balign 4
trap:
    csrrw   sp, mscratch, sp
    sd      x1, 8(sp)
    sd      x3, 24(sp)
    each_register sd
    csrr    t0, mscratch
    sd      t0, 16(sp)
    csrw    mscratch, sp
    ld      s0, FRAME_HASH(sp)
    la      s1, factor
    ld      s1, 0(s1)
    csrr    s2, mcause
    csrr    s3, mepc
    csrr    s4, mtval
    mix     s2
    mix     s3
    mix     s4
    csrr    t0, mstatus
    li      t1, MSTATUS_SEEN
    and     t0, t0, t1
    mix     t0
    param   s5, flags
    andi    t0, s5, FLAG_COUNTS
    beqz    t0, 1f
    csrr    t0, minstret
    ld      t1, FRAME_INSTRET(sp)
    sub     t0, t0, t1
    mix     t0
1:  addi    t1, sp, 8
    addi    t2, sp, 256
2:  ld      t0, 0(t1)
    mix     t0
    addi    t1, t1, 8
    bne     t1, t2, 2b

    ld      t0, FRAME_TRAPS(sp)
    addi    t0, t0, 1
    sd      t0, FRAME_TRAPS(sp)
    param   t1, limit
    bgtu    t0, t1, finish
    bltz    s2, interrupt
    sltiu   t0, s2, 2               /* cannot fetch there */
    bnez    t0, finish
    li      t0, 12
    beq     s2, t0, finish
    li      t1, 13
    beq     s2, t1, page_fault
    li      t1, 15
    beq     s2, t1, page_fault
    addi    t0, s2, -8
    sltiu   t0, t0, 4               /* ECALL of any mode */
    beqz    t0, skip
    ld      t0, 8 * 17(sp)
    li      t1, END
    beq     t0, t1, finish
skip:
    li      t0, MSTATUS_MPRV_MXR
    csrs    mstatus, t0
    lhu     t1, 0(s3)
    csrc    mstatus, t0
    andi    t1, t1, 3
    addi    s3, s3, 2
    addi    t1, t1, -3
    bnez    t1, 1f
    addi    s3, s3, 2
1:  csrw    mepc, s3
    j       leave

page_fault:
    call    next_random
    andi    t0, a0, 0x300
    bnez    t0, skip
    call    change_pages
    j       leave

interrupt:
    call    next_random
    andi    t0, a0, 0x300
    bnez    t0, 1f
    call    change_pages
1:  call    set_timer

leave:
    sd      s0, FRAME_HASH(sp)
    csrr    t0, minstret
    sd      t0, FRAME_INSTRET(sp)
    ld      x1, 8(sp)
    ld      x3, 24(sp)
    each_register ld
    ld      sp, 16(sp)
    mret

/* a0 = random number (xorshift); clobbers t0 */
next_random:
    ld      a0, FRAME_RNG(sp)
    slli    t0, a0, 13
    xor     a0, a0, t0
    srli    t0, a0, 7
    xor     a0, a0, t0
    slli    t0, a0, 17
    xor     a0, a0, t0
    sd      a0, FRAME_RNG(sp)
    ret

/* The next interrupt, if there are any. */
set_timer:
    mv      s6, ra
    li      t1, -1
    param   t0, flags
    andi    t0, t0, FLAG_TIMER
    beqz    t0, 1f
    call    next_random
    srli    a0, a0, 20
    andi    a0, a0, 0xff
    li      t1, MTIME
    ld      t1, 0(t1)
    add     t1, t1, a0
    addi    t1, t1, 2
1:  li      t0, MTIMECMP
    sd      t1, 0(t0)
    jr      s6

/* The first two data pages change places, the third comes or goes. */
change_pages:
    param   t0, ptes
    andi    t1, a0, 0x40
    beqz    t1, 1f
    ld      t2, 0(t0)
    ld      t3, 8(t0)
    sd      t2, 8(t0)
    sd      t3, 0(t0)
1:  andi    t1, a0, 0x80
    beqz    t1, 2f
    ld      t2, 16(t0)
    xori    t2, t2, 1
    sd      t2, 16(t0)
2:  sfence.vma
    ret

finish:
    li      t0, MSTATUS_FS
    csrs    mstatus, t0
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, \
               17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    fmv.x.d t0, f\n
    mix     t0
    .endr
    frcsr   t0
    mix     t0
    param   t1, data
    param   t2, data_bytes
    add     t2, t2, t1
1:  ld      t0, 0(t1)
    mix     t0
    addi    t1, t1, 8
    bne     t1, t2, 1b
    call    print_hash
    ld      t0, FRAME_INDEX(sp)
    addi    t0, t0, 1
    sd      t0, FRAME_INDEX(sp)
    param   t1, count
    bne     t0, t1, start_program
    li      t0, TEST_DEVICE
    li      t1, TEST_PASS
    sw      t1, 0(t0)
1:  wfi
    j       1b

print_hash:
    mv      s6, ra
    li      s7, 60
1:  srl     a0, s0, s7
    andi    a0, a0, 15
    sltiu   t0, a0, 10
    addi    a0, a0, '0'
    bnez    t0, 2f
    addi    a0, a0, 'a' - '0' - 10
2:  call    print_char
    addi    s7, s7, -4
    bgez    s7, 1b
    li      a0, '\n'
    mv      ra, s6

print_char:
    li      t0, UART
1:  lbu     t1, UART_LSR(t0)
    andi    t1, t1, 0x20
    beqz    t1, 1b
    sb      a0, 0(t0)
    ret

/* Copy a2 bytes from a1 to a0. */
copy:
    add     a2, a2, a1
1:  ld      t0, 0(a1)
    sd      t0, 0(a0)
    addi    a0, a0, 8
    addi    a1, a1, 8
    bne     a1, a2, 1b
    ret

start_program:
    param   a0, ptes
    param   a1, ptes_first
    li      a2, 64
    call    copy
    sfence.vma
    param   a0, data
    param   a2, data_bytes
    add     a1, a0, a2
    call    copy
    ld      s7, FRAME_INDEX(sp)
    slli    s7, s7, STATE_SHIFT
    param   t0, states
    add     s7, s7, t0
    param   a0, data                /* the window, around a page border */
    li      t0, 4096 - 256
    add     a0, a0, t0
    addi    a1, s7, STATE_WINDOW
    li      a2, 512
    call    copy
    ld      t0, STATE_RNG(s7)
    sd      t0, FRAME_RNG(sp)
    sd      zero, FRAME_TRAPS(sp)
    sd      zero, FRAME_HASH(sp)
    ld      t0, STATE_ENTRY(s7)
    csrw    mepc, t0
    param   t0, mstatus
    csrw    mstatus, t0
    csrw    sscratch, zero
    ld      t0, STATE_FCSR(s7)
    fscsr   t0
    .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, \
               17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    fld     f\n, STATE_F + 8 * \n(s7)
    .endr
    addi    a1, s7, STATE_X
    mv      a0, sp
    li      a2, 256
    call    copy
    call    set_timer
    li      s0, 0
    j       leave

    .balign 8
factor:
    .dword  0x9e3779b97f4a7c15
    .balign 16
frame:
    .space  FRAME_SIZE
