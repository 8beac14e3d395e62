/*
 * machine_cpu.c: lecture 00, from CPUState to a register
 *
 * Three views of one CPU: CPUState is any family's, RISCVCPU is RISC-V's,
 * env holds the architectural registers. CPUClass has the functions that
 * differ between families.
 */
#include <string.h>

#include "exec/cpus.h"
#include "machine/riscv_cpu.h"
#include "memory/memory_map.h"

static CPUState *make_cpu(void)
{
    DeviceState *dev = qdev_new(TYPE_RISCV_CPU_THEAD_C906);

    RISCV_CPU(dev)->cpus = cpu_set_new(accel_default());
    qdev_realize_and_unref(dev, NULL, &error_fatal);
    return CPU(dev);
}

static uint64_t read_r14(CPUState *cs)
{
    RISCVCPU *cpu = RISCV_CPU(cs);
    CPURISCVState *env = &cpu->env;

    return env->gpr[14];
}

int main(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    CPUState *cpu;
    CPUClass *cc;

    memory_map_init();
    cpu = make_cpu();
    RISCV_CPU(cpu)->env.gpr[14] = 42;
    g_assert(read_r14(cpu) == 42);

    cc = CPU_GET_CLASS(cpu);
    g_assert(cc == CPU_CLASS(object_class_by_name("thead-c906-riscv-cpu")));
    cc->set_pc(cpu, 0x80000000);
    g_assert(RISCV_CPU(cpu)->env.pc == 0x80000000);
    cc->dump_state(cpu, text);
    g_assert(strstr(text->str, "a4       000000000000002a"));

    /* the question answers NULL where the claim RISCV_CPU() would abort */
    g_assert(object_dynamic_cast(OBJECT(cpu), "powerpc-cpu") == NULL);
    g_assert(object_dynamic_cast(OBJECT(cpu), TYPE_CPU) == OBJECT(cpu));
    return 0;
}
