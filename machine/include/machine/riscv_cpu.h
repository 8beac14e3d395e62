/*
 * riscv_cpu.h: the CPU as an object
 *
 * CPUState is the family-independent face, RISCVCPU the RISC-V one; its env
 * is the Hart of the embedded Vcpu, so the lecture's
 *
 *     RISCV_CPU(cpu)->env.gpr[14]
 *
 * reads an architectural register. One type per CPU model of core.
 */
#ifndef MACHINE_RISCV_CPU_H
#define MACHINE_RISCV_CPU_H

#include "devices/qdev.h"
#include "exec/cpus.h"

#define TYPE_CPU "cpu"
#define TYPE_RISCV_CPU "riscv-cpu"

#define RISCV_CPU_TYPE_SUFFIX "-" TYPE_RISCV_CPU
#define RISCV_CPU_TYPE_NAME(name) name RISCV_CPU_TYPE_SUFFIX
#define TYPE_RISCV_CPU_RV64 RISCV_CPU_TYPE_NAME("rv64")
#define TYPE_RISCV_CPU_MAX RISCV_CPU_TYPE_NAME("max")
#define TYPE_RISCV_CPU_RVA22S64 RISCV_CPU_TYPE_NAME("rva22s64")
#define TYPE_RISCV_CPU_THEAD_C906 RISCV_CPU_TYPE_NAME("thead-c906")

typedef Hart CPURISCVState;

typedef struct CPUState {
    DeviceState parent_obj;
} CPUState;

/* What a CPU family brings; all members are set by its class_init. */
typedef struct CPUClass {
    DeviceClass parent_class;
    void (*dump_state)(CPUState *cpu, GString *out);
    void (*set_pc)(CPUState *cpu, vaddr pc);
    bool (*has_work)(CPUState *cpu);
} CPUClass;

#define CPU(obj) OBJECT_CHECK(CPUState, (obj), TYPE_CPU)
#define CPU_CLASS(klass) OBJECT_CLASS_CHECK(CPUClass, (klass), TYPE_CPU)
#define CPU_GET_CLASS(obj) OBJECT_GET_CLASS(CPUClass, (obj), TYPE_CPU)

typedef struct RISCVCPU {
    CPUState parent_obj;

    union {
        Vcpu vcpu;              /* realized CPUs only */
        CPURISCVState env;      /* its first member */
    };

    /* set by the board before realize */
    CpuSet *cpus;               /* group it joins (borrowed) */
    HartEnv hart_env;           /* time source */

    /* properties */
    uint64_t hartid;
    uint64_t resetvec;
    char *features;             /* (nullable): "zba=off,sv57=off" */
} RISCVCPU;

#define RISCV_CPU(obj) OBJECT_CHECK(RISCVCPU, (obj), TYPE_RISCV_CPU)

/** riscv_cpu_model: "rv64" for the type "rv64-riscv-cpu"; (transfer full) */
char *riscv_cpu_model(const char *type_name);

/**
 * riscv_cpu_set_time_source: where rdtime and stimecmp get their time from
 * @env: copied
 */
void riscv_cpu_set_time_source(RISCVCPU *cpu, const HartEnv *env);

#endif
