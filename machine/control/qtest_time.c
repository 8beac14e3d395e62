/*
 * qtest_time.c: verbs that move the clock
 *
 * They exist with -accel qtest only: elsewhere time is not the driver's. The
 * answer is the time that was reached, in nanoseconds.
 */
#include <inttypes.h>

#include "qtest_internal.h"

#include "timers/qtest_clock.h"

static int64_t now_ns(void)
{
    return qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static void step(Qtest *q, int64_t step_ns)
{
    int64_t old_ns = now_ns();
    int64_t target_ns = step_ns < 0 ? old_ns
                        : step_ns > INT64_MAX - old_ns ? INT64_MAX
                                                       : old_ns + step_ns;
    int64_t new_ns = qtest_clock_advance(timer_system_default(), target_ns);

    if (new_ns > old_ns) {
        qtest_reply(q, "OK %" PRIi64, new_ns);
    } else {
        qtest_reply(q, "FAIL could not advance time");
    }
}

void qtest_clock_step(Qtest *q, const QtestVerb *verb, char **words)
{
    int64_t step_ns;

    if (words[1]) {
        if (qtest_signed(q, words[1], &step_ns)) {
            step(q, step_ns);
        }
        return;
    }
    step_ns = qemu_clock_deadline_ns_all(QEMU_CLOCK_VIRTUAL);
    if (step_ns < 0) {
        qtest_reply(q, "FAIL cannot advance clock to the next deadline "
                    "because there is no pending deadline");
    } else {
        step(q, step_ns);
    }
}

void qtest_clock_set(Qtest *q, const QtestVerb *verb, char **words)
{
    int64_t target_ns, new_ns;

    if (!qtest_signed(q, words[1], &target_ns)) {
        return;
    }
    new_ns = qtest_clock_advance(timer_system_default(), target_ns);
    qtest_reply(q, "%s %" PRIi64, new_ns == target_ns ? "OK" : "FAIL",
                new_ns);
}
