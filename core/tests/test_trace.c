/* test_trace.c: events, patterns, sinks, digest */
#include "core/trace.h"
#include "support/child.h"
#include "support/unit.h"

#include <glib/gstdio.h>
#include <unistd.h>

TRACE_EVENT(uart_read, "offset:x size:u")
TRACE_EVENT(uart_write, "offset:x delta:d")
TRACE_EVENT(plic_claim, "name:s")
TRACE_EVENT(idle, "")

static void collect(const char *line, void *opaque)
{
    g_string_append_printf(opaque, "%s\n", line);
}

static int evaluated;

static uint64_t evaluate(void)
{
    evaluated++;
    return 1;
}

START_TEST(test_event_that_is_off_costs_no_evaluation)
{
    TRACE(uart_read, evaluate(), 4);
    ck_assert_int_eq(evaluated, 0);
    ck_assert_uint_eq(trace_count(), 0);
}
END_TEST

START_TEST(test_lines_carry_number_name_and_arguments)
{
    g_autoptr(GString) text = g_string_new(NULL);

    trace_set_sink(collect, text);
    ck_assert(trace_enable_events("*", &error_abort));
    TRACE(uart_read, 0x10, 4);
    TRACE(uart_write, UINT64_MAX, -1);
    TRACE(plic_claim, TRACE_STR("a\n\"b\""));
    TRACE(plic_claim, TRACE_STR(NULL));
    TRACE0(idle);
    trace_set_sink(NULL, NULL);
    ck_assert_str_eq(text->str,
                     "1 uart_read offset=0x10 size=4\n"
                     "2 uart_write offset=0xffffffffffffffff delta=-1\n"
                     "3 plic_claim name=\"a\\n\\\"b\\\"\"\n"
                     "4 plic_claim name=\"\"\n"
                     "5 idle\n");
}
END_TEST

START_TEST(test_patterns_switch_events_on_and_off)
{
    ck_assert(trace_parse_option("uart_*,-uart_write", &error_abort));
    ck_assert(trace_event_on(uart_read));
    ck_assert(!trace_event_on(uart_write));
    ck_assert(!trace_event_on(idle));
    ck_assert(trace_parse_option("enable=idle", &error_abort));
    ck_assert(trace_event_on(idle));
}
END_TEST

static const struct {
    const char *option;
    const char *message;
} bad_options[] = {
    { "nothing_*", "no trace event matches 'nothing_*'; '-trace help' lists "
      "them" },
    { "uart_*,", "no trace event matches ''; '-trace help' lists them" },
    { "what=1", "bad -trace item 'what=1': use PATTERN, enable=PATTERN, "
      "events=FILE or file=FILE" },
    { "file=/no/such/dir/f", "cannot open trace file '/no/such/dir/f': No "
      "such file or directory" },
};

START_TEST(test_bad_option_is_refused_with_reason)
{
    Error *err = NULL;

    ck_assert(!trace_parse_option(bad_options[_i].option, &err));
    ck_assert_str_eq(err->message, bad_options[_i].message);
    error_free(err);
}
END_TEST

START_TEST(test_option_reads_event_file_and_writes_trace_file)
{
    g_autofree char *dir = g_dir_make_tmp("lectern-trace-XXXXXX", NULL);
    g_autofree char *events = g_build_filename(dir, "events", NULL);
    g_autofree char *file = g_build_filename(dir, "file", NULL);
    g_autofree char *option = g_strdup_printf("events=%s,file=%s", events,
                                              file);
    g_autofree char *text = NULL;

    g_assert(g_file_set_contents(events, "# comment\n\n idle \nuart_?ead\n",
                                 -1, NULL));
    ck_assert(trace_parse_option(option, &error_abort));
    TRACE0(idle);
    TRACE(uart_read, 1, 2);
    TRACE(uart_write, 1, 2);
    ck_assert(trace_set_file(NULL, &error_abort));
    g_assert(g_file_get_contents(file, &text, NULL, NULL));
    ck_assert_str_eq(text, "1 idle\n2 uart_read offset=0x1 size=2\n");
    g_unlink(events);
    g_unlink(file);
    g_rmdir(dir);
}
END_TEST

START_TEST(test_missing_event_file_is_refused)
{
    Error *err = NULL;

    ck_assert(!trace_parse_option("events=/no/such/file", &err));
    ck_assert(g_str_has_prefix(err->message, "cannot read trace events: "));
    error_free(err);
}
END_TEST

START_TEST(test_listing_is_sorted_and_shows_arguments)
{
    g_autoptr(GString) text = g_string_new(NULL);

    trace_list_events(text);
    ck_assert_ptr_nonnull(strstr(text->str, "idle\nplic_claim name:s\n"));
    ck_assert_ptr_nonnull(strstr(text->str, "uart_read offset:x size:u\n"
                                            "uart_write offset:x delta:d\n"));
}
END_TEST

START_TEST(test_equal_streams_have_equal_digests)
{
    const uint64_t empty = trace_digest();
    uint64_t once;
    g_autoptr(GString) text = g_string_new(NULL);

    trace_set_sink(collect, text);
    ck_assert(trace_enable_events("*", &error_abort));
    TRACE(uart_read, 1, 2);
    once = trace_digest();
    ck_assert(once != empty);
    TRACE(uart_read, 1, 2);
    ck_assert(trace_digest() != once);
    trace_set_sink(NULL, NULL);
}
END_TEST

static void emit_wrong_count(void *opaque)
{
    ck_assert(trace_enable_events("idle", &error_abort));
    TRACE(idle, 1);
}

static void declare_twice(void *opaque)
{
    trace_register(&trace_idle);
}

static void declare_bad_format(void *opaque)
{
    static const TraceEvent bad = { "bad", "offset:q", NULL };

    trace_register(&bad);
}

START_TEST(test_wrong_declarations_and_calls_abort)
{
    ck_assert(child_aborts_with(emit_wrong_count, "n_args"));
    ck_assert(child_aborts_with(declare_twice, "'idle' is declared twice"));
    ck_assert(child_aborts_with(declare_bad_format, "bad format 'offset:q'"));
}
END_TEST

static gpointer emit_many(gpointer opaque)
{
    for (int i = 0; i < 1000; i++) {
        TRACE0(idle);
    }
    return NULL;
}

static void check_number(const char *line, void *opaque)
{
    uint64_t *last = opaque;

    g_assert(g_ascii_strtoull(line, NULL, 10) == ++*last);
}

START_TEST(test_numbers_of_threads_have_no_gaps)
{
    GThread *threads[4];
    uint64_t last = 0;

    trace_set_sink(check_number, &last);
    ck_assert(trace_enable_events("idle", &error_abort));
    for (int i = 0; i < 4; i++) {
        threads[i] = g_thread_new("emit", emit_many, NULL);
    }
    for (int i = 0; i < 4; i++) {
        g_thread_join(threads[i]);
    }
    trace_set_sink(NULL, NULL);
    ck_assert_uint_eq(last, 4000);
    ck_assert_uint_eq(trace_count(), 4000);
}
END_TEST

UNIT_MAIN("trace", UNIT_TEST(test_event_that_is_off_costs_no_evaluation),
          UNIT_TEST(test_lines_carry_number_name_and_arguments),
          UNIT_TEST(test_patterns_switch_events_on_and_off),
          UNIT_LOOP(test_bad_option_is_refused_with_reason,
                    G_N_ELEMENTS(bad_options)),
          UNIT_TEST(test_option_reads_event_file_and_writes_trace_file),
          UNIT_TEST(test_missing_event_file_is_refused),
          UNIT_TEST(test_listing_is_sorted_and_shows_arguments),
          UNIT_TEST(test_equal_streams_have_equal_digests),
          UNIT_TEST(test_wrong_declarations_and_calls_abort),
          UNIT_TEST(test_numbers_of_threads_have_no_gaps))
