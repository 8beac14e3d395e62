/*
 * test_inspect.c: what the monitor's commands say about a machine
 *
 * Boards are expensive to make: tables of commands run on one.
 */
#include "board.h"
#include "vm_guests.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/csr_bits.h"
#include "core/pte.h"
#include "devices/sifive_plic.h"
#include "machine/hmp.h"
#include "machine/inspect.h"

#define DRAM BOARD_DRAM
#define TABLE(n) (DRAM + 0x100000 + 0x1000 * (uint64_t)(n))
#define LEAF (PTE_V | PTE_A | PTE_D)

static Board *board;
static Hart *h;

static void setup(void)
{
    board = board_new(&(BoardSpec) { .machine = "virt" });
    h = &board_hart(board, 0)->hart;
    h->priv = PRIV_S;
    h->pmp[0] = (HartPmp) { (1ull << 54) - 1, 0x1f };
}

static char *run(const char *line)
{
    int cpu = 0;

    return hmp_run_line(board->vm, &cpu, line);
}

static void check(const char *line, const char *wanted)
{
    g_autofree char *got = run(line);

    ck_assert_msg(strstr(got, wanted) != NULL, "%s\nsaid\n%s\nnot\n%s", line,
                  got, wanted);
}

static void check_not(const char *line, const char *unwanted)
{
    g_autofree char *got = run(line);

    ck_assert_msg(strstr(got, unwanted) == NULL, "%s\nsaid\n%s", line, got);
}

static void write64(hwaddr addr, uint64_t value)
{
    board_write32(addr, (uint32_t)value);
    board_write32(addr + 4, (uint32_t)(value >> 32));
}

static uint64_t entry(hwaddr addr, uint64_t bits)
{
    return addr >> 12 << PTE_PPN_SHIFT | bits;
}

/*
 * Sv39: 0x1000 and 0x2000 lead to DRAM + 0x1000 and + 0x2000, 0x3000 to
 * DRAM + 0x8000 for users, and the last GiB to DRAM.
 */
static void map(void)
{
    write64(TABLE(0), entry(TABLE(1), PTE_V));
    write64(TABLE(0) + 511 * 8, entry(DRAM, LEAF | PTE_R | PTE_W | PTE_X));
    write64(TABLE(1), entry(TABLE(2), PTE_V));
    write64(TABLE(2) + 1 * 8, entry(DRAM + 0x1000, LEAF | PTE_R | PTE_X));
    write64(TABLE(2) + 2 * 8, entry(DRAM + 0x2000, LEAF | PTE_R | PTE_X));
    write64(TABLE(2) + 3 * 8,
            entry(DRAM + 0x8000, LEAF | PTE_R | PTE_W | PTE_U));
    h->satp = (uint64_t)SATP_SV39 << SATP_MODE_SHIFT | TABLE(0) >> 12;
}

/* --- expressions and registers ------------------------------------------- */

static const struct {
    const char *line;
    const char *wanted;
} prints[] = {
    { "print/d 1+2*3", "7\n" },
    { "print $a0", "0x1234\n" },
    { "p/x $x10 + $f1", "0x123b\n" },
    { "print/u -1", "18446744073709551615\n" },
    { "print/o 8", "010\n" },
    { "print/c 0x41", "'A'\n" },
    { "print/c 0", "'\\x00'\n" },
    { "print $pc", "0x80000100\n" },
    { "print $satp", "0\n" },
    { "print $priv", "no register 'priv'" },
    { "print $x32", "no register 'x32'" },
    { "print $vstart", "no register 'vstart'" },
    { "print 1/0", "division by zero" },
    { "print", "argument 'expr' is missing" },
};

START_TEST(test_print)
{
    setup();
    h->gpr[10] = 0x1234;
    h->fpr[1] = 7;
    h->pc = DRAM + 0x100;
    for (unsigned i = 0; i < G_N_ELEMENTS(prints); i++) {
        check(prints[i].line, prints[i].wanted);
    }
}
END_TEST

START_TEST(test_registers_are_named_and_decoded)
{
    setup();
    h->pc = DRAM;
    h->gpr[10] = 0xabc;
    h->mstatus |= MSTATUS_SIE;
    check("info registers", "CPU#0\n");
    check("info registers", " pc       0000000080000000  priv=S");
    check("info registers", " x10/a0   0000000000000abc");
    check("info registers", " mstatus  0000000a00000002  SIE ");
    check_not("info registers", "f0/ft0");
    h->mstatus |= MSTATUS_FS;
    check("info registers", " f31/ft11 ");
    check("info csr mstatus", "FS=dirty");
    check("info csr 0x300", "FS=dirty");
    check("info csr", "stimecmp");
    check("info csr nothing", "no CSR 'nothing'");
    check("info csr 0x5c0", "has no CSR");
    check("info registers 1", "no hart 1: harts are 0 to 0");
    check("info registers -a", "CPU#0\n");
}
END_TEST

/* --- memory -------------------------------------------------------------- */

static const struct {
    const char *line;
    const char *wanted;
} dumps[] = {
    { "xp/2xw 0x80000000", "0000000080000000: 0x00500513 0xfff00593\n" },
    { "xp /2xw 0x80000000", "0000000080000000: 0x00500513 0xfff00593\n" },
    { "x/1xw 0x80000000", "0x00500513\n" },
    { "xp/1xg 0x80000000", " 0xfff0059300500513\n" },
    { "xp/3xh 0x80000000", " 0x0513 0x0050 0x0593\n" },
    { "xp/9xb 0x80000000", "93 0x05 0xf0 0xff\n0000000080000008: 0x68\n" },
    { "xp/2dw 0x80000000", " 5244179 -1047149\n" },
    { "xp/1dh 0x80000006", " -16\n" },
    { "xp/1ub 0x80000007", " 255\n" },
    { "xp/1ob 0x80000007", " 0377\n" },
    { "xp/2c 0x80000008", " 'h' 'i'\n" },
    { "xp/s 0x80000008", "\"hi\\x09\\x22\"\n" },
    { "xp/2i 0x80000000", "0x0000000080000000:  00500513  addi        "
      "a0,zero,5\n0x0000000080000004:  fff00593  addi        a1,zero,-1\n" },
    { "xp/0xw 0x80000000", "the count must be 1 to 65536" },
    { "xp/65537xb 0x80000000", "the count must be 1 to 65536" },
    { "xp/99999999999999999999xw 0", "the count must be 1 to 65536" },
    { "xp/4xw 0x80fffff8", "0000000080fffff8: 0x00000000 0x00000000\n"
      "Error: Cannot access memory at 0x81000000" },
    { "xp/xw 0x70000000", "Cannot access memory at 0x70000000" },
    { "xp/xg 0xfffffffffffffffc", "Cannot access memory" },
    { "xp/i 0x70000000", "Cannot access memory" },
    { "xp/zw 0", "neither a format" },
    { "x/xw 0x1000 0x2000", "an operator expected at '0x2000'" },
};

START_TEST(test_memory_in_every_format)
{
    static const uint32_t words[] = {
        0x00500513, 0xfff00593, 0x22096968, 0x00000000,
    };

    setup();
    board_load(0, words, G_N_ELEMENTS(words));
    for (unsigned i = 0; i < G_N_ELEMENTS(dumps); i++) {
        check(dumps[i].line, dumps[i].wanted);
    }
}
END_TEST

START_TEST(test_virtual_memory_follows_the_page_tables)
{
    setup();
    map();
    board_write32(DRAM + 0x1ffc, 0x11111111);
    board_write32(DRAM + 0x2000, 0x22222222);
    board_write32(DRAM + 0x8000, 0x33333333);
    check("x/2xw 0x1ffc", "0x11111111 0x22222222\n");
    check("x/xw 0x3000", "0x33333333");     /* though SUM is off */
    check("x/xw 0xffffffffc0008000", "0x33333333");
    check("x/2xw 0x3ffc", "Error: Cannot access memory at 0x4000");
    h->priv = PRIV_M;
    check("x/xw 0x80008000", "0x33333333");
}
END_TEST

START_TEST(test_addresses_are_translated)
{
    setup();
    map();
    check("gva2gpa 0x2345", "gpa: 0x80002345\n");
    check("gva2gpa 0x5000", "0x5000 is not mapped; 'info walk 0x5000'");
    check("gpa2hva 0x80000000", "(riscv_virt_board.ram) is 0x");
    check("gpa2hva 0x10000000", "which is a device, not memory");
    check("gpa2hva 0x70000000", "nothing is mapped at 0x70000000");
    check("gpa2hpa 0x70000000", "nothing is mapped at 0x70000000");
}
END_TEST

/* --- translation --------------------------------------------------------- */

START_TEST(test_mem_joins_neighbours)
{
    setup();
    check("info mem", "No translation or protection\n");
    map();
    check("info mem", "0000000000001000 0000000080001000 0000000000002000 "
          "r-x--ad\n"
          "0000000000003000 0000000080008000 0000000000001000 rw-u-ad\n"
          "ffffffffc0000000 0000000080000000 0000000040000000 rwx--ad\n");
}
END_TEST

START_TEST(test_mem_ends_in_a_maze)
{
    setup();
    h->satp = (uint64_t)SATP_SV57 << SATP_MODE_SHIFT | TABLE(0) >> 12;
    for (unsigned i = 0; i < 512; i++) {
        write64(TABLE(0) + 8 * i, entry(TABLE(0), PTE_V));
    }
    check("info mem", "these tables are a maze");
    check("dump-guest-memory -p maze.core", "leave out -p");
    ck_assert(!g_file_test("maze.core", G_FILE_TEST_EXISTS));
}
END_TEST

static const struct {
    const char *line;
    const char *wanted;
} walks[] = {
    { "info walk 0x2004", "granted: 0x80002004, 4 KiB mapping, r-x" },
    { "info walk 0x2004", "level 2: va[38:30] = 0   entry at 0x80100000 is "
      "0x0000000020040401 V -> table at 0x80101000\n" },
    { "info walk 0x2004", "level 0: va[20:12] = 2 " },
    { "info walk 0x2004 w", "store/AMO page fault: W=0: not writable" },
    { "info walk 0x2004 x", "granted" },
    { "info walk 0x2004 r u", "load page fault: U=0: not a page of U-mode" },
    { "info walk 0x3000", "load page fault: mstatus.SUM=0" },
    { "info walk 0x3000 w u", "granted: 0x80008000" },
    { "info walk 0x3000 x", "U=1: S-mode never executes user pages" },
    { "info walk 0x4000", "load page fault: V=0: the entry is not valid" },
    { "info walk 0x4000", "-> nothing\n" },
    { "info walk 0xffffffffc0000000 w", "1 GiB mapping, rwx" },
    { "info walk 0x8000000000", "the bits above the virtual address" },
    { "info walk 0x80000000 r m", "M-mode does not translate" },
    { "info walk $sp+8", "load page fault" },
    { "info walk 0x2004 q", "'q' is none of the letters rwx" },
    { "info walk 0x2004 r z", "'z' is none of the letters usm" },
    { "info walk", "argument 'addr' is missing" },
};

START_TEST(test_walk_is_explained)
{
    setup();
    map();
    for (unsigned i = 0; i < G_N_ELEMENTS(walks); i++) {
        check(walks[i].line, walks[i].wanted);
    }
}
END_TEST

START_TEST(test_walk_names_the_pmp_entry)
{
    setup();
    map();
    h->pmp[1] = h->pmp[0];
    h->pmp[0] = (HartPmp) { (DRAM + 0x1000) >> 2 | 0x1ff, 0x18 };
    check("info walk 0x1000", "load access fault: pmpcfg: PMP refuses");
    check("info walk 0x1000", "0x80001000 to 0x80001fff, entry 0 (pmpcfg "
          "0x18) decides: ---");
    check("info walk 0x2000", "entry 1 (pmpcfg 0x1f) decides: rwx");
}
END_TEST

START_TEST(test_looking_sets_no_bit)
{
    setup();
    map();
    write64(TABLE(2) + 8, entry(DRAM + 0x1000, PTE_V | PTE_R));
    h->menvcfg |= MENVCFG_ADUE;
    check("x/xw 0x1000", "0x");
    check("gva2gpa 0x1000", "gpa");
    g_free(run("info walk 0x1000"));
    ck_assert_uint_eq(board_read32(TABLE(2) + 8),
                      (uint32_t)entry(DRAM + 0x1000, PTE_V | PTE_R));
}
END_TEST

/* --- traps, interrupts, code ---------------------------------------------- */

START_TEST(test_traps_are_explained_after_a_run)
{
    static const uint32_t guest[] = {
        0x00000297,             /* auipc t0, 0         */
        0x01428293,             /* addi  t0, t0, 20    */
        0x30529073,             /* csrw  mtvec, t0     */
        0x00000073,             /* ecall               */
        0x00000013,             /* nop                 */
        0x001002b7,             /* lui   t0, FINISHER  */
        0x00005337, 0x55530313, /* li    t1, 0x5555    */
        0x0062a023, 0x0000006f, /* sw    t1, 0(t0); j . */
    };

    board = board_new(&(BoardSpec) { .machine = "virt" });
    board_load(0, guest, G_N_ELEMENTS(guest));
    ck_assert_int_eq(board_run(board), 0);
    check("info trap", "hart 0: 1 traps since power-on\n           1  "
          "environment call from M-mode\n");
    check("info trap", "pc 0x8000000c in M-mode: 00000073  ecall\n");
    check("info trap 0", "to M-mode, handler 0x80000014: a trap from M-mode "
          "stays there\n");
    check("info trap 7", "no hart 7");
    check("info jit", "decoded blocks");
    check("info tlb", "0000000080000000");
    check("info irq", "machine timer interrupt");
}
END_TEST

static DeviceState *found_plic;

static void find_plic(DeviceState *dev, void *opaque)
{
    if (object_dynamic_cast(OBJECT(dev), TYPE_SIFIVE_PLIC)) {
        found_plic = dev;
    }
}

#define PLIC 0x0c000000ull
#define PLIC_M_ENABLE (PLIC + 0x2000)
#define PLIC_M_THRESHOLD (PLIC + 0x200000)

/* Source 10 from the wire to the handler, one gate after the other. */
START_TEST(test_irq_names_the_gate_that_is_shut)
{
    setup();
    qdev_foreach(find_plic, NULL);
    check("info irq 10", "(serial-mm), output sysbus-irq[0], is low");
    check("info irq 10", "nothing to do: the wire is low");
    qemu_irq_raise(qdev_get_gpio_in(found_plic, 10));
    check("info irq 10", "is high; raised 1 times");
    check("info irq 10", "blocked: its enable bit is 0 in this context");
    board_write32(PLIC_M_ENABLE, 1u << 10);
    check("info irq 10", "blocked: priority 0 never interrupts");
    board_write32(PLIC + 4 * 10, 2);
    board_write32(PLIC_M_THRESHOLD, 3);
    check("info irq 10", "the priority is not above the threshold");
    board_write32(PLIC_M_THRESHOLD, 0);
    check("info irq 10", "passes\n  hart 0, machine external interrupt: "
          "mip=1 mie=0");
    check("info irq 10", "blocked: the bit in mie is 0");
    h->mie = MIP_MEIP;
    h->priv = PRIV_M;
    check("info irq 10", "blocked: mstatus.xIE of the destination is 0");
    h->mstatus |= MSTATUS_MIE;
    check("info irq 10", "is taken at the next block");
    ck_assert_uint_eq(board_read32(PLIC_M_THRESHOLD + 4), 10);
    check("info irq 10", "claimed: the gateway waits for its completion");
    check("info irq", "    10  high   in service");
    check("info irq 96", "no interrupt controller has a source 96");
    check("info irq -1", "no interrupt controller");
}
END_TEST

START_TEST(test_irq_of_the_course_board)
{
    board = board_new(&(BoardSpec) { .machine = "clabpu" });
    check("info irq", "(clabpu-intc)");
    check("info irq 1", "clabpu-timer");
    check("info irq 1", "nothing to do: the wire is low");
}
END_TEST

START_TEST(test_delegated_interrupt_waits_in_m_mode)
{
    setup();
    h->priv = PRIV_M;
    h->mideleg = MIP_SEIP;
    h->mie = MIP_SEIP;
    qdev_foreach(find_plic, NULL);
    board_write32(PLIC + 4 * 10, 1);
    board_write32(PLIC + 0x2080, 1u << 10);
    qemu_irq_raise(qdev_get_gpio_in(found_plic, 10));
    check("info irq 10", "waits: delegated to S-mode, and the hart is in "
          "M-mode");
}
END_TEST

/* --- files --------------------------------------------------------------- */

START_TEST(test_memory_is_saved)
{
    g_autofree char *dir = g_dir_make_tmp("inspect-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "ram", NULL);
    g_autofree char *line = g_strdup_printf("memsave 0x1ffe 0x2+2 %s", path);
    g_autofree char *bytes = NULL;
    gsize size;

    setup();
    map();
    board_write32(DRAM + 0x1ffc, 0x11223344);
    board_write32(DRAM + 0x2000, 0x55667788);
    g_file_set_contents(path, "more than four bytes", -1, NULL);
    g_autofree char *said = run(line);
    ck_assert_str_eq(said, "");
    ck_assert(g_file_get_contents(path, &bytes, &size, NULL));
    ck_assert_uint_eq(size, 4);
    ck_assert_mem_eq(bytes, "\x22\x11\x88\x77", 4);
    g_unlink(path);
    g_rmdir(dir);
}
END_TEST

START_TEST(test_save_that_fails_leaves_no_file)
{
    g_autofree char *dir = g_dir_make_tmp("inspect-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "ram", NULL);
    g_autofree char *line = g_strdup_printf("pmemsave 0x80f00000 0x200000 "
                                            "%s", path);

    setup();
    check(line, "cannot read all of 0x81000000 to 0x8100ffff");
    ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
    check("pmemsave 0 1 /nowhere/file", "cannot open '/nowhere/file'");
    check("pmemsave 0x80000000 100000 /dev/full", "cannot write");
    ck_assert(g_file_test("/dev/full", G_FILE_TEST_EXISTS));
    g_rmdir(dir);
}
END_TEST

UNIT_MAIN("inspect",
          UNIT_TEST(test_print),
          UNIT_TEST(test_registers_are_named_and_decoded),
          UNIT_TEST(test_memory_in_every_format),
          UNIT_TEST(test_virtual_memory_follows_the_page_tables),
          UNIT_TEST(test_addresses_are_translated),
          UNIT_TEST(test_mem_joins_neighbours),
          UNIT_TEST(test_mem_ends_in_a_maze),
          UNIT_TEST(test_walk_is_explained),
          UNIT_TEST(test_walk_names_the_pmp_entry),
          UNIT_TEST(test_looking_sets_no_bit),
          UNIT_TEST(test_traps_are_explained_after_a_run),
          UNIT_TEST(test_irq_names_the_gate_that_is_shut),
          UNIT_TEST(test_irq_of_the_course_board),
          UNIT_TEST(test_delegated_interrupt_waits_in_m_mode),
          UNIT_TEST(test_memory_is_saved),
          UNIT_TEST(test_save_that_fails_leaves_no_file))
