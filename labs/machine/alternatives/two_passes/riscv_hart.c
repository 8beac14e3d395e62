/* riscv_hart.c: all harts are made, then all are realized */
#include "devices/qdev_properties.h"
#include "machine/riscv_hart.h"

static void make_harts(RISCVHartArrayState *s)
{
    s->harts = g_malloc0_n(s->num_harts, sizeof(RISCVCPU));
    for (uint32_t i = 0; i < s->num_harts; i++) {
        RISCVCPU *cpu = &s->harts[i];
        g_autofree char *name = g_strdup_printf("harts[%u]", i);

        object_initialize_child(OBJECT(s), name, cpu, s->cpu_type);
        cpu->cpus = s->cpus;
        object_property_set_uint(OBJECT(cpu), "hartid",
                                 (uint64_t)s->hartid_base + i, &error_abort);
        object_property_set_uint(OBJECT(cpu), "resetvec", s->resetvec,
                                 &error_abort);
        if (s->cpu_features) {
            object_property_set_str(OBJECT(cpu), "features", s->cpu_features,
                                    &error_abort);
        }
    }
}

static void hart_array_realize(DeviceState *dev, Error **errp)
{
    RISCVHartArrayState *s = RISCV_HART_ARRAY(dev);
    const char *type = s->cpu_type ? s->cpu_type : "";

    if (!object_class_by_name(type)) {
        error_setg(errp, "there is no CPU type '%s'; -cpu ? lists them",
                   type);
        return;
    }
    make_harts(s);
    for (uint32_t i = 0; i < s->num_harts; i++) {
        if (!object_property_set_bool(OBJECT(&s->harts[i]), "realized", true,
                                      errp)) {
            return;
        }
    }
}

static void hart_array_finalize(Object *obj)
{
    g_free(RISCV_HART_ARRAY(obj)->harts);
}

static const Property hart_array_properties[] = {
    DEFINE_PROP_STRING("cpu-features", RISCVHartArrayState, cpu_features),
    DEFINE_PROP_STRING("cpu-type", RISCVHartArrayState, cpu_type),
    DEFINE_PROP_UINT64("resetvec", RISCVHartArrayState, resetvec, 0x1000),
    DEFINE_PROP_UINT32("hartid-base", RISCVHartArrayState, hartid_base, 0),
    DEFINE_PROP_UINT32("num-harts", RISCVHartArrayState, num_harts, 1),
};

static void hart_array_class_init(ObjectClass *klass, void *data)
{
    device_class_set_props(DEVICE_CLASS(klass), hart_array_properties);
    DEVICE_CLASS(klass)->realize = hart_array_realize;
    DEVICE_CLASS(klass)->user_creatable = false;
}

static const TypeInfo hart_array_types[] = {
    {
        .name = TYPE_RISCV_HART_ARRAY,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(RISCVHartArrayState),
        .instance_finalize = hart_array_finalize,
        .class_init = hart_array_class_init,
    },
};

DEFINE_TYPES(hart_array_types)
