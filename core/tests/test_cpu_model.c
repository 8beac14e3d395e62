/* test_cpu_model.c: see core/cpu_model.h */
#include <string.h>

#include "core/cpu_model.h"
#include "support/unit.h"

/* What QEMU 10.0 puts into riscv,isa for the same extensions. */
static const struct {
    const char *type;
    const char *props;
    const char *isa;
} isa_rows[] = {
    { "rv64", NULL,
      "rv64imafdc_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicntr_zicsr_zifencei_zihintntl_zihintpause_zihpm_zmmul_"
      "za64rs_zaamo_zalrsc_zawrs_zfa_zca_zcd_zba_zbb_zbc_zbs_ssccptr_"
      "sscounterenw_sstc_sstvala_sstvecd_ssu64xl_svadu_svvptc" },
    { "rv64", "c=off",
      "rv64imafd_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicntr_zicsr_zifencei_zihintntl_zihintpause_zihpm_zmmul_"
      "za64rs_zaamo_zalrsc_zawrs_zfa_zba_zbb_zbc_zbs_ssccptr_"
      "sscounterenw_sstc_sstvala_sstvecd_ssu64xl_svadu_svvptc" },
    { "rv64", "d=off",
      "rv64imafc_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicntr_zicsr_zifencei_zihintntl_zihintpause_zihpm_zmmul_"
      "za64rs_zaamo_zalrsc_zawrs_zfa_zca_zba_zbb_zbc_zbs_ssccptr_"
      "sscounterenw_sstc_sstvala_sstvecd_ssu64xl_svadu_svvptc" },
    { "rv64", "zfh=on,zcb=on,svade=on,b=on",
      "rv64imafdcb_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicntr_zicsr_zifencei_zihintntl_zihintpause_zihpm_zmmul_"
      "za64rs_zaamo_zalrsc_zawrs_zfa_zfh_zfhmin_zca_zcb_zcd_zba_zbb_zbc_"
      "zbs_ssccptr_sscounterenw_sstc_sstvala_sstvecd_ssu64xl_svade_svadu_"
      "svvptc" },
    { "rv64", "priv_spec=v1.11.0",
      "rv64imafdc_ziccamoa_ziccif_zicclsm_ziccrse_zicntr_zicsr_zifencei_"
      "zihintntl_zihintpause_zihpm_ssccptr" },
    { "rva22s64", NULL,
      "rv64imafdcb_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicntr_zicsr_zifencei_zihintpause_zihpm_zmmul_za64rs_"
      "zaamo_zalrsc_zfhmin_zca_zcd_zba_zbb_zbs_zkt_ssccptr_sscounterenw_"
      "sstvala_sstvecd_ssu64xl_svade_svinval_svpbmt" },
    { "thead-c906", NULL,
      "rv64imafdc_ziccamoa_ziccif_zicclsm_ziccrse_zicntr_zicsr_zifencei_"
      "zihpm_zfh_zfhmin_ssccptr_xtheadba_xtheadbb_xtheadbs_xtheadcmo_"
      "xtheadcondmov_xtheadfmemidx_xtheadmac_xtheadmemidx_xtheadmempair_"
      "xtheadsync" },
    { "max", NULL,
      "rv64imafdcb_zic64b_zicbom_zicbop_zicboz_ziccamoa_ziccif_zicclsm_"
      "ziccrse_zicond_zicntr_zicsr_zifencei_zihintntl_zihintpause_zihpm_"
      "zmmul_za64rs_zaamo_zalrsc_zawrs_zfa_zfh_zfhmin_zca_zcb_zcd_zba_zbb_"
      "zbc_zbs_zkt_smepmp_smstateen_ssccptr_sscounterenw_ssstateen_sstc_"
      "sstvala_sstvecd_ssu64xl_svadu_svinval_svnapot_svpbmt_svvptc" },
};

static HartConfig make(const char *type, const char *props)
{
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) err = NULL;
    HartConfig config;

    bool ok = hart_config_init_warn(&config, type, props, warnings, &err);
    ck_assert_msg(ok, "%s", err ? err->message : "no message");
    return config;
}

START_TEST(test_isa_string_equals_qemu)
{
    HartConfig config = make(isa_rows[_i].type, isa_rows[_i].props);
    g_autofree char *isa = cpu_model_isa_string(&config);

    ck_assert_str_eq(isa, isa_rows[_i].isa);
}
END_TEST

START_TEST(test_isa_extensions_list_same_names_as_string)
{
    HartConfig config = make(isa_rows[_i].type, isa_rows[_i].props);
    g_auto(GStrv) names = cpu_model_isa_extensions(&config);
    GString *joined = g_string_new("rv64");

    for (char **name = names; *name; name++) {
        g_string_append_printf(joined, "%s%s", (*name)[1] ? "_" : "",
                               *name);
    }
    ck_assert_str_eq(joined->str, isa_rows[_i].isa);
    g_string_free(joined, TRUE);
}
END_TEST

/* What must be said in the message when a combination is refused. */
static const struct {
    const char *type;
    const char *props;
    int code;
    const char *says;
} refused[] = {
    { "rv65", NULL, CPU_MODEL_ERROR_TYPE, "rv65" },
    { "rv64", "foo=on", CPU_MODEL_ERROR_PROPERTY, "foo" },
    { "rv64", "zba", CPU_MODEL_ERROR_PROPERTY, "name=value" },
    { "rv64", "=on", CPU_MODEL_ERROR_PROPERTY, "name=value" },
    { "rv64", "", CPU_MODEL_ERROR_PROPERTY, NULL },
    { "rv64", "zba=on,", CPU_MODEL_ERROR_PROPERTY, "name=value" },
    { "rv64", "zba=maybe", CPU_MODEL_ERROR_PROPERTY, "on or off" },
    { "rv64", "pmp=2", CPU_MODEL_ERROR_PROPERTY, "on or off" },
    { "rv64", "s=off", CPU_MODEL_ERROR_PROPERTY, "S-" },
    { "rv64", "u=off", CPU_MODEL_ERROR_PROPERTY, "U-mode" },
    { "rv64", "priv_spec=v9", CPU_MODEL_ERROR_PROPERTY, "v1.13.0" },
    { "rv64", "pmu-num=30", CPU_MODEL_ERROR_PROPERTY, "29" },
    { "rv64", "pmu-num=-1", CPU_MODEL_ERROR_PROPERTY, "number" },
    { "rv64", "pmu-num=", CPU_MODEL_ERROR_PROPERTY, "number" },
    { "rv64", "cbom_blocksize=48", CPU_MODEL_ERROR_PROPERTY, "power of 2" },
    { "rv64", "cbom_blocksize=32,cboz_blocksize=64",
      CPU_MODEL_ERROR_PROPERTY, "same size" },
    { "rv64", "mvendorid=x", CPU_MODEL_ERROR_PROPERTY, "number" },
    { "rv64", "i=off", CPU_MODEL_ERROR_CONFLICT, "base" },
    { "rv64", "f=off", CPU_MODEL_ERROR_CONFLICT, "d needs f" },
    { "rv64", "f=off,d=off", CPU_MODEL_ERROR_CONFLICT, "zfa needs f" },
    { "rv64", "f=off,d=off,zfa=off,zfhmin=on", CPU_MODEL_ERROR_CONFLICT,
      "zfhmin needs f" },
    { "rv64", "a=off", CPU_MODEL_ERROR_CONFLICT, "zawrs needs a" },
    { "rv64", "zaamo=off", CPU_MODEL_ERROR_CONFLICT, "a includes zaamo" },
    { "rv64", "zalrsc=off", CPU_MODEL_ERROR_CONFLICT, "a includes zalrsc" },
    { "rv64", "zmmul=off", CPU_MODEL_ERROR_CONFLICT, "m includes zmmul" },
    { "rv64", "zca=off", CPU_MODEL_ERROR_CONFLICT, "c includes zca" },
    { "rv64", "zcd=off", CPU_MODEL_ERROR_CONFLICT, "c includes zcd" },
    { "rv64", "c=off,zcb=on,zca=off", CPU_MODEL_ERROR_CONFLICT,
      "zcb includes zca" },
    { "rv64", "d=off,zcd=on", CPU_MODEL_ERROR_CONFLICT, "zcd needs d" },
    { "rv64", "b=on,zbs=off", CPU_MODEL_ERROR_CONFLICT, "b includes zbs" },
    { "rv64", "zicsr=off", CPU_MODEL_ERROR_CONFLICT, "includes zicsr" },
    { "rv64", "zicntr=off", CPU_MODEL_ERROR_CONFLICT, "sstc needs zicntr" },
    { "rv64", "h=on", CPU_MODEL_ERROR_CONFLICT, "not supported" },
    { "rv64", "v=on", CPU_MODEL_ERROR_CONFLICT, "not supported" },
    { "rv64", "shgatpa=on", CPU_MODEL_ERROR_CONFLICT, "needs h" },
    { "rv64", "sv39=off,sv57=on", CPU_MODEL_ERROR_CONFLICT, "sv39" },
    { "rv64", "mmu=off,sv39=on", CPU_MODEL_ERROR_CONFLICT, "mmu=on" },
    { "rv64", "mmu=off,svpbmt=on", CPU_MODEL_ERROR_CONFLICT, "svpbmt" },
    { "max", "pmp=off", CPU_MODEL_ERROR_CONFLICT, "smepmp" },
    { "thead-c906", "sv48=on", CPU_MODEL_ERROR_CONFLICT, "no sv48" },
    { "rv64", "zic64b=on,cbom_blocksize=32", CPU_MODEL_ERROR_CONFLICT,
      "zic64b" },
};

START_TEST(test_contradiction_is_refused_with_reason)
{
    g_autoptr(GError) err = NULL;
    HartConfig config;

    bool ok = hart_config_init(&config, refused[_i].type, refused[_i].props,
                               &err);
    if (!refused[_i].says) {
        ck_assert(ok);          /* an empty list is a list */
        return;
    }
    ck_assert_msg(!ok, "%s accepted", refused[_i].props);
    ck_assert(g_error_matches(err, CPU_MODEL_ERROR, refused[_i].code));
    ck_assert_msg(strstr(err->message, refused[_i].says) != NULL,
                  "'%s' does not say '%s'", err->message, refused[_i].says);
}
END_TEST

START_TEST(test_off_is_accepted_for_what_is_not_built)
{
    HartConfig config = make("rv64", "h=off,v=off,sscofpmf=off");

    ck_assert(!config.ext[EXT_h]);
}
END_TEST

static const struct {
    const char *props;
    const char *mmu_type;
} sv_rows[] = {
    { NULL, "riscv,sv57" },
    { "sv57=off", "riscv,sv48" },
    { "sv48=off", "riscv,sv39" },
    { "sv39=off", "riscv,none" },
    { "sv39=on", "riscv,sv39" },
    { "sv48=on", "riscv,sv48" },
    { "sv48=on,sv57=off", "riscv,sv48" },
    { "sv57=off,sv57=on", "riscv,sv57" },
    { "mmu=off", "riscv,none" },
};

START_TEST(test_sv_properties_limit_the_scheme)
{
    HartConfig config = make("rv64", sv_rows[_i].props);

    ck_assert_str_eq(cpu_model_mmu_type(&config), sv_rows[_i].mmu_type);
}
END_TEST

START_TEST(test_too_old_version_warns_once_per_extension)
{
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    HartConfig config;

    ck_assert(hart_config_init_warn(&config, "thead-c906",
                                    "zba=on,zicbom=on", warnings, NULL));
    ck_assert_uint_eq(warnings->len, 2);
    ck_assert(strstr(g_ptr_array_index(warnings, 0), "zicbom"));
    ck_assert(strstr(g_ptr_array_index(warnings, 1), "zba"));
    ck_assert(!config.ext[EXT_zba] && !config.ext[EXT_zicbom]);
}
END_TEST

START_TEST(test_default_types_do_not_warn)
{
    static const char *const types[] = { "rv64", "max", "rva22s64",
                                         "thead-c906" };
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    HartConfig config;

    ck_assert(hart_config_init_warn(&config, types[_i], NULL, warnings,
                                    NULL));
    ck_assert_uint_eq(warnings->len, 0);
}
END_TEST

START_TEST(test_old_hart_keeps_parts_it_does_not_name)
{
    HartConfig config = make("thead-c906", NULL);

    ck_assert(config.ext[EXT_zca] && config.ext[EXT_zmmul]);
    ck_assert(config.ext[EXT_zaamo] && config.ext[EXT_zalrsc]);
}
END_TEST

START_TEST(test_numbers_reach_the_configuration)
{
    HartConfig config = make("rv64", "pmp=off,pmu-num=3,mvendorid=0x10,"
                             "marchid=7,mimpid=8,cbom_blocksize=128,"
                             "cboz_blocksize=128");

    ck_assert_uint_eq(config.pmp_count, 0);
    ck_assert_uint_eq(config.hpm_count, 3);
    ck_assert_uint_eq(config.mvendorid, 0x10);
    ck_assert_uint_eq(config.marchid, 7);
    ck_assert_uint_eq(config.mimpid, 8);
    ck_assert_uint_eq(config.cbo_block_bytes, 128);
    ck_assert(!config.ext[EXT_zic64b]);
}
END_TEST

START_TEST(test_thead_is_what_its_kernel_looks_for)
{
    HartConfig config = make("thead-c906", NULL);

    ck_assert_uint_eq(config.mvendorid, 0x5b7);
    ck_assert_uint_eq(config.priv_version, PRIV_1_11);
    ck_assert_str_eq(cpu_model_mmu_type(&config), "riscv,sv39");
    ck_assert_uint_eq(config.pmp_count, 16);
}
END_TEST

START_TEST(test_list_names_every_type)
{
    g_autofree char *text = cpu_model_list();

    ck_assert(g_str_has_prefix(text, "Available CPUs:\n  max "));
    ck_assert(strstr(text, "\n  rv64 "));
    ck_assert(strstr(text, "\n  rva22s64 "));
    ck_assert(strstr(text, "\n  thead-c906 "));
    ck_assert(cpu_model_exists("max"));
    ck_assert(!cpu_model_exists("min"));
}
END_TEST

UNIT_MAIN("cpu_model",
          UNIT_LOOP(test_isa_string_equals_qemu, G_N_ELEMENTS(isa_rows)),
          UNIT_LOOP(test_isa_extensions_list_same_names_as_string,
                    G_N_ELEMENTS(isa_rows)),
          UNIT_LOOP(test_contradiction_is_refused_with_reason,
                    G_N_ELEMENTS(refused)),
          UNIT_TEST(test_off_is_accepted_for_what_is_not_built),
          UNIT_LOOP(test_sv_properties_limit_the_scheme,
                    G_N_ELEMENTS(sv_rows)),
          UNIT_TEST(test_too_old_version_warns_once_per_extension),
          UNIT_LOOP(test_default_types_do_not_warn, 4),
          UNIT_TEST(test_old_hart_keeps_parts_it_does_not_name),
          UNIT_TEST(test_numbers_reach_the_configuration),
          UNIT_TEST(test_thead_is_what_its_kernel_looks_for),
          UNIT_TEST(test_list_names_every_type))
