/* test_vm_debug.c: a breakpoint stops the whole machine, and it goes on */
#include "board.h"
#include "vm_guests.h"

#include <string.h>

#include "exec/debug.h"
#include "runstate/run_control.h"
#include "runstate/runstate.h"
#include "support/child.h"

#define LAST_STOP 64

typedef struct Watcher {
    Board *board;
    QEMUTimer *timer;
    unsigned stops;
    vaddr pc[LAST_STOP];
    int hart[LAST_STOP];
} Watcher;

static void go_on(void *opaque)
{
    vm_start();
}

/* What a debugger hears; it goes on a little later. */
static void state_changed(void *opaque, bool running, RunState state)
{
    Watcher *w = opaque;
    Vcpu *v = w->board->vm->cpus->stop_cpu;

    if (running || state != RUN_STATE_DEBUG) {
        return;
    }
    ck_assert_ptr_nonnull(v);
    ck_assert(all_vcpus_paused(w->board->vm->cpus));
    ck_assert_uint_lt(w->stops, LAST_STOP);
    w->pc[w->stops] = v->hart.pc;
    w->hart[w->stops++] = v->index;
    timer_mod(w->timer, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + 2);
}

static void watch(Watcher *w, Board *board)
{
    *w = (Watcher) { .board = board };
    w->timer = timer_new_ms(QEMU_CLOCK_REALTIME, go_on, w);
    qemu_add_vm_change_state_handler(state_changed, w);
}

START_TEST(test_each_hart_stops_the_machine_once)
{
    Watcher w;
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .smp = { .cpus = 2 }, .icount = _i,
    });

    watch(&w, board);
    board_load(0, guest_ipi, G_N_ELEMENTS(guest_ipi));
    for (unsigned i = 0; i < 2; i++) {
        cpu_breakpoint_insert(board_hart(board, i), BOARD_DRAM + 4, BP_GDB,
                              NULL);
    }
    ck_assert_int_eq(board_run(board), 5);
    ck_assert_uint_eq(w.stops, 2);
    ck_assert_uint_eq(w.pc[0], BOARD_DRAM + 4);
    ck_assert_uint_eq(w.pc[1], BOARD_DRAM + 4);
    ck_assert_int_ne(w.hart[0], w.hart[1]);
}
END_TEST

/* A user pauses the machine in the moment between the hit and its stop. */
typedef struct Rival {
    Board *board;
    QEMUTimer *timer;
    unsigned pauses;
} Rival;

static void pause_before_the_stop(void *opaque)
{
    Rival *r = opaque;
    CpuSet *cpus = r->board->vm->cpus;

    if (cpus->stop_cpu && !cpus->stop_served && r->pauses < 5) {
        r->pauses++;
        vm_stop(RUN_STATE_PAUSED);
        vm_start();
    }
    timer_mod(r->timer, qemu_clock_get_ns(QEMU_CLOCK_REALTIME) + 20000);
}

START_TEST(test_paused_machine_still_stops_at_its_breakpoint)
{
    Watcher w;
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    Rival rival = { .board = board };

    watch(&w, board);
    rival.timer = timer_new_ns(QEMU_CLOCK_REALTIME, pause_before_the_stop,
                               &rival);
    timer_mod(rival.timer, 0);
    board_load(0, guest_spin, G_N_ELEMENTS(guest_spin));
    for (unsigned i = 0; i < 11; i++) {
        cpu_breakpoint_insert(board_hart(board, 0), BOARD_DRAM + 4 * i,
                              BP_GDB, NULL);
    }
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_eq(w.stops, 11);
}
END_TEST

/* A device's timer expires; the guest never fed it. */
typedef struct Dog {
    QEMUTimer *timer, *owner;
    unsigned barks, stops;
} Dog;

static void bark(void *opaque)
{
    Dog *dog = opaque;

    dog->barks++;
    watchdog_perform_action();
}

/* The first time somebody lets it run on, the second time ends it. */
static void dog_changed(void *opaque, bool running, RunState state)
{
    Dog *dog = opaque;

    if (running) {
        timer_mod(dog->timer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + 1000);
    } else if (state == RUN_STATE_WATCHDOG && ++dog->stops == 2) {
        qemu_system_shutdown_request_with_code(
            SHUTDOWN_CAUSE_GUEST_SHUTDOWN, 9);
    }
}

static void dog_go_on(void *opaque)
{
    const Dog *dog = opaque;

    if (dog->stops == 1) {
        vm_start();
    } else {
        timer_mod(dog->owner, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + 2);
    }
}

START_TEST(test_watchdog_of_a_device_stops_the_machine)
{
    static const uint32_t spin[] = { 0x0000006f };      /* j . */
    RunActions actions = { 0 };
    Dog dog = { 0 };
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });

    dog.owner = timer_new_ms(QEMU_CLOCK_REALTIME, dog_go_on, &dog);
    ck_assert(run_actions_parse(&actions, "watchdog=pause", NULL));
    run_control_set_actions(runstate_default(), &actions);
    dog.timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, bark, &dog);
    qemu_add_vm_change_state_handler(dog_changed, &dog);
    timer_mod(dog.owner, 0);
    board_load(0, spin, G_N_ELEMENTS(spin));
    ck_assert_int_eq(board_run(board), 9);
    ck_assert_uint_eq(dog.barks, 2);
    ck_assert_uint_eq(dog.stops, 2);
}
END_TEST

/* mtime comes at the same instruction, however often the machine stopped. */
static void run_counted(void *opaque)
{
    bool stops = *(bool *)opaque;
    Watcher w;
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .icount = true,
    });

    watch(&w, board);
    board->vm->cpus->digest_on = true;
    board_load(0, guest_spin, G_N_ELEMENTS(guest_spin));
    for (unsigned i = 0; stops && i < 11; i++) {
        cpu_breakpoint_insert(board_hart(board, 0), BOARD_DRAM + 4 * i,
                              BP_GDB, NULL);
    }
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_eq(w.stops, stops ? 11 : 0);
}

START_TEST(test_stops_do_not_change_a_counted_run)
{
    g_auto(ChildResult) without = { 0 };
    g_auto(ChildResult) with = { 0 };
    bool stops = false;

    child_run(run_counted, &stops, &without);
    stops = true;
    child_run(run_counted, &stops, &with);
    ck_assert_msg(strstr(without.stderr_text, "digest "), "%s",
                  without.stderr_text);
    ck_assert_str_eq(without.stderr_text, with.stderr_text);
}
END_TEST

UNIT_MAIN("vm_debug",
    UNIT_LOOP(test_each_hart_stops_the_machine_once, 2),
    UNIT_TEST(test_paused_machine_still_stops_at_its_breakpoint),
    UNIT_TEST(test_watchdog_of_a_device_stops_the_machine),
    UNIT_TEST(test_stops_do_not_change_a_counted_run))
