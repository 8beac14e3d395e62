/* test_clabpu_boot.c: the boot ROM, images, and a guest that takes a trap */
#include "board.h"

#include <elf.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/cpu_model.h"
#include "core/isa.h"
#include "devices/clabpu_edc.h"
#include "machine/clabpu.h"

static hwaddr window(ClabpuWindow w)
{
    return clabpu_memmap[w].base;
}

/* ---- boot ROM ----------------------------------------------------------- */

static const char *const rom_listing[CLABPU_ROM_CODE_WORDS] = {
    "auipc\tt0,0x0",        "csrrs\ta0,mhartid,zero", "addi\ta1,zero,0",
    "ld\tt1,80(t0)",        "beq\tt1,zero,0x1018",      "jalr\tzero,0(t1)",
    "ld\ts1,88(t0)",        "addi\ts0,t0,96",         "addi\ts2,zero,257",
    "slli\ts2,s2,0x30",     "lbu\tt2,0(s0)",          "beq\tt2,zero,0x1040",
    "or\tt2,t2,s2",         "sd\tt2,0(s1)",           "addi\ts0,s0,1",
    "jal\tzero,0x1028",       "wfi",                    "jal\tzero,0x1040",
};

START_TEST(test_rom_disassembles_to_its_comments)
{
    g_autoptr(GBytes) rom = clabpu_rom_build(0);
    const uint8_t *bytes = g_bytes_get_data(rom, NULL);
    HartConfig config;
    DecodeTable *table;
    uint32_t word;
    char text[64];

    ck_assert(hart_config_init(&config, "thead-c906", NULL, NULL));
    table = decode_table_new(&config);
    memcpy(&word, bytes + 4 * _i, sizeof(word));
    ck_assert_uint_eq(insn_disas(table, word, 0x1000 + 4 * (unsigned)_i,
                                 text, sizeof(text)), 4);
    ck_assert_str_eq(text, rom_listing[_i]);
    decode_table_free(table);
}
END_TEST

START_TEST(test_rom_data_lies_where_the_code_looks)
{
    g_autoptr(GBytes) rom = clabpu_rom_build(0x80001234);
    const uint8_t *bytes = g_bytes_get_data(rom, NULL);
    uint64_t entry, htif;

    memcpy(&entry, bytes + CLABPU_ROM_ENTRY, sizeof(entry));
    memcpy(&htif, bytes + CLABPU_ROM_HTIF, sizeof(htif));
    ck_assert_uint_eq(entry, 0x80001234);
    ck_assert_uint_eq(htif, window(CLABPU_MMAP_HTIF));
    ck_assert_uint_le(4 * CLABPU_ROM_CODE_WORDS, CLABPU_ROM_ENTRY);
    ck_assert_uint_lt(g_bytes_get_size(rom),
                      clabpu_memmap[CLABPU_MMAP_MROM].size);
}
END_TEST

START_TEST(test_board_without_image_says_so_and_waits)
{
    Board *board = board_new(&(BoardSpec) {
        .machine = "clabpu", .icount = true,
    });
    g_autofree char *text = NULL;

    ck_assert_int_eq(board_run_budget(board, 20000), BOARD_BUDGET_SPENT);
    text = board_output(board);
    ck_assert_str_eq(text, "clabpu: no image; name one with -kernel FILE or "
                           "-bios FILE\n");
    ck_assert_uint_ge(board_hart(board, 0)->hart.pc, 0x1040);
    ck_assert_uint_le(board_hart(board, 0)->hart.pc, 0x1044);
}
END_TEST

/* ---- images ------------------------------------------------------------- */

/* Exit through HTIF with status 5 + hart id + device tree address. */
static const uint32_t exit_five[] = {
    0x00b50533,                 /* add  a0, a0, a1      */
    0x00151513,                 /* slli a0, a0, 1       */
    0x00b50513,                 /* addi a0, a0, 5*2 + 1 */
    0x010002b7,                 /* lui  t0, 0x1000      */
    0x00a2b023,                 /* sd   a0, 0(t0)       */
    0x0000006f,                 /* j    .               */
};

START_TEST(test_image_runs_and_its_htif_exit_code_is_the_status)
{
    g_autofree char *path = board_write_image(exit_five,
                                              sizeof(exit_five));
    BoardSpec spec = { .machine = "clabpu" };

    *(_i ? &spec.kernel : &spec.firmware) = path;
    ck_assert_int_eq(board_run(board_new(&spec)), 5);
    g_unlink(path);
}
END_TEST

/* One segment at BOARD_DRAM + 0x4000 that starts with its second word. */
static char *write_elf(void)
{
    struct {
        Elf64_Ehdr header;
        Elf64_Phdr segment;
        uint32_t words[1 + G_N_ELEMENTS(exit_five)];
    } file = {
        .header = {
            .e_ident = ELFMAG "\2\1\1",
            .e_type = ET_EXEC,
            .e_machine = EM_RISCV,
            .e_version = EV_CURRENT,
            .e_entry = BOARD_DRAM + 0x4004,
            .e_phoff = sizeof(Elf64_Ehdr),
            .e_ehsize = sizeof(Elf64_Ehdr),
            .e_phentsize = sizeof(Elf64_Phdr),
            .e_phnum = 1,
        },
        .segment = {
            .p_type = PT_LOAD,
            .p_offset = sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr),
            .p_vaddr = BOARD_DRAM + 0x4000,
            .p_paddr = BOARD_DRAM + 0x4000,
            .p_filesz = sizeof(file.words),
            .p_memsz = sizeof(file.words),
        },
    };

    memcpy(file.words + 1, exit_five, sizeof(exit_five));
    return board_write_image(&file, sizeof(file));
}

START_TEST(test_elf_image_starts_at_its_entry)
{
    g_autofree char *path = write_elf();
    BoardSpec spec = { .machine = "clabpu", .kernel = path };

    ck_assert_int_eq(board_run(board_new(&spec)), 5);
    g_unlink(path);
}
END_TEST

typedef struct Refusal {
    const char *firmware;
    const char *kernel;
    const char *text;
} Refusal;

static const Refusal refusals[] = {
    { "/nowhere/fw", NULL, "/nowhere/fw" },
    { NULL, "/nowhere/kernel", "/nowhere/kernel" },
    { "/dev/null", "/dev/null", "not both" },
    { NULL, "/", "'/'" },
};

START_TEST(test_image_that_cannot_be_used_is_refused)
{
    const Refusal *row = &refusals[_i];
    g_autofree char *message = board_refusal(&(BoardSpec) {
        .machine = "clabpu",
        .firmware = row->firmware,
        .kernel = row->kernel,
    });

    ck_assert_msg(strstr(message, row->text) != NULL, "%s", message);
    ck_assert_msg(strchr(message, '\n') == NULL, "%s", message);
}
END_TEST

/* ---- a trap handler ----------------------------------------------------- */

#define CLEAR_WORD 27
#define NOP 0x00000013

/* Injects an EDC error; the handler counts, checks the cause and clears. */
static const uint32_t edc_guest[] = {
    0x00000297, 0x05828293,     /* la    t0, handler            */
    0x30529073,                 /* csrw  mtvec, t0              */
    0x20001437, 0x200024b7,     /* lui   s0, EDC; lui s1, ERR   */
    0x10000937,                 /* lui   s2, INTC               */
    0x00000993,                 /* li    s3, 0                  */
    0x00100313, 0x00692223,     /* sw    1, ENABLE(s2)          */
    0x00642623,                 /* sw    1, INT_ENABLE(s0)      */
    0x000013b7, 0x0013d393,     /* li    t2, 1 << 11            */
    0x30439073, 0x30046073,     /* csrw  mie, t2; mstatus.MIE   */
    0x00200313, 0x00642a23,     /* sw    2, INJECT(s0)          */
    0x00098063,                 /* beqz  s3, .                  */
    0x00199993, 0xfff98993,     /* s3 = (traps - 1) * 2 + 1     */
    0x010002b7, 0x0132b023,     /* sd    s3, TOHOST             */
    0x0000006f,                 /* j     .                      */
    0x342023f3, 0x00198993,     /* handler: csrr t2, mcause     */
    0x00842e03, 0x01c4a023,     /* write ERROR back to clear it */
    0x00100e13, 0x01c42823,     /* sw    1, INT_STATUS(s0)      */
    0x00139393, 0xfea38393,     /* mcause << 1 == 11 << 1?      */
    0x00038463, 0x00798993,     /* if not, count 7 more         */
    0x30200073,                 /* mret                         */
};

static int run_edc_guest(bool clears, Board **board)
{
    uint32_t words[G_N_ELEMENTS(edc_guest)];
    g_autofree char *path = NULL;
    int status;

    memcpy(words, edc_guest, sizeof(words));
    ck_assert_uint_eq(words[CLEAR_WORD], 0x01c42823);
    if (!clears) {
        words[CLEAR_WORD] = NOP;
    }
    path = board_write_image(words, sizeof(words));
    *board = board_new(&(BoardSpec) {
        .machine = "clabpu", .kernel = path, .icount = true,
    });
    status = board_run_budget(*board, 100000);
    g_unlink(path);
    return status;
}

START_TEST(test_guest_takes_one_external_trap_clears_it_and_returns)
{
    Board *board;

    ck_assert_int_eq(run_edc_guest(true, &board), 0);
    ck_assert_uint_lt(cpu_set_retired(board->vm->cpus), 200);
    ck_assert_uint_eq(board_read32(window(CLABPU_MMAP_EDC_REG) +
                                   CLABPU_EDC_ERROR), 0);
}
END_TEST

START_TEST(test_guest_that_forgets_to_clear_traps_for_ever)
{
    Board *board;

    ck_assert_int_eq(run_edc_guest(false, &board), BOARD_BUDGET_SPENT);
    ck_assert_uint_gt(board_hart(board, 0)->hart.gpr[19], 1000);
}
END_TEST

UNIT_MAIN("clabpu_boot",
    UNIT_LOOP(test_rom_disassembles_to_its_comments, CLABPU_ROM_CODE_WORDS),
    UNIT_TEST(test_rom_data_lies_where_the_code_looks),
    UNIT_TEST(test_board_without_image_says_so_and_waits),
    UNIT_LOOP(test_image_runs_and_its_htif_exit_code_is_the_status, 2),
    UNIT_TEST(test_elf_image_starts_at_its_entry),
    UNIT_LOOP(test_image_that_cannot_be_used_is_refused,
              G_N_ELEMENTS(refusals)),
    UNIT_TEST(test_guest_takes_one_external_trap_clears_it_and_returns),
    UNIT_TEST(test_guest_that_forgets_to_clear_traps_for_ever))
