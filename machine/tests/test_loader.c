/* test_loader.c: images, good and hostile */
#include <stdlib.h>
#include <string.h>

#include "image_maker.h"
#include "machine/fdt_builder.h"
#include "machine/loader.h"
#include "support/unit.h"

#define MIB (1ull << 20)

static GBytes *elf_bytes(const ElfMaker *maker)
{
    return g_bytes_new(maker, sizeof(*maker));
}

/* ---- ELF --------------------------------------------------------------- */

START_TEST(test_elf_gives_physical_segments_and_entry)
{
    ElfMaker maker;
    ElfImage elf;
    g_autoptr(GBytes) bytes = NULL;

    elf_maker_init(&maker);
    bytes = elf_bytes(&maker);
    ck_assert(elf_parse(bytes, &elf, NULL));
    ck_assert_uint_eq(elf.entry, 0x80000004);
    ck_assert_uint_eq(elf.low, 0x80000000);
    ck_assert_uint_eq(elf.high, 0x80001008);
    ck_assert_uint_eq(elf.segments->len, 2);
    elf_image_clear(&elf);
}
END_TEST

/* One field, damaged: offset in ElfMaker, width, value. */
#define HEADER(field_) \
    offsetof(ElfMaker, header.field_), sizeof(((Elf64_Ehdr *)0)->field_)
#define SEGMENT(field_) \
    offsetof(ElfMaker, segments[0].field_), \
    sizeof(((Elf64_Phdr *)0)->field_)

static const struct {
    size_t offset, width;
    uint64_t value;
    const char *says;
} elf_rows[] = {
    { 0, 1, 0, "truncated" },
    { EI_CLASS, 1, ELFCLASS32, "32-bit" },
    { EI_DATA, 1, ELFDATA2MSB, "big-endian" },
    { HEADER(e_machine), EM_X86_64, "machine 62, not for RISC-V (243)" },
    { HEADER(e_type), ET_REL, "type 1" },
    { HEADER(e_phentsize), 32, "without program headers" },
    { HEADER(e_phnum), 0, "without program headers" },
    { HEADER(e_phnum), 0xffff, "truncated" },
    { HEADER(e_phoff), 0xffffffffffffffc0, "truncated" },
    { HEADER(e_phoff), sizeof(ElfMaker), "truncated" },
    { HEADER(e_phoff), sizeof(ElfMaker) - 111, "truncated" },
    { HEADER(e_entry), 0x1000, "entry point 0x1000" },
    { SEGMENT(p_filesz), 33, "larger in the file" },
    { SEGMENT(p_filesz), UINT64_MAX, "larger in the file" },
    { SEGMENT(p_offset), sizeof(ElfMaker) - 15, "truncated" },
    { SEGMENT(p_offset), UINT64_MAX, "truncated" },
    { SEGMENT(p_offset), UINT64_MAX - 15, "truncated" },
    { SEGMENT(p_memsz), UINT64_MAX, "wraps" },
    { SEGMENT(p_paddr), UINT64_MAX, "wraps" },
    { SEGMENT(p_type), PT_NOTE, "entry point" },
};

START_TEST(test_hostile_elf_is_refused)
{
    ElfMaker maker;
    ElfImage elf;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) err = NULL;

    elf_maker_init(&maker);
    memcpy((char *)&maker + elf_rows[_i].offset, &elf_rows[_i].value,
           elf_rows[_i].width);
    bytes = elf_bytes(&maker);
    ck_assert(!elf_parse(bytes, &elf, &err));
    ck_assert_msg(strstr(err->message, elf_rows[_i].says) != NULL, "%s",
                  err->message);
    ck_assert_ptr_null(elf.segments);
}
END_TEST

START_TEST(test_every_truncated_elf_is_refused)
{
    ElfMaker maker;

    elf_maker_init(&maker);
    for (gsize size = 0; size < sizeof(maker); size++) {
        /* a copy of exactly that size lets ASan see any overrun */
        g_autoptr(GBytes) bytes =
            g_bytes_new_take(g_memdup2(&maker, size), size);
        ElfImage elf;

        ck_assert_msg(!elf_parse(bytes, &elf, NULL), "%zu bytes", size);
    }
}
END_TEST

START_TEST(test_random_elf_damage_is_survived)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(3);

    for (unsigned round = 0; round < 20000; round++) {
        ElfMaker maker;
        ElfImage elf;
        g_autoptr(GBytes) bytes = NULL;

        elf_maker_init(&maker);
        for (unsigned n = 0; n < 4; n++) {
            ((uint8_t *)&maker)[g_rand_int_range(random, 4, sizeof(maker))] =
                g_rand_int(random);
        }
        bytes = elf_bytes(&maker);
        if (elf_parse(bytes, &elf, NULL)) {
            ck_assert_uint_le(elf.segments->len, 256);
            elf_image_clear(&elf);
        }
    }
}
END_TEST

static void check_bytes(const RomList *roms, hwaddr addr, const char *says)
{
    char bytes[16] = { 0 };

    ck_assert(rom_read(roms, addr, bytes, strlen(says)));
    ck_assert_str_eq(bytes, says);
}

START_TEST(test_elf_segments_reach_the_rom_list)
{
    ElfMaker maker;
    RomList *roms = rom_list_new(NULL);
    LoadedImage image;
    char *path;

    elf_maker_init(&maker);
    path = image_write(&maker, sizeof(maker));
    const LoadRequest request = { roms, "kernel", path, 0x90000000, 0 };
    ck_assert(load_image(&request, &image, NULL));
    ck_assert_int_eq(image.kind, IMAGE_ELF);
    ck_assert_uint_eq(image.entry, 0x80000004);
    ck_assert_uint_eq(image.high, 0x80001008);
    check_bytes(roms, 0x80000000, "0123");
    check_bytes(roms, 0x80001000, "89ab");
    rom_list_free(roms);
    image_drop(path);
}
END_TEST

START_TEST(test_position_independent_elf_moves)
{
    ElfMaker maker;
    RomList *roms = rom_list_new(NULL);
    LoadedImage image;
    char *path;

    elf_maker_init(&maker);
    maker.header.e_type = ET_DYN;
    maker.header.e_entry = 4;
    for (unsigned i = 0; i < 2; i++) {
        maker.segments[i].p_vaddr &= 0xffff;
        maker.segments[i].p_paddr &= 0xffff;
    }
    path = image_write(&maker, sizeof(maker));
    const LoadRequest request = { roms, "firmware", path, 0x80000000, 0 };
    ck_assert(load_elf64(&request, &image, NULL));
    ck_assert_uint_eq(image.entry, 0x80000004);
    ck_assert_uint_eq(image.low, 0x80000000);
    check_bytes(roms, 0x80001000, "89abcde");
    rom_list_free(roms);
    image_drop(path);
}
END_TEST

/* ---- Linux Image, packings --------------------------------------------- */

START_TEST(test_linux_header_is_recognised)
{
    g_autoptr(GBytes) image = image_linux_new(64, 0x123000, 0);
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(image, 0, 63);
    LinuxImageHeader header;

    ck_assert(linux_image_parse(image, &header));
    ck_assert_uint_eq(header.text_offset, 0x200000);
    ck_assert_uint_eq(header.image_size, 0x123000);
    ck_assert_uint_eq(header.version, 2);
    ck_assert(!linux_image_parse(cut, &header));
}
END_TEST

START_TEST(test_gzip_and_zboot_are_unpacked)
{
    g_autoptr(GBytes) image = image_linux_new(3 * MIB + 7, 0, 0);
    g_autoptr(GBytes) gz = image_gzip(image);
    g_autoptr(GBytes) zboot = image_zboot(gz, "gzip");
    GBytes *const packed[] = { image, gz, zboot };

    for (unsigned i = 0; i < G_N_ELEMENTS(packed); i++) {
        g_autoptr(GBytes) out = image_unpack(packed[i], 4 * MIB, NULL);

        ck_assert_ptr_nonnull(out);
        ck_assert(g_bytes_equal(out, image));
    }
}
END_TEST

static void check_refused(GBytes *bytes, uint64_t limit, const char *says)
{
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_null(image_unpack(bytes, limit, &err));
    ck_assert_msg(strstr(err->message, says) != NULL, "%s", err->message);
}

START_TEST(test_gzip_bomb_stops_at_the_limit)
{
    g_autoptr(GBytes) image = image_linux_new(64 * MIB, 0, 0);
    g_autoptr(GBytes) gz = image_gzip(image);

    check_refused(gz, 2 * MIB, "more than 2 MiB");
}
END_TEST

START_TEST(test_truncated_gzip_is_refused)
{
    g_autoptr(GBytes) image = image_linux_new(4096, 0, 0);
    g_autoptr(GBytes) gz = image_gzip(image);

    for (gsize size = 2; size < g_bytes_get_size(gz); size++) {
        g_autoptr(GBytes) cut = g_bytes_new_from_bytes(gz, 0, size);

        check_refused(cut, MIB, "broken or truncated");
    }
}
END_TEST

START_TEST(test_data_behind_gzip_is_refused_unless_zero)
{
    g_autoptr(GBytes) image = image_linux_new(4096, 0, 0);
    g_autoptr(GBytes) gz = image_gzip(image);
    gsize size = g_bytes_get_size(gz);
    uint8_t *data = g_malloc0(size + 8);
    g_autoptr(GBytes) padded = NULL;
    g_autoptr(GBytes) out = NULL;
    g_autoptr(GBytes) dirty = NULL;

    memcpy(data, g_bytes_get_data(gz, NULL), size);
    padded = g_bytes_new(data, size + 8);
    out = image_unpack(padded, MIB, NULL);
    ck_assert(out && g_bytes_equal(out, image));
    data[size + 7] = 1;
    dirty = g_bytes_new_take(data, size + 8);
    check_refused(dirty, MIB, "more data follows");
}
END_TEST

START_TEST(test_hostile_zboot_is_refused)
{
    g_autoptr(GBytes) payload = g_bytes_new_static("payload!", 8);
    g_autoptr(GBytes) zstd = image_zboot(payload, "zstd");
    g_autoptr(GBytes) broken = image_zboot(payload, "gzip");
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(broken, 0, 70);
    g_autoptr(GBytes) header = g_bytes_new_from_bytes(broken, 0, 40);

    check_refused(zstd, MIB, "zstd inside, not gzip");
    check_refused(broken, MIB, "broken or truncated");
    check_refused(cut, MIB, "truncated");
    check_refused(header, MIB, "truncated");
}
END_TEST

static const struct {
    const char *bytes;
    unsigned offset, size;
    const char *says;
} foreign_rows[] = {
    { "\xfd" "7zXZ\0", 0, 6, "unxz" },
    { "\x28\xb5\x2f\xfd", 0, 4, "unzstd" },
    { "BZh9", 0, 4, "bunzip2" },
    { "\x27\x05\x19\x56", 0, 4, "uImage" },
    { "\xd0\x0d\xfe\xed", 0, 4, "device tree" },
    { "ARMd", 56, 4, "arm64" },
    { "HdrS", 0x202, 4, "x86" },
};

START_TEST(test_foreign_images_are_named)
{
    uint8_t data[1024] = { 0 };
    g_autoptr(GBytes) bytes = NULL;

    memcpy(data + foreign_rows[_i].offset, foreign_rows[_i].bytes,
           foreign_rows[_i].size);
    bytes = g_bytes_new(data, sizeof(data));
    check_refused(bytes, MIB, foreign_rows[_i].says);
}
END_TEST

/* ---- files ------------------------------------------------------------- */

typedef struct LoadRow {
    const char *name;
    GBytes *(*make)(void);
    hwaddr limit;
    const char *says;           /* NULL: loads, and ends at @high */
    hwaddr high;
} LoadRow;

static GBytes *make_flat(void)
{
    return g_bytes_new_static("flat", 4);
}

static GBytes *make_linux(void)
{
    return image_linux_new(8192, 0x10000, 0);
}

static GBytes *make_linux_gz(void)
{
    g_autoptr(GBytes) image = make_linux();

    return image_gzip(image);
}

static GBytes *make_big_endian(void)
{
    return image_linux_new(8192, 0, 1);
}

static GBytes *make_huge(void)
{
    return image_linux_new(8192, UINT64_MAX, 0);
}

static GBytes *make_empty(void)
{
    return g_bytes_new_static("", 0);
}

static const LoadRow load_rows[] = {
    { "flat", make_flat, 0, NULL, 0x80200004 },
    { "flat that just fits", make_flat, 0x80200004, NULL, 0x80200004 },
    { "flat that does not", make_flat, 0x80200003, "does not fit", 0 },
    { "flat behind the end", make_flat, 0x80000000, "does not fit", 0 },
    { "Image", make_linux, 0, NULL, 0x80210000 },
    { "Image.gz", make_linux_gz, 0, NULL, 0x80210000 },
    { "Image with .bss", make_linux, 0x8020ffff, "does not fit", 0 },
    { "Image.gz without room", make_linux_gz, 0x80200010, "too large", 0 },
    { "big endian", make_big_endian, 0, "big-endian", 0 },
    { "huge", make_huge, 0x90000000, "does not fit", 0 },
    { "empty", make_empty, 0, "it is empty", 0 },
};

START_TEST(test_any_kind_of_file_loads_or_says_why)
{
    const LoadRow *row = &load_rows[_i];
    g_autoptr(GBytes) bytes = row->make();
    char *path = image_write(g_bytes_get_data(bytes, NULL),
                             g_bytes_get_size(bytes));
    RomList *roms = rom_list_new(NULL);
    const LoadRequest request = { roms, "kernel", path, 0x80200000,
                                  row->limit };
    LoadedImage image;
    g_autoptr(GError) err = NULL;

    ck_assert_msg(load_image(&request, &image, &err) == !row->says, "%s: %s",
                  row->name, err ? err->message : "");
    if (err) {
        ck_assert_msg(strstr(err->message, row->says) != NULL, "%s: %s",
                      row->name, err->message);
        ck_assert_ptr_nonnull(strstr(err->message, path));
        ck_assert_uint_eq(rom_list_size(roms), 0);
    } else {
        ck_assert_uint_eq(image.entry, 0x80200000);
        ck_assert_uint_eq(image.high, row->high);
    }
    rom_list_free(roms);
    image_drop(path);
}
END_TEST

/* What a file is overwritten with after it was loaded. */
static const struct {
    const char *name;
    GBytes *(*make)(void);
    bool in_file;               /* the list reads the new bytes */
} kept_rows[] = {
    { "flat", make_flat, true },
    { "Image", make_linux, true },
    { "Image.gz", make_linux_gz, false },
};

START_TEST(test_only_unpacked_images_are_kept_in_memory)
{
    g_autoptr(GBytes) bytes = kept_rows[_i].make();
    char *path = image_write(g_bytes_get_data(bytes, NULL),
                             g_bytes_get_size(bytes));
    RomList *roms = rom_list_new(NULL);
    const LoadRequest request = { roms, "kernel", path, 0x80200000, 0 };
    LoadedImage image;
    char to[4];

    ck_assert(load_image(&request, &image, NULL));
    image_overwrite(path, "new!", 0);
    ck_assert(rom_read(roms, 0x80200000, to, sizeof(to)));
    ck_assert_msg((memcmp(to, "new!", 4) == 0) == kept_rows[_i].in_file,
                  "%s", kept_rows[_i].name);
    rom_list_free(roms);
    image_drop(path);
}
END_TEST

START_TEST(test_elf_segments_stay_in_the_file)
{
    ElfMaker maker;
    RomList *roms = rom_list_new(NULL);
    LoadedImage image;
    char *path;

    elf_maker_init(&maker);
    path = image_write(&maker, sizeof(maker));
    const LoadRequest request = { roms, "kernel", path, 0x90000000, 0 };
    ck_assert(load_elf64(&request, &image, NULL));
    image_overwrite(path, "new!", offsetof(ElfMaker, text) + 8);
    check_bytes(roms, 0x80000000, "0123");
    check_bytes(roms, 0x80001000, "new!");
    rom_list_free(roms);
    image_drop(path);
}
END_TEST

static const struct {
    const char *path, *says;
} file_rows[] = {
    { "/nonexistent/Image", "No such file" },
    { "/tmp", "not a regular file" },
    { "/dev/null", "not a regular file" },
};

START_TEST(test_unreadable_files_are_named)
{
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_null(image_read("kernel", file_rows[_i].path, &err));
    ck_assert_ptr_nonnull(strstr(err->message, "kernel"));
    ck_assert_ptr_nonnull(strstr(err->message, file_rows[_i].path));
    ck_assert_ptr_nonnull(strstr(err->message, file_rows[_i].says));
}
END_TEST

START_TEST(test_dtb_is_checked)
{
    g_autoptr(GBytes) good = fdt_builder_finish(fdt_builder_new());
    gsize size = g_bytes_get_size(good);
    char *path = image_write(g_bytes_get_data(good, NULL), size);
    char *cut = image_write(g_bytes_get_data(good, NULL), size - 1);
    g_autoptr(GBytes) bytes = load_dtb(path, NULL);
    g_autoptr(GError) err = NULL;

    ck_assert(bytes && g_bytes_equal(bytes, good));
    ck_assert_ptr_null(load_dtb(cut, &err));
    ck_assert_ptr_nonnull(strstr(err->message, "dtc"));
    image_drop(path);
    image_drop(cut);
}
END_TEST

UNIT_MAIN("loader",
          UNIT_TEST(test_elf_gives_physical_segments_and_entry),
          UNIT_LOOP(test_hostile_elf_is_refused, G_N_ELEMENTS(elf_rows)),
          UNIT_TEST(test_every_truncated_elf_is_refused),
          UNIT_TEST(test_random_elf_damage_is_survived),
          UNIT_TEST(test_elf_segments_reach_the_rom_list),
          UNIT_TEST(test_position_independent_elf_moves),
          UNIT_TEST(test_linux_header_is_recognised),
          UNIT_TEST(test_gzip_and_zboot_are_unpacked),
          UNIT_TEST(test_gzip_bomb_stops_at_the_limit),
          UNIT_TEST(test_truncated_gzip_is_refused),
          UNIT_TEST(test_data_behind_gzip_is_refused_unless_zero),
          UNIT_TEST(test_hostile_zboot_is_refused),
          UNIT_LOOP(test_foreign_images_are_named,
                    G_N_ELEMENTS(foreign_rows)),
          UNIT_LOOP(test_any_kind_of_file_loads_or_says_why,
                    G_N_ELEMENTS(load_rows)),
          UNIT_LOOP(test_only_unpacked_images_are_kept_in_memory,
                    G_N_ELEMENTS(kept_rows)),
          UNIT_TEST(test_elf_segments_stay_in_the_file),
          UNIT_LOOP(test_unreadable_files_are_named,
                    G_N_ELEMENTS(file_rows)),
          UNIT_TEST(test_dtb_is_checked))
