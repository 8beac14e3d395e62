/* riscv_hart.c: makes the harts of one socket, by properties (exercise) */
#include "devices/qdev_properties.h"
#include "machine/riscv_hart.h"

static bool realize_hart(RISCVHartArrayState *s, uint32_t i, Error **errp)
{
    RISCVCPU *cpu = &s->harts[i];

    object_initialize_child(OBJECT(s), "harts[*]", cpu,
                            s->cpu_type);
    cpu->cpus = s->cpus;
    qdev_prop_set_uint64(DEVICE(cpu), "hartid", s->hartid_base + i);
    qdev_prop_set_uint64(DEVICE(cpu), "resetvec", s->resetvec);
    qdev_prop_set_string(DEVICE(cpu), "features",
                         s->cpu_features ? s->cpu_features : "");
    return qdev_realize(DEVICE(cpu), NULL, errp);
}

static void hart_array_realize(DeviceState *dev, Error **errp)
{
    RISCVHartArrayState *s = RISCV_HART_ARRAY(dev);

    if (!s->cpu_type || !object_class_by_name(s->cpu_type)) {
        error_setg(errp, "there is no CPU type '%s'; -cpu ? lists them",
                   s->cpu_type ? s->cpu_type : "");
        return;
    }
    s->harts = g_new0(RISCVCPU, s->num_harts);
    for (uint32_t i = 0; i < s->num_harts; i++) {
        if (!realize_hart(s, i, errp)) {
            return;
        }
    }
}

static void hart_array_finalize(Object *obj)
{
    g_free(RISCV_HART_ARRAY(obj)->harts);
}

static const Property hart_array_properties[] = {
    DEFINE_PROP_UINT32("num-harts", RISCVHartArrayState, num_harts, 1),
    DEFINE_PROP_UINT32("hartid-base", RISCVHartArrayState, hartid_base, 0),
    DEFINE_PROP_UINT64("resetvec", RISCVHartArrayState, resetvec, 0x1000),
    DEFINE_PROP_STRING("cpu-type", RISCVHartArrayState, cpu_type),
    DEFINE_PROP_STRING("cpu-features", RISCVHartArrayState, cpu_features),
};

static void hart_array_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->realize = hart_array_realize;
    dc->user_creatable = false;
    device_class_set_props(dc, hart_array_properties);
}

static const TypeInfo hart_array_type = {
    .name = TYPE_RISCV_HART_ARRAY,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(RISCVHartArrayState),
    .instance_finalize = hart_array_finalize,
    .class_init = hart_array_class_init,
};

static void hart_array_register_types(void)
{
    type_register_static(&hart_array_type);
}

type_init(hart_array_register_types)
