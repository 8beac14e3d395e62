/* test_boot.c: firmware, kernel, initrd and device tree together */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "image_maker.h"
#include "machine/boot.h"
#include "support/unit.h"

#define MIB (1ull << 20)
#define RAM 0x80000000ull
#define FLASH 0x20000000ull

/* Files of 3 bytes; names for BootRequest. */
static char *firmware, *kernel, *initrd;
static RomList *roms;
static BootRequest request;
static BootLayout layout;

static void setup(void)
{
    firmware = image_write("fw!", 3);
    kernel = image_write("krn", 3);
    initrd = image_write("ird", 3);
    roms = rom_list_new(NULL);
    request = (BootRequest) { .ram_base = RAM, .ram_size = 128 * MIB };
}

static void teardown(void)
{
    rom_list_free(roms);
    image_drop(firmware);
    image_drop(kernel);
    image_drop(initrd);
}

/* The three bytes that lie at @addr after a reset. */
static const char *bytes_at(hwaddr addr)
{
    static char text[4];

    ck_assert(rom_read(roms, addr, text, 3));
    return text;
}

START_TEST(test_firmware_goes_on_to_the_kernel)
{
    setup();
    request.bios = firmware;
    request.kernel = kernel;
    request.initrd = initrd;
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert_uint_eq(layout.start, RAM);
    ck_assert_uint_eq(layout.firmware_end, RAM + 3);
    ck_assert_uint_eq(layout.kernel_entry, 0x80200000);
    ck_assert_uint_eq(layout.initrd_start, 0x84200000);
    ck_assert_uint_eq(layout.initrd_end, 0x84200003);
    ck_assert_str_eq(bytes_at(RAM), "fw!");
    ck_assert_str_eq(bytes_at(0x80200000), "krn");
    ck_assert_str_eq(bytes_at(0x84200000), "ird");
    teardown();
}
END_TEST

START_TEST(test_without_firmware_the_kernel_is_first)
{
    setup();
    request.bios = "none";
    request.kernel = kernel;
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert_uint_eq(layout.start, RAM);
    ck_assert_uint_eq(layout.kernel_entry, RAM);
    ck_assert_str_eq(bytes_at(RAM), "krn");
    teardown();
}
END_TEST

START_TEST(test_flash_starts_or_follows_the_firmware)
{
    setup();
    request.flash_base = FLASH;
    request.bios = "none";
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert_uint_eq(layout.start, FLASH);
    request.bios = firmware;
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert_uint_eq(layout.start, RAM);
    ck_assert_uint_eq(layout.kernel_entry, FLASH);
    teardown();
}
END_TEST

START_TEST(test_elf_firmware_starts_at_its_entry)
{
    ElfMaker maker;
    char *path;

    setup();
    elf_maker_init(&maker);
    path = image_write(&maker, sizeof(maker));
    request.bios = path;
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert_uint_eq(layout.start, 0x80000004);
    ck_assert_uint_eq(layout.firmware_end, 0x80001008);
    image_drop(path);
    teardown();
}
END_TEST

static void check_error(const char *says)
{
    g_autoptr(GError) err = NULL;

    ck_assert(!boot_load_images(roms, &request, &layout, &err));
    ck_assert_msg(strstr(err->message, says) != NULL, "%s", err->message);
    ck_assert_ptr_null(strchr(err->message, '\n'));
}

START_TEST(test_contradictions_are_refused)
{
    setup();
    request.bios = "none";
    request.initrd = initrd;
    check_error("-kernel");
    request.bios = firmware;
    request.kernel = kernel;
    request.flash_base = FLASH;
    check_error("not to both");
    request.flash_base = 0;
    request.ram_size = 2 * MIB;
    check_error("does not fit");
    request.bios = "/nonexistent";
    check_error("cannot find firmware '/nonexistent'");
    teardown();
}
END_TEST

START_TEST(test_device_tree_keeps_off_the_images)
{
    g_autoptr(GBytes) fdt = g_bytes_new_static("tree", 4);
    g_autoptr(GError) err = NULL;

    setup();
    request.bios = firmware;
    request.kernel = kernel;
    ck_assert(boot_load_images(roms, &request, &layout, NULL));
    ck_assert(boot_add_fdt(roms, &request, fdt, &layout, NULL));
    ck_assert_uint_eq(layout.fdt_addr, 0x87e00000);
    layout.kernel_high = 0x87e00001;
    ck_assert(!boot_add_fdt(roms, &request, fdt, &layout, &err));
    ck_assert_ptr_nonnull(strstr(err->message, "-m"));
    teardown();
}
END_TEST

START_TEST(test_default_firmware_is_searched_in_folders)
{
    g_autofree char *folder = g_dir_make_tmp("lectern-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "fw_dynamic.bin", NULL);
    char *const search[] = { folder, NULL };
    g_autofree char *by_option = NULL;
    g_autofree char *by_variable = NULL;
    g_autofree char *by_name = NULL;

    ck_assert(g_file_set_contents(file, "x", 1, NULL));
    by_option = riscv_find_firmware("default", search, NULL);
    ck_assert_str_eq(by_option, file);
    by_name = riscv_find_firmware("fw_dynamic.bin", search, NULL);
    ck_assert_str_eq(by_name, file);
    g_setenv("LECTERN_FIRMWARE_PATH", folder, TRUE);
    by_variable = riscv_find_firmware(NULL, NULL, NULL);
    ck_assert_str_eq(by_variable, file);
    g_unlink(file);
    g_rmdir(folder);
}
END_TEST

UNIT_MAIN("boot",
          UNIT_TEST(test_firmware_goes_on_to_the_kernel),
          UNIT_TEST(test_without_firmware_the_kernel_is_first),
          UNIT_TEST(test_flash_starts_or_follows_the_firmware),
          UNIT_TEST(test_elf_firmware_starts_at_its_entry),
          UNIT_TEST(test_contradictions_are_refused),
          UNIT_TEST(test_device_tree_keeps_off_the_images),
          UNIT_TEST(test_default_firmware_is_searched_in_folders))
