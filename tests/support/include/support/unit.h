/*
 * unit.h: the few lines around libcheck that every unit test shares
 *
 * A test file holds START_TEST(...) blocks and one UNIT_MAIN that lists
 * them; a block that is not listed does not compile (unused function).
 *
 *     START_TEST(test_claim_returns_highest_priority) { ... } END_TEST
 *     UNIT_MAIN("plic", UNIT_TEST(test_claim_returns_highest_priority), ...)
 *
 * Loop tests over a table: UNIT_LOOP(test_x, G_N_ELEMENTS(rows)), and the
 * test reads the row number from _i.
 */
#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <check.h>
#include <glib.h>

typedef struct UnitTest {
    const TTest *test;
    int loops;                  /* 0: run once; n: run with _i = 0..n-1 */
} UnitTest;

/**
 * unit_main: run the tests of one file and print TAP
 * @suite:   name of the suite
 * @tests:   table of tests
 * @n_tests: number of rows in @tests
 *
 * Each test runs in a child process of its own with a limit of 60 seconds
 * (CK_FORK=no and CK_DEFAULT_TIMEOUT change that).
 *
 * Returns: the exit status of the process.
 */
int unit_main(const char *suite, const UnitTest *tests, size_t n_tests);

/**
 * unit_rounds: how often a randomised test tries
 * @rounds: enough to notice a mistake in every build
 *
 * Returns: @rounds, times the environment variable LECTERN_ROUNDS when that
 *          is set (1 to 1000).
 */
int unit_rounds(int rounds);

#define UNIT_LOOP(test_, n_) { (test_), (int)(n_) }
#define UNIT_TEST(test_) { (test_), 0 }

#define UNIT_MAIN(suite_, ...)                                          \
    int main(void)                                                      \
    {                                                                   \
        const UnitTest tests[] = { __VA_ARGS__ };                       \
        return unit_main((suite_), tests, G_N_ELEMENTS(tests));         \
    }

#endif
