/*
 * clabpu_edc_regs.c: the register file as a table (exercise)
 *
 * One row per register: which bits a read shows, which a write stores, which
 * a written 1 clears. The masks are the whole behaviour; RW1C means that
 * writing 0 does nothing, so a guest can clear one cause and keep the others.
 */
#include "devices/clabpu_edc.h"

typedef struct EdcReg {
    size_t field;               /* offset in ClabpuEdcRegs */
    uint32_t read;              /* bits that a read shows */
    uint32_t write;             /* bits that take what is written */
    uint32_t clear;             /* bits that a written 1 clears */
} EdcReg;

#define EDC_REG(field_, read_, write_, clear_) \
    { offsetof(ClabpuEdcRegs, field_), (read_), (write_), (clear_) }

/* Indexed by offset / 4. */
static const EdcReg edc_regs[] = {
    [CLABPU_EDC_CTRL / 4] =
        EDC_REG(ctrl, CLABPU_EDC_CTRL_START, CLABPU_EDC_CTRL_START, 0),
    [CLABPU_EDC_STATUS / 4] =
        EDC_REG(status, CLABPU_EDC_STATUS_BUSY, 0, 0),
    [CLABPU_EDC_ERROR / 4] =
        EDC_REG(error, CLABPU_EDC_ERROR_MASK, 0, 0),
    [CLABPU_EDC_INT_ENABLE / 4] =
        EDC_REG(int_enable, CLABPU_EDC_INT_MASK, CLABPU_EDC_INT_MASK, 0),
    [CLABPU_EDC_INT_STATUS / 4] =
        EDC_REG(int_status, CLABPU_EDC_INT_MASK, 0, CLABPU_EDC_INT_MASK),
    [CLABPU_EDC_INJECT / 4] =
        EDC_REG(inject, 0, CLABPU_EDC_ERROR_MASK, 0),
};

static const EdcReg *edc_reg_find(hwaddr offset)
{
    size_t i = offset / 4;

    return offset % 4 == 0 && i < G_N_ELEMENTS(edc_regs) ? &edc_regs[i]
                                                         : NULL;
}

ClabpuEdcAccess clabpu_edc_reg_read(const ClabpuEdcRegs *regs, hwaddr offset,
                                    uint32_t *value)
{
    const EdcReg *reg = edc_reg_find(offset);

    *value = 0;
    if (!reg) {
        return CLABPU_EDC_NO_REGISTER;
    }
    if (!reg->read) {
        return CLABPU_EDC_WRITE_ONLY;
    }
    *value = *(const uint32_t *)((const char *)regs + reg->field) & reg->read;
    return CLABPU_EDC_OK;
}

ClabpuEdcAccess clabpu_edc_reg_write(ClabpuEdcRegs *regs, hwaddr offset,
                                     uint32_t value)
{
    const EdcReg *reg = edc_reg_find(offset);
    uint32_t *field;

    if (!reg) {
        return CLABPU_EDC_NO_REGISTER;
    }
    if (!(reg->write | reg->clear)) {
        return CLABPU_EDC_READ_ONLY;
    }
    field = (uint32_t *)((char *)regs + reg->field);
    *field = (*field & ~reg->write) | (value & reg->write);
    *field &= ~(value & reg->clear);
    return CLABPU_EDC_OK;
}
