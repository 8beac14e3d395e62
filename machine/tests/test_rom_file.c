/* test_rom_file.c: blobs whose bytes stay in their file */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "image_maker.h"
#include "machine/rom.h"
#include "memory/memory_map.h"
#include "support/unit.h"

/* RAM 0x10000..0x4ffff; the file: HEAD bytes, then SIZE bytes for 0x20000. */
#define RAM_SIZE 0x40000
#define HEAD 100
#define SIZE 0x20001            /* more than one piece of a reset */
#define AT 0x10000              /* of 0x20000 in RAM */

static MemoryRegion ram;
static RomList *roms;
static uint8_t *host;
static uint8_t *content;
static char *path;

static bool add(hwaddr addr, uint64_t size, GError **errp)
{
    g_autoptr(GBytes) data = g_bytes_new(content + HEAD, SIZE);
    RomFile *file = rom_file_new(open(path, O_RDONLY | O_CLOEXEC));
    const RomSegment segment = {
        .name = "kernel 'k'",
        .data = data,
        .size = size,
        .addr = addr,
        .file = file,
        .offset = HEAD,
    };
    bool ok = rom_add_segment(roms, &segment, errp);

    rom_file_unref(file);
    return ok;
}

static void setup(void)
{
    ck_assert(memory_region_init_ram(&ram, NULL, "ram", RAM_SIZE, NULL));
    memory_region_add_subregion(get_system_memory(), 0x10000, &ram);
    host = memory_region_get_ram_ptr(&ram);
    roms = rom_list_new(&address_space_memory);
    content = g_malloc(HEAD + SIZE);
    for (unsigned i = 0; i < HEAD + SIZE; i++) {
        content[i] = (uint8_t)(1 + i % 251);
    }
    path = image_write(content, HEAD + SIZE);
}

static void teardown(void)
{
    rom_list_free(roms);
    memory_region_del_subregion(get_system_memory(), &ram);
    memory_region_deinit(&ram);
    g_free(content);
    image_drop(path);
}

/* What rom_reset() says on stderr over memory full of 0xff. */
static char *reset_says(void)
{
    char text[1024];
    int ends[2];
    int saved = dup(STDERR_FILENO);

    memset(host, 0xff, RAM_SIZE);
    ck_assert_int_eq(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    rom_reset(roms);
    dup2(saved, STDERR_FILENO);
    close(saved);
    ssize_t n = read(ends[0], text, sizeof(text));
    close(ends[0]);
    ck_assert_int_ge(n, 0);
    return g_strndup(text, n);
}

static void check_quiet_reset(void)
{
    g_autofree char *text = reset_says();

    ck_assert_str_eq(text, "");
}

static void check_loud_reset(const char *says)
{
    g_autofree char *text = reset_says();

    ck_assert_msg(strstr(text, says) != NULL, "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "kernel 'k'"));
    ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
}

START_TEST(test_every_reset_writes_the_range_of_the_file)
{
    setup();
    ck_assert(add(0x20000, SIZE + 0x1000, NULL));
    for (unsigned round = 0; round < 2; round++) {
        check_quiet_reset();
        ck_assert_uint_eq(host[AT - 1], 0xff);
        ck_assert_mem_eq(host + AT, content + HEAD, SIZE);
        ck_assert_uint_eq(host[AT + SIZE], 0);
        ck_assert_uint_eq(host[AT + SIZE + 0xfff], 0);
        ck_assert_uint_eq(host[AT + SIZE + 0x1000], 0xff);
    }
    teardown();
}
END_TEST

START_TEST(test_truncated_file_gives_zeroes_and_an_error)
{
    char byte;

    setup();
    ck_assert(add(0x20000, SIZE, NULL));
    ck_assert_int_eq(truncate(path, HEAD + 0x11000), 0);
    for (unsigned round = 0; round < 2; round++) {
        check_loud_reset(": 61441 of 131073 bytes for 0x20000 cannot be read "
                         "again");
        ck_assert_mem_eq(host + AT, content + HEAD, 0x11000);
        ck_assert_uint_eq(host[AT + 0x11000], 0);
        ck_assert_uint_eq(host[AT + SIZE - 1], 0);
        ck_assert_uint_eq(host[AT + SIZE], 0xff);
    }
    ck_assert(rom_read(roms, 0x20000 + 0x10fff, &byte, 1));
    ck_assert(!rom_read(roms, 0x20000 + 0x11000, &byte, 1));
    teardown();
}
END_TEST

START_TEST(test_file_cut_to_nothing_is_survived_and_may_come_back)
{
    int fd;

    setup();
    ck_assert(add(0x20000, SIZE, NULL));
    ck_assert_int_eq(truncate(path, 0), 0);
    check_loud_reset(": 131073 of 131073 bytes");
    fd = open(path, O_WRONLY);
    ck_assert_int_eq(write(fd, content, HEAD + SIZE), HEAD + SIZE);
    close(fd);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT, content + HEAD, SIZE);
    teardown();
}
END_TEST

START_TEST(test_overwritten_file_is_used_and_reported_once)
{
    setup();
    ck_assert(add(0x20000, SIZE, NULL));
    image_overwrite(path, "new", HEAD + SIZE - 3);
    check_loud_reset("warning: kernel 'k' was changed");
    ck_assert_mem_eq(host + AT + SIZE - 3, "new", 3);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT + SIZE - 3, "new", 3);
    teardown();
}
END_TEST

START_TEST(test_change_outside_of_the_range_is_none)
{
    setup();
    ck_assert(add(0x20000, SIZE, NULL));
    image_overwrite(path, "new", HEAD - 3);
    image_overwrite(path, "new", HEAD + SIZE);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT, content + HEAD, SIZE);
    teardown();
}
END_TEST

START_TEST(test_removed_or_replaced_file_keeps_its_old_bytes)
{
    char *other;

    setup();
    other = image_write("something else", 14);
    ck_assert(add(0x20000, SIZE, NULL));
    ck_assert_int_eq(g_rename(other, path), 0);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT, content + HEAD, SIZE);
    ck_assert_int_eq(g_unlink(path), 0);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT, content + HEAD, SIZE);
    g_free(other);
    teardown();
}
END_TEST

/* One blob lies at 0x20000..0x40000. */
static const struct {
    hwaddr addr;
    const char *says;
} place_rows[] = {
    { 0x40000, "overlap at 0x40000" },
    { 0x10000, "overlap at 0x20000" },
    { 0x30000, "overlap at 0x30000" },
    { 0x41000, "no memory at 0x50000" },
    { 0xfffffffffffffff0, "larger than the address space" },
};

START_TEST(test_files_lie_in_memory_and_apart)
{
    g_autoptr(GError) err = NULL;

    setup();
    ck_assert(add(0x20000, SIZE, NULL));
    ck_assert(!add(place_rows[_i].addr, SIZE, &err));
    ck_assert_msg(strstr(err->message, place_rows[_i].says) != NULL, "%s",
                  err->message);
    ck_assert_uint_eq(rom_list_size(roms), 1);
    teardown();
}
END_TEST

/* Each blob holds the file; the last one closes it. */
START_TEST(test_blobs_share_one_descriptor)
{
    g_autoptr(GBytes) data = NULL;
    int fd;

    setup();
    fd = open(path, O_RDONLY | O_CLOEXEC);
    data = g_bytes_new(content, 0x100);
    RomFile *file = rom_file_new(fd);
    for (unsigned i = 0; i < 3; i++) {
        const RomSegment segment = {
            .name = "elf", .data = data, .size = 0x100,
            .addr = 0x20000 + i * 0x100, .file = file,
        };

        ck_assert(rom_add_segment(roms, &segment, NULL));
    }
    rom_file_unref(file);
    check_quiet_reset();
    ck_assert_mem_eq(host + AT + 0x200, content, 0x100);
    ck_assert_int_ne(fcntl(fd, F_GETFD), -1);
    rom_list_free(roms);
    ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
    roms = NULL;
    teardown();
}
END_TEST

UNIT_MAIN("rom_file",
          UNIT_TEST(test_every_reset_writes_the_range_of_the_file),
          UNIT_TEST(test_truncated_file_gives_zeroes_and_an_error),
          UNIT_TEST(test_file_cut_to_nothing_is_survived_and_may_come_back),
          UNIT_TEST(test_overwritten_file_is_used_and_reported_once),
          UNIT_TEST(test_change_outside_of_the_range_is_none),
          UNIT_TEST(test_removed_or_replaced_file_keeps_its_old_bytes),
          UNIT_LOOP(test_files_lie_in_memory_and_apart,
                    G_N_ELEMENTS(place_rows)),
          UNIT_TEST(test_blobs_share_one_descriptor))
