/*
 * serial_regs.h: register bits of the 16550A, and what its files share
 */
#ifndef DEVICES_SERIAL_REGS_H
#define DEVICES_SERIAL_REGS_H

#include "devices/serial.h"

enum {
    UART_RBR_THR = 0,           /* DLL while LCR.DLAB is set */
    UART_IER = 1,               /* DLM while LCR.DLAB is set */
    UART_IIR_FCR = 2,
    UART_LCR = 3,
    UART_MCR = 4,
    UART_LSR = 5,
    UART_MSR = 6,
    UART_SCR = 7,
    UART_NUM_REGS = 8,
};

enum {
    UART_IER_RDI = 0x01,        /* received data */
    UART_IER_THRI = 0x02,       /* transmitter holding register empty */
    UART_IER_RLSI = 0x04,       /* receiver line status */
    UART_IER_MSI = 0x08,        /* modem status */
    UART_IER_MASK = 0x0f,

    UART_IIR_NO_INT = 0x01,
    UART_IIR_MSI = 0x00,
    UART_IIR_THRI = 0x02,
    UART_IIR_RDI = 0x04,
    UART_IIR_RLSI = 0x06,
    UART_IIR_CTI = 0x0c,        /* character timeout */
    UART_IIR_FIFO_ON = 0xc0,

    UART_FCR_FE = 0x01,         /* FIFO enable */
    UART_FCR_RFR = 0x02,        /* receiver FIFO reset */
    UART_FCR_XFR = 0x04,        /* transmitter FIFO reset */
    UART_FCR_KEPT = 0xc9,       /* FE, DMA mode, trigger level */

    UART_LCR_DLAB = 0x80,

    UART_MCR_DTR = 0x01,
    UART_MCR_RTS = 0x02,
    UART_MCR_OUT1 = 0x04,
    UART_MCR_OUT2 = 0x08,
    UART_MCR_LOOP = 0x10,
    UART_MCR_MASK = 0x1f,

    UART_LSR_DR = 0x01,
    UART_LSR_OE = 0x02,
    UART_LSR_BI = 0x10,
    UART_LSR_THRE = 0x20,
    UART_LSR_TEMT = 0x40,
    UART_LSR_INT_ANY = 0x1e,    /* OE, PE, FE, BI */

    UART_MSR_DCTS = 0x01,
    UART_MSR_DDSR = 0x02,
    UART_MSR_TERI = 0x04,
    UART_MSR_DDCD = 0x08,
    UART_MSR_ANY_DELTA = 0x0f,
    UART_MSR_CTS = 0x10,
    UART_MSR_DSR = 0x20,
    UART_MSR_RI = 0x40,
    UART_MSR_DCD = 0x80,
};

static inline bool serial_fifo_enabled(const SerialState *s)
{
    return s->regs.fcr & UART_FCR_FE;
}

/* ---- serial.c ---- */

/** serial_read, serial_write: one register, number 0..7 */
uint64_t serial_read(SerialState *s, unsigned reg);
void serial_write(SerialState *s, unsigned reg, uint8_t value);

/** serial_update_irq: drive the line from the registers */
void serial_update_irq(SerialState *s);

/** serial_trigger_level: bytes that make the receive interrupt, 1..14 */
unsigned serial_trigger_level(const SerialState *s);

extern const struct VMStateDescription vmstate_serial;

/* ---- serial_line.c ---- */

/** serial_transmit: send what waits, as far as the back end takes it */
void serial_transmit(SerialState *s);

/** serial_receive: a byte arrives at the receiver; may overrun */
void serial_receive(SerialState *s, uint8_t value);

/** serial_rearm_timeout: start or stop waiting for an idle line */
void serial_rearm_timeout(SerialState *s);

/** serial_update_line: compute the character time from divisor and LCR */
void serial_update_line(SerialState *s);

/** serial_input_room: the receiver can take bytes again */
void serial_input_room(SerialState *s);

/** serial_connect, serial_disconnect: attach to the back end and the clock */
void serial_connect(SerialState *s);
void serial_disconnect(SerialState *s);

#endif
