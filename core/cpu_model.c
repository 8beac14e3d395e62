/*
 * cpu_model.c: the CPU types and how one becomes a HartConfig
 *
 * A type is one row; nothing about a type is written anywhere else.
 */
#include <string.h>

#include "cpu_model_internal.h"

G_DEFINE_QUARK(cpu-model-error-quark, cpu_model_error)

#define HPM_COUNT_DEFAULT 16    /* mhpmcounter3 to mhpmcounter18 */
#define BLOCK_BYTES_DEFAULT 64

/* Statements about main memory and traps that hold for every hart here. */
#define FACTS_1_11 " ziccamoa ziccif zicclsm ziccrse ssccptr"
#define FACTS_1_12                                      \
    FACTS_1_11 " zic64b za64rs sscounterenw sstvala sstvecd ssu64xl"

static const CpuModel models[] = {
    {
        .name = "max",
        .text = "everything that lectern has",
        .priv_version = PRIV_1_13,
        .satp_default = SATP_SV57,
        .satp_max = SATP_SV57,
        .extensions =
            "i m a f d c b zicbom zicbop zicboz zicntr zicond zicsr "
            "zifencei zihintntl zihintpause zihpm zawrs zfa zfh zcb zbc "
            "zkt smepmp smstateen ssstateen sstc svadu svinval svnapot "
            "svpbmt svvptc" FACTS_1_12,
    }, {
        .name = "rv64",
        .text = "the default: what QEMU's rv64 has, without H",
        .priv_version = PRIV_1_13,
        .satp_default = SATP_SV57,
        .satp_max = SATP_SV57,
        .extensions =
            "i m a f d c zicbom zicbop zicboz zicntr zicsr zifencei "
            "zihintntl zihintpause zihpm zawrs zfa zba zbb zbc zbs sstc "
            "svadu svvptc" FACTS_1_12,
    }, {
        .name = "rva22s64",
        .text = "profile RVA22S64, mandatory extensions",
        .priv_version = PRIV_1_12,
        .satp_default = SATP_SV39,
        .satp_max = SATP_SV57,
        .extensions =
            "i m a f d c b zicbom zicbop zicboz zicntr zicsr zifencei "
            "zihintpause zihpm zfhmin zkt svade svinval "
            "svpbmt" FACTS_1_12,
    }, {
        .name = "thead-c906",
        .text = "T-Head C906: privileged 1.11, vendor extensions",
        .priv_version = PRIV_1_11,
        .satp_default = SATP_SV39,
        .satp_max = SATP_SV39,
        .mvendorid = THEAD_VENDOR_ID,
        .extensions =
            "i m a f d c zicntr zicsr zifencei zihpm zfh xtheadba "
            "xtheadbb xtheadbs xtheadcmo xtheadcondmov xtheadfmemidx "
            "xtheadmac xtheadmemidx xtheadmempair xtheadsync" FACTS_1_11,
    },
};

const CpuModel *cpu_model_find(const char *type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(models); i++) {
        if (strcmp(models[i].name, type) == 0) {
            return &models[i];
        }
    }
    return NULL;
}

bool cpu_model_exists(const char *type)
{
    return cpu_model_find(type) != NULL;
}

char *cpu_model_list(void)
{
    GString *text = g_string_new("Available CPUs:\n");

    for (size_t i = 0; i < G_N_ELEMENTS(models); i++) {
        g_string_append_printf(text, "  %-12s %s\n", models[i].name,
                               models[i].text);
    }
    return g_string_free(text, FALSE);
}

static void start_from_model(CpuBuild *build)
{
    const CpuModel *model = build->model;
    HartConfig *config = build->config;
    g_auto(GStrv) names = g_strsplit(model->extensions, " ", -1);

    memset(config, 0, sizeof(*config));
    config->priv_version = model->priv_version;
    config->satp_mode_max = model->satp_default;
    config->pmp_count = HART_PMP_COUNT;
    config->trigger_count = HART_TRIGGER_COUNT;
    config->hpm_count = HPM_COUNT_DEFAULT;
    config->cbo_block_bytes = BLOCK_BYTES_DEFAULT;
    config->mvendorid = model->mvendorid;
    for (char **name = names; *name; name++) {
        ExtId ext = cpu_model_ext_by_name(*name);
        g_assert(ext != EXT_COUNT);
        config->ext[ext] = true;
    }
}

static bool apply_item(CpuBuild *build, const char *item, GError **errp)
{
    const char *equals = strchr(item, '=');

    if (!equals || equals == item) {
        g_set_error(errp, CPU_MODEL_ERROR, CPU_MODEL_ERROR_PROPERTY,
                    "CPU property '%s' is not of the form name=value", item);
        return false;
    }
    g_autofree char *name = g_strndup(item, equals - item);
    return cpu_model_prop(build, name, equals + 1, errp);
}

static bool apply_props(CpuBuild *build, const char *props, GError **errp)
{
    g_auto(GStrv) items = g_strsplit(props ? props : "", ",", -1);

    for (char **item = items; *item; item++) {
        if (!apply_item(build, *item, errp)) {
            return false;
        }
    }
    return true;
}

bool hart_config_init_warn(HartConfig *config, const char *type,
                           const char *props, GPtrArray *warnings,
                           GError **errp)
{
    CpuBuild build = {
        .config = config,
        .model = cpu_model_find(type),
        .mmu = true,
        .warnings = warnings,
    };

    if (!build.model) {
        g_set_error(errp, CPU_MODEL_ERROR, CPU_MODEL_ERROR_TYPE,
                    "unknown CPU type '%s' (-cpu ? lists them)", type);
        return false;
    }
    start_from_model(&build);
    return apply_props(&build, props, errp) &&
           cpu_model_resolve(&build, errp);
}

bool hart_config_init(HartConfig *config, const char *type,
                      const char *props, GError **errp)
{
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    bool ok = hart_config_init_warn(config, type, props, warnings, errp);

    for (unsigned i = 0; i < warnings->len; i++) {
        g_printerr("warning: %s\n",
                   (const char *)g_ptr_array_index(warnings, i));
    }
    return ok;
}
