/* unit.c: see support/unit.h */
#include "support/unit.h"

static void add_tests(TCase *tcase, const UnitTest *tests, size_t n_tests)
{
    for (size_t i = 0; i < n_tests; i++) {
        if (tests[i].loops > 0) {
            tcase_add_loop_test(tcase, tests[i].test, 0, tests[i].loops);
        } else {
            tcase_add_test(tcase, tests[i].test);
        }
    }
}

int unit_main(const char *suite, const UnitTest *tests, size_t n_tests)
{
    Suite *s = suite_create(suite);
    TCase *tcase = tcase_create(suite);
    SRunner *runner = srunner_create(s);

    tcase_set_timeout(tcase, 60);
    add_tests(tcase, tests, n_tests);
    suite_add_tcase(s, tcase);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

int unit_rounds(int rounds)
{
    const char *text = g_getenv("LECTERN_ROUNDS");
    gint64 factor = text ? g_ascii_strtoll(text, NULL, 10) : 1;

    return rounds * (int)CLAMP(factor, 1, 1000);
}
