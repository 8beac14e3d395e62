/* clabpu_edc_regs.c: one case per register, no table */
#include "devices/clabpu_edc.h"

ClabpuEdcAccess clabpu_edc_reg_read(const ClabpuEdcRegs *regs, hwaddr offset,
                                    uint32_t *value)
{
    *value = 0;
    switch (offset) {
    case CLABPU_EDC_CTRL:
        *value = regs->ctrl & CLABPU_EDC_CTRL_START;
        break;
    case CLABPU_EDC_STATUS:
        *value = regs->status & CLABPU_EDC_STATUS_BUSY;
        break;
    case CLABPU_EDC_ERROR:
        *value = regs->error & CLABPU_EDC_ERROR_MASK;
        break;
    case CLABPU_EDC_INT_ENABLE:
        *value = regs->int_enable & CLABPU_EDC_INT_MASK;
        break;
    case CLABPU_EDC_INT_STATUS:
        *value = regs->int_status & CLABPU_EDC_INT_MASK;
        break;
    case CLABPU_EDC_INJECT:
        return CLABPU_EDC_WRITE_ONLY;
    default:
        return CLABPU_EDC_NO_REGISTER;
    }
    return CLABPU_EDC_OK;
}

ClabpuEdcAccess clabpu_edc_reg_write(ClabpuEdcRegs *regs, hwaddr offset,
                                     uint32_t value)
{
    switch (offset) {
    case CLABPU_EDC_CTRL:
        regs->ctrl = value & CLABPU_EDC_CTRL_START;
        return CLABPU_EDC_OK;
    case CLABPU_EDC_INT_ENABLE:
        regs->int_enable = value & CLABPU_EDC_INT_MASK;
        return CLABPU_EDC_OK;
    case CLABPU_EDC_INT_STATUS:
        regs->int_status &= ~value;
        return CLABPU_EDC_OK;
    case CLABPU_EDC_INJECT:
        regs->inject = value & CLABPU_EDC_ERROR_MASK;
        return CLABPU_EDC_OK;
    case CLABPU_EDC_STATUS:
    case CLABPU_EDC_ERROR:
        return CLABPU_EDC_READ_ONLY;
    }
    return CLABPU_EDC_NO_REGISTER;
}
