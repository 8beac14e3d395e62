/*
 * command_irq.c: `irq`, the two ways an interrupt reaches a hart
 *
 * A software interrupt is a word of the CLINT. A device interrupt goes from
 * the UART's wire to the PLIC, which offers it to the hart; the handler
 * claims it, removes the cause at the device and completes it.
 * PLIC specification 1.0, chapter 9; ACLINT specification 1.0, chapter 3.
 */
#include "demo.h"

enum { INTERRUPT_SOFTWARE = 3, INTERRUPT_EXTERNAL = 11 };

static volatile unsigned software_taken;
static volatile unsigned claimed_source;
static volatile unsigned uart_reason;

static void on_software(void)
{
    *reg32(CLINT_BASE + CLINT_MSIP) = 0;
    software_taken++;
}

static void on_external(void)
{
    uint32_t source = *reg32(PLIC_BASE + PLIC_CLAIM);

    if (source == PLIC_SOURCE_UART) {
        claimed_source = source;
        uart_reason = uart_interrupt_reason();
        uart_enable_interrupts(0);
    }
    *reg32(PLIC_BASE + PLIC_CLAIM) = source;
}

/* Opens the gate until @flag changes from zero, at most about a second. */
static void take_interrupts(volatile unsigned *flag)
{
    uint64_t end = clint_time() + CLINT_HZ;

    csr_set(mstatus, MSTATUS_MIE);
    while (!*flag && clint_time() < end) {
    }
    csr_clear(mstatus, MSTATUS_MIE);
}

static void show_software(void)
{
    software_taken = 0;
    trap_on_interrupt(INTERRUPT_SOFTWARE, on_software);
    csr_clear(mie, MIE_MEIE);
    csr_set(mie, MIE_MSIE);
    *reg32(CLINT_BASE + CLINT_MSIP) = 1;
    take_interrupts(&software_taken);
    csr_clear(mie, MIE_MSIE);
    csr_set(mie, MIE_MEIE);
    print("  software interrupt: %s\n", software_taken ? "taken" : "LOST");
}

static void show_external(void)
{
    claimed_source = 0;
    trap_on_interrupt(INTERRUPT_EXTERNAL, on_external);
    uart_enable_interrupts(UART_TRANSMIT_EMPTY);
    take_interrupts(&claimed_source);
    uart_enable_interrupts(UART_RECEIVED);
    print("  PLIC: claimed source %u, UART says reason %u: %s\n",
          claimed_source, uart_reason & 0xf,
          claimed_source ? "transmitter empty" : "LOST");
}

void command_irq(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    show_software();
    show_external();
}
