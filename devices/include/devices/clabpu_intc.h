/*
 * clabpu_intc.h: the course board's interrupt controller
 *
 * 32 level inputs, one output to the hart's machine external interrupt.
 *
 *     offset       name      access  meaning
 *     0x00         PENDING   RO      one bit per input; follows the level
 *     0x04         ENABLE    RW      one bit per input
 *     0x08 + 4*i   PRIORITY  RW      of input i, 0..255; higher wins
 *     0x8c         STATUS    RO      ENABLE and PENDING
 *     0x90         CLAIM     R       best input's number + 1, 0: none; the
 *                                    input is then in service
 *                            W       number + 1: its service is complete
 *
 * The output is high while an input is enabled, pending and not in service.
 * There is no latch: a pulse that ends before the guest looks is lost, and
 * acknowledging means making the device lower its line. Equal priorities: the
 * lowest number wins. Priority 0 is the lowest, it does not mask; so a guest
 * that knows neither priorities nor CLAIM works with ENABLE and STATUS alone.
 *
 * Not here: a threshold and several targets; see the PLIC for those.
 */
#ifndef DEVICES_CLABPU_INTC_H
#define DEVICES_CLABPU_INTC_H

#include "devices/sysbus.h"

#define TYPE_CLABPU_INTC "clabpu-intc"
OBJECT_DECLARE_SIMPLE_TYPE(ClabpuIntcState, CLABPU_INTC)

#define CLABPU_INTC_NUM_SOURCES 32
#define CLABPU_INTC_SIZE 0x1000

#define CLABPU_INTC_PENDING 0x00
#define CLABPU_INTC_ENABLE 0x04
#define CLABPU_INTC_PRIORITY 0x08
#define CLABPU_INTC_STATUS 0x8c
#define CLABPU_INTC_CLAIM 0x90

typedef struct ClabpuIntcRegs {
    uint32_t pending;           /* levels of the inputs */
    uint32_t enable;
    uint32_t in_service;        /* claimed and not completed */
    uint8_t priority[CLABPU_INTC_NUM_SOURCES];
} ClabpuIntcRegs;

struct ClabpuIntcState {
    SysBusDevice parent_obj;

    ClabpuIntcRegs regs;        /* guest-visible */

    MemoryRegion iomem;
    qemu_irq irq;               /* IRQ 0: to the hart */
};

/** clabpu_intc_candidates: inputs that ask for service (exercise file) */
uint32_t clabpu_intc_candidates(const ClabpuIntcRegs *regs);

/** clabpu_intc_set_irq: input @n has a new level: a qemu_irq_handler with
 *  ClabpuIntcState as opaque (exercise file) */
void clabpu_intc_set_irq(void *opaque, int n, int level);

/** clabpu_intc_update: drive the output from the state; call after every
 *  change of the registers */
void clabpu_intc_update(ClabpuIntcState *s);

/** clabpu_intc_claim: best candidate's number + 1, put in service; 0: none */
uint32_t clabpu_intc_claim(ClabpuIntcRegs *regs);

/** clabpu_intc_complete: end the service of input @id - 1; false: it was not
 *  in service */
bool clabpu_intc_complete(ClabpuIntcRegs *regs, uint32_t id);

extern const struct VMStateDescription vmstate_clabpu_intc;

#endif
