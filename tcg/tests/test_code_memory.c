/*
 * test_code_memory.c: the two views, their protection, and refusals
 */
#include "support/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "code_memory.h"

/* @kind: 0: in a file without a place, 1: in memory without a name */
static CodeMemory new_memory(size_t bytes, int kind)
{
    CodeMemory memory;
    GError *error = NULL;

    ck_assert(kind == 0 ? code_memory_init(&memory, bytes, &error)
                        : code_memory_init_nameless(&memory, bytes));
    ck_assert_ptr_null(error);
    return memory;
}

START_TEST(test_what_is_written_is_seen_in_the_other_view)
{
    CodeMemory memory = new_memory(1 << 20, _i);
    uint8_t *last = memory.write + memory.bytes - 1;

    ck_assert_ptr_ne(memory.write, memory.run);
    ck_assert_uint_eq(memory.run[0], 0);
    memory.write[0] = 0xc3;
    *last = 0x90;
    ck_assert_uint_eq(memory.run[0], 0xc3);
    ck_assert_uint_eq(*code_memory_run(&memory, last), 0x90);
    ck_assert_ptr_eq(code_memory_write(&memory,
                                       code_memory_run(&memory, last)), last);
    code_memory_deinit(&memory);
}
END_TEST

START_TEST(test_size_is_rounded_up_to_pages)
{
    static const size_t sizes[] = { 0, 1, 4096, 4097, 100000 };
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        CodeMemory memory = new_memory(sizes[i], _i);

        ck_assert_uint_ge(memory.bytes, MAX(sizes[i], 1));
        ck_assert_uint_lt(memory.bytes, sizes[i] + page + 1);
        ck_assert_uint_eq(memory.bytes % page, 0);
        code_memory_deinit(&memory);
    }
}
END_TEST

/* Protection of the mapping that holds @address, as /proc/self/maps has it */
static void protection_of(const void *address, char prot[5])
{
    g_autofree char *maps = NULL;
    g_auto(GStrv) lines = NULL;

    prot[0] = '\0';
    ck_assert(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    lines = g_strsplit(maps, "\n", -1);
    for (char **line = lines; *line; line++) {
        unsigned long from, to;
        char found[5];

        if (sscanf(*line, "%lx-%lx %4s", &from, &to, found) != 3) {
            continue;
        }
        ck_assert_msg(!(strchr(found, 'w') && strchr(found, 'x')),
                      "writable and executable: %s", *line);
        if ((unsigned long)address >= from && (unsigned long)address < to) {
            memcpy(prot, found, sizeof(found));
        }
    }
}

START_TEST(test_no_page_is_writable_and_executable)
{
    CodeMemory memory = new_memory(1 << 20, _i);
    char prot[5];

    protection_of(memory.write, prot);
    ck_assert_str_eq(prot, "rw-s");
    protection_of(memory.run + memory.bytes - 1, prot);
    ck_assert_str_eq(prot, "r-xs");
    code_memory_deinit(&memory);
}
END_TEST

START_TEST(test_deinit_unmaps_both_views)
{
    CodeMemory memory = new_memory(1 << 20, _i);
    const uint8_t *write = memory.write, *run = memory.run;
    char prot[5];

    code_memory_deinit(&memory);
    ck_assert_ptr_null(memory.write);
    protection_of(write, prot);
    ck_assert_str_eq(prot, "");
    protection_of(run, prot);
    ck_assert_str_eq(prot, "");
    code_memory_deinit(&memory);
}
END_TEST

START_TEST(test_what_jumps_cannot_span_is_refused)
{
    CodeMemory memory;
    g_autoptr(GError) error = NULL;

    ck_assert(!code_memory_init(&memory, ((size_t)1 << 30) + 1, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "smaller tb-size"));
    ck_assert_ptr_null(memory.write);
    ck_assert(!code_memory_init_nameless(&memory, ((size_t)1 << 30) + 1));
    ck_assert_ptr_null(memory.write);
}
END_TEST

/* perf knows it by this name and asks the map. */
START_TEST(test_memory_without_a_name_is_that_of_dev_zero)
{
    CodeMemory memory = new_memory(1 << 20, 1);
    g_autofree char *maps = NULL;
    g_autofree char *start = g_strdup_printf("%lx-", (long)memory.run);

    ck_assert(g_file_get_contents("/proc/self/maps", &maps, NULL, NULL));
    const char *line = strstr(maps, start);
    ck_assert_ptr_nonnull(line);
    g_autofree char *text = g_strndup(line, strcspn(line, "\n"));
    ck_assert_ptr_nonnull(strstr(text, " r-xs "));
    ck_assert_ptr_nonnull(strstr(text, " /dev/zero"));
    code_memory_deinit(&memory);
}
END_TEST

START_TEST(test_refusal_of_the_host_is_an_error_that_says_what_to_do)
{
    const struct rlimit limit = { 65536, 65536 };
    CodeMemory memory;
    g_autoptr(GError) error = NULL;

    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert(!code_memory_init(&memory, 1 << 20, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "1024 KiB"));
    ck_assert_ptr_nonnull(strstr(error->message, "smaller tb-size"));
    code_memory_deinit(&memory);
}
END_TEST

UNIT_MAIN("code_memory",
    UNIT_LOOP(test_what_is_written_is_seen_in_the_other_view, 2),
    UNIT_LOOP(test_size_is_rounded_up_to_pages, 2),
    UNIT_LOOP(test_no_page_is_writable_and_executable, 2),
    UNIT_LOOP(test_deinit_unmaps_both_views, 2),
    UNIT_TEST(test_what_jumps_cannot_span_is_refused),
    UNIT_TEST(test_memory_without_a_name_is_that_of_dev_zero),
    UNIT_TEST(test_refusal_of_the_host_is_an_error_that_says_what_to_do))
