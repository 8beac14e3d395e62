/*
 * console.c: how a bare-metal guest of `virt` speaks and ends
 *
 * Devices: 16550A UART, polled, and the test finisher.
 */
#include "console.h"

#define UART_THR ((volatile uint8_t *)0x10000000)
#define UART_LSR ((volatile uint8_t *)0x10000005)
#define FINISHER ((volatile uint32_t *)0x100000)

enum {
    LSR_THR_EMPTY = 1 << 5,
    FINISHER_PASS = 0x5555,
    FINISHER_FAIL = 0x13333,        /* exit status 1 */
};

void put_char(char c)
{
    while (!(*UART_LSR & LSR_THR_EMPTY)) {
    }
    *UART_THR = (uint8_t)c;
}

void put_text(const char *s)
{
    while (*s) {
        put_char(*s++);
    }
}

void put_decimal(uint64_t value)
{
    char digits[21];
    char *p = digits + sizeof(digits) - 1;

    *p = 0;
    do {
        *--p = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    put_text(p);
}

void put_hex(uint64_t value)
{
    for (int shift = 60; shift >= 0; shift -= 4) {
        put_char("0123456789abcdef"[value >> shift & 15]);
    }
}

void power_off(int failed)
{
    *FINISHER = failed ? FINISHER_FAIL : FINISHER_PASS;
    for (;;) {
        __asm__ volatile("wfi");
    }
}
