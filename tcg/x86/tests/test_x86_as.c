/*
 * test_x86_as.c: the encoder against an assembler, byte for byte
 *
 * Where several encodings are equally long we have chosen the one that GNU
 * as takes, so nothing needs excuses (but xchg with rax). Without `as` and
 * `objcopy` on the machine there is nothing to compare with.
 */
#include "support/unit.h"

#include <glib/gstdio.h>
#include <string.h>

#include "x86_cases.h"

enum { SHOWN_MISMATCHES = 20 };

static void cases_init(Cases *c, const X86Features *features)
{
    memset(c->slot, CASE_FILL, sizeof(c->slot));
    c->bytes = g_byte_array_new();
    c->lines = g_ptr_array_new_with_free_func(g_free);
    c->turn = 0;
    x86_asm_init(&c->a, c->slot, sizeof(c->slot), features);
}

static void cases_deinit(Cases *c)
{
    g_byte_array_unref(c->bytes);
    g_ptr_array_unref(c->lines);
}

static void run(const char *const *argv)
{
    g_autofree char *output = NULL;
    int status;
    bool started = g_spawn_sync(NULL, (char **)argv, NULL,
                                G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                                &output, &status, NULL);

    ck_assert_msg(started, "cannot start %s", argv[0]);
    ck_assert_msg(status == 0, "%s: %s", argv[0], output);
}

static char *source_text(const Cases *c)
{
    GString *text = g_string_new(".intel_syntax noprefix\n");

    for (unsigned i = 0; i < c->lines->len; i++) {
        g_string_append_printf(text, "%s\n.balign %d, %d\n",
                               (char *)c->lines->pdata[i], CASE_SLOT,
                               CASE_FILL);
    }
    return g_string_free(text, false);
}

/* (transfer full) what the assembler makes of the cases */
static char *assemble(const Cases *c, size_t *length)
{
    g_autofree char *dir = g_dir_make_tmp("x86-as-XXXXXX", NULL);
    g_autofree char *source = g_build_filename(dir, "cases.s", NULL);
    g_autofree char *object = g_build_filename(dir, "cases.o", NULL);
    g_autofree char *binary = g_build_filename(dir, "cases.bin", NULL);
    g_autofree char *text = source_text(c);
    char *bytes = NULL;

    ck_assert(g_file_set_contents(source, text, -1, NULL));
    run((const char *[]){ "as", "--64", "-o", object, source, NULL });
    run((const char *[]){ "objcopy", "-O", "binary", "-j", ".text", object,
                          binary, NULL });
    ck_assert(g_file_get_contents(binary, &bytes, length, NULL));
    g_unlink(source);
    g_unlink(object);
    g_unlink(binary);
    g_rmdir(dir);
    return bytes;
}

static void append_bytes(GString *out, const char *who, const uint8_t *slot)
{
    unsigned n = CASE_SLOT;

    while (n > 0 && slot[n - 1] == CASE_FILL) {
        n--;
    }
    g_string_append_printf(out, "    %s", who);
    for (unsigned i = 0; i < n; i++) {
        g_string_append_printf(out, " %02x", slot[i]);
    }
    g_string_append_c(out, '\n');
}

static void compare(const Cases *c, const uint8_t *theirs)
{
    g_autoptr(GString) report = g_string_new(NULL);
    unsigned wrong = 0;

    for (unsigned i = 0; i < c->lines->len; i++) {
        const uint8_t *our_slot = c->bytes->data + i * CASE_SLOT;
        const uint8_t *their_slot = theirs + i * CASE_SLOT;

        if (memcmp(our_slot, their_slot, CASE_SLOT) == 0) {
            continue;
        }
        if (wrong++ < SHOWN_MISMATCHES) {
            g_string_append_printf(report, "%s\n", (char *)c->lines->pdata[i]);
            append_bytes(report, "ours:  ", our_slot);
            append_bytes(report, "theirs:", their_slot);
        }
    }
    ck_assert_msg(wrong == 0, "%u of %u differ:\n%s", wrong, c->lines->len,
                  report->str);
}

static bool have_assembler(void)
{
    g_autofree char *as = g_find_program_in_path("as");
    g_autofree char *objcopy = g_find_program_in_path("objcopy");

    return as && objcopy;
}

static void check_cases(void (*fill)(Cases *), const X86Features *features,
                        unsigned at_least)
{
    Cases c;
    g_autofree char *theirs = NULL;
    size_t length;

    cases_init(&c, features);
    fill(&c);
    ck_assert_uint_ge(c.lines->len, at_least);
    if (have_assembler()) {
        theirs = assemble(&c, &length);
        ck_assert_uint_eq(length, c.bytes->len);
        compare(&c, (const uint8_t *)theirs);
    }
    cases_deinit(&c);
}

static const X86Features everything = {
    true, true, true, true, true, true, true, true, true,
};

START_TEST(test_general_instructions_are_what_as_writes)
{
    check_cases(cases_int, &everything, 50000);
}
END_TEST

START_TEST(test_vex_instructions_are_what_as_writes)
{
    check_cases(cases_sse, &everything, 50000);
}
END_TEST

START_TEST(test_legacy_sse_instructions_are_what_as_writes)
{
    X86Features old = everything;

    ck_assert(x86_features_mask(&old, "avx"));
    check_cases(cases_sse, &old, 30000);
}
END_TEST

UNIT_MAIN("x86_as",
    UNIT_TEST(test_general_instructions_are_what_as_writes),
    UNIT_TEST(test_vex_instructions_are_what_as_writes),
    UNIT_TEST(test_legacy_sse_instructions_are_what_as_writes))
