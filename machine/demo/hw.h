/*
 * hw.h: addresses of the `virt` machine and access to its registers
 *
 * The demo knows the machine by heart, as firmware does; the map of the
 * device tree is only printed. RISC-V privileged manual chapter 3 for the
 * CSRs, the ACLINT and PLIC specifications for the two interrupt
 * controllers, the 16550 data sheet for the UART.
 */
#ifndef DEMO_HW_H
#define DEMO_HW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "demo_sizes.h"

enum {
    FINISHER_BASE = 0x00100000,
    CLINT_BASE = 0x02000000,
    PLIC_BASE = 0x0c000000,
    HOLE_BASE = 0x0e000000,     /* nothing answers here */
    UART_BASE = 0x10000000,
};

enum {
    FINISHER_FAIL = 0x3333,     /* exit code in bits 31:16 */
    FINISHER_PASS = 0x5555,
    FINISHER_RESET = 0x7777,
};

enum {
    CLINT_MSIP = 0x0000,        /* u32 per hart */
    CLINT_MTIMECMP = 0x4000,    /* u64 per hart */
    CLINT_MTIME = 0xbff8,
    CLINT_HZ = 10000000,
};

enum {
    PLIC_PRIORITY = 0x000000,   /* u32 per source */
    PLIC_ENABLE = 0x002000,     /* bit per source; context 0 = hart 0, M */
    PLIC_THRESHOLD = 0x200000,
    PLIC_CLAIM = 0x200004,
    PLIC_SOURCE_UART = 10,
};

enum {
    MIE_MSIE = 1 << 3,
    MIE_MTIE = 1 << 7,
    MIE_MEIE = 1 << 11,
    MSTATUS_MIE = 1 << 3,
    MSTATUS_MPP = 3 << 11,
    MSTATUS_MPRV = 1 << 17,
};

enum { MODE_U = 0, MODE_S = 1, MODE_M = 3 };

#define csr_read(name) ({                                             \
    uint64_t csr_value;                                               \
    __asm__ volatile("csrr %0, " #name : "=r"(csr_value) : : "memory"); \
    csr_value; })
#define csr_write(name, value) \
    __asm__ volatile("csrw " #name ", %0" : : "rK"(value) : "memory")
#define csr_set(name, bits) \
    __asm__ volatile("csrs " #name ", %0" : : "rK"(bits) : "memory")
#define csr_clear(name, bits) \
    __asm__ volatile("csrc " #name ", %0" : : "rK"(bits) : "memory")

static inline void wait_for_interrupt(void)
{
    __asm__ volatile("wfi" : : : "memory");
}

static inline volatile uint8_t *reg8(uintptr_t address)
{
    return (volatile uint8_t *)address;
}

static inline volatile uint32_t *reg32(uintptr_t address)
{
    return (volatile uint32_t *)address;
}

static inline volatile uint64_t *reg64(uintptr_t address)
{
    return (volatile uint64_t *)address;
}

static inline uint64_t clint_time(void)
{
    return *reg64(CLINT_BASE + CLINT_MTIME);
}

#endif
