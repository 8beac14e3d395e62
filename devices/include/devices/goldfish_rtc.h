/*
 * goldfish_rtc.h: goldfish real-time clock with alarm
 *
 * Counts nanoseconds since 1970. Board helper:
 * sysbus_create_simple(TYPE_GOLDFISH_RTC, base, irq).
 */
#ifndef DEVICES_GOLDFISH_RTC_H
#define DEVICES_GOLDFISH_RTC_H

#include "devices/sysbus.h"
#include "timers/timer.h"

#define TYPE_GOLDFISH_RTC "goldfish_rtc"
#define GOLDFISH_RTC(obj) \
    OBJECT_CHECK(GoldfishRTCState, (obj), TYPE_GOLDFISH_RTC)

#define GOLDFISH_RTC_SIZE 0x24  /* bytes of register window */

/* Guest-visible registers. */
typedef struct GoldfishRTCRegs {
    uint64_t alarm_ns;          /* ALARM_HIGH:ALARM_LOW */
    uint64_t due_ns;            /* the same when ALARM_LOW was written */
    uint32_t time_high;         /* latched by a read of TIME_LOW */
    bool alarm_armed;           /* ALARM_STATUS */
    bool irq_enabled;           /* IRQ_ENABLED */
    bool irq_pending;           /* cleared by CLEAR_INTERRUPT */
} GoldfishRTCRegs;

typedef struct GoldfishRTCState {
    SysBusDevice parent_obj;

    MemoryRegion iomem;
    qemu_irq irq;
    QEMUTimer *timer;           /* derived from due_ns and the clock */
    GoldfishRTCRegs regs;
    uint64_t offset_ns;         /* count = clock + offset; survives reset */

    /* properties */
    bool host_clock;            /* "host-clock": wall clock, else virtual */
    uint64_t epoch_ns;          /* "epoch-ns": count at start; 0: host time */
    QEMUClockType clock;        /* derived from host_clock */
} GoldfishRTCState;

/**
 * goldfish_rtc_get_count: nanoseconds since 1970 as the guest sees them
 *
 * Context: machine lock held.
 */
uint64_t goldfish_rtc_get_count(const GoldfishRTCState *s);

#endif
