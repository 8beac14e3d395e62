/*
 * cpu_model_rules.c: what extensions imply, need and exclude
 *
 * Three tables. IMPLIES switches the second on with the first, unless the
 * user switched it off: then the two contradict each other. NEEDS only
 * checks. SINCE is the privileged specification an extension came with.
 *
 * Unprivileged ISA, the "depends on" sentence of each extension's chapter.
 */
#include "cpu_model_internal.h"

typedef struct ExtPair {
    ExtId ext;
    ExtId other;
} ExtPair;

static const ExtPair implies[] = {
    { EXT_m, EXT_zmmul },
    { EXT_a, EXT_zaamo },
    { EXT_a, EXT_zalrsc },
    { EXT_f, EXT_zicsr },
    { EXT_c, EXT_zca },
    { EXT_zcb, EXT_zca },
    { EXT_b, EXT_zba },
    { EXT_b, EXT_zbb },
    { EXT_b, EXT_zbs },
    { EXT_zfh, EXT_zfhmin },
    { EXT_zicntr, EXT_zicsr },
    { EXT_zihpm, EXT_zicsr },
    { EXT_smstateen, EXT_ssstateen },
};

static const ExtPair needs[] = {
    { EXT_d, EXT_f },
    { EXT_f, EXT_zicsr },
    { EXT_zfa, EXT_f },
    { EXT_zfhmin, EXT_f },
    { EXT_zcd, EXT_d },
    { EXT_zcd, EXT_zca },
    { EXT_zawrs, EXT_a },
    { EXT_za64rs, EXT_zalrsc },
    { EXT_sstc, EXT_zicntr },
    { EXT_xtheadfmemidx, EXT_f },
    { EXT_xtheadfmv, EXT_d },
    { EXT_shcounterenw, EXT_h },
    { EXT_shgatpa, EXT_h },
    { EXT_shtvala, EXT_h },
    { EXT_shvsatpa, EXT_h },
    { EXT_shvstvala, EXT_h },
    { EXT_shvstvecd, EXT_h },
};

/* Known by name, so that =off works and =on says why not. */
static const ExtId not_built[] = { EXT_h, EXT_v, EXT_sscofpmf };

/* Those that are not here came with 1.10 or earlier. */
static const uint8_t since[EXT_COUNT] = {
    [EXT_b] = PRIV_1_12, [EXT_h] = PRIV_1_12, [EXT_v] = PRIV_1_12,
    [EXT_zic64b] = PRIV_1_12, [EXT_zicbom] = PRIV_1_12,
    [EXT_zicbop] = PRIV_1_12, [EXT_zicboz] = PRIV_1_12,
    [EXT_ziccamoa] = PRIV_1_11, [EXT_ziccif] = PRIV_1_11,
    [EXT_zicclsm] = PRIV_1_11, [EXT_ziccrse] = PRIV_1_11,
    [EXT_zicond] = PRIV_1_12, [EXT_zmmul] = PRIV_1_12,
    [EXT_za64rs] = PRIV_1_12, [EXT_zaamo] = PRIV_1_12,
    [EXT_zalrsc] = PRIV_1_12, [EXT_zawrs] = PRIV_1_12,
    [EXT_zfa] = PRIV_1_12, [EXT_zfh] = PRIV_1_11,
    [EXT_zfhmin] = PRIV_1_11, [EXT_zca] = PRIV_1_12,
    [EXT_zcb] = PRIV_1_12, [EXT_zcd] = PRIV_1_12,
    [EXT_zba] = PRIV_1_12, [EXT_zbb] = PRIV_1_12,
    [EXT_zbc] = PRIV_1_12, [EXT_zbs] = PRIV_1_12,
    [EXT_zkt] = PRIV_1_12, [EXT_shcounterenw] = PRIV_1_12,
    [EXT_shgatpa] = PRIV_1_12, [EXT_shtvala] = PRIV_1_12,
    [EXT_shvsatpa] = PRIV_1_12, [EXT_shvstvala] = PRIV_1_12,
    [EXT_shvstvecd] = PRIV_1_12, [EXT_smepmp] = PRIV_1_12,
    [EXT_smstateen] = PRIV_1_12, [EXT_ssccptr] = PRIV_1_11,
    [EXT_sscounterenw] = PRIV_1_12, [EXT_sscofpmf] = PRIV_1_12,
    [EXT_ssstateen] = PRIV_1_12, [EXT_sstc] = PRIV_1_12,
    [EXT_sstvala] = PRIV_1_12, [EXT_sstvecd] = PRIV_1_12,
    [EXT_ssu64xl] = PRIV_1_12, [EXT_svade] = PRIV_1_11,
    [EXT_svadu] = PRIV_1_12, [EXT_svinval] = PRIV_1_12,
    [EXT_svnapot] = PRIV_1_12, [EXT_svpbmt] = PRIV_1_12,
    [EXT_svvptc] = PRIV_1_12, [EXT_xtheadba] = PRIV_1_11,
    [EXT_xtheadbb] = PRIV_1_11, [EXT_xtheadbs] = PRIV_1_11,
    [EXT_xtheadcmo] = PRIV_1_11, [EXT_xtheadcondmov] = PRIV_1_11,
    [EXT_xtheadfmemidx] = PRIV_1_11, [EXT_xtheadfmv] = PRIV_1_11,
    [EXT_xtheadmac] = PRIV_1_11, [EXT_xtheadmemidx] = PRIV_1_11,
    [EXT_xtheadmempair] = PRIV_1_11, [EXT_xtheadsync] = PRIV_1_11,
};

PrivVersion cpu_model_ext_since(ExtId ext)
{
    return since[ext];
}

static bool conflict(GError **errp, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static bool conflict(GError **errp, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(errp, CPU_MODEL_ERROR, CPU_MODEL_ERROR_CONFLICT, "%s", text);
    return false;
}

/* A statement of fact, not a feature: dropped without a word. */
static bool is_silent(ExtId ext)
{
    return ext == EXT_zic64b || ext == EXT_za64rs || ext == EXT_zkt ||
           (ext >= EXT_ziccamoa && ext <= EXT_ziccrse) ||
           ext == EXT_sscounterenw || ext == EXT_sstvala ||
           ext == EXT_sstvecd || ext == EXT_ssu64xl || ext == EXT_ssccptr;
}

static void drop_too_young(CpuBuild *build)
{
    HartConfig *config = build->config;

    for (ExtId ext = 0; ext < EXT_COUNT; ext++) {
        if (!config->ext[ext] || config->priv_version >= since[ext]) {
            continue;
        }
        config->ext[ext] = false;
        if (build->warnings && (!is_silent(ext) || build->by_user[ext])) {
            g_ptr_array_add(build->warnings, g_strdup_printf(
                "extension %s is switched off: it needs privileged "
                "specification 1.%d, this CPU has 1.%d",
                cpu_model_ext_name(ext), 10 + since[ext],
                10 + config->priv_version));
        }
    }
}

static bool imply(CpuBuild *build, ExtId ext, ExtId other, GError **errp)
{
    bool *on = build->config->ext;

    if (!on[ext] || on[other]) {
        return true;
    }
    if (build->by_user[other]) {
        return conflict(errp, "extension %s includes %s, which is off: "
                        "switch %s off too, or %s on",
                        cpu_model_ext_name(ext), cpu_model_ext_name(other),
                        cpu_model_ext_name(ext), cpu_model_ext_name(other));
    }
    on[other] = true;
    return true;
}

/* The table lists causes before effects, so one pass is enough. */
static bool apply_implied(CpuBuild *build, GError **errp)
{
    bool *on = build->config->ext;

    for (size_t i = 0; i < G_N_ELEMENTS(implies); i++) {
        if (!imply(build, implies[i].ext, implies[i].other, errp)) {
            return false;
        }
    }
    /* C contains the double-precision loads and stores only with D. */
    return !on[EXT_d] || imply(build, EXT_c, EXT_zcd, errp);
}

static bool check_needs(const CpuBuild *build, GError **errp)
{
    const bool *on = build->config->ext;

    for (size_t i = 0; i < G_N_ELEMENTS(needs); i++) {
        ExtId ext = needs[i].ext;
        ExtId other = needs[i].other;
        if (on[ext] && !on[other]) {
            return conflict(errp, "extension %s needs %s: switch %s off "
                            "too, or %s on", cpu_model_ext_name(ext),
                            cpu_model_ext_name(other),
                            cpu_model_ext_name(ext),
                            cpu_model_ext_name(other));
        }
    }
    return true;
}

static bool check_built(const CpuBuild *build, GError **errp)
{
    for (size_t i = 0; i < G_N_ELEMENTS(not_built); i++) {
        if (build->config->ext[not_built[i]]) {
            return conflict(errp, "extension %s is not supported yet",
                            cpu_model_ext_name(not_built[i]));
        }
    }
    return build->config->ext[EXT_i] ||
           conflict(errp, "the base instruction set i cannot be off");
}

static const char *const sv_names[] = { "sv39", "sv48", "sv57" };

/*
 * Schemes nest. The largest one switched on is the limit; if only some are
 * switched off, the limit lies below the smallest of those.
 */
static bool resolve_satp(CpuBuild *build, GError **errp)
{
    HartConfig *config = build->config;
    int most = config->satp_mode_max - SATP_SV39;

    if (build->satp_on) {
        most = g_bit_nth_msf(build->satp_on, -1);
    } else if (build->satp_off) {
        most = MIN(most, g_bit_nth_lsf(build->satp_off, -1) - 1);
    }
    if (build->satp_on && !build->mmu) {
        return conflict(errp, "%s=on needs mmu=on", sv_names[most]);
    }
    if (build->satp_off && g_bit_nth_lsf(build->satp_off, -1) < most) {
        return conflict(errp, "%s cannot be off while %s is on",
                        sv_names[g_bit_nth_lsf(build->satp_off, -1)],
                        sv_names[most]);
    }
    if (most > (int)build->model->satp_max - SATP_SV39) {
        return conflict(errp, "CPU type %s has no %s", build->model->name,
                        sv_names[most]);
    }
    config->satp_mode_max = build->mmu && most >= 0 ? SATP_SV39 + most
                                                    : SATP_BARE;
    return true;
}

static bool check_numbers(CpuBuild *build, GError **errp)
{
    HartConfig *config = build->config;

    if (config->ext[EXT_zic64b] && config->cbo_block_bytes != 64) {
        if (build->by_user[EXT_zic64b]) {
            return conflict(errp, "extension zic64b means blocks of 64 "
                            "bytes, not %u", config->cbo_block_bytes);
        }
        config->ext[EXT_zic64b] = false;
    }
    if (config->ext[EXT_smepmp] && config->pmp_count == 0) {
        return conflict(errp, "extension smepmp needs pmp=on");
    }
    if (config->satp_mode_max == SATP_BARE &&
        (config->ext[EXT_svnapot] || config->ext[EXT_svpbmt])) {
        return conflict(errp, "extensions svnapot and svpbmt need sv39: "
                        "switch them off too, or mmu and sv39 on");
    }
    return true;
}

bool cpu_model_resolve(CpuBuild *build, GError **errp)
{
    drop_too_young(build);
    return check_built(build, errp) && apply_implied(build, errp) &&
           check_needs(build, errp) && resolve_satp(build, errp) &&
           check_numbers(build, errp);
}
