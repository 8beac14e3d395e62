/* test_dump.c: the guest's memory as an ELF core file */
#include "board.h"

#include <elf.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/csr_bits.h"
#include "core/pte.h"
#include "machine/dump.h"

#define DRAM BOARD_DRAM
#define TABLE (DRAM + 0x100000)

static Board *board;
static char *dir, *path;

static void setup(void)
{
    board = board_new(&(BoardSpec) { .machine = "virt",
                                     .smp = { .cpus = 2 } });
    dir = g_dir_make_tmp("dump-XXXXXX", NULL);
    path = g_build_filename(dir, "core", NULL);
    board_write32(DRAM, 0x12345678);
    board_write32(DRAM + 0x654320, 0xabcdef01);
    board_hart(board, 1)->hart.pc = 0x4444;
    board_hart(board, 1)->hart.gpr[31] = 0x3131;
}

static unsigned files_in_dir(void)
{
    g_autoptr(GDir) opened = g_dir_open(dir, 0, NULL);
    unsigned n = 0;

    while (g_dir_read_name(opened)) {
        n++;
    }
    return n;
}

static void teardown(void)
{
    g_unlink(path);
    ck_assert_uint_eq(files_in_dir(), 0);
    g_rmdir(dir);
}

typedef struct Core {
    char *bytes;
    gsize size;
    const Elf64_Ehdr *header;
    const Elf64_Phdr *segments;
} Core;

static Core dump(DumpRequest request)
{
    GError *error = NULL;
    Core core;

    request.path = path;
    ck_assert_msg(dump_guest_memory(board->vm, &request, NULL, &error),
                  "%s",
                  error ? error->message : "");
    ck_assert(g_file_get_contents(path, &core.bytes, &core.size, NULL));
    core.header = (const Elf64_Ehdr *)core.bytes;
    core.segments = (const Elf64_Phdr *)(core.bytes + core.header->e_phoff);
    return core;
}

static char *refusal(DumpRequest request)
{
    GError *error = NULL;
    char *message;

    request.path = request.path ? request.path : path;
    ck_assert(!dump_guest_memory(board->vm, &request, NULL, &error));
    message = g_strdup(error->message);
    g_error_free(error);
    return message;
}

static uint32_t word_at(const Core *core, uint64_t addr, bool virtual)
{
    for (unsigned i = 1; i < core->header->e_phnum; i++) {
        const Elf64_Phdr *s = &core->segments[i];
        uint64_t start = virtual ? s->p_vaddr : s->p_paddr;
        uint32_t word;

        if (addr >= start && addr - start < s->p_filesz) {
            ck_assert_uint_le(s->p_offset + s->p_filesz, core->size);
            memcpy(&word, core->bytes + s->p_offset + (addr - start), 4);
            return word;
        }
    }
    ck_abort_msg("0x%lx is not in the file", (unsigned long)addr);
    return 0;
}

START_TEST(test_core_has_memory_and_registers)
{
    setup();
    Core core = dump((DumpRequest) { .paging = false });
    const Elf64_Phdr *notes = &core.segments[0];

    ck_assert_mem_eq(core.header->e_ident, ELFMAG, SELFMAG);
    ck_assert_uint_eq(core.header->e_type, ET_CORE);
    ck_assert_uint_eq(core.header->e_machine, EM_RISCV);
    ck_assert_uint_eq(notes->p_type, PT_NOTE);
    ck_assert_uint_eq(notes->p_filesz, 2 * (20 + 376));
    ck_assert_uint_eq(word_at(&core, DRAM, false), 0x12345678);
    ck_assert_uint_eq(word_at(&core, DRAM + 0x654320, true), 0xabcdef01);

    const char *second = core.bytes + notes->p_offset + 20 + 376 + 20;
    uint64_t regs[32];
    uint32_t pid;
    memcpy(&pid, second + 32, sizeof(pid));
    memcpy(regs, second + 112, sizeof(regs));
    ck_assert_uint_eq(pid, 2);
    ck_assert_uint_eq(regs[0], 0x4444);
    ck_assert_uint_eq(regs[31], 0x3131);
    g_free(core.bytes);
    teardown();
}
END_TEST

START_TEST(test_core_is_for_its_owner_and_has_holes)
{
    struct stat st;

    setup();
    Core core = dump((DumpRequest) { .paging = false });
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    ck_assert_uint_gt(core.size, BOARD_RAM_SIZE);
    ck_assert_int_lt(st.st_blocks * 512, BOARD_RAM_SIZE / 2);
    g_free(core.bytes);
    teardown();
}
END_TEST

START_TEST(test_range_is_cut_to_the_byte)
{
    setup();
    Core core = dump((DumpRequest) { .has_range = true,
                                     .begin = DRAM + 0x654310,
                                     .length = 0x20 });
    ck_assert_uint_eq(core.header->e_phnum, 2);
    ck_assert_uint_eq(core.segments[1].p_paddr, DRAM + 0x654310);
    ck_assert_uint_eq(core.segments[1].p_filesz, 0x20);
    ck_assert_uint_eq(word_at(&core, DRAM + 0x654320, false), 0xabcdef01);
    g_free(core.bytes);
    teardown();
}
END_TEST

static void write64(hwaddr addr, uint64_t value)
{
    board_write32(addr, (uint32_t)value);
    board_write32(addr + 4, (uint32_t)(value >> 32));
}

/* Two pages that swap places, a device and a page of nothing. */
static void map_on(unsigned hart)
{
    uint64_t leaf = PTE_V | PTE_R | PTE_A;

    write64(TABLE, (TABLE + 0x1000) >> 12 << 10 | PTE_V);
    write64(TABLE + 0x1000, (TABLE + 0x2000) >> 12 << 10 | PTE_V);
    write64(TABLE + 0x2008, (DRAM + 0x654000) >> 12 << 10 | leaf);
    write64(TABLE + 0x2010, DRAM >> 12 << 10 | leaf);
    write64(TABLE + 0x2018, 0x10000ull << 10 | leaf);
    write64(TABLE + 0x2020, 0x7000ull << 10 | leaf);
    board_hart(board, hart)->hart.satp =
        (uint64_t)SATP_SV39 << SATP_MODE_SHIFT | TABLE >> 12;
}

START_TEST(test_paging_shows_virtual_addresses)
{
    setup();
    map_on(0);
    map_on(1);
    Core core = dump((DumpRequest) { .paging = true });
    ck_assert_uint_eq(core.header->e_phnum, 3);
    ck_assert_uint_eq(word_at(&core, 0x1320, true), 0xabcdef01);
    ck_assert_uint_eq(word_at(&core, 0x2000, true), 0x12345678);
    ck_assert_uint_eq(core.segments[1].p_vaddr, 0x1000);
    ck_assert_uint_eq(core.segments[1].p_paddr, DRAM + 0x654000);
    g_free(core.bytes);
    teardown();
}
END_TEST

START_TEST(test_old_file_is_replaced_whole_or_not_at_all)
{
    g_autofree char *bytes = NULL;

    setup();
    g_file_set_contents(path, "old", -1, NULL);
    g_autofree char *message = refusal((DumpRequest) {
        .has_range = true, .begin = 0x70000000, .length = 16 });
    ck_assert_ptr_nonnull(strstr(message, "no RAM in this range"));
    ck_assert(g_file_get_contents(path, &bytes, NULL, NULL));
    ck_assert_str_eq(bytes, "old");
    Core core = dump((DumpRequest) { .paging = false });
    ck_assert_mem_eq(core.bytes, ELFMAG, SELFMAG);
    g_free(core.bytes);
    teardown();
}
END_TEST

static const struct {
    DumpRequest request;
    const char *message;
} refusals[] = {
    { { .path = "/nowhere/core" }, "cannot make a file beside" },
    { { .path = "/dev/null" }, "is not a file" },
    { { .has_range = true, .begin = DRAM, .length = 0 }, "is empty" },
    { { .has_range = true, .begin = -1, .length = 2 }, "beyond the last" },
    { { .paging = true, .has_range = true, .length = 1 }, "leave out -p" },
};

START_TEST(test_bad_request_makes_no_file)
{
    setup();
    for (unsigned i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *message = refusal(refusals[i].request);
        ck_assert_msg(strstr(message, refusals[i].message) != NULL, "%s",
                      message);
    }
    teardown();
}
END_TEST

START_TEST(test_machine_without_harts_is_refused)
{
    board = board_new(&(BoardSpec) { .machine = "none" });
    path = g_strdup("none.core");
    g_autofree char *message = refusal((DumpRequest) { .paging = false });
    ck_assert(!g_file_test(path, G_FILE_TEST_EXISTS));
    ck_assert_uint_gt(strlen(message), 10);
}
END_TEST

UNIT_MAIN("dump",
          UNIT_TEST(test_core_has_memory_and_registers),
          UNIT_TEST(test_core_is_for_its_owner_and_has_holes),
          UNIT_TEST(test_range_is_cut_to_the_byte),
          UNIT_TEST(test_paging_shows_virtual_addresses),
          UNIT_TEST(test_old_file_is_replaced_whole_or_not_at_all),
          UNIT_TEST(test_bad_request_makes_no_file),
          UNIT_TEST(test_machine_without_harts_is_refused))
