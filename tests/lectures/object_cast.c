/*
 * object_cast.c: lecture 00, from the general object to the special one
 *
 * The checker macros abort on a wrong type (tests of core show that); the
 * dynamic cast asks and may answer NULL.
 */
#include "core/object.h"

#define TYPE_CPU "toy-cpu"
#define TYPE_RISCV_CPU "toy-riscv-cpu"

typedef struct CPURISCVState {
    uint64_t gpr[32];
} CPURISCVState;

typedef struct CPUState {
    Object parent_obj;
    bool running;
} CPUState;

typedef struct RISCVCPU {
    CPUState parent_obj;
    CPURISCVState env;
} RISCVCPU;

DECLARE_INSTANCE_CHECKER(CPUState, CPU, TYPE_CPU)

/* the older way to write the same */
#define RISCV_CPU(obj) OBJECT_CHECK(RISCVCPU, (obj), TYPE_RISCV_CPU)

static const TypeInfo cpu_types[] = {
    {
        .name = TYPE_CPU,
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(CPUState),
    },
    {
        .name = TYPE_RISCV_CPU,
        .parent = TYPE_CPU,
        .instance_size = sizeof(RISCVCPU),
    },
};

DEFINE_TYPES(cpu_types)

int main(void)
{
    g_autoptr(Object) obj = object_new(TYPE_RISCV_CPU);
    g_autoptr(Object) plain = object_new(TYPE_CPU);
    CPUState *cs = CPU(obj);
    CPURISCVState *env = &RISCV_CPU(cs)->env;

    env->gpr[14] = 42;
    g_assert(RISCV_CPU(obj)->env.gpr[14] == 42);
    g_assert(OBJECT(cs) == obj);
    g_assert(object_dynamic_cast(plain, TYPE_RISCV_CPU) == NULL);
    g_assert(object_dynamic_cast(obj, TYPE_CPU) == obj);
    return 0;
}
