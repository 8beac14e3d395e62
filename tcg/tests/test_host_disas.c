/*
 * test_host_disas.c: every byte of the code is in the listing
 */
#include "support/unit.h"

#include <string.h>

#include "tcg/host_disas.h"

/* mov eax, 42; xor rbx, r12; ret; a prefix without an instruction */
static const uint8_t code[] = {
    0xb8, 0x2a, 0x00, 0x00, 0x00, 0x4c, 0x31, 0xe3, 0xc3, 0x66,
};

static char *listing(size_t bytes)
{
    GString *out = g_string_new("before\n");

    tcg_host_disas(out, code, bytes);
    return g_string_free(out, false);
}

START_TEST(test_listing_is_appended_and_ends_in_a_newline)
{
    g_autofree char *text = listing(sizeof(code));
    g_autofree char *empty = listing(0);

    ck_assert(g_str_has_prefix(text, "before\n0x"));
    ck_assert(g_str_has_suffix(text, "\n"));
    ck_assert_str_eq(empty, "before\n");
}
END_TEST

START_TEST(test_listing_has_all_bytes)
{
    g_autofree char *text = listing(sizeof(code));

    ck_assert_ptr_nonnull(strstr(text, "b8 2a 00 00 00"));
    ck_assert_ptr_nonnull(strstr(text, "4c 31 e3"));
    ck_assert_ptr_nonnull(strstr(text, "66"));
}
END_TEST

START_TEST(test_instructions_are_named_where_a_disassembler_is_there)
{
    g_autofree char *text = listing(sizeof(code));
    g_autofree char *address =
        g_strdup_printf("0x%08zx:", (uintptr_t)&code[5]);

    if (tcg_host_disas_available()) {
        ck_assert_ptr_nonnull(strstr(text, "mov eax, 0x2a\n"));
        ck_assert_ptr_nonnull(strstr(text, "xor rbx, r12\n"));
        ck_assert_ptr_nonnull(strstr(text, "ret\n"));
        ck_assert_ptr_nonnull(strstr(text, address));
    }
}
END_TEST

UNIT_MAIN("host_disas",
    UNIT_TEST(test_listing_is_appended_and_ends_in_a_newline),
    UNIT_TEST(test_listing_has_all_bytes),
    UNIT_TEST(test_instructions_are_named_where_a_disassembler_is_there))
