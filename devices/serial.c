/*
 * serial.c: register file and interrupt of the 16550A UART
 *
 *   reg  DLAB  name     access  reset  meaning
 *   0    0     RBR/THR  R/W     0      received byte / byte to send
 *   0    1     DLL      RW      0x0c   divisor, low byte
 *   1    0     IER      RW      0      interrupt enables, bits 3:0
 *   1    1     DLM      RW      0      divisor, high byte
 *   2    -     IIR      R       0x01   interrupt identification
 *   2    -     FCR      W       0      FIFO control
 *   3    -     LCR      RW      0      line control; bit 7 DLAB, bit 6 break
 *   4    -     MCR      RW      0x08   modem control, bits 4:0
 *   5    -     LSR      R       0x60   line status; OE and BI clear on read
 *   6    -     MSR      R       0xb0   modem status; bits 3:0 clear on read
 *   7    -     SCR      RW      0      scratch
 *
 * Interrupts, highest priority first: line status, character timeout,
 * received data, transmitter empty, modem status. The line is high while any
 * enabled one is there.
 *
 * National Semiconductor PC16550D data sheet, sections 8.1 to 8.6. Sending,
 * receiving and time are in serial_line.c.
 *
 * Missing: DMA mode pins, parity and framing errors (a byte stream has none),
 * LSR bit 7, sending a break. Modem inputs are constant: CTS, DSR, DCD on.
 * Differs from QEMU on purpose: in loopback a change of MCR sets the delta
 * bits of MSR, as the data sheet says.
 */
#include "devices/serial.h"

#include <errno.h>

#include "serial_regs.h"
#include "snapshot/vmstate.h"

static const uint8_t trigger_levels[4] = { 1, 4, 8, 14 };

unsigned serial_trigger_level(const SerialState *s)
{
    return trigger_levels[s->regs.fcr >> 6];
}

/* enough received bytes for an interrupt? */
static bool serial_data_ready(const SerialState *s)
{
    if (serial_fifo_enabled(s)) {
        return s->regs.recv_fifo.num >= serial_trigger_level(s);
    }
    return s->regs.lsr & UART_LSR_DR;
}

/* identification of the most urgent enabled interrupt */
static uint8_t serial_pending(const SerialState *s)
{
    const SerialRegs *r = &s->regs;

    if ((r->ier & UART_IER_RLSI) && (r->lsr & UART_LSR_INT_ANY)) {
        return UART_IIR_RLSI;
    }
    if ((r->ier & UART_IER_RDI) && r->timeout_ipending) {
        return UART_IIR_CTI;
    }
    if ((r->ier & UART_IER_RDI) && serial_data_ready(s)) {
        return UART_IIR_RDI;
    }
    if ((r->ier & UART_IER_THRI) && r->thr_ipending) {
        return UART_IIR_THRI;
    }
    if ((r->ier & UART_IER_MSI) && (r->msr & UART_MSR_ANY_DELTA)) {
        return UART_IIR_MSI;
    }
    return UART_IIR_NO_INT;
}

void serial_update_irq(SerialState *s)
{
    qemu_set_irq(s->irq, serial_pending(s) != UART_IIR_NO_INT);
}

/* the modem inputs; in loopback they are fed by the outputs */
static uint8_t modem_inputs(uint8_t mcr)
{
    if (!(mcr & UART_MCR_LOOP)) {
        return UART_MSR_CTS | UART_MSR_DSR | UART_MSR_DCD;
    }
    return (mcr & UART_MCR_RTS ? UART_MSR_CTS : 0) |
           (mcr & UART_MCR_DTR ? UART_MSR_DSR : 0) |
           (mcr & UART_MCR_OUT1 ? UART_MSR_RI : 0) |
           (mcr & UART_MCR_OUT2 ? UART_MSR_DCD : 0);
}

/* new input levels; a change sets a delta bit, for RI its trailing edge */
static void serial_set_modem(SerialState *s, uint8_t inputs)
{
    uint8_t old = s->regs.msr & ~UART_MSR_ANY_DELTA;
    uint8_t changed = old ^ inputs;
    uint8_t delta = (changed & (UART_MSR_CTS | UART_MSR_DSR |
                                UART_MSR_DCD)) >> 4;

    if (changed & old & UART_MSR_RI) {
        delta |= UART_MSR_TERI;
    }
    s->regs.msr = inputs | (s->regs.msr & UART_MSR_ANY_DELTA) | delta;
}

static uint8_t serial_read_rbr(SerialState *s)
{
    SerialRegs *r = &s->regs;
    uint8_t value;

    if (!serial_fifo_enabled(s)) {
        value = r->rbr;
        r->lsr &= ~UART_LSR_DR;
    } else if (fifo8_is_empty(&r->recv_fifo)) {
        value = 0;
    } else {
        value = fifo8_pop(&r->recv_fifo);
        if (fifo8_is_empty(&r->recv_fifo)) {
            r->lsr &= ~UART_LSR_DR;
        }
    }
    r->timeout_ipending = false;
    serial_rearm_timeout(s);
    serial_update_irq(s);
    serial_input_room(s);
    return value;
}

/* reading the identification acknowledges THRE, if that is what it shows */
static uint8_t serial_read_iir(SerialState *s)
{
    uint8_t id = serial_pending(s);

    if (id == UART_IIR_THRI) {
        s->regs.thr_ipending = false;
        serial_update_irq(s);
    }
    return id | (serial_fifo_enabled(s) ? UART_IIR_FIFO_ON : 0);
}

static uint8_t serial_read_lsr(SerialState *s)
{
    uint8_t value = s->regs.lsr;

    if (value & UART_LSR_INT_ANY) {
        s->regs.lsr &= ~UART_LSR_INT_ANY;
        serial_update_irq(s);
    }
    return value;
}

static uint8_t serial_read_msr(SerialState *s)
{
    uint8_t value = s->regs.msr;

    if (value & UART_MSR_ANY_DELTA) {
        s->regs.msr &= ~UART_MSR_ANY_DELTA;
        serial_update_irq(s);
    }
    return value;
}

uint64_t serial_read(SerialState *s, unsigned reg)
{
    bool dlab = s->regs.lcr & UART_LCR_DLAB;

    switch (reg) {
    case UART_LSR:
        return serial_read_lsr(s);
    case UART_RBR_THR:
        return dlab ? s->regs.divisor & 0xff : serial_read_rbr(s);
    case UART_IER:
        return dlab ? s->regs.divisor >> 8 : s->regs.ier;
    case UART_IIR_FCR:
        return serial_read_iir(s);
    case UART_LCR:
        return s->regs.lcr;
    case UART_MCR:
        return s->regs.mcr;
    case UART_MSR:
        return serial_read_msr(s);
    default:
        return s->regs.scr;
    }
}

static void serial_set_divisor(SerialState *s, int shift, uint8_t value)
{
    s->regs.divisor = (uint16_t)deposit64(s->regs.divisor, shift, 8, value);
    serial_update_line(s);
}

/* The line falls for a moment even when the byte is gone at once. */
static void serial_write_thr(SerialState *s, uint8_t value)
{
    SerialRegs *r = &s->regs;

    if (!serial_fifo_enabled(s)) {
        r->thr = value;
    } else if (!fifo8_is_full(&r->xmit_fifo)) {
        fifo8_push(&r->xmit_fifo, value);
    }
    r->thr_ipending = false;
    r->lsr &= ~(UART_LSR_THRE | UART_LSR_TEMT);
    serial_update_irq(s);
    serial_transmit(s);
    serial_update_irq(s);
}

/* enabling THRE while the register is empty interrupts at once */
static void serial_write_ier(SerialState *s, uint8_t value)
{
    uint8_t changed = s->regs.ier ^ (value & UART_IER_MASK);

    s->regs.ier = value & UART_IER_MASK;
    if (changed & UART_IER_THRI) {
        s->regs.thr_ipending = (s->regs.ier & UART_IER_THRI) &&
                               (s->regs.lsr & UART_LSR_THRE);
    }
    serial_update_irq(s);
}

static void serial_clear_receiver(SerialState *s)
{
    fifo8_reset(&s->regs.recv_fifo);
    s->regs.lsr &= ~(UART_LSR_DR | UART_LSR_BI);
    s->regs.timeout_ipending = false;
    serial_rearm_timeout(s);
}

static void serial_clear_transmitter(SerialState *s)
{
    fifo8_reset(&s->regs.xmit_fifo);
    s->regs.lsr |= UART_LSR_THRE | UART_LSR_TEMT;
    s->regs.thr_ipending = true;
}

/* switching FIFOs on or off empties both */
static void serial_write_fcr(SerialState *s, uint8_t value)
{
    if ((s->regs.fcr ^ value) & UART_FCR_FE) {
        value |= UART_FCR_RFR | UART_FCR_XFR;
    }
    s->regs.fcr = value & UART_FCR_FE ? value & UART_FCR_KEPT : 0;
    if (value & UART_FCR_RFR) {
        serial_clear_receiver(s);
    }
    if (value & UART_FCR_XFR) {
        serial_clear_transmitter(s);
    }
    serial_update_irq(s);
    serial_input_room(s);
}

static void serial_write_mcr(SerialState *s, uint8_t value)
{
    bool looped = s->regs.mcr & UART_MCR_LOOP;

    s->regs.mcr = value & UART_MCR_MASK;
    serial_set_modem(s, modem_inputs(s->regs.mcr));
    serial_update_irq(s);
    if (looped && !(value & UART_MCR_LOOP)) {
        serial_input_room(s);
    }
}

void serial_write(SerialState *s, unsigned reg, uint8_t value)
{
    bool dlab = s->regs.lcr & UART_LCR_DLAB;

    switch (reg) {
    case UART_RBR_THR:
        dlab ? serial_set_divisor(s, 0, value) : serial_write_thr(s, value);
        break;
    case UART_IER:
        dlab ? serial_set_divisor(s, 8, value) : serial_write_ier(s, value);
        break;
    case UART_IIR_FCR:
        serial_write_fcr(s, value);
        break;
    case UART_LCR:
        s->regs.lcr = value;
        serial_update_line(s);
        break;
    case UART_MCR:
        serial_write_mcr(s, value);
        break;
    case UART_SCR:
        s->regs.scr = value;
        break;
    default:
        /* LSR and MSR: factory test registers, writes do nothing */
        break;
    }
}

static int serial_pre_save(void *opaque)
{
    SerialState *s = opaque;

    s->timeout_ns = timer_save(s->timeout_timer);
    return 0;
}

static bool fifo8_is_sane(const Fifo8 *fifo)
{
    return fifo->head < FIFO8_CAPACITY && fifo->num <= FIFO8_CAPACITY;
}

static int serial_post_load(void *opaque, int version_id)
{
    SerialState *s = opaque;

    if (!fifo8_is_sane(&s->regs.recv_fifo) ||
        !fifo8_is_sane(&s->regs.xmit_fifo)) {
        return -EINVAL;
    }
    s->regs.ier &= UART_IER_MASK;
    s->regs.mcr &= UART_MCR_MASK;
    serial_update_line(s);
    timer_restore(s->timeout_timer, s->timeout_ns);
    serial_transmit(s);
    serial_update_irq(s);
    return 0;
}

static const VMStateDescription vmstate_fifo8 = {
    .name = "fifo8",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_BUFFER(data, Fifo8),
        VMSTATE_UINT8(head, Fifo8),
        VMSTATE_UINT8(num, Fifo8),
        VMSTATE_END_OF_LIST()
    },
};

const VMStateDescription vmstate_serial = {
    .name = "serial",
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_save = serial_pre_save,
    .post_load = serial_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT16(regs.divisor, SerialState),
        VMSTATE_UINT8(regs.rbr, SerialState),
        VMSTATE_UINT8(regs.thr, SerialState),
        VMSTATE_UINT8(regs.ier, SerialState),
        VMSTATE_UINT8(regs.fcr, SerialState),
        VMSTATE_UINT8(regs.lcr, SerialState),
        VMSTATE_UINT8(regs.mcr, SerialState),
        VMSTATE_UINT8(regs.lsr, SerialState),
        VMSTATE_UINT8(regs.msr, SerialState),
        VMSTATE_UINT8(regs.scr, SerialState),
        VMSTATE_BOOL(regs.thr_ipending, SerialState),
        VMSTATE_BOOL(regs.timeout_ipending, SerialState),
        VMSTATE_STRUCT(regs.recv_fifo, SerialState, 1, vmstate_fifo8, Fifo8),
        VMSTATE_STRUCT(regs.xmit_fifo, SerialState, 1, vmstate_fifo8, Fifo8),
        VMSTATE_DEADLINE(timeout_ns, SerialState),
        VMSTATE_END_OF_LIST()
    },
};
