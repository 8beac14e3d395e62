/*
 * worker_intc.c: the INTC's rules on registers alone, and the whole device
 */
#include "worker_devices.h"

#include <string.h>

/* -------------------------------------------------------- registers alone */

void op_intc_set(Worker *w)
{
    ClabpuIntcRegs *regs = &lab_of(w)->intc_regs;
    size_t size;
    const uint8_t *priorities = worker_bytes(w, "priorities", &size);

    *regs = (ClabpuIntcRegs){
        .pending = (uint32_t)worker_u64(w, "pending"),
        .enable = (uint32_t)worker_u64(w, "enable"),
        .in_service = (uint32_t)worker_u64(w, "in_service"),
    };
    if (size > 0) {
        memcpy(regs->priority, priorities, MIN(size, sizeof(regs->priority)));
    }
}

void op_intc_candidates(Worker *w)
{
    reply_hex(w, "candidates", clabpu_intc_candidates(&lab_of(w)->intc_regs));
}

void op_intc_claim(Worker *w)
{
    ClabpuIntcRegs *regs = &lab_of(w)->intc_regs;

    reply_u64(w, "claimed", clabpu_intc_claim(regs));
    reply_hex(w, "in_service", regs->in_service);
}

void op_intc_complete(Worker *w)
{
    ClabpuIntcRegs *regs = &lab_of(w)->intc_regs;

    reply_bool(w, "completed", clabpu_intc_complete(
        regs, (uint32_t)worker_u64(w, "id")));
    reply_hex(w, "in_service", regs->in_service);
}

/* ------------------------------------------------------------- the device */

static ClabpuIntcState *intc_of(Worker *w)
{
    ClabpuIntcState *intc = lab_of(w)->intc;

    if (!intc) {
        reply_text(w, "error", "there is no INTC yet");
    }
    return intc;
}

void op_intc_new(Worker *w)
{
    DevicesLab *lab = lab_of(w);

    lab->intc = CLABPU_INTC(object_new(TYPE_CLABPU_INTC));
    lab->intc->irq = lab_output(lab, &lab->intc_output, "the INTC's output");
}

void op_intc_input(Worker *w)
{
    ClabpuIntcState *intc = intc_of(w);
    unsigned n;

    if (!intc || !lab_number(w, "n", CLABPU_INTC_NUM_SOURCES, &n)) {
        return;
    }
    intc->regs.pending &= ~(1u << n);
    intc->regs.pending |= (worker_u64(w, "level") ? 1u : 0u) << n;
    clabpu_intc_update(intc);
    lab_tell(w);
}

void op_intc_wire(Worker *w)
{
    ClabpuIntcState *intc = intc_of(w);
    unsigned n;

    if (!intc || !lab_number(w, "n", CLABPU_INTC_NUM_SOURCES, &n)) {
        return;
    }
    clabpu_intc_set_irq(intc, (int)n, (int)worker_i64(w, "level"));
    reply_hex(w, "pending", intc->regs.pending);
}

static void access_intc(Worker *w, bool write)
{
    ClabpuIntcState *intc = intc_of(w);
    uint64_t value = write ? worker_u64(w, "value") : 0;

    if (intc) {
        bool good = lab_access(&intc->iomem, write, worker_u64(w, "offset"),
                               &value, (unsigned)worker_u64(w, "size"));

        lab_tell_access(w, write, good, value);
    }
}

void op_intc_read(Worker *w)
{
    access_intc(w, false);
}

void op_intc_write(Worker *w)
{
    access_intc(w, true);
}
