/* test_virt.c: map, wires, sockets and the power switch of `virt` */
#include "board.h"

#include <string.h>

#include "core/trap.h"
#include "devices/qdev.h"
#include "devices/sifive_plic.h"
#include "machine/virt.h"
#include "memory/memory_map.h"

static const BoardSpec two_sockets = {
    .machine = "virt", .smp = { .cpus = 4, .sockets = 2 },
};

static uint64_t pins(const Board *board, unsigned hart)
{
    return hart_mip(&board_hart(board, hart)->hart);
}

static RISCVVirtState *virt_of(const Board *board)
{
    return RISCV_VIRT_MACHINE(board->machine);
}

/* ---- the map ------------------------------------------------------------ */

/*
 * What QEMU 10.0's `virt` prints, without what is not built here: the PCIe
 * windows and the platform bus. Only the size of RAM is the test's.
 */
static const char golden_mtree[] =
    "address-space: memory\n"
    "  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n"
    "    0000000000001000-000000000000ffff (prio 0, rom): "
    "riscv_virt_board.mrom\n"
    "    0000000000100000-0000000000100fff (prio 0, i/o): "
    "riscv.sifive.test\n"
    "    0000000000101000-0000000000101023 (prio 0, i/o): goldfish_rtc\n"
    "    0000000002000000-0000000002003fff (prio 0, i/o): "
    "riscv.aclint.swi\n"
    "    0000000002004000-000000000200bfff (prio 0, i/o): "
    "riscv.aclint.mtimer\n"
    "    000000000c000000-000000000c5fffff (prio 0, i/o): "
    "riscv.sifive.plic\n"
    "    0000000010000000-0000000010000007 (prio 0, i/o): serial\n"
    "    0000000010001000-00000000100011ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010002000-00000000100021ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010003000-00000000100031ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010004000-00000000100041ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010005000-00000000100051ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010006000-00000000100061ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010007000-00000000100071ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010008000-00000000100081ff (prio 0, i/o): virtio-mmio\n"
    "    0000000010100000-0000000010100007 (prio 0, i/o): fwcfg.data\n"
    "    0000000010100008-0000000010100009 (prio 0, i/o): fwcfg.ctl\n"
    "    0000000010100010-0000000010100017 (prio 0, i/o): fwcfg.dma\n"
    "    0000000020000000-0000000021ffffff (prio 0, romd): virt.flash0\n"
    "    0000000022000000-0000000023ffffff (prio 0, romd): virt.flash1\n"
    "    0000000080000000-0000000080ffffff (prio 0, ram): "
    "riscv_virt_board.ram\n";

START_TEST(test_map_is_qemu_s)
{
    g_autofree char *text = NULL;

    board_new(&(BoardSpec) { .machine = "virt" });
    text = board_mtree();
    ck_assert_str_eq(text, golden_mtree);
}
END_TEST

static bool window_at(hwaddr addr, const char *name)
{
    MemSection section = { 0 };

    return address_space_find(&address_space_memory, addr, &section) &&
           strcmp(memory_region_name(section.mr), name) == 0;
}

START_TEST(test_aclint_adds_supervisor_software_interrupts)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .property = "aclint",
    });

    ck_assert(window_at(0x2f00000, "riscv.aclint.swi"));
    ck_assert(!(board_hart(board, 0)->exit_request & VCPU_EXIT_SSIP));
    board_write32(0x2f00000, 1);
    ck_assert(board_hart(board, 0)->exit_request & VCPU_EXIT_SSIP);
}
END_TEST

START_TEST(test_without_aclint_there_is_no_sswi)
{
    MemSection section = { 0 };

    board_new(&(BoardSpec) { .machine = "virt" });
    ck_assert(!address_space_find(&address_space_memory, 0x2f00000,
                                  &section));
}
END_TEST

START_TEST(test_second_socket_has_its_own_clint_and_plic)
{
    board_new(&two_sockets);
    ck_assert(window_at(0x2000000, "riscv.aclint.swi"));
    ck_assert(window_at(0x2010000, "riscv.aclint.swi"));
    ck_assert(window_at(0xc000000, "riscv.sifive.plic"));
    ck_assert(window_at(0xc600000, "riscv.sifive.plic"));
}
END_TEST

/* ---- wires -------------------------------------------------------------- */

enum {
    PLIC = 0xc000000,
    PLIC_SIZE = 0x600000,
};

static void plic_enable(hwaddr plic, unsigned context, unsigned source)
{
    board_write32(plic + 4 * source, 1);
    board_write32(plic + PLIC_ENABLE_BASE +
                      (hwaddr)context * PLIC_ENABLE_STRIDE +
                      4 * (source / 32), 1u << (source % 32));
}

typedef struct SourceRow {
    int source;
    const char *device;
} SourceRow;

static const SourceRow sources[] = {
    { VIRT_IRQ_VIRTIO, "virtio slot 0" },
    { VIRT_IRQ_VIRTIO + 7, "virtio slot 7" },
    { VIRT_IRQ_UART0, "UART" },
    { VIRT_IRQ_RTC, "RTC" },
    { VIRT_PLIC_SOURCES - 1, "highest" },
};

START_TEST(test_plic_source_reaches_the_enabled_context_only)
{
    int source = sources[_i].source;
    Board *board = board_new(&(BoardSpec) {
        .machine = "virt", .smp = { .cpus = 2 },
    });
    qemu_irq wire = qdev_get_gpio_in(virt_of(board)->plic[0], source);

    plic_enable(PLIC, 3, (unsigned)source);     /* S mode of hart 1 */
    qemu_irq_raise(wire);
    ck_assert_uint_eq(pins(board, 0), 0);
    ck_assert_uint_eq(pins(board, 1), 1u << IRQ_S_EXT);
    plic_enable(PLIC, 0, (unsigned)source);     /* M mode of hart 0 */
    ck_assert_uint_eq(pins(board, 0), 1u << IRQ_M_EXT);
    qemu_irq_lower(wire);
}
END_TEST

START_TEST(test_uart_interrupts_through_source_10)
{
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });
    uint8_t thri = 2;

    plic_enable(PLIC, 0, VIRT_IRQ_UART0);
    ck_assert_uint_eq(pins(board, 0), 0);
    cpu_physical_memory_write(0x10000001, &thri, 1);
    ck_assert_uint_eq(pins(board, 0), 1u << IRQ_M_EXT);
    ck_assert_uint_eq(board_read32(PLIC + PLIC_CONTEXT_BASE + PLIC_CLAIM),
                      VIRT_IRQ_UART0);
}
END_TEST

START_TEST(test_msip_reaches_its_hart_only)
{
    Board *board = board_new(&two_sockets);
    hwaddr msip = _i < 2 ? 0x2000000 + 4 * (hwaddr)_i
                         : 0x2010000 + 4 * (hwaddr)(_i - 2);

    board_write32(msip, 1);
    for (int hart = 0; hart < 4; hart++) {
        ck_assert_uint_eq(pins(board, (unsigned)hart),
                          hart == _i ? 1u << IRQ_M_SOFT : 0);
    }
}
END_TEST

START_TEST(test_mtimecmp_in_the_past_raises_the_timer_pin)
{
    Board *board = board_new(&two_sockets);
    uint64_t now = 0;

    cpu_physical_memory_write(0x2014000 + 8, &now, sizeof(now));
    ck_assert_uint_eq(pins(board, 3), 1u << IRQ_M_TIMER);
    ck_assert_uint_eq(pins(board, 2), 0);
}
END_TEST

START_TEST(test_virtio_interrupts_the_second_socket)
{
    Board *board = board_new(&two_sockets);
    qemu_irq wire = qdev_get_gpio_in(virt_of(board)->plic[1],
                                     VIRT_IRQ_VIRTIO);

    plic_enable(PLIC + PLIC_SIZE, 0, VIRT_IRQ_VIRTIO);
    qemu_irq_raise(wire);
    ck_assert_uint_eq(pins(board, 2), 1u << IRQ_M_EXT);
    ck_assert_uint_eq(pins(board, 0), 0);
}
END_TEST

START_TEST(test_sockets_share_one_time)
{
    Board *board = board_new(&two_sockets);
    const Vcpu *first = board_hart(board, 0);
    const Vcpu *last = board_hart(board, 3);

    ck_assert_ptr_eq(first->env.opaque, last->env.opaque);
    ck_assert_uint_eq(first->env.read_time(first->env.opaque),
                      last->env.read_time(last->env.opaque));
}
END_TEST

START_TEST(test_moved_mtime_is_news_for_harts_of_all_sockets)
{
    Board *board = board_new(&two_sockets);

    for (unsigned i = 0; i < 4; i++) {
        board_hart(board, i)->exit_request = 0;
    }
    board_write32(0x200bffc, 1);
    for (unsigned i = 0; i < 4; i++) {
        ck_assert_msg(board_hart(board, i)->exit_request & VCPU_EXIT_TIMER,
                      "hart %u was not told", i);
    }
}
END_TEST

/* ---- what is refused ---------------------------------------------------- */

static const struct {
    BoardSpec spec;
    const char *text;
} refusals[] = {
    { { .smp = { .sockets = 9, .cpus = 9 } }, "1 to 8 sockets, not 9" },
    { { .smp = { .sockets = 2, .cpus = 1 } }, "socket 1 would have no" },
    { { .smp = { .cpus = 513 } }, "512" },
    { { .kernel = "/nowhere/Image" }, "/nowhere/Image" },
    { { .firmware = "/nowhere/fw" }, "/nowhere/fw" },
};

START_TEST(test_user_s_mistake_is_one_line)
{
    g_autofree char *message = board_refusal(&refusals[_i].spec);

    ck_assert_msg(strstr(message, refusals[_i].text) != NULL, "%s", message);
    ck_assert_msg(!strchr(message, '\n'), "%s", message);
}
END_TEST

/* ---- the power switch --------------------------------------------------- */

typedef struct FinisherRow {
    uint32_t word;
    int status;
} FinisherRow;

static const FinisherRow finishers[] = {
    { 0x00005555, 0 },
    { 0x00013333, 1 },
    { 0x00073333, 7 },
    { 0x00ff3333, 255 },
};

START_TEST(test_finisher_code_is_the_exit_status)
{
    uint32_t word = finishers[_i].word;
    const uint32_t guest[] = {
        0x00000297,             /* auipc t0, 0       */
        0x0142a303,             /* lw    t1, 20(t0)  */
        0x001003b7,             /* lui   t2, 0x100   */
        0x0063a023,             /* sw    t1, 0(t2)   */
        0x0000006f,             /* j     .           */
        word,
    };
    Board *board = board_new(&(BoardSpec) { .machine = "virt" });

    board_load(0, guest, G_N_ELEMENTS(guest));
    ck_assert_int_eq(board_run(board), finishers[_i].status);
}
END_TEST

UNIT_MAIN("virt",
    UNIT_TEST(test_map_is_qemu_s),
    UNIT_TEST(test_aclint_adds_supervisor_software_interrupts),
    UNIT_TEST(test_without_aclint_there_is_no_sswi),
    UNIT_TEST(test_second_socket_has_its_own_clint_and_plic),
    UNIT_LOOP(test_plic_source_reaches_the_enabled_context_only,
              G_N_ELEMENTS(sources)),
    UNIT_TEST(test_uart_interrupts_through_source_10),
    UNIT_LOOP(test_msip_reaches_its_hart_only, 4),
    UNIT_TEST(test_mtimecmp_in_the_past_raises_the_timer_pin),
    UNIT_TEST(test_virtio_interrupts_the_second_socket),
    UNIT_TEST(test_sockets_share_one_time),
    UNIT_TEST(test_moved_mtime_is_news_for_harts_of_all_sockets),
    UNIT_LOOP(test_user_s_mistake_is_one_line, G_N_ELEMENTS(refusals)),
    UNIT_LOOP(test_finisher_code_is_the_exit_status,
              G_N_ELEMENTS(finishers)))
