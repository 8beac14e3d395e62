/*
 * clabpu_edc_regs.c: the registers of the EDC; see devices/clabpu_edc.h
 *
 * TODO (devices.2): the table in the header says which register takes what.
 *
 *   RO     a read shows it, a write is refused (CLABPU_EDC_READ_ONLY)
 *   RW     a write stores it, within the bits that exist
 *   RW1C   a written 1 clears that bit, a written 0 leaves it
 *   WO     a write stores it, a read is refused (CLABPU_EDC_WRITE_ONLY)
 *
 * An offset between registers or behind the last is CLABPU_EDC_NO_REGISTER.
 * What is refused changes nothing and reads as 0.
 */
#include "core/lab_todo.h"
#include "devices/clabpu_edc.h"

ClabpuEdcAccess clabpu_edc_reg_read(const ClabpuEdcRegs *regs, hwaddr offset,
                                    uint32_t *value)
{
    lab_todo("devices", 2);
    *value = 0;
    return CLABPU_EDC_OK;
}

ClabpuEdcAccess clabpu_edc_reg_write(ClabpuEdcRegs *regs, hwaddr offset,
                                     uint32_t value)
{
    lab_todo("devices", 2);
    return CLABPU_EDC_OK;
}
