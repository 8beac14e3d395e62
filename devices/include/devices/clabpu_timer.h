/*
 * clabpu_timer.h: the course board's down-counter
 *
 *     offset  name       access  meaning
 *     0x00    COUNTER    RW      write: start value; read: what remains
 *     0x04    CONTROL    RW      bit 0 ENABLE, bit 1 INT_ENABLE
 *     0x08    STATUS     RW1C    bit 0 EXPIRED
 *     0x0c    PRESCALER  RW      divides the clock; 0 acts as 1
 *
 * 32-bit accesses only. The counter loses one per frequency / PRESCALER of
 * virtual time. At 0 it expires, once: EXPIRED is set, ENABLE is cleared. The
 * line is high while EXPIRED and INT_ENABLE are set. Writing 0 while enabled,
 * or enabling at 0, expires at once. Disabling keeps what remains; writing
 * while disabled stores the start value. A write to COUNTER, PRESCALER or
 * ENABLE begins a new tick, so an interrupt is never early.
 *
 * Nothing happens per tick: a read computes from the clock, an interrupt is
 * one deadline. The property "frequency" (Hz) is set by the board.
 */
#ifndef DEVICES_CLABPU_TIMER_H
#define DEVICES_CLABPU_TIMER_H

#include "devices/sysbus.h"
#include "timers/timer.h"

#define TYPE_CLABPU_TIMER "clabpu-timer"
OBJECT_DECLARE_SIMPLE_TYPE(ClabpuTimerState, CLABPU_TIMER)

#define CLABPU_TIMER_SIZE 0x1000

#define CLABPU_TIMER_COUNTER 0x00
#define CLABPU_TIMER_CONTROL 0x04
#define CLABPU_TIMER_STATUS 0x08
#define CLABPU_TIMER_PRESCALER 0x0c

#define CLABPU_TIMER_CTRL_ENABLE (1u << 0)
#define CLABPU_TIMER_CTRL_INT_EN (1u << 1)
#define CLABPU_TIMER_CTRL_MASK 0x3u
#define CLABPU_TIMER_STATUS_EXPIRED (1u << 0)

typedef struct ClabpuTimerRegs {
    uint32_t counter;           /* what remained at start_ns */
    uint32_t control;
    uint32_t status;
    uint32_t prescaler;
} ClabpuTimerRegs;

struct ClabpuTimerState {
    SysBusDevice parent_obj;

    ClabpuTimerRegs regs;       /* guest-visible */
    int64_t start_ns;           /* virtual time of regs.counter */

    uint32_t frequency_hz;      /* property "frequency" */
    QEMUTimer *timer;           /* derived: armed from regs and start_ns */
    MemoryRegion iomem;
    qemu_irq irq;               /* IRQ 0 */
};

/** clabpu_timer_running: is the counter enabled? */
bool clabpu_timer_running(const ClabpuTimerState *s);

/** clabpu_timer_count: what COUNTER shows now; changes nothing */
uint32_t clabpu_timer_count(const ClabpuTimerState *s);

/**
 * clabpu_timer_sync: before a write, expire when the deadline has passed
 *
 * The timer's callback may be late. The write must meet the state that a
 * punctual one would have left.
 */
void clabpu_timer_sync(ClabpuTimerState *s);

/** clabpu_timer_setup: after a write, count from now on, or stand still */
void clabpu_timer_setup(ClabpuTimerState *s);

/**
 * clabpu_timer_reg_read, clabpu_timer_reg_write: one access
 * @addr: offset in the window; an unknown one is logged as a guest error
 *
 * Context: big lock held.
 */
uint32_t clabpu_timer_reg_read(ClabpuTimerState *s, hwaddr addr);
void clabpu_timer_reg_write(ClabpuTimerState *s, hwaddr addr, uint32_t value);

/** clabpu_timer_expire: the deadline has come */
void clabpu_timer_expire(ClabpuTimerState *s);

/** clabpu_timer_arm: the deadline that regs and start_ns ask for, or none */
void clabpu_timer_arm(ClabpuTimerState *s);

/** clabpu_timer_update_irq: the only place that drives the line */
void clabpu_timer_update_irq(ClabpuTimerState *s);

extern const struct VMStateDescription vmstate_clabpu_timer;

#endif
