/* cold_code.S: 8192 distinct blocks of 8 instructions, in a row */
    .altmacro
    .macro  block n
    addi    a1, a0, (\n) & 1023
    xori    a2, a1, (\n) & 511
    slli    a3, a2, 7
    add     a0, a0, a3
    srli    a4, a0, 9
    xor     a0, a0, a4
    sltu    a5, a4, a3
    bltu    a5, a6, 9f
    .endm

    .text
    .globl  cold_code
cold_code:
    mv      t0, ra
    li      a6, 0
    .set    n, 0
    .rept   8192
    block   %n
    .set    n, n + 1
    .endr
9:  jr      t0
