/* The file that tells perf what translated code is. */
#include "asm.h"
#include "jit_fixture.h"
#include "perf_map.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/unit.h"

static char *folder, *path;

static void setup(void)
{
    folder = g_dir_make_tmp("lectern-perf-XXXXXX", NULL);
    ck_assert_ptr_nonnull(folder);
    path = g_build_filename(folder, "perf-1.map", NULL);
}

static void teardown(void)
{
    g_remove(path);
    g_remove(folder);
    g_free(path);
    g_free(folder);
}

static void create(const char *name, const char *text)
{
    ck_assert(g_file_set_contents(name, text, -1, NULL));
}

static PerfMap *open_map(void)
{
    PerfMap *map = perf_map_new(path, &error_abort);

    ck_assert_ptr_nonnull(map);
    return map;
}

START_TEST(test_path_is_the_one_that_perf_looks_for)
{
    g_autofree char *wanted = g_strdup_printf("/tmp/perf-%d.map",
                                              (int)getpid());
    g_autofree char *got = perf_map_path();

    ck_assert_str_eq(got, wanted);
}
END_TEST

START_TEST(test_file_is_for_its_owner_only)
{
    struct stat st;

    setup();
    umask(0);
    perf_map_free(open_map());
    ck_assert_int_eq(lstat(path, &st), 0);
    ck_assert(S_ISREG(st.st_mode));
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    teardown();
}
END_TEST

START_TEST(test_map_of_an_earlier_process_is_replaced)
{
    g_autofree char *text = NULL;

    setup();
    create(path, "1 2 old\n");
    perf_map_free(open_map());
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text, "");
    teardown();
}
END_TEST

START_TEST(test_link_is_replaced_and_not_followed)
{
    g_autofree char *text = NULL;
    g_autofree char *victim = NULL;
    const TcgUnit unit = { .code = "", .code_bytes = 1 };

    setup();
    victim = g_build_filename(folder, "victim", NULL);
    create(victim, "precious");
    ck_assert_int_eq(symlink(victim, path), 0);
    PerfMap *map = open_map();
    perf_map_add_unit(map, &unit, 0);
    perf_map_free(map);
    ck_assert(g_file_get_contents(victim, &text, NULL, NULL));
    ck_assert_str_eq(text, "precious");
    ck_assert(!g_file_test(path, G_FILE_TEST_IS_SYMLINK));
    g_remove(victim);
    teardown();
}
END_TEST

START_TEST(test_name_that_cannot_be_had_is_an_error)
{
    Error *err = NULL;

    setup();
    ck_assert_int_eq(g_mkdir(path, 0700), 0);
    ck_assert_ptr_null(perf_map_new(path, &err));
    ck_assert_ptr_nonnull(strstr(err->message, path));
    ck_assert_ptr_nonnull(strstr(err->message, "-perfmap"));
    error_free(err);
    teardown();
}
END_TEST

START_TEST(test_unit_has_a_line_as_it_is_made)
{
    g_autofree char *text = NULL;
    const TcgUnit unit = { .code = (void *)0x7f0012345678, .code_bytes = 171 };

    setup();
    PerfMap *map = open_map();
    perf_map_add_unit(map, &unit, 0xffffffff80001234);
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text, "7f0012345678 ab guest-0xffffffff80001234\n");
    perf_map_free(map);
    perf_map_add_unit(NULL, &unit, 0);
    perf_map_free(NULL);
    teardown();
}
END_TEST

/* Every byte in use has one name, in order, without gaps. */
START_TEST(test_whole_code_cache_is_described)
{
    JitOptions options = jit_fixture_options();
    JitFixture j;
    uintptr_t at = 0;
    bool unit = false, helper = false;
    char name[64], line[128];

    setup();
    options.perf = true;
    jit_fixture_init(&j, &options);
    if (jit_fixture_host_code(&j)) {
        Jit *jit = j.f->cpus->jit;

        ck_assert(jit_write_perf_map(jit, path, &error_abort));
        LOAD(j.f, 0, ADDI(A0, A0, 1), WFI);
        jit_run_from(&j, 0);
        FILE *file = fopen(path, "r");
        at = (uintptr_t)tcg_code_cache_start(jit->code);
        while (fgets(line, sizeof(line), file)) {
            uintptr_t start, bytes;

            ck_assert_int_eq(sscanf(line, "%" SCNxPTR " %" SCNxPTR
                                    " %63[^\n]", &start, &bytes, name), 3);
            unit |= strcmp(name, "guest-0x80000000") == 0;
            helper |= strcmp(name, "tcg helper LOAD") == 0;
            /* a unit's entry is behind what a killed one does */
            ck_assert_uint_le(at, start);
            ck_assert_uint_lt(start, at + 32);
            at = start + bytes;
        }
        fclose(file);
        ck_assert(unit && helper);
    }
    jit_fixture_deinit(&j);
    teardown();
}
END_TEST

UNIT_MAIN("jit_perf_map",
    UNIT_TEST(test_path_is_the_one_that_perf_looks_for),
    UNIT_TEST(test_file_is_for_its_owner_only),
    UNIT_TEST(test_map_of_an_earlier_process_is_replaced),
    UNIT_TEST(test_link_is_replaced_and_not_followed),
    UNIT_TEST(test_name_that_cannot_be_had_is_an_error),
    UNIT_TEST(test_unit_has_a_line_as_it_is_made),
    UNIT_TEST(test_whole_code_cache_is_described))
