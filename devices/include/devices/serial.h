/*
 * serial.h: 16550A UART
 *
 * SerialState is the chip: eight byte-wide registers, two 16-byte FIFOs, one
 * interrupt line, one character back end. SerialMM puts it on the system bus
 * with a register spacing of 1 << regshift bytes.
 *
 * National Semiconductor PC16550D data sheet. The chip's register file is in
 * serial.c, sending and receiving in serial_line.c.
 */
#ifndef DEVICES_SERIAL_H
#define DEVICES_SERIAL_H

#include "devices/chardev.h"
#include "devices/fifo8.h"
#include "devices/sysbus.h"
#include "timers/timer.h"

#define TYPE_SERIAL_MM "serial-mm"
#define SERIAL_MM(obj) OBJECT_CHECK(SerialMM, (obj), TYPE_SERIAL_MM)

/* Guest-visible registers; names of the data sheet. */
typedef struct SerialRegs {
    uint16_t divisor;           /* DLM:DLL */
    uint8_t rbr;                /* received byte while FIFOs are off */
    uint8_t thr;                /* byte to send while FIFOs are off */
    uint8_t ier;
    uint8_t fcr;                /* write-only at IIR's offset */
    uint8_t lcr;
    uint8_t mcr;
    uint8_t lsr;
    uint8_t msr;
    uint8_t scr;
    bool thr_ipending;          /* THRE interrupt not yet acknowledged */
    bool timeout_ipending;      /* character timeout not yet acknowledged */
    Fifo8 recv_fifo;
    Fifo8 xmit_fifo;
} SerialRegs;

typedef struct SerialState {
    SerialRegs regs;
    int64_t timeout_ns;         /* deadline of the timeout; -1: not armed */

    /* derived or wired, not saved */
    MemoryRegion io;
    qemu_irq irq;
    CharBackend chr;
    QEMUTimer *timeout_timer;
    int64_t char_time_ns;       /* one character on the line */
    guint watch_tag;            /* waiting for the back end to drain */

    uint32_t baudbase;          /* property: input clock / 16 */
} SerialState;

typedef struct SerialMM {
    SysBusDevice parent_obj;

    SerialState serial;
    uint8_t regshift;           /* property: 0..3 */
    uint8_t endianness;         /* property: enum device_endian */
} SerialMM;

/**
 * serial_mm_init: create, realize and map a UART
 * @address_space: container the window goes to (borrowed)
 * @base:          offset in @address_space
 * @regshift:      registers are 1 << @regshift bytes apart; 0..3
 * @irq:           (nullable): interrupt input to drive
 * @baudbase:      highest baud rate: input clock / 16
 * @chr:           (nullable): back end
 * @end:           byte order of wider registers
 *
 * Returns: borrowed. Stops the program when the device refuses.
 */
SerialMM *serial_mm_init(MemoryRegion *address_space, hwaddr base,
                         int regshift, qemu_irq irq, int baudbase,
                         struct Chardev *chr, enum device_endian end);

#endif
