/* test_error.c: setting, passing on and ending with errors */
#include "core/error.h"
#include "support/child.h"
#include "support/unit.h"

#include <errno.h>
#include <signal.h>

static bool open_x(Error **errp)
{
    error_setg(errp, "cannot open '%s'", "x");
    return false;
}

START_TEST(test_error_reaches_the_caller)
{
    Error *err = NULL;

    ck_assert(!open_x(&err));
    ck_assert_str_eq(error_get_pretty(err), "cannot open 'x'");
    error_free(err);
    error_free(NULL);
}
END_TEST

START_TEST(test_null_address_drops_the_error)
{
    ck_assert(!open_x(NULL));
    error_propagate(NULL, g_error_new(1, 1, "lost"));
}
END_TEST

START_TEST(test_errno_text_follows_the_message)
{
    Error *err = NULL;

    error_setg_errno(&err, ENOENT, "open");
    ck_assert_str_eq(err->message, "open: No such file or directory");
    ck_assert_int_eq(err->code, ENOENT);
    error_free(err);
}
END_TEST

START_TEST(test_propagate_keeps_the_first_error)
{
    Error *err = NULL;
    Error *second = NULL;

    error_propagate(&err, NULL);
    ck_assert_ptr_null(err);
    open_x(&second);
    error_propagate(&err, second);
    error_propagate(&err, g_error_new(1, 1, "later"));
    ck_assert_str_eq(err->message, "cannot open 'x'");
    error_free(err);
}
END_TEST

START_TEST(test_prepend_puts_text_in_front)
{
    Error *err = NULL;

    error_prepend(&err, "nothing to do");
    error_prepend(NULL, "nothing to do");
    open_x(&err);
    error_prepend(&err, "-%s: ", "drive");
    ck_assert_str_eq(err->message, "-drive: cannot open 'x'");
    Error *copy = error_copy(err);
    error_free(err);
    ck_assert_str_eq(copy->message, "-drive: cannot open 'x'");
    error_free(copy);
}
END_TEST

static void fail_fatally(void *opaque)
{
    open_x(&error_fatal);
}

static void propagate_fatally(void *opaque)
{
    Error *err = NULL;

    open_x(&err);
    error_propagate(&error_fatal, err);
}

static void fail_aborting(void *opaque)
{
    open_x(&error_abort);
}

START_TEST(test_error_fatal_prints_one_line_and_exits_with_1)
{
    g_auto(ChildResult) set = { 0 };
    g_auto(ChildResult) propagated = { 0 };
    const char *line = "lectern-system-riscv64: cannot open 'x'\n";

    child_run(fail_fatally, NULL, &set);
    ck_assert_int_eq(set.exit_status, 1);
    ck_assert_str_eq(set.stderr_text, line);
    child_run(propagate_fatally, NULL, &propagated);
    ck_assert_int_eq(propagated.exit_status, 1);
    ck_assert_str_eq(propagated.stderr_text, line);
}
END_TEST

START_TEST(test_error_abort_names_the_place)
{
    ck_assert(child_aborts_with(fail_aborting, "test_error.c:"));
    ck_assert(child_aborts_with(fail_aborting, "open_x: unexpected error: "
                                "cannot open 'x'"));
}
END_TEST

static void set_twice(void *opaque)
{
    Error *err = NULL;

    open_x(&err);
    open_x(&err);
}

START_TEST(test_setting_an_error_twice_is_a_bug)
{
    ck_assert(child_aborts_with(set_twice, "assert"));
}
END_TEST

static void report_all(void *opaque)
{
    Error *err = NULL;

    error_report("one %d", 1);
    warn_report("two");
    info_report("three");
    open_x(&err);
    error_reportf_err(err, "-device: ");
    warn_report_err(g_error_new(1, 1, "four"));
}

START_TEST(test_reports_are_prefixed_lines)
{
    g_auto(ChildResult) result = { 0 };

    child_run(report_all, NULL, &result);
    ck_assert_int_eq(result.exit_status, 0);
    ck_assert_str_eq(result.stderr_text,
                     "lectern-system-riscv64: one 1\n"
                     "lectern-system-riscv64: warning: two\n"
                     "lectern-system-riscv64: info: three\n"
                     "lectern-system-riscv64: -device: cannot open 'x'\n"
                     "lectern-system-riscv64: warning: four\n");
}
END_TEST

UNIT_MAIN("error", UNIT_TEST(test_error_reaches_the_caller),
          UNIT_TEST(test_null_address_drops_the_error),
          UNIT_TEST(test_errno_text_follows_the_message),
          UNIT_TEST(test_propagate_keeps_the_first_error),
          UNIT_TEST(test_prepend_puts_text_in_front),
          UNIT_TEST(test_error_fatal_prints_one_line_and_exits_with_1),
          UNIT_TEST(test_error_abort_names_the_place),
          UNIT_TEST(test_setting_an_error_twice_is_a_bug),
          UNIT_TEST(test_reports_are_prefixed_lines))
