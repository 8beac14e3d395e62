/* test_clabpu.c: the course board: its class, map, wires and reset */
#include "board.h"

#include <string.h>

#include "core/trap.h"
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/clabpu_timer.h"
#include "machine/clabpu.h"
#include "runstate/runstate.h"

static hwaddr window(ClabpuWindow w)
{
    return clabpu_memmap[w].base;
}

static ClabpuState *clabpu_new(Board **out)
{
    *out = board_new(&(BoardSpec) { .machine = "clabpu" });
    return CLABPU_MACHINE((*out)->machine);
}

/* ---- the board ---------------------------------------------------------- */

START_TEST(test_class_has_the_lecture_s_values)
{
    MachineClass *mc = machine_find_class("clabpu", &error_abort);

    ck_assert_str_eq(mc->desc, "CLab Processor Units");
    ck_assert_str_eq(mc->default_cpu_type, "thead-c906-riscv-cpu");
    ck_assert_str_eq(mc->default_ram_id, "clabpu.ram");
    ck_assert_uint_eq(mc->default_ram_size, 0x80000000);
    ck_assert_int_eq(mc->default_cpus, 1);
    ck_assert_int_eq(mc->max_cpus, 1);
    ck_assert(!mc->is_default);
}
END_TEST

START_TEST(test_second_hart_is_refused)
{
    g_autofree char *message = board_refusal(&(BoardSpec) {
        .machine = "clabpu", .smp.cpus = 2,
    });

    ck_assert_ptr_nonnull(strstr(message, "'clabpu'"));
    ck_assert_ptr_nonnull(strstr(message, "1"));
}
END_TEST

START_TEST(test_hart_array_is_the_child_clabpu_socket0)
{
    Board *board;
    ClabpuState *s = clabpu_new(&board);
    g_autofree char *path = object_get_canonical_path(OBJECT(&s->socket));

    ck_assert_str_eq(path, "/machine/clabpu-socket0");
    ck_assert_uint_eq(s->socket.num_harts, 1);
    ck_assert_ptr_eq(&s->socket.harts[0].vcpu, board_hart(board, 0));
    ck_assert_str_eq(object_get_typename(OBJECT(&s->socket.harts[0])),
                     "thead-c906-riscv-cpu");
}
END_TEST

static const char golden_mtree[] =
    "address-space: memory\n"
    "  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n"
    "    0000000000001000-000000000000ffff (prio 0, rom): riscv.clabpu.mrom\n"
    "    0000000001000000-000000000100000f (prio 0, i/o): riscv.htif\n"
    "    0000000002000000-0000000002003fff (prio 0, i/o): riscv.aclint.swi\n"
    "    0000000002004000-000000000200bfff (prio 0, i/o): "
    "riscv.aclint.mtimer\n"
    "    0000000010000000-0000000010000fff (prio 0, i/o): clabpu-intc\n"
    "    0000000010001000-0000000010001fff (prio 0, i/o): clabpu-timer\n"
    "    0000000020001000-0000000020001fff (prio 0, i/o): clabpu-edc-reg\n"
    "    0000000020002000-0000000020003fff (prio 0, i/o): clabpu-edc-err\n"
    "    0000000080000000-0000000080ffffff (prio 0, ram): clabpu.ram\n";

START_TEST(test_map_is_the_course_s)
{
    g_autofree char *text = NULL;
    Board *board;

    clabpu_new(&board);
    text = board_mtree();
    ck_assert_str_eq(text, golden_mtree);
}
END_TEST

START_TEST(test_every_window_answers_where_the_map_says)
{
    Board *board;

    clabpu_new(&board);
    board_write32(window(CLABPU_MMAP_INTC) + CLABPU_INTC_ENABLE, 0x5a);
    board_write32(window(CLABPU_MMAP_TIMER) + CLABPU_TIMER_COUNTER, 77);
    board_write32(window(CLABPU_MMAP_EDC_REG) + CLABPU_EDC_INT_ENABLE, 2);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_INTC) +
                                   CLABPU_INTC_ENABLE), 0x5a);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_TIMER) +
                                   CLABPU_TIMER_COUNTER), 77);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_EDC_REG) +
                                   CLABPU_EDC_INT_ENABLE), 2);
}
END_TEST

START_TEST(test_timer_runs_at_one_megahertz)
{
    Board *board;
    ClabpuState *s = clabpu_new(&board);

    ck_assert_uint_eq(CLABPU_TIMER(s->timer)->frequency_hz, 1000000);
}
END_TEST

/* ---- wires -------------------------------------------------------------- */

static bool external_pending(const Board *board)
{
    return hart_mip(&board_hart(board, 0)->hart) & (1u << IRQ_M_EXT);
}

START_TEST(test_edc_error_reaches_the_hart_through_source_0)
{
    hwaddr edc = window(CLABPU_MMAP_EDC_REG);
    Board *board;

    clabpu_new(&board);
    board_write32(edc + CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    board_write32(edc + CLABPU_EDC_INJECT, 1);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_INTC) +
                                   CLABPU_INTC_PENDING),
                      1u << CLABPU_IRQ_EDC_ERR);
    ck_assert(!external_pending(board));
    board_write32(window(CLABPU_MMAP_INTC) + CLABPU_INTC_ENABLE,
                  1u << CLABPU_IRQ_EDC_ERR);
    ck_assert(external_pending(board));
    board_write32(edc + CLABPU_EDC_INT_STATUS, CLABPU_EDC_INT_ERROR);
    ck_assert(!external_pending(board));
}
END_TEST

START_TEST(test_timer_reaches_the_hart_through_source_1)
{
    hwaddr timer = window(CLABPU_MMAP_TIMER);
    Board *board;

    clabpu_new(&board);
    board_write32(window(CLABPU_MMAP_INTC) + CLABPU_INTC_ENABLE,
                  1u << CLABPU_IRQ_TIMER);
    board_write32(timer + CLABPU_TIMER_CONTROL, CLABPU_TIMER_CTRL_MASK);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_INTC) +
                                   CLABPU_INTC_CLAIM), CLABPU_IRQ_TIMER + 1);
    ck_assert(!external_pending(board));        /* in service now */
}
END_TEST

START_TEST(test_reset_lowers_every_line)
{
    hwaddr edc = window(CLABPU_MMAP_EDC_REG);
    Board *board;

    clabpu_new(&board);
    board_write32(window(CLABPU_MMAP_INTC) + CLABPU_INTC_ENABLE, 1);
    board_write32(edc + CLABPU_EDC_INT_ENABLE, CLABPU_EDC_INT_ERROR);
    board_write32(edc + CLABPU_EDC_INJECT, 1);
    ck_assert(external_pending(board));
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    ck_assert(!external_pending(board));
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_INTC) +
                                   CLABPU_INTC_ENABLE), 0);
}
END_TEST

START_TEST(test_fifty_resets_leave_the_same_state)
{
    Board *board;
    uint64_t first;

    clabpu_new(&board);
    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    first = board_device_digest();
    for (uint32_t i = 1; i <= 50; i++) {
        board_write32(window(CLABPU_MMAP_INTC) + CLABPU_INTC_PRIORITY, i);
        board_write32(window(CLABPU_MMAP_EDC_REG) + CLABPU_EDC_INJECT, i);
        board_write32(window(CLABPU_MMAP_TIMER) + CLABPU_TIMER_PRESCALER, i);
        board_write32(window(CLABPU_MMAP_CLINT), i);
        ck_assert(board_device_digest() != first);
        qemu_system_reset(SHUTDOWN_CAUSE_NONE);
        ck_assert_uint_eq(board_device_digest(), first);
    }
}
END_TEST

UNIT_MAIN("clabpu",
    UNIT_TEST(test_class_has_the_lecture_s_values),
    UNIT_TEST(test_second_hart_is_refused),
    UNIT_TEST(test_hart_array_is_the_child_clabpu_socket0),
    UNIT_TEST(test_map_is_the_course_s),
    UNIT_TEST(test_every_window_answers_where_the_map_says),
    UNIT_TEST(test_timer_runs_at_one_megahertz),
    UNIT_TEST(test_edc_error_reaches_the_hart_through_source_0),
    UNIT_TEST(test_timer_reaches_the_hart_through_source_1),
    UNIT_TEST(test_reset_lowers_every_line),
    UNIT_TEST(test_fifty_resets_leave_the_same_state))
