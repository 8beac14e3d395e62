/* Stopping for the debugger with threads: who is told, and who goes on. */
#include "asm.h"
#include "core/bql.h"
#include "debug_fixture.h"

#include "support/unit.h"

#define COUNTERS 0x10000        /* RAM offset: one dword per hart, 64 apart */

#define ENOUGH 10               /* events of each hart */

static ExecFixture *f;

/* _i chooses: one thread each, or one for all */
static void setup(unsigned n_harts)
{
    f = debug_fixture_new("rv64");
    while (f->cpus->cpus->len < n_harts) {
        exec_fixture_add_hart(f);
    }
    LOAD(f, 0, AMOADD_D(X0, A1, A0), NOP, PAUSE, JAL(X0, -12));
    for (unsigned i = 0; i < n_harts; i++) {
        Hart *h = &cpu_set_get(f->cpus, i)->hart;

        h->gpr[A0] = AT(COUNTERS + 64 * i);
        h->gpr[A1] = 1;
    }
}

static Vcpu *hart(unsigned i)
{
    return cpu_set_get(f->cpus, i);
}

static uint64_t counter(unsigned i)
{
    return exec_fixture_word(f, COUNTERS + 64 * i);
}

/* What the main loop does with the request. */
static bool wait_for_stop(void)
{
    bool stopped = false;

    for (int ms = 0; ms < 20000 && !stopped; ms++) {
        g_usleep(1000);
        bql_lock();
        stopped = f->cpus->stop_cpu != NULL;
        bql_unlock();
    }
    bql_lock();
    pause_all_vcpus(f->cpus);
    cpu_debug_stop_served(f->cpus);
    bql_unlock();
    return stopped;
}

static void resume(void)
{
    bql_lock();
    resume_all_vcpus(f->cpus);
    bql_unlock();
}

static void finish(void)
{
    exec_fixture_stop(f);
    exec_fixture_free(f);
}

START_TEST(test_hit_stops_the_machine_and_names_the_hart)
{
    setup(2);
    cpu_breakpoint_insert(hart(1), AT(4), BP_GDB, NULL);
    exec_fixture_start(f, _i);
    for (uint64_t round = 1; round < 4; round++) {
        ck_assert(wait_for_stop());
        ck_assert_ptr_eq(f->cpus->stop_cpu, hart(1));
        ck_assert_uint_eq(hart(1)->hart.pc, AT(4));
        ck_assert_uint_eq(counter(1), round);
        ck_assert_int_eq(vcpu_stop_info(hart(1)).kind, VCPU_STOP_BREAKPOINT);
        ck_assert_int_eq(vcpu_stop_info(hart(0)).kind, VCPU_STOP_NONE);
        resume();
    }
    ck_assert(wait_for_stop());
    finish();
}
END_TEST

/* Of two that hit, one is told at a time, and no event is lost. */
START_TEST(test_harts_that_hit_at_once_are_told_one_by_one)
{
    unsigned told[2] = { 0, 0 };

    setup(2);
    cpu_breakpoint_insert(hart(0), AT(4), BP_GDB, NULL);
    cpu_breakpoint_insert(hart(1), AT(4), BP_GDB, NULL);
    exec_fixture_start(f, _i);
    while (told[0] < ENOUGH || told[1] < ENOUGH) {
        ck_assert(wait_for_stop());
        unsigned who = (unsigned)f->cpus->stop_cpu->index;

        ck_assert_uint_eq(hart(who)->hart.pc, AT(4));
        ck_assert_uint_eq(counter(who), ++told[who]);
        resume();
    }
    ck_assert(wait_for_stop());
    finish();
}
END_TEST

START_TEST(test_event_that_cannot_come_again_is_kept)
{
    unsigned told[2] = { 0, 0 };

    setup(2);
    for (unsigned i = 0; i < 2; i++) {
        cpu_watchpoint_insert(hart(i), AT(COUNTERS + 64 * i), 8,
                              BP_GDB | BP_MEM_WRITE, NULL);
    }
    exec_fixture_start(f, _i);
    while (told[0] < ENOUGH || told[1] < ENOUGH) {
        ck_assert(wait_for_stop());
        unsigned who = (unsigned)f->cpus->stop_cpu->index;

        ck_assert_uint_eq(hart(who)->hart.pc, AT(4));
        ck_assert_uint_eq(counter(who), ++told[who]);
        resume();
    }
    ck_assert(wait_for_stop());
    finish();
}
END_TEST

/* Both have hit; while the first is told, the other's point goes away. */
START_TEST(test_event_of_a_point_that_was_removed_is_dropped)
{
    setup(2);
    cpu_breakpoint_insert(hart(0), AT(4), BP_GDB, NULL);
    cpu_breakpoint_insert(hart(1), AT(4), BP_GDB, NULL);
    bql_lock();
    for (unsigned i = 0; i < 2; i++) {
        ck_assert_int_eq(vcpu_run(hart(i), 100), EXCP_DEBUG);
        cpu_handle_guest_debug(hart(i));
    }
    ck_assert_ptr_eq(f->cpus->stop_cpu, hart(0));
    cpu_debug_stop_served(f->cpus);
    if (_i) {
        cpu_breakpoint_remove_all(hart(1), BP_GDB);
    }
    cpu_resume(hart(0));
    cpu_resume(hart(1));
    ck_assert_ptr_eq(f->cpus->stop_cpu, _i ? NULL : hart(1));
    ck_assert_int_eq(vcpu_can_run(hart(1)), _i);
    ck_assert_int_eq(vcpu_can_run(hart(0)), _i);
    ck_assert_int_eq(vcpu_stop_info(hart(1)).kind,
                     _i ? VCPU_STOP_NONE : VCPU_STOP_BREAKPOINT);
    pause_all_vcpus(f->cpus);
    cpu_debug_stop_served(f->cpus);
    resume_all_vcpus(f->cpus);
    ck_assert_ptr_null(f->cpus->stop_cpu);
    ck_assert(vcpu_can_run(hart(0)) && vcpu_can_run(hart(1)));
    bql_unlock();
    exec_fixture_free(f);
}
END_TEST

/* Somebody pauses the VM before the main loop serves the hit, and resumes. */
START_TEST(test_event_outlives_a_pause_before_it_is_served)
{
    setup(2);
    cpu_breakpoint_insert(hart(0), AT(4), BP_GDB, NULL);
    bql_lock();
    ck_assert_int_eq(vcpu_run(hart(0), 100), EXCP_DEBUG);
    cpu_handle_guest_debug(hart(0));
    for (unsigned i = 0; i < 3; i++) {
        pause_all_vcpus(f->cpus);
        if (_i) {
            cpu_breakpoint_remove_all(hart(0), BP_GDB);
        }
        resume_all_vcpus(f->cpus);
        ck_assert_ptr_eq(f->cpus->stop_cpu, _i ? NULL : hart(0));
        ck_assert_int_eq(vcpu_can_run(hart(0)), _i);
        ck_assert_int_eq(vcpu_can_run(hart(1)), _i);
    }
    ck_assert_int_eq(vcpu_stop_info(hart(0)).kind,
                     _i ? VCPU_STOP_NONE : VCPU_STOP_BREAKPOINT);
    pause_all_vcpus(f->cpus);
    cpu_debug_stop_served(f->cpus);
    resume_all_vcpus(f->cpus);
    ck_assert_ptr_null(f->cpus->stop_cpu);
    ck_assert(vcpu_can_run(hart(0)) && vcpu_can_run(hart(1)));
    bql_unlock();
    exec_fixture_free(f);
}
END_TEST

START_TEST(test_one_hart_steps_while_the_other_stands_still)
{
    setup(2);
    cpu_breakpoint_insert(hart(0), AT(4), BP_GDB, NULL);
    exec_fixture_start(f, _i);
    ck_assert(wait_for_stop());
    uint64_t other = counter(1);

    bql_lock();
    cpu_single_step(hart(0), SSTEP_ENABLE);
    cpu_resume(hart(0));
    bql_unlock();
    ck_assert(wait_for_stop());
    ck_assert_uint_eq(hart(0)->hart.pc, AT(8));
    ck_assert_int_eq(vcpu_stop_info(hart(0)).kind, VCPU_STOP_STEP);
    ck_assert_uint_eq(counter(1), other);
    finish();
}
END_TEST

/* The first one hits in every round; the machine stops each time. */
START_TEST(test_hart_that_hits_often_leaves_the_others_their_turns)
{
    setup(3);
    LOAD(f, 0x100, AMOADD_D(X0, A1, A0), NOP, JAL(X0, -8));
    cpu_breakpoint_insert(hart(0), AT(0x104), BP_GDB, NULL);
    for (unsigned i = 0; i < 3; i++) {
        hart(i)->hart.pc = AT(0x100);
        vcpu_state_changed(hart(i));
    }
    exec_fixture_start(f, _i);
    for (unsigned round = 0; round < 4 * ENOUGH; round++) {
        ck_assert(wait_for_stop());
        resume();
    }
    ck_assert(wait_for_stop());
    ck_assert_uint_ge(counter(0), ENOUGH);
    ck_assert_uint_gt(counter(1), ENOUGH);
    ck_assert_uint_gt(counter(2), ENOUGH);
    finish();
}
END_TEST

UNIT_MAIN("debug_threads",
          UNIT_LOOP(test_hit_stops_the_machine_and_names_the_hart, 2),
          UNIT_LOOP(test_harts_that_hit_at_once_are_told_one_by_one, 2),
          UNIT_LOOP(test_event_that_cannot_come_again_is_kept, 2),
          UNIT_LOOP(test_event_of_a_point_that_was_removed_is_dropped, 2),
          UNIT_LOOP(test_event_outlives_a_pause_before_it_is_served, 2),
          UNIT_LOOP(test_hart_that_hits_often_leaves_the_others_their_turns,
                    2),
          UNIT_LOOP(test_one_hart_steps_while_the_other_stands_still, 2))
