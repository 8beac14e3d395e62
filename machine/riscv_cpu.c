/*
 * riscv_cpu.c: CPU types, one per model of core/cpu_model.h
 *
 * Realizing a CPU turns model and features into a HartConfig and makes the
 * vCPU; its 64 inputs are the interrupt numbers of mip.
 */
#include <inttypes.h>

#include "core/cpu_model.h"
#include "core/trap.h"
#include "devices/qdev_properties.h"
#include "machine/riscv_cpu.h"
#include "memory/memory_map.h"

#define NUM_IRQ_INPUTS 64
#define DEFAULT_TIMEBASE_HZ 10000000

char *riscv_cpu_model(const char *type_name)
{
    size_t len = strlen(type_name);
    size_t suffix = strlen(RISCV_CPU_TYPE_SUFFIX);

    if (!g_str_has_suffix(type_name, RISCV_CPU_TYPE_SUFFIX)) {
        return g_strdup(type_name);
    }
    return g_strndup(type_name, len - suffix);
}

static void set_irq(void *opaque, int irq, int level)
{
    RISCVCPU *cpu = opaque;

    vcpu_set_irq(&cpu->vcpu, irq, level);
}

void riscv_cpu_set_time_source(RISCVCPU *cpu, const HartEnv *env)
{
    cpu->hart_env = *env;
    if (qdev_is_realized(DEVICE(cpu))) {
        cpu->vcpu.env = *env;
    }
}

/* Time stands still until the board names a source. */
static uint64_t no_time(void *opaque)
{
    return 0;
}

static void riscv_cpu_realize(DeviceState *dev, Error **errp)
{
    RISCVCPU *cpu = RISCV_CPU(dev);
    g_autofree char *model = riscv_cpu_model(object_get_typename(OBJECT(dev)));
    HartConfig config;
    GError *error = NULL;

    g_assert(cpu->cpus);
    if (!hart_config_init(&config, model, cpu->features, &error)) {
        error_propagate(errp, error);
        return;
    }
    config.mhartid = cpu->hartid;
    config.reset_pc = cpu->resetvec;
    vcpu_init(&cpu->vcpu, &(VcpuParams) {
        .cpus = cpu->cpus,
        .as = &address_space_memory,
        .env = cpu->hart_env,
        .timebase_hz = DEFAULT_TIMEBASE_HZ,
        .index = (int)cpu->cpus->cpus->len,
    }, &config);
}

static void riscv_cpu_unrealize(DeviceState *dev)
{
    vcpu_deinit(&RISCV_CPU(dev)->vcpu);
}

/* The hart's own reset; wires keep the level that devices drive. */
static void riscv_cpu_reset(DeviceState *dev)
{
    vcpu_reset(&RISCV_CPU(dev)->vcpu);
}

static void riscv_cpu_init(Object *obj)
{
    RISCVCPU *cpu = RISCV_CPU(obj);

    cpu->hart_env.read_time = no_time;
    qdev_init_gpio_in(DEVICE(obj), set_irq, NUM_IRQ_INPUTS);
}

/* --- what a family brings ------------------------------------------------ */

static void riscv_cpu_dump_state(CPUState *cs, GString *out)
{
    const CPURISCVState *env = &RISCV_CPU(cs)->env;

    g_string_append_printf(out, " pc       %016" PRIx64 "\n", env->pc);
    for (unsigned i = 0; i < 32; i++) {
        g_string_append_printf(out, " %-8s %016" PRIx64 "%s", gpr_name(i),
                               env->gpr[i], i % 4 == 3 ? "\n" : "");
    }
}

static void riscv_cpu_set_pc(CPUState *cs, vaddr pc)
{
    RISCV_CPU(cs)->env.pc = pc;
}

static bool riscv_cpu_has_work(CPUState *cs)
{
    return hart_has_work(&RISCV_CPU(cs)->env);
}

static const Property riscv_cpu_properties[] = {
    DEFINE_PROP_UINT64("hartid", RISCVCPU, hartid, 0),
    DEFINE_PROP_UINT64("resetvec", RISCVCPU, resetvec, 0x1000),
    DEFINE_PROP_STRING("features", RISCVCPU, features),
};

static void riscv_cpu_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    CPUClass *cc = CPU_CLASS(klass);

    dc->realize = riscv_cpu_realize;
    dc->unrealize = riscv_cpu_unrealize;
    dc->user_creatable = false;
    device_class_set_legacy_reset(dc, riscv_cpu_reset);
    device_class_set_props(dc, riscv_cpu_properties);
    set_bit(DEVICE_CATEGORY_CPU, dc->categories);
    cc->dump_state = riscv_cpu_dump_state;
    cc->set_pc = riscv_cpu_set_pc;
    cc->has_work = riscv_cpu_has_work;
}

#define RISCV_CPU_MODEL(type_) { .name = (type_), .parent = TYPE_RISCV_CPU }

static const TypeInfo riscv_cpu_types[] = {
    {
        .name = TYPE_CPU,
        .parent = TYPE_DEVICE,
        .instance_size = sizeof(CPUState),
        .class_size = sizeof(CPUClass),
        .abstract = true,
    }, {
        .name = TYPE_RISCV_CPU,
        .parent = TYPE_CPU,
        .instance_size = sizeof(RISCVCPU),
        .instance_init = riscv_cpu_init,
        .class_init = riscv_cpu_class_init,
        .abstract = true,
    },
    RISCV_CPU_MODEL(TYPE_RISCV_CPU_RV64),
    RISCV_CPU_MODEL(TYPE_RISCV_CPU_MAX),
    RISCV_CPU_MODEL(TYPE_RISCV_CPU_RVA22S64),
    RISCV_CPU_MODEL(TYPE_RISCV_CPU_THEAD_C906),
};

DEFINE_TYPES(riscv_cpu_types)
