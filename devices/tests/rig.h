/*
 * rig.h: a bench for testing one device model alone
 *
 * Register accesses go through the memory library's dispatch, so widths and
 * byte order are tested as the guest sees them. Interrupt outputs end in a
 * recorder. Time moves only when the test says so.
 */
#ifndef DEVICES_TESTS_RIG_H
#define DEVICES_TESTS_RIG_H

#include "devices/qdev_properties.h"
#include "devices/sysbus.h"
#include "support/unit.h"
#include "timers/timer.h"

#define RIG_MAX_IRQS 64

/* What arrived on a set of wires. */
typedef struct IrqRecorder {
    int level[RIG_MAX_IRQS];
    unsigned rises[RIG_MAX_IRQS];   /* low to high */
    unsigned calls[RIG_MAX_IRQS];   /* every qemu_set_irq() */
    qemu_irq *wires;
} IrqRecorder;

void irq_recorder_init(IrqRecorder *rec, int n);

/** rig_clock_start: freeze host time, let guest time run from now on */
void rig_clock_start(void);

/** rig_clock_run: let @ns pass, running timers on the way */
void rig_clock_run(int64_t ns);

/** rig_clock_set_wall: what the host clock shows */
void rig_clock_set_wall(int64_t ns);

/** rig_realize: realize @dev; the test fails with the message if it refuses */
SysBusDevice *rig_realize(DeviceState *dev);

/** rig_refusal: the message with which @dev refuses to realize */
char *rig_refusal(DeviceState *dev);

/** rig_read, rig_write: access window 0; the test fails on a bus error */
uint64_t rig_read(void *dev, hwaddr addr, unsigned size);
void rig_write(void *dev, hwaddr addr, uint64_t value, unsigned size);

/** rig_access_faults: do a read and a write of that shape both fail? */
bool rig_access_faults(void *dev, hwaddr addr, unsigned size);

/** rig_save: the device's state as a stream (transfer full) */
GByteArray *rig_save(void *dev);

/** rig_load: set the device's state; false when it is refused */
bool rig_load(void *dev, const GByteArray *stream);

/** rig_digest: 64 bits over the saved state */
uint64_t rig_digest(void *dev);

/** rig_check_covered: are bytes @offset..@end - 1 of the state all saved? */
void rig_check_covered(void *dev, size_t offset, size_t end);

/* End of member @m_ in struct @t_, without tail padding. */
#define RIG_END(t_, m_) (offsetof(t_, m_) + sizeof(((t_ *)0)->m_))

/* One row of a register table. */
typedef struct RigRegister {
    const char *name;
    hwaddr offset;
    unsigned size;
    uint64_t reset;             /* value after reset */
    uint64_t writable;          /* bits that keep what is written */
} RigRegister;

/** rig_check_register: reset value and writable bits of one row */
void rig_check_register(void *dev, const RigRegister *row);

#endif
