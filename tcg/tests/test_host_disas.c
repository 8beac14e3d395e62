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

    tcg_host_disas(out, code, bytes, NULL);
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

/* --- names --------------------------------------------------------------- */

/* of rbp - 128, the environment's start */
static const TcgLayout layout = {
    .exit_request = 0x968 + 128, .helpers = 0x1000,
};

static bool name_the_entry(const void *data, const void *address, GString *out)
{
    if (address == data) {
        g_string_append(out, "the entry");
    }
    return address == data;
}

static const struct {
    uint8_t code[8], bytes;
    const char *text;
} named[] = {
    /* x0 at -0x80, x16 at 0 */
    { { 0x83, 0xbd, 0x68, 0x09, 0, 0, 0 }, 7,
      "cmp dword ptr [env.exit_request], 0\n" },
    { { 0x4c, 0x89, 0x6d, 0x90 }, 4, "mov qword ptr [env.x2], r13\n" },
    { { 0x4c, 0x8b, 0x6d, 0x00 }, 4, "mov r13, qword ptr [env.x16]\n" },
    { { 0x4c, 0x8b, 0x6d, 0x08 }, 4, "mov r13, qword ptr [env.x17]\n" },
    /* not a field, and not the environment */
    { { 0x4c, 0x8b, 0x6d, 0x01 }, 4, "[env.129]\n" },
    { { 0x4c, 0x8b, 0x6c, 0x0d, 0x08 }, 5, "[rbp + rcx + 8]\n" },
    { { 0x48, 0x8b, 0x04, 0x24 }, 4, "mov rax, qword ptr [rsp]\n" },
    { { 0x75, 0xfe }, 2, " <the entry>\n" },
    { { 0xe8, 0xfb, 0xff, 0xff, 0xff }, 5, " <the entry>\n" },
    { { 0xff, 0xe0 }, 2, "jmp rax\n" },
};

START_TEST(test_fields_and_targets_are_named)
{
    const TcgHostNames names = {
        .layout = &layout, .target = name_the_entry, .data = named[_i].code,
    };
    g_autoptr(GString) out = g_string_new(NULL);
    unsigned n = tcg_host_disas(out, named[_i].code, named[_i].bytes, &names);

    if (tcg_host_disas_available()) {
        ck_assert_uint_eq(n, 1);
        ck_assert_msg(g_str_has_suffix(out->str, named[_i].text), "%s",
                      out->str);
    } else {
        ck_assert_uint_eq(n, 0);
    }
}
END_TEST

START_TEST(test_target_without_a_name_stays_a_number)
{
    static const uint8_t jump[] = { 0x75, 0x10 };
    const TcgHostNames names = { .target = name_the_entry, .data = jump };
    g_autoptr(GString) out = g_string_new(NULL);

    tcg_host_disas(out, jump, sizeof(jump), &names);
    ck_assert_ptr_null(strchr(out->str, '<'));
}
END_TEST

UNIT_MAIN("host_disas",
    UNIT_LOOP(test_fields_and_targets_are_named, G_N_ELEMENTS(named)),
    UNIT_TEST(test_target_without_a_name_stays_a_number),
    UNIT_TEST(test_listing_is_appended_and_ends_in_a_newline),
    UNIT_TEST(test_listing_has_all_bytes),
    UNIT_TEST(test_instructions_are_named_where_a_disassembler_is_there))
