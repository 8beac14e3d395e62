/*
 * clabpu_edc.h: the course board's error detection and correction unit
 *
 * It watches a memory that does not exist here, so errors are injected: by
 * the guest through INJECT, or from outside through the property
 * "inject-error". Two windows, one interrupt line.
 *
 *     MMIO 0 (registers, 32-bit accesses only)
 *     offset  name        access  meaning
 *     0x00    CTRL        RW      bit 0 START: begin an operation; clears
 *                                 itself at the end
 *     0x04    STATUS      RO      bit 0 BUSY
 *     0x08    ERROR       RO      bit 0 corrected, 1 uncorrected, 2 address
 *     0x0c    INT_ENABLE  RW      mask of INT_STATUS
 *     0x10    INT_STATUS  RW1C    bit 0 error detected, bit 1 operation done
 *     0x14    INJECT      WO      ORed into ERROR, as if it had happened
 *
 *     MMIO 1 (error window, 32-bit accesses only)
 *     0x00    ERROR       RW1C    the same flags, clearable here
 *
 * The line is high while INT_STATUS and INT_ENABLE have a bit in common. An
 * operation takes "operation-ns" of virtual time.
 */
#ifndef DEVICES_CLABPU_EDC_H
#define DEVICES_CLABPU_EDC_H

#include "devices/sysbus.h"
#include "timers/timer.h"

#define TYPE_CLABPU_EDC "clabpu-edc"
OBJECT_DECLARE_SIMPLE_TYPE(ClabpuEdcState, CLABPU_EDC)

#define CLABPU_EDC_REG_SIZE 0x1000
#define CLABPU_EDC_ERR_SIZE 0x2000

#define CLABPU_EDC_CTRL 0x00
#define CLABPU_EDC_STATUS 0x04
#define CLABPU_EDC_ERROR 0x08
#define CLABPU_EDC_INT_ENABLE 0x0c
#define CLABPU_EDC_INT_STATUS 0x10
#define CLABPU_EDC_INJECT 0x14

#define CLABPU_EDC_CTRL_START (1u << 0)
#define CLABPU_EDC_STATUS_BUSY (1u << 0)
#define CLABPU_EDC_ERROR_MASK 0x7u
#define CLABPU_EDC_INT_ERROR (1u << 0)
#define CLABPU_EDC_INT_DONE (1u << 1)
#define CLABPU_EDC_INT_MASK 0x3u

typedef struct ClabpuEdcRegs {
    uint32_t ctrl;
    uint32_t status;
    uint32_t error;
    uint32_t int_enable;
    uint32_t int_status;
    uint32_t inject;            /* what was written last; reads as 0 */
} ClabpuEdcRegs;

struct ClabpuEdcState {
    SysBusDevice parent_obj;

    ClabpuEdcRegs regs;         /* guest-visible */
    int64_t done_ns;            /* end of the operation, only while saving */

    uint64_t operation_ns;      /* property */
    QEMUTimer *done_timer;
    MemoryRegion reg_mem;       /* MMIO 0 */
    MemoryRegion err_mem;       /* MMIO 1 */
    qemu_irq irq;               /* IRQ 0 */
};

typedef enum ClabpuEdcAccess {
    CLABPU_EDC_OK,
    CLABPU_EDC_NO_REGISTER,     /* nothing at that offset */
    CLABPU_EDC_READ_ONLY,
    CLABPU_EDC_WRITE_ONLY,
} ClabpuEdcAccess;

/**
 * clabpu_edc_reg_read: what a register shows (exercise file)
 * @regs:   registers
 * @offset: within MMIO 0, multiple of 4
 * @value:  (out): 0 unless the result is CLABPU_EDC_OK
 */
ClabpuEdcAccess clabpu_edc_reg_read(const ClabpuEdcRegs *regs, hwaddr offset,
                                    uint32_t *value) MUST_CHECK;

/**
 * clabpu_edc_reg_write: what a write leaves in a register
 *
 * Writable bits take the value; write-1-to-clear bits lose what is 1 in
 * @value; other bits stay. Nothing changes unless CLABPU_EDC_OK. Effects
 * beyond the register (starting, injecting) are the device's business.
 */
ClabpuEdcAccess clabpu_edc_reg_write(ClabpuEdcRegs *regs, hwaddr offset,
                                     uint32_t value) MUST_CHECK;

/** clabpu_edc_update_irq: drive the line from the state; call after every
 *  change of the registers */
void clabpu_edc_update_irq(ClabpuEdcState *s);

/** clabpu_edc_reset_enter, clabpu_edc_reset_hold: phases of reset.h (exercise
 *  file) */
void clabpu_edc_reset_enter(Object *obj, ResetType type);
void clabpu_edc_reset_hold(Object *obj, ResetType type);

extern const struct VMStateDescription vmstate_clabpu_edc;

#endif
