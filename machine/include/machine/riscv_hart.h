/*
 * riscv_hart.h: a row of equal harts, one per socket
 *
 * Properties: cpu-type, num-harts, hartid-base, resetvec, cpu-features.
 */
#ifndef MACHINE_RISCV_HART_H
#define MACHINE_RISCV_HART_H

#include "devices/sysbus.h"
#include "machine/riscv_cpu.h"

#define TYPE_RISCV_HART_ARRAY "riscv.hart_array"

typedef struct RISCVHartArrayState {
    SysBusDevice parent_obj;

    RISCVCPU *harts;            /* num_harts of them */
    CpuSet *cpus;               /* set by the board before realize */

    /* properties */
    uint32_t num_harts;
    uint32_t hartid_base;
    uint64_t resetvec;
    char *cpu_type;
    char *cpu_features;
} RISCVHartArrayState;

#define RISCV_HART_ARRAY(obj) \
    OBJECT_CHECK(RISCVHartArrayState, (obj), TYPE_RISCV_HART_ARRAY)

#endif
