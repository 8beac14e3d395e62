/*
 * vm_guests.h: small programs for `virt`, assembled by hand
 *
 * Each starts at the bottom of RAM with a0 = hart id. The test finisher is
 * at 0x100000.
 */
#ifndef MACHINE_TESTS_VM_GUESTS_H
#define MACHINE_TESTS_VM_GUESTS_H

#include <stdint.h>

/* Hart 0 sends hart 1 a software interrupt; hart 1 ends with status 5. */
static const uint32_t guest_ipi[] = {
    0xf1402573,                 /* csrr  a0, mhartid      */
    0x020002b7,                 /* lui   t0, MSWI         */
    0x00800313, 0x30431073,     /* csrw  mie, MSIE        */
    0x00051a63,                 /* bnez  a0, second       */
    0x00100313, 0x0062a223,     /* sw    1, 4(t0)         */
    0x10500073, 0xffdff06f,     /* park: wfi; j park      */
    0x10500073,                 /* second: wfi            */
    0x34402373, 0x00837313,     /* mip & MSIP             */
    0xfe030ae3,                 /* beqz  t1, second       */
    0x001002b7,                 /* lui   t0, FINISHER     */
    0x00053337, 0x33330313,     /* li    t1, 0x53333      */
    0x0062a023, 0x0000006f,     /* sw    t1, 0(t0); j .   */
};

/*
 * Sleeps for 1000 ticks of mtime and powers off; a0 = how late it woke, in
 * ticks; a1 counts what it executes behind the power-off.
 */
static const uint32_t guest_sleep[] = {
    0x00000593,                 /* li    a1, 0            */
    0x0200c2b7, 0xff82b303,     /* ld    t1, mtime        */
    0x3e830313,                 /* addi  t1, t1, 1000     */
    0x020042b7, 0x0062b023,     /* sd    t1, mtimecmp     */
    0x08000393, 0x30439073,     /* csrw  mie, MTIE        */
    0x10500073,                 /* wfi                    */
    0xc0102573, 0x40650533,     /* a0 = time - t1         */
    0x001002b7,                 /* lui   t0, FINISHER     */
    0x00005337, 0x55530313,     /* li    t1, 0x5555       */
    0x0062a023,                 /* sw    t1, 0(t0)        */
    0x00158593, 0xffdff06f,     /* addi  a1, a1, 1; j -4  */
};

/*
 * Asks for an interrupt in 20 ticks and spins; the handler powers off; a0 =
 * how late it came, in ticks.
 */
static const uint32_t guest_spin[] = {
    0x0200c2b7, 0xff82b303,     /* ld    t1, mtime        */
    0x01430313,                 /* addi  t1, t1, 20       */
    0x020042b7, 0x0062b023,     /* sd    t1, mtimecmp     */
    0x00000397, 0x01c38393,     /* la    t2, handler      */
    0x30539073,                 /* csrw  mtvec, t2        */
    0x08000393, 0x30439073,     /* csrw  mie, MTIE        */
    0x30046073,                 /* csrsi mstatus, MIE     */
    0x0000006f,                 /* j     .                */
    0xc0102573, 0x40650533,     /* a0 = time - t1         */
    0x001002b7,                 /* lui   t0, FINISHER     */
    0x00005337, 0x55530313,     /* li    t1, 0x5555       */
    0x0062a023,                 /* sw    t1, 0(t0)        */
    0x0000006f,                 /* j     .                */
};

/*
 * Leaves traces in every device and in CSRs and asks for a reset; counts in
 * the word at RAM + 0x10000 and powers off in the 51st round.
 */
#define GUEST_MESS_RESETS 50

static const uint32_t guest_mess[] = {
    0x00100413, 0x01f41413,     /* s0 = RAM               */
    0x000104b7, 0x009404b3,     /* s1 = RAM + 0x10000     */
    0x0004a283, 0x00128293,     /* t0 = ++*s1             */
    0x0054a023, 0xfff00313,     /* t1 = -1                */
    0x0c0003b7, 0x0263a423,     /* PLIC: priority 10      */
    0x0c002e37, 0x006e2023,     /* PLIC: enables          */
    0x02000e37, 0x006e2023,     /* MSWI: msip 0           */
    0x02004e37, 0x005e3023,     /* MTIMER: mtimecmp 0     */
    0x10000e37, 0x08300313,     /* UART: LCR with DLAB    */
    0x006e01a3, 0x006e0023,     /* UART: divisor          */
    0x00700313, 0x006e0123,     /* UART: FCR              */
    0x006e03a3,                 /* UART: SCR              */
    0x00101e37, 0x00100313,     /* RTC: interrupt enable  */
    0x006e2823,
    0x20000e37, 0x04000313,     /* flash: program command */
    0x006e0023,
    0x34029073, 0x30529073,     /* mscratch, mtvec        */
    0x30429073, 0x18001073,     /* mie, satp              */
    0x00100e37,                 /* lui   t3, FINISHER     */
    0x00007337, 0x77730313,     /* li    t1, reset        */
    0x03300e93, 0x01d2e663,     /* bltu  t0, 51, ask      */
    0x00005337, 0x55530313,     /* li    t1, power off    */
    0x006e2023, 0x0000006f,     /* ask: sw; j .           */
};

#endif
