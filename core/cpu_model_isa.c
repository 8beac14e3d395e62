/*
 * cpu_model_isa.c: how a hart describes itself to the guest
 *
 * isa/ext.inc is in the order of the ISA string, so both forms are one walk
 * over it.
 *
 * Unprivileged ISA "ISA Extension Naming Conventions"; devicetree binding
 * riscv/extensions.yaml.
 */
#include <string.h>

#include "cpu_model_internal.h"

static const char *const ext_names[EXT_COUNT] = {
#define EXT(id, name, ...) [EXT_##id] = name,
#include "core/isa/ext.inc"
#undef EXT
};

const char *cpu_model_ext_name(ExtId ext)
{
    return ext_names[ext];
}

ExtId cpu_model_ext_by_name(const char *name)
{
    for (ExtId ext = 0; ext < EXT_COUNT; ext++) {
        if (strcmp(ext_names[ext], name) == 0) {
            return ext;
        }
    }
    return EXT_COUNT;
}

/*
 * A part of an older extension has a name of its own only from some version
 * on (Zca of C): the hart has it, but an older hart does not name it.
 */
static bool is_named(const HartConfig *config, ExtId ext)
{
    return config->ext[ext] &&
           config->priv_version >= cpu_model_ext_since(ext);
}

char *cpu_model_isa_string(const HartConfig *config)
{
    GString *text = g_string_new("rv64");

    for (ExtId ext = 0; ext < EXT_COUNT; ext++) {
        const char *name = ext_names[ext];
        if (is_named(config, ext)) {
            g_string_append_printf(text, "%s%s", name[1] ? "_" : "", name);
        }
    }
    return g_string_free(text, FALSE);
}

char **cpu_model_isa_extensions(const HartConfig *config)
{
    GPtrArray *names = g_ptr_array_new();

    for (ExtId ext = 0; ext < EXT_COUNT; ext++) {
        if (is_named(config, ext)) {
            g_ptr_array_add(names, g_strdup(ext_names[ext]));
        }
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

const char *cpu_model_mmu_type(const HartConfig *config)
{
    switch (config->satp_mode_max) {
    case SATP_SV39:
        return "riscv,sv39";
    case SATP_SV48:
        return "riscv,sv48";
    case SATP_SV57:
        return "riscv,sv57";
    default:
        return "riscv,none";
    }
}
