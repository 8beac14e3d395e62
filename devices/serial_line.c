/*
 * serial_line.c: the UART's transmitter, receiver and sense of time
 *
 * The transmitter is as fast as the back end: a byte leaves when it is
 * written. Only when the back end is full do bytes wait in THR or the FIFO,
 * THRE stays 0, and a watch sends the rest: nothing is lost.
 *
 * The receiver asks for input only as long as it has room, so a slow guest
 * makes the back end wait; overruns happen in loopback, where the line does
 * not wait. With FIFOs on, input that stays below the trigger level for four
 * character times interrupts as "character timeout" on the virtual clock.
 *
 * PC16550D data sheet, section 8.5 "FIFO interrupt mode operation".
 */
#include "serial_regs.h"

#define SERIAL_TIMEOUT_CHARS 4

/* start bit, data bits, parity, stop bits */
static unsigned serial_frame_bits(uint8_t lcr)
{
    unsigned data = (lcr & 3) + 5;
    unsigned parity = lcr & 0x08 ? 1 : 0;
    unsigned stop = lcr & 0x04 ? 2 : 1;

    return 1 + data + parity + stop;
}

void serial_update_line(SerialState *s)
{
    uint64_t divisor = s->regs.divisor ? s->regs.divisor : 1;
    uint64_t bits = serial_frame_bits(s->regs.lcr);

    s->char_time_ns = (int64_t)(bits * divisor * NANOSECONDS_PER_SECOND /
                                s->baudbase);
}

/* ------------------------------------------------------------- transmitter */

static bool serial_xmit_empty(const SerialState *s)
{
    return serial_fifo_enabled(s) ? fifo8_is_empty(&s->regs.xmit_fifo)
                                  : (s->regs.lsr & UART_LSR_THRE) != 0;
}

static gboolean serial_watch(void *do_not_use, GIOCondition condition,
                             void *opaque)
{
    SerialState *s = opaque;

    s->watch_tag = 0;
    serial_transmit(s);
    serial_update_irq(s);
    return FALSE;
}

/*
 * One byte to the back end. False: it is full and will call again. A back
 * end that broke, or that is full but cannot say when it drains, swallows
 * the byte: the guest must not hang on it.
 */
static bool serial_send(SerialState *s, uint8_t value)
{
    if (qemu_chr_fe_write(&s->chr, &value, 1) != 0) {
        return true;
    }
    if (!s->watch_tag) {
        s->watch_tag = qemu_chr_fe_add_watch(&s->chr, G_IO_OUT | G_IO_HUP,
                                             serial_watch, s);
    }
    return s->watch_tag == 0;
}

static uint8_t serial_xmit_peek(const SerialState *s)
{
    const Fifo8 *fifo = &s->regs.xmit_fifo;

    return serial_fifo_enabled(s) ? fifo->data[fifo->head] : s->regs.thr;
}

static void serial_xmit_drop(SerialState *s)
{
    if (serial_fifo_enabled(s)) {
        fifo8_pop(&s->regs.xmit_fifo);
    }
    if (serial_xmit_empty(s) || !serial_fifo_enabled(s)) {
        s->regs.lsr |= UART_LSR_THRE | UART_LSR_TEMT;
        s->regs.thr_ipending = true;
    }
}

void serial_transmit(SerialState *s)
{
    while (!s->watch_tag && !serial_xmit_empty(s)) {
        uint8_t value = serial_xmit_peek(s);

        if (s->regs.mcr & UART_MCR_LOOP) {
            serial_receive(s, value);
        } else if (!serial_send(s, value)) {
            return;
        }
        serial_xmit_drop(s);
    }
}

/* ---------------------------------------------------------------- receiver */

void serial_rearm_timeout(SerialState *s)
{
    if (serial_fifo_enabled(s) && !fifo8_is_empty(&s->regs.recv_fifo)) {
        int64_t now_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

        timer_mod_ns(s->timeout_timer,
                     now_ns + SERIAL_TIMEOUT_CHARS * s->char_time_ns);
    } else {
        timer_del(s->timeout_timer);
    }
}

static void serial_timeout(void *opaque)
{
    SerialState *s = opaque;

    if (!fifo8_is_empty(&s->regs.recv_fifo)) {
        s->regs.timeout_ipending = true;
        serial_update_irq(s);
    }
}

/* overrun: the FIFO keeps its bytes, the single register takes the new one */
static void serial_store(SerialState *s, uint8_t value)
{
    SerialRegs *r = &s->regs;

    if (!serial_fifo_enabled(s)) {
        if (r->lsr & UART_LSR_DR) {
            r->lsr |= UART_LSR_OE;
        }
        r->rbr = value;
    } else if (fifo8_is_full(&r->recv_fifo)) {
        r->lsr |= UART_LSR_OE;
    } else {
        fifo8_push(&r->recv_fifo, value);
    }
    r->lsr |= UART_LSR_DR;
}

void serial_receive(SerialState *s, uint8_t value)
{
    serial_store(s, value);
    serial_rearm_timeout(s);
    serial_update_irq(s);
}

/* In loopback the input pin is disconnected: the back end has to wait. */
static int serial_can_receive(void *opaque)
{
    const SerialState *s = opaque;

    if (s->regs.mcr & UART_MCR_LOOP) {
        return 0;
    }
    if (serial_fifo_enabled(s)) {
        return FIFO8_CAPACITY - s->regs.recv_fifo.num;
    }
    return s->regs.lsr & UART_LSR_DR ? 0 : 1;
}

static void serial_chr_read(void *opaque, const uint8_t *buf, int size)
{
    SerialState *s = opaque;

    for (int i = 0; i < size; i++) {
        serial_store(s, buf[i]);
    }
    serial_rearm_timeout(s);
    serial_update_irq(s);
}

/* a break arrives as a zero byte with LSR.BI */
static void serial_chr_event(void *opaque, QEMUChrEvent event)
{
    SerialState *s = opaque;

    if (event == CHR_EVENT_BREAK && !(s->regs.mcr & UART_MCR_LOOP)) {
        s->regs.lsr |= UART_LSR_BI;
        serial_receive(s, 0);
    }
}

void serial_input_room(SerialState *s)
{
    if (!(s->regs.mcr & UART_MCR_LOOP)) {
        qemu_chr_fe_accept_input(&s->chr);
    }
}

void serial_connect(SerialState *s)
{
    s->timeout_timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, serial_timeout, s);
    qemu_chr_fe_set_handlers(&s->chr, serial_can_receive, serial_chr_read,
                             serial_chr_event, s);
}

void serial_disconnect(SerialState *s)
{
    if (s->watch_tag) {
        g_source_remove(s->watch_tag);
        s->watch_tag = 0;
    }
    qemu_chr_fe_deinit(&s->chr, false);
    timer_free(s->timeout_timer);
    s->timeout_timer = NULL;
}
