/*
 * cpu_model_internal.h: what the cpu_model files share
 */
#ifndef CORE_CPU_MODEL_INTERNAL_H
#define CORE_CPU_MODEL_INTERNAL_H

#include "core/cpu_model.h"

/* One CPU type. */
typedef struct CpuModel {
    const char *name;
    const char *text;           /* for `-cpu ?` */
    PrivVersion priv_version;
    SatpMode satp_default;
    SatpMode satp_max;          /* what svNN=on may ask for */
    uint64_t mvendorid;
    const char *extensions;     /* names, separated by blanks; implied ones
                                   may be left out */
} CpuModel;

/* A configuration while it is being made. */
typedef struct CpuBuild {
    HartConfig *config;
    const CpuModel *model;
    bool by_user[EXT_COUNT];    /* named in the properties */
    bool mmu;                   /* mmu=on */
    bool block_by_user;
    unsigned satp_on;           /* bits 1 << (SatpMode - SATP_SV39) */
    unsigned satp_off;
    GPtrArray *warnings;        /* (nullable) */
} CpuBuild;

/* cpu_model_find: (nullable): the row of a type */
const CpuModel *cpu_model_find(const char *type);

/* cpu_model_prop: apply one property */
bool cpu_model_prop(CpuBuild *build, const char *name, const char *value,
                    GError **errp);

/* cpu_model_resolve: versions, implications, contradictions */
bool cpu_model_resolve(CpuBuild *build, GError **errp);

/* cpu_model_ext_since: the privileged version an extension needs */
PrivVersion cpu_model_ext_since(ExtId ext);

#endif
