/*
 * uart.c: the demo's console, a 16550 polled for output
 *
 *   0  RBR/THR   data in / data out
 *   1  IER       interrupt enables: 0 data came, 1 transmitter empty
 *   2  IIR       reason of the interrupt
 *   3  LCR       line format; 3 = 8 bits, no parity, one stop bit
 *   5  LSR       0 data waits, 5 transmitter takes data
 *
 * The FIFOs stay off, as switching them on would drop keys typed early.
 * Input sleeps in wfi: the PLIC makes the external interrupt pending, which
 * wakes the hart although mstatus.MIE is off, so no handler is needed.
 */
#include "demo.h"

enum {
    UART_DATA = 0,
    UART_IER = 1,
    UART_IIR = 2,
    UART_LCR = 3,
    UART_LSR = 5,
};

enum {
    LCR_8N1 = 3,
    LSR_DATA_READY = 1 << 0,
    LSR_TRANSMIT_EMPTY = 1 << 5,
};

void uart_init(void)
{
    *reg8(UART_BASE + UART_LCR) = LCR_8N1;
    uart_enable_interrupts(UART_RECEIVED);
    *reg32(PLIC_BASE + PLIC_PRIORITY + 4 * PLIC_SOURCE_UART) = 1;
    *reg32(PLIC_BASE + PLIC_ENABLE) = 1 << PLIC_SOURCE_UART;
    *reg32(PLIC_BASE + PLIC_THRESHOLD) = 0;
    csr_set(mie, MIE_MEIE);
}

void uart_putc(char c)
{
    if (c == '\n') {
        uart_putc('\r');
    }
    while (!(*reg8(UART_BASE + UART_LSR) & LSR_TRANSMIT_EMPTY)) {
    }
    *reg8(UART_BASE + UART_DATA) = c;
}

/* Claims and completes what made the external interrupt pending. */
static void acknowledge_plic(void)
{
    uint32_t source = *reg32(PLIC_BASE + PLIC_CLAIM);

    if (source) {
        *reg32(PLIC_BASE + PLIC_CLAIM) = source;
    }
}

char uart_getc(void)
{
    char c;

    while (!(*reg8(UART_BASE + UART_LSR) & LSR_DATA_READY)) {
        wait_for_interrupt();
        acknowledge_plic();
    }
    c = *reg8(UART_BASE + UART_DATA);
    acknowledge_plic();
    return c;
}

void uart_enable_interrupts(unsigned reasons)
{
    *reg8(UART_BASE + UART_IER) = (uint8_t)reasons;
}

unsigned uart_interrupt_reason(void)
{
    return *reg8(UART_BASE + UART_IIR);
}
