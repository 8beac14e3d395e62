/* test_vm_pause.c: a stop that is asked for, and who starts the VM again */
#include "mock_run.h"

#include "runstate/vm_pause.h"
#include "support/unit.h"

static VmPause pause_;

static void look(void *opaque)
{
    ck_assert_int_eq(run_control_state(mock.rc), RUN_STATE_PAUSED);
    mock_say("look");
}

static void begin(void)
{
    mock_begin_running();
    vm_pause_init(&pause_, mock.rc, look, NULL);
}

static void end(void)
{
    vm_pause_deinit(&pause_);
    mock_end();
}

START_TEST(test_nothing_stops_where_the_pause_is_asked_for)
{
    begin();
    vm_pause_now(&pause_);
    mock_expect("", RUN_STATE_RUNNING);
    end();
}
END_TEST

START_TEST(test_paused_vm_is_looked_at_and_goes_on)
{
    begin();
    vm_pause_now(&pause_);
    ck_assert_int_eq(mock_serve(), -1);
    mock_expect("ticks-off pause stop:paused STOP drain flush",
                RUN_STATE_PAUSED);
    main_loop_bh_poll(mock.loop);
    mock_expect("look RESUME ticks-on start:running resume",
                RUN_STATE_RUNNING);
    end();
}
END_TEST

START_TEST(test_stop_of_a_user_stays_a_stop)
{
    begin();
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    main_loop_bh_poll(mock.loop);
    mock_expect("ticks-off pause stop:paused STOP drain flush",
                RUN_STATE_PAUSED);
    end();
}
END_TEST

START_TEST(test_other_reason_to_stop_stays_one)
{
    begin();
    vm_pause_now(&pause_);
    run_control_vm_stop(mock.rc, RUN_STATE_IO_ERROR);
    ck_assert_int_eq(mock_serve(), -1);
    main_loop_bh_poll(mock.loop);
    mock_expect("ticks-off pause stop:io-error STOP drain flush drain flush",
                RUN_STATE_IO_ERROR);
    end();
}
END_TEST

START_TEST(test_vm_that_left_paused_is_not_started)
{
    begin();
    vm_pause_now(&pause_);
    ck_assert_int_eq(mock_serve(), -1);
    run_control_request_reset(mock.rc, SHUTDOWN_CAUSE_HOST_UI);
    ck_assert_int_eq(mock_serve(), -1);
    g_string_truncate(mock.calls, 0);
    main_loop_bh_poll(mock.loop);
    mock_expect("", RUN_STATE_PRELAUNCH);
    end();
}
END_TEST

/* The request is dropped by the start; the stop after it is the user's. */
START_TEST(test_pause_that_a_start_overtook_is_forgotten)
{
    begin();
    vm_pause_now(&pause_);
    ck_assert(run_control_cont(mock.rc, NULL));
    mock_expect("resume STOP RESUME", RUN_STATE_RUNNING);
    run_control_vm_stop(mock.rc, RUN_STATE_PAUSED);
    main_loop_bh_poll(mock.loop);
    mock_expect("ticks-off pause stop:paused STOP drain flush",
                RUN_STATE_PAUSED);
    end();
}
END_TEST

START_TEST(test_pause_after_one_that_was_overtaken_is_made)
{
    begin();
    vm_pause_now(&pause_);
    ck_assert(run_control_cont(mock.rc, NULL));
    g_string_truncate(mock.calls, 0);
    vm_pause_now(&pause_);
    ck_assert_int_eq(mock_serve(), -1);
    main_loop_bh_poll(mock.loop);
    mock_expect("ticks-off pause stop:paused STOP drain flush "
                "look RESUME ticks-on start:running resume",
                RUN_STATE_RUNNING);
    end();
}
END_TEST

UNIT_MAIN("vm_pause",
    UNIT_TEST(test_nothing_stops_where_the_pause_is_asked_for),
    UNIT_TEST(test_paused_vm_is_looked_at_and_goes_on),
    UNIT_TEST(test_stop_of_a_user_stays_a_stop),
    UNIT_TEST(test_other_reason_to_stop_stays_one),
    UNIT_TEST(test_vm_that_left_paused_is_not_started),
    UNIT_TEST(test_pause_that_a_start_overtook_is_forgotten),
    UNIT_TEST(test_pause_after_one_that_was_overtaken_is_made))
