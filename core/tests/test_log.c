/* test_log.c: topics, files, filters, whole lines */
#include "core/log.h"
#include "core/trace.h"
#include "support/unit.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

TRACE_EVENT(log_probe, "")

/* A log file of the test's own; log_file_read() closes and removes it. */
static char *log_file_open(void)
{
    char *path = NULL;
    int fd = g_file_open_tmp("lectern-log-XXXXXX", &path, NULL);

    close(fd);
    ck_assert(qemu_set_log_filename(path, &error_abort));
    return path;
}

static char *log_file_read(char *path)
{
    char *text = NULL;

    qemu_log_close();
    g_assert(g_file_get_contents(path, &text, NULL, NULL));
    g_unlink(path);
    g_free(path);
    return text;
}

static const struct {
    const char *text;
    bool ok;
    int mask;
} masks[] = {
    { "int,guest_errors", true, CPU_LOG_INT | LOG_GUEST_ERROR },
    { "in_asm", true, CPU_LOG_TB_IN_ASM },
    { "in_asm,none", true, 0 },
    { "trace:log_*", true, LOG_TRACE },
    { "trace:nothing_*", false, 0 },
    { "int,", false, 0 },
    { "INT", false, 0 },
    { "interrupts", false, 0 },
};

START_TEST(test_mask_text_is_parsed_or_refused)
{
    int mask = -1;
    Error *err = NULL;
    bool ok = log_parse_mask(masks[_i].text, &mask, &err);

    ck_assert_int_eq(ok, masks[_i].ok);
    ck_assert_int_eq(mask, ok ? masks[_i].mask : -1);
    ck_assert_int_eq(err == NULL, ok);
    g_clear_error(&err);
}
END_TEST

START_TEST(test_unknown_item_lists_the_known_ones)
{
    Error *err = NULL;
    int mask;

    ck_assert(!log_parse_mask("foo", &mask, &err));
    ck_assert(g_str_has_prefix(err->message, "unknown log item 'foo'; known "
                               "are: in_asm, op, op_opt, op_ra, "));
    error_free(err);
}
END_TEST

START_TEST(test_every_topic_has_its_own_bit_name_and_help)
{
    g_autoptr(GString) usage = g_string_new(NULL);
    int all = 0;
    int mask;

    log_print_usage(usage);
    for (const LogItem *item = log_items; item->name != NULL; item++) {
        ck_assert_int_eq(all & item->mask, 0);
        ck_assert_int_eq(item->mask & (item->mask - 1), 0);
        all |= item->mask;
        ck_assert_ptr_nonnull(strstr(usage->str, item->help));
    }
    ck_assert(log_parse_mask("all", &mask, &error_abort));
    ck_assert_int_eq(mask, all);
}
END_TEST

START_TEST(test_only_topics_that_are_on_are_written)
{
    char *path = log_file_open();

    qemu_set_log(LOG_UNIMP);
    ck_assert(qemu_loglevel_mask(LOG_UNIMP | CPU_LOG_INT));
    ck_assert(!qemu_loglevel_mask(CPU_LOG_INT));
    qemu_log_mask(LOG_UNIMP, "yes %d\n", 1);
    qemu_log_mask(CPU_LOG_INT, "no\n");
    qemu_set_log(0);
    ck_assert(!qemu_log_enabled());
    g_autofree char *text = log_file_read(path);
    ck_assert_str_eq(text, "yes 1\n");
}
END_TEST

START_TEST(test_unfinished_line_is_completed_on_close)
{
    char *path = log_file_open();

    qemu_log("a");
    qemu_log("b\nc");
    g_autofree char *text = log_file_read(path);
    ck_assert_str_eq(text, "ab\nc\n");
}
END_TEST

static gpointer log_lines(gpointer opaque)
{
    int thread = GPOINTER_TO_INT(opaque);

    for (int i = 0; i < 500; i++) {
        qemu_log("%d", thread);
        qemu_log("%d", thread);
        qemu_log("%d\n", thread);
        qemu_log_lock();
        qemu_log("<%d\n", thread);
        qemu_log(">%d\n", thread);
        qemu_log_unlock();
    }
    return NULL;
}

START_TEST(test_lines_and_blocks_of_threads_do_not_mix)
{
    char *path = log_file_open();
    GThread *threads[4];

    for (int i = 0; i < 4; i++) {
        threads[i] = g_thread_new("log", log_lines, GINT_TO_POINTER(i + 1));
    }
    for (int i = 0; i < 4; i++) {
        g_thread_join(threads[i]);
    }
    g_autofree char *text = log_file_read(path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 0);
    ck_assert_uint_eq(g_strv_length(lines), 4 * 500 * 3 + 1);
    for (char **line = lines; line[1] != NULL; line++) {
        if (line[0][0] == '<') {
            ck_assert_int_eq(line[1][0], '>');
            ck_assert_int_eq(line[0][1], line[1][1]);
        } else if (line[0][0] != '>') {
            ck_assert_uint_eq(strlen(line[0]), 3);
            ck_assert_int_eq(line[0][0], line[0][2]);
        }
    }
}
END_TEST

START_TEST(test_file_name_takes_the_process_id_once)
{
    g_autofree char *dir = g_dir_make_tmp("lectern-log-XXXXXX", NULL);
    g_autofree char *pattern = g_strdup_printf("%s/log.%%d", dir);
    g_autofree char *path = g_strdup_printf("%s/log.%d", dir, (int)getpid());
    Error *err = NULL;

    ck_assert(qemu_set_log_filename(pattern, &error_abort));
    ck_assert(g_file_test(path, G_FILE_TEST_EXISTS));
    ck_assert(!qemu_set_log_filename("a%d%d", &err));
    ck_assert_ptr_nonnull(strstr(err->message, "bad log file name 'a%d%d'"));
    error_free(err);
    err = NULL;
    ck_assert(!qemu_set_log_filename("a%s", &err));
    error_free(err);
    qemu_log_close();
    g_unlink(path);
    g_rmdir(dir);
}
END_TEST

START_TEST(test_unusable_file_is_refused_and_the_log_stays)
{
    char *path = log_file_open();
    Error *err = NULL;

    ck_assert(!qemu_set_log_filename("/no/such/dir/log", &err));
    ck_assert_str_eq(err->message, "cannot open log file '/no/such/dir/log': "
                     "No such file or directory");
    error_free(err);
    qemu_log("still here\n");
    g_autofree char *text = log_file_read(path);
    ck_assert_str_eq(text, "still here\n");
}
END_TEST

static const struct {
    const char *spec;
    uint64_t addr;
    bool inside;
} ranges[] = {
    { "0x1000..0x10ff", 0xfff, false },
    { "0x1000..0x10ff", 0x1000, true },
    { "0x1000..0x10ff", 0x10ff, true },
    { "0x1000..0x10ff", 0x1100, false },
    { "0x1000+0x100", 0xfff, false },
    { "0x1000+0x100", 0x1000, true },
    { "0x1000+0x100", 0x10ff, true },
    { "0x1000+0x100", 0x1100, false },
    { "0x1000-0x100", 0xf00, false },
    { "0x1000-0x100", 0xf01, true },
    { "0x1000-0x100", 0x1000, true },
    { "0x1000-0x100", 0x1001, false },
    { "4096+1", 4096, true },
    { "0x1..0x2,0x10+0x10", 0x1f, true },
    { "0x1..0x2,0x10+0x10", 3, false },
    { "0..0xffffffffffffffff", UINT64_MAX, true },
    { "0xffffffffffffffff+1", UINT64_MAX, true },
    { "", 0x1234, true },
};

START_TEST(test_filter_includes_first_and_last_address)
{
    ck_assert(qemu_set_dfilter_ranges(ranges[_i].spec, &error_abort));
    ck_assert_int_eq(qemu_log_in_addr_range(ranges[_i].addr),
                     ranges[_i].inside);
    ck_assert(qemu_set_dfilter_ranges("", &error_abort));
}
END_TEST

static const char *const bad_ranges[] = {
    "0x1000", "0x1000+", "+1", "..", "1..2..3", "0x1000+0", "0x1000-0",
    "2..1", "0xffffffffffffffff+2", "0x10-0x12", "1..2,", "x..y", "1..2 ",
    "0x10000000000000000..1",
};

START_TEST(test_bad_filter_is_refused_and_the_old_one_stays)
{
    Error *err = NULL;

    ck_assert(qemu_set_dfilter_ranges("1..2", &error_abort));
    ck_assert(!qemu_set_dfilter_ranges(bad_ranges[_i], &err));
    ck_assert_ptr_nonnull(err);
    error_free(err);
    ck_assert(qemu_log_in_addr_range(2));
    ck_assert(!qemu_log_in_addr_range(3));
    ck_assert(qemu_set_dfilter_ranges("", &error_abort));
}
END_TEST

UNIT_MAIN("log",
          UNIT_LOOP(test_mask_text_is_parsed_or_refused, G_N_ELEMENTS(masks)),
          UNIT_TEST(test_unknown_item_lists_the_known_ones),
          UNIT_TEST(test_every_topic_has_its_own_bit_name_and_help),
          UNIT_TEST(test_only_topics_that_are_on_are_written),
          UNIT_TEST(test_unfinished_line_is_completed_on_close),
          UNIT_TEST(test_lines_and_blocks_of_threads_do_not_mix),
          UNIT_TEST(test_file_name_takes_the_process_id_once),
          UNIT_TEST(test_unusable_file_is_refused_and_the_log_stays),
          UNIT_LOOP(test_filter_includes_first_and_last_address,
                    G_N_ELEMENTS(ranges)),
          UNIT_LOOP(test_bad_filter_is_refused_and_the_old_one_stays,
                    G_N_ELEMENTS(bad_ranges)))
