/*
 * cpu_model_props.c: one `name=value` of -cpu
 *
 * Everything that is not in the table below is an extension's name. The
 * names are QEMU's.
 */
#include <string.h>

#include "cpu_model_internal.h"

typedef bool (*PropSetFn)(CpuBuild *build, const char *name,
                          const char *value, GError **errp);

static bool bad_value(GError **errp, const char *name, const char *value,
                      const char *expected)
{
    g_set_error(errp, CPU_MODEL_ERROR, CPU_MODEL_ERROR_PROPERTY,
                "CPU property %s=%s: expected %s", name, value, expected);
    return false;
}

static bool parse_bool(const char *name, const char *value, bool *result,
                       GError **errp)
{
    static const char *const yes[] = { "on", "yes", "true", "y", NULL };
    static const char *const no[] = { "off", "no", "false", "n", NULL };

    *result = g_strv_contains(yes, value);
    if (!*result && !g_strv_contains(no, value)) {
        return bad_value(errp, name, value, "on or off");
    }
    return true;
}

static bool parse_number(const char *name, const char *value,
                         uint64_t *result, GError **errp)
{
    char *end;

    *result = g_ascii_strtoull(value, &end, 0);
    if (end == value || *end || *value == '-') {
        return bad_value(errp, name, value, "a number");
    }
    return true;
}

static bool set_pmp(CpuBuild *build, const char *name, const char *value,
                    GError **errp)
{
    bool on;

    if (!parse_bool(name, value, &on, errp)) {
        return false;
    }
    build->config->pmp_count = on ? HART_PMP_COUNT : 0;
    return true;
}

static bool set_debug(CpuBuild *build, const char *name, const char *value,
                      GError **errp)
{
    bool on;

    if (!parse_bool(name, value, &on, errp)) {
        return false;
    }
    build->config->trigger_count = on ? HART_TRIGGER_COUNT : 0;
    return true;
}

static bool set_mmu(CpuBuild *build, const char *name, const char *value,
                    GError **errp)
{
    return parse_bool(name, value, &build->mmu, errp);
}

/* S- and U-mode cannot be taken away. */
static bool set_mode(CpuBuild *build, const char *name, const char *value,
                     GError **errp)
{
    bool on;

    if (!parse_bool(name, value, &on, errp)) {
        return false;
    }
    return on || bad_value(errp, name, value,
                           "on, because every hart has M-, S- and U-mode");
}

static bool set_sv(CpuBuild *build, const char *name, const char *value,
                   GError **errp)
{
    unsigned bit = 1u << (name[2] - '3'); /* sv39 0, sv48 1, sv57 2 */
    bool on;

    if (!parse_bool(name, value, &on, errp)) {
        return false;
    }
    build->satp_on = on ? build->satp_on | bit : build->satp_on & ~bit;
    build->satp_off = on ? build->satp_off & ~bit : build->satp_off | bit;
    return true;
}

static bool set_priv_spec(CpuBuild *build, const char *name,
                          const char *value, GError **errp)
{
    static const char *const versions[] = {
        [PRIV_1_10] = "v1.10.0", [PRIV_1_11] = "v1.11.0",
        [PRIV_1_12] = "v1.12.0", [PRIV_1_13] = "v1.13.0",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(versions); i++) {
        if (strcmp(value, versions[i]) == 0) {
            build->config->priv_version = i;
            return true;
        }
    }
    return bad_value(errp, name, value,
                     "v1.10.0, v1.11.0, v1.12.0 or v1.13.0");
}

static bool set_pmu_num(CpuBuild *build, const char *name, const char *value,
                        GError **errp)
{
    uint64_t number;

    if (!parse_number(name, value, &number, errp)) {
        return false;
    }
    if (number > HART_HPM_COUNT - 3) {
        return bad_value(errp, name, value, "0 to 29");
    }
    build->config->hpm_count = number;
    return true;
}

/* One size serves CBOM, CBOP and CBOZ. */
static bool set_block(CpuBuild *build, const char *name, const char *value,
                      GError **errp)
{
    uint64_t bytes;

    if (!parse_number(name, value, &bytes, errp)) {
        return false;
    }
    if (bytes < 16 || bytes > 4096 || (bytes & (bytes - 1))) {
        return bad_value(errp, name, value, "a power of 2 from 16 to 4096");
    }
    if (build->block_by_user && build->config->cbo_block_bytes != bytes) {
        return bad_value(errp, name, value,
                         "the same size for all cache-block operations");
    }
    build->config->cbo_block_bytes = bytes;
    build->block_by_user = true;
    return true;
}

static bool set_id(CpuBuild *build, const char *name, const char *value,
                   GError **errp)
{
    HartConfig *config = build->config;
    uint64_t *field = name[1] == 'v' ? &config->mvendorid
                    : name[1] == 'a' ? &config->marchid : &config->mimpid;

    return parse_number(name, value, field, errp);
}

static const struct {
    const char *name;
    PropSetFn set;
} props[] = {
    { "cbom_blocksize", set_block },
    { "cbop_blocksize", set_block },
    { "cboz_blocksize", set_block },
    { "debug", set_debug },
    { "marchid", set_id },
    { "mimpid", set_id },
    { "mmu", set_mmu },
    { "mvendorid", set_id },
    { "pmp", set_pmp },
    { "pmu-num", set_pmu_num },
    { "priv_spec", set_priv_spec },
    { "s", set_mode },
    { "sv39", set_sv },
    { "sv48", set_sv },
    { "sv57", set_sv },
    { "u", set_mode },
};

static bool set_extension(CpuBuild *build, const char *name,
                          const char *value, GError **errp)
{
    ExtId ext = cpu_model_ext_by_name(name);

    if (ext == EXT_COUNT) {
        g_set_error(errp, CPU_MODEL_ERROR, CPU_MODEL_ERROR_PROPERTY,
                    "CPU type %s has no property '%s'", build->model->name,
                    name);
        return false;
    }
    build->by_user[ext] = true;
    return parse_bool(name, value, &build->config->ext[ext], errp);
}

bool cpu_model_prop(CpuBuild *build, const char *name, const char *value,
                    GError **errp)
{
    for (size_t i = 0; i < G_N_ELEMENTS(props); i++) {
        if (strcmp(props[i].name, name) == 0) {
            return props[i].set(build, name, value, errp);
        }
    }
    return set_extension(build, name, value, errp);
}
