/* test_vm.c: whole runs: reset, power-off, sleep, several harts */
#include "board.h"
#include "vm_guests.h"

#include <glib/gstdio.h>
#include <string.h>

#include "runstate/runstate.h"
#include "support/child.h"

/* ---- reset -------------------------------------------------------------- */

/* What each device's state was after the first reset. */
typedef struct ResetLog {
    GArray *digests;            /* uint64_t, in the order of devices */
    unsigned index;             /* device being looked at */
    unsigned resets;
} ResetLog;

static void compare_device(DeviceState *dev, void *opaque)
{
    ResetLog *log = opaque;
    uint64_t digest = board_digest_of(dev);
    g_autofree char *path = object_get_canonical_path(OBJECT(dev));

    if (log->resets == 0) {
        g_array_append_val(log->digests, digest);
        return;
    }
    ck_assert_uint_lt(log->index, log->digests->len);
    ck_assert_msg(g_array_index(log->digests, uint64_t, log->index) == digest,
                  "%s (%s) differs after reset %u", path,
                  object_get_typename(OBJECT(dev)), log->resets);
    log->index++;
}

static void after_device_reset(void *opaque)
{
    ResetLog *log = opaque;

    log->index = 0;
    qdev_foreach(compare_device, log);
    log->resets++;
}

START_TEST(test_every_reset_leaves_devices_as_the_first_did)
{
    ResetLog log = { .digests = g_array_new(FALSE, FALSE, 8) };
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });

    board_load(0, guest_mess, G_N_ELEMENTS(guest_mess));
    qemu_register_reset(after_device_reset, &log);
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_eq(log.resets, GUEST_MESS_RESETS + 1);
    ck_assert_uint_ge(log.digests->len, 15);
    g_array_free(log.digests, TRUE);
}
END_TEST

START_TEST(test_a_run_changes_what_a_reset_restores)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    uint64_t fresh, used;

    board_load(0, guest_mess, G_N_ELEMENTS(guest_mess));
    board_write32(BOARD_DRAM + 0x10000, GUEST_MESS_RESETS);
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    fresh = board_device_digest();
    ck_assert_int_eq(board_run(board), 0);
    used = board_device_digest();
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    ck_assert(used != fresh);
    ck_assert_uint_eq(board_device_digest(), fresh);
}
END_TEST

/*
 * Retired instructions and the wires' levels live through a reset; the guest
 * sees counters relative to the former.
 */
static Hart comparable(const Hart *hart)
{
    Hart copy;

    memcpy(&copy, hart, sizeof(copy));
    copy.mcycle_offset += copy.retired;
    copy.minstret_offset += copy.retired;
    copy.retired = 0;
    copy.irq_level = 0;
    return copy;
}

START_TEST(test_reset_makes_a_used_hart_new)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    Hart before, after;

    board_load(0, guest_mess, G_N_ELEMENTS(guest_mess));
    board_write32(BOARD_DRAM + 0x10000, GUEST_MESS_RESETS);
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    before = comparable(&board_hart(board, 0)->hart);
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_ne(board_hart(board, 0)->hart.mscratch, 0);
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    after = comparable(&board_hart(board, 0)->hart);
    ck_assert_mem_eq(&before, &after, sizeof(before));
}
END_TEST

START_TEST(test_reset_keeps_ram_and_writes_images_again)
{
    g_autofree char *path = board_write_image(guest_ipi,
                                              sizeof(guest_ipi));

    board_new(&(BoardSpec) { .machine = "virt", .firmware = path });
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    ck_assert_uint_eq(board_read32(BOARD_DRAM), guest_ipi[0]);
    board_write32(BOARD_DRAM, 0xdead);
    board_write32(BOARD_DRAM + 0x100000, 0xbeef);
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    ck_assert_uint_eq(board_read32(BOARD_DRAM), guest_ipi[0]);
    ck_assert_uint_eq(board_read32(BOARD_DRAM + 0x100000), 0xbeef);
    g_unlink(path);
}
END_TEST

START_TEST(test_no_reboot_turns_a_reset_into_the_end)
{
    const RunActions actions = { .reboot = REBOOT_ACTION_SHUTDOWN };
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });

    run_control_set_actions(runstate_default(), &actions);
    board_load(0, guest_mess, G_N_ELEMENTS(guest_mess));
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_eq(board_read32(BOARD_DRAM + 0x10000), 1);
}
END_TEST

/* The finisher's FAIL with code 0: a crash that brings no status. */
static const uint32_t guest_fail[] = {
    0x00100537,                 /* lui a0, 0x100: the finisher */
    0x000035b7,                 /* lui a1, 3 */
    0x33358593,                 /* addi a1, a1, 0x333 */
    0x00b52023,                 /* sw a1, 0(a0) */
    0x0000006f,                 /* j . */
};

START_TEST(test_failure_without_code_counts_as_a_panic)
{
    const PanicAction choice[] = {
        PANIC_ACTION_SHUTDOWN, PANIC_ACTION_EXIT_FAILURE,
    };
    const int status[] = { EXIT_SUCCESS, EXIT_FAILURE };
    const RunActions actions = { .panic = choice[_i] };
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });

    run_control_set_actions(runstate_default(), &actions);
    board_load(0, guest_fail, G_N_ELEMENTS(guest_fail));
    ck_assert_int_eq(board_run(board), status[_i]);
}
END_TEST

/* ---- running ------------------------------------------------------------ */

START_TEST(test_software_interrupt_wakes_the_other_hart)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .smp = { .cpus = 2 }, .icount = _i,
    });

    board_load(0, guest_ipi, G_N_ELEMENTS(guest_ipi));
    ck_assert_int_eq(board_run(board), 5);
}
END_TEST

START_TEST(test_timer_wakes_a_sleeping_hart_not_early)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .icount = _i,
    });

    board_load(0, guest_sleep, G_N_ELEMENTS(guest_sleep));
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_int_ge((int64_t)board_hart(board, 0)->hart.gpr[10], 0);
}
END_TEST

START_TEST(test_counted_sleep_ends_on_time)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .icount = true,
    });

    board_load(0, guest_sleep, G_N_ELEMENTS(guest_sleep));
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_int_le((int64_t)board_hart(board, 0)->hart.gpr[10], 1);
}
END_TEST

START_TEST(test_counted_interrupt_ends_the_slice_on_time)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .icount = true,
    });

    board_load(0, guest_spin, G_N_ELEMENTS(guest_spin));
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_int_ge((int64_t)board_hart(board, 0)->hart.gpr[10], 0);
    ck_assert_int_le((int64_t)board_hart(board, 0)->hart.gpr[10], 1);
}
END_TEST

START_TEST(test_nothing_is_executed_behind_the_power_off)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .icount = _i,
    });

    board_load(0, guest_sleep, G_N_ELEMENTS(guest_sleep));
    ck_assert_int_eq(board_run(board), 0);
    ck_assert_uint_le(board_hart(board, 0)->hart.gpr[11], 1);
}
END_TEST

/* The run prints its digest at its end. */
static void print_run(void *opaque)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .smp = { .cpus = 2 }, .icount = true,
    });

    board->vm->cpus->digest_on = true;
    board_load(0, guest_ipi, G_N_ELEMENTS(guest_ipi));
    ck_assert_int_eq(board_run(board), 5);
}

START_TEST(test_counted_runs_are_equal)
{
    g_auto(ChildResult) one = { 0 };
    g_auto(ChildResult) two = { 0 };

    child_run(print_run, NULL, &one);
    child_run(print_run, NULL, &two);
    ck_assert_msg(strstr(one.stderr_text, "digest "), "%s", one.stderr_text);
    ck_assert_str_eq(one.stderr_text, two.stderr_text);
}
END_TEST

/* ---- not running -------------------------------------------------------- */

static void quit(void *opaque)
{
    ck_assert(!runstate_is_running());
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_UI);
}

START_TEST(test_stopped_start_executes_nothing)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    QEMUTimer *timer = timer_new_ms(QEMU_CLOCK_REALTIME, quit, NULL);

    board_load(0, guest_mess, G_N_ELEMENTS(guest_mess));
    timer_mod(timer, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + 50);
    ck_assert_int_eq(vm_run(board->vm, false), 0);
    ck_assert_uint_eq(board_hart(board, 0)->hart.retired, 0);
    ck_assert_uint_eq(board_hart(board, 0)->hart.pc, 0x1000);
    timer_free(timer);
}
END_TEST

UNIT_MAIN("vm",
    UNIT_TEST(test_every_reset_leaves_devices_as_the_first_did),
    UNIT_TEST(test_a_run_changes_what_a_reset_restores),
    UNIT_TEST(test_reset_makes_a_used_hart_new),
    UNIT_TEST(test_reset_keeps_ram_and_writes_images_again),
    UNIT_TEST(test_no_reboot_turns_a_reset_into_the_end),
    UNIT_LOOP(test_failure_without_code_counts_as_a_panic, 2),
    UNIT_LOOP(test_software_interrupt_wakes_the_other_hart, 2),
    UNIT_LOOP(test_timer_wakes_a_sleeping_hart_not_early, 2),
    UNIT_TEST(test_counted_sleep_ends_on_time),
    UNIT_TEST(test_counted_interrupt_ends_the_slice_on_time),
    UNIT_LOOP(test_nothing_is_executed_behind_the_power_off, 2),
    UNIT_TEST(test_counted_runs_are_equal),
    UNIT_TEST(test_stopped_start_executes_nothing))
