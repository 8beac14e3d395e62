/*
 * fixture.h: what tests of devices share
 *
 * A manual clock behind the virtual clock, a recorder at the end of an
 * interrupt line, register accesses as a bus makes them, the text of the
 * guest-error log, and a child process for what must stop the program.
 */
#ifndef DEVICES_TESTS_FIXTURE_H
#define DEVICES_TESTS_FIXTURE_H

#include "devices/sysbus.h"
#include "support/unit.h"

/* ------------------------------------------------------------------ lines */

typedef struct IrqRecorder {
    int level;                  /* now */
    int rises, falls;           /* changes of the level */
    int calls;                  /* qemu_set_irq() calls */
} IrqRecorder;

/** irq_recorder_new: a wire that ends in @recorder; lives until exit */
qemu_irq irq_recorder_new(IrqRecorder *recorder);

/* -------------------------------------------------------------- registers */

/** mmio_read: read that must succeed */
uint64_t mmio_read(MemoryRegion *mr, hwaddr addr, unsigned size);

/** mmio_write: write that must succeed */
void mmio_write(MemoryRegion *mr, hwaddr addr, uint64_t value, unsigned size);

/** mmio_refuses: do read and write of that width both fail? */
bool mmio_refuses(MemoryRegion *mr, hwaddr addr, unsigned size);

/** guest_errors_begin: collect guest errors from now on */
void guest_errors_begin(void);

/** guest_errors_end: what was logged since (transfer full) */
char *guest_errors_end(void);

/* ------------------------------------------------------------------- time */

/** time_begin: guest time runs, but only when time_pass() says so */
void time_begin(void);

/** time_pass: let @ns pass and run the timers on the way */
void time_pass(int64_t ns);

/** time_pass_late: let @ns pass without running any timer */
void time_pass_late(int64_t ns);

/* ---------------------------------------------------------- snapshots etc. */

/** device_save: the device's state as bytes, by its class's vmsd */
GByteArray *device_save(DeviceState *dev);

/** device_load: the reverse; fails the test when it is refused */
void device_load(DeviceState *dev, GByteArray *state);

/** dies_with: does @fn abort with @text in its message? */
bool dies_with(void (*fn)(void), const char *text);

#endif
