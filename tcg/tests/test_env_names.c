/* test_env_names.c: fields of the environment have names */
#include "support/unit.h"
#include "tcg/env.h"

static const TcgLayout layout = {
    .exit_request = 5000, .page_pc = 5008, .tlb = 5016, .jmp_cache = 5024,
    .fp_active = 5032, .slice_end = 5040, .slice_left = 4992, .helpers = 5048,
};

static const struct {
    int32_t offset;
    const char *name;
} names[] = {
    { offsetof(Hart, gpr[5]), "x5" },
    { offsetof(Hart, gpr[31]), "x31" },
    { offsetof(Hart, fpr[0]), "f0" },
    { offsetof(Hart, fpr[31]), "f31" },
    { offsetof(Hart, pc), "pc" },
    { offsetof(Hart, retired), "retired" },
    { offsetof(Hart, sscratch), "sscratch" },
    { offsetof(Hart, config.mhartid), "mhartid" },
    { 5000, "exit_request" },
    { 5032, "fp_active" },
    { 4992, "slice_left" },
    { 5048, "helpers[LOAD]" },
    { 5048 + 8 * (TCG_HELPER_COUNT - 1), "helpers[CLMULR]" },
    { 5048 + 8 * TCG_HELPER_COUNT, NULL },
    { offsetof(Hart, gpr[5]) + 1, NULL },
    { -8, NULL },
    { 100000, NULL },
};

START_TEST(test_field_has_its_name_or_its_number)
{
    g_autoptr(GString) text = g_string_new("env.");
    g_autofree char *number = g_strdup_printf("%d", names[_i].offset);
    g_autofree char *wanted = g_strconcat(
        "env.", names[_i].name ? names[_i].name : number, NULL);

    tcg_env_name(&layout, names[_i].offset, text);
    ck_assert_str_eq(text->str, wanted);
}
END_TEST

START_TEST(test_names_of_the_hart_lead_back_to_their_offsets)
{
    unsigned found = 0;
    int32_t offset;

    for (size_t i = 0; i < sizeof(Hart); i++) {
        const char *name = tcg_hart_field((int32_t)i);

        if (name) {
            ck_assert(tcg_hart_offset(name, &offset));
            ck_assert_int_eq(offset, (int32_t)i);
            found++;
        }
    }
    ck_assert_uint_gt(found, 20);
    ck_assert(!tcg_hart_offset("x5", &offset));
    ck_assert(!tcg_hart_offset("", &offset));
}
END_TEST

UNIT_MAIN("env_names",
    UNIT_LOOP(test_field_has_its_name_or_its_number, G_N_ELEMENTS(names)),
    UNIT_TEST(test_names_of_the_hart_lead_back_to_their_offsets))
