/*
 * worker_edc.c: the EDC's register file alone, and the whole device
 */
#include "worker_devices.h"

#include "devices/qdev_properties.h"

/* -------------------------------------------------- the register file alone */

static void tell_regs(Worker *w, const ClabpuEdcRegs *regs)
{
    reply_hex(w, "ctrl", regs->ctrl);
    reply_hex(w, "status", regs->status);
    reply_hex(w, "errors", regs->error);
    reply_hex(w, "int_enable", regs->int_enable);
    reply_hex(w, "int_status", regs->int_status);
}

static void tell_access(Worker *w, ClabpuEdcAccess access)
{
    static const char *const names[] = {
        [CLABPU_EDC_OK] = "ok",
        [CLABPU_EDC_NO_REGISTER] = "no register",
        [CLABPU_EDC_READ_ONLY] = "read only",
        [CLABPU_EDC_WRITE_ONLY] = "write only",
    };

    reply_text(w, "access", (unsigned)access < G_N_ELEMENTS(names)
                            ? names[access] : "something else");
}

void op_regs_set(Worker *w)
{
    lab_of(w)->regs = (ClabpuEdcRegs){
        .ctrl = (uint32_t)worker_u64(w, "ctrl"),
        .status = (uint32_t)worker_u64(w, "status"),
        .error = (uint32_t)worker_u64(w, "error"),
        .int_enable = (uint32_t)worker_u64(w, "int_enable"),
        .int_status = (uint32_t)worker_u64(w, "int_status"),
    };
}

void op_reg_read(Worker *w)
{
    uint32_t value = 0xdeadbeef;

    tell_access(w, clabpu_edc_reg_read(&lab_of(w)->regs,
                                       worker_u64(w, "offset"), &value));
    reply_hex(w, "value", value);
}

void op_reg_write(Worker *w)
{
    DevicesLab *lab = lab_of(w);

    tell_access(w, clabpu_edc_reg_write(&lab->regs, worker_u64(w, "offset"),
                                        (uint32_t)worker_u64(w, "value")));
    reply_hex(w, "inject", lab->regs.inject);
    tell_regs(w, &lab->regs);
}

/* ----------------------------------------------------------- the device */

static ClabpuEdcState *edc_of(Worker *w)
{
    ClabpuEdcState *edc = lab_of(w)->edc;

    if (!edc) {
        reply_text(w, "error", "there is no EDC yet");
    }
    return edc;
}

void op_edc_new(Worker *w)
{
    DevicesLab *lab = lab_of(w);

    lab_clock_start(lab);
    lab->edc = CLABPU_EDC(object_new(TYPE_CLABPU_EDC));
    lab->edc->operation_ns = worker_u64(w, "ns");
    lab->edc->irq = lab_output(lab, &lab->edc_output, "the EDC's line");
}

static void access_edc(Worker *w, bool write)
{
    ClabpuEdcState *edc = edc_of(w);
    uint64_t value = write ? worker_u64(w, "value") : 0;
    bool good;

    if (edc) {
        good = lab_access(worker_u64(w, "window") ? &edc->err_mem
                                                  : &edc->reg_mem,
                          write, worker_u64(w, "offset"), &value,
                          (unsigned)worker_u64(w, "size"));
        lab_tell_access(w, write, good, value);
    }
}

void op_edc_read(Worker *w)
{
    access_edc(w, false);
}

void op_edc_write(Worker *w)
{
    access_edc(w, true);
}

void op_edc_inject(Worker *w)
{
    ClabpuEdcState *edc = edc_of(w);

    if (edc) {
        object_property_set_uint(OBJECT(edc), "inject-error",
                                 (uint32_t)worker_u64(w, "flags"), NULL);
        lab_tell(w);
    }
}

void op_edc_reset(Worker *w)
{
    ClabpuEdcState *edc = edc_of(w);

    if (edc) {
        clabpu_edc_reset_enter(OBJECT(edc), RESET_TYPE_COLD);
        clabpu_edc_reset_hold(OBJECT(edc), RESET_TYPE_COLD);
        lab_tell(w);
        tell_regs(w, &edc->regs);
    }
}

void op_wait(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    uint64_t ns = worker_u64(w, "ns");

    if (lab->clock_runs && ns <= INT32_MAX) {
        manual_clock_run(&lab->clock, timer_system_default(), (int64_t)ns);
    }
    lab_tell(w);
}
