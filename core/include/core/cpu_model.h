/*
 * cpu_model.h: CPU types, their properties and what they tell the guest
 *
 * A CPU type is a list of extensions and a few numbers. `-cpu
 * TYPE,name=on|off,...` starts from the type, applies the properties in
 * order, adds what extensions imply and refuses what contradicts itself.
 *
 * Strings follow the devicetree binding riscv,isa-extensions and are equal
 * to QEMU 10.0's for the same extensions.
 */
#ifndef CORE_CPU_MODEL_H
#define CORE_CPU_MODEL_H

#include <glib.h>

#include "core/hart.h"

#define CPU_MODEL_DEFAULT "rv64"

#define CPU_MODEL_ERROR (cpu_model_error_quark())
GQuark cpu_model_error_quark(void);

typedef enum CpuModelError {
    CPU_MODEL_ERROR_TYPE,       /* no such CPU type */
    CPU_MODEL_ERROR_PROPERTY,   /* unknown property or bad value */
    CPU_MODEL_ERROR_CONFLICT,   /* the properties contradict each other */
} CpuModelError;

/**
 * hart_config_init: make the configuration of one CPU type
 * @config: (out): all fields; undefined on failure
 * @type:   "rv64", "max", ... (see cpu_model_list())
 * @props:  (nullable): "name=value,...", without the type
 * @errp:   (nullable): CPU_MODEL_ERROR_*
 *
 * Extensions that the privileged version is too old for are switched off
 * with a warning on standard error. mhartid and reset_pc are left 0 for the
 * board to fill in.
 *
 * Properties: every extension name =on|off; pmp, mmu, sv39, sv48, sv57
 * =on|off; priv_spec=v1.10.0 .. v1.13.0; pmu-num=0..29;
 * cbom_blocksize, cbop_blocksize, cboz_blocksize; mvendorid, marchid,
 * mimpid.
 *
 * Returns: false with @errp set when type or properties are refused.
 */
bool hart_config_init(HartConfig *config, const char *type,
                      const char *props, GError **errp);

/**
 * hart_config_init_warn: hart_config_init() that collects its warnings
 * @warnings: (nullable): array of strings (transfer full) to append to
 */
bool hart_config_init_warn(HartConfig *config, const char *type,
                           const char *props, GPtrArray *warnings,
                           GError **errp);

/** cpu_model_list: (transfer full): the text of `-cpu ?` */
char *cpu_model_list(void);

/** cpu_model_exists: is there such a CPU type? */
bool cpu_model_exists(const char *type);

/**
 * cpu_model_isa_string: (transfer full): "rv64imafdc_zic64b_..."
 *
 * Implied extensions younger than the privileged version are left out, as
 * are those that are off.
 */
char *cpu_model_isa_string(const HartConfig *config);

/** cpu_model_isa_extensions: (transfer full): NULL-terminated names */
char **cpu_model_isa_extensions(const HartConfig *config);

/** cpu_model_mmu_type: "riscv,sv57", ..., "riscv,none" */
const char *cpu_model_mmu_type(const HartConfig *config);

/** cpu_model_ext_name: name of an extension; @ext < EXT_COUNT */
const char *cpu_model_ext_name(ExtId ext);

/** cpu_model_ext_by_name: the extension, or EXT_COUNT */
ExtId cpu_model_ext_by_name(const char *name);

#endif
