/* test_ram_block.c: host memory, files, names, the ram_addr space */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory/memory_map.h"
#include "memory/ram_block.h"
#include "support/unit.h"

static MemoryRegion a, b, c;

static void assert_fails(bool ok, Error *err, const char *words)
{
    ck_assert(!ok);
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_get_pretty(err), words) != NULL, "'%s' lacks "
                  "'%s'", error_get_pretty(err), words);
    error_free(err);
}

START_TEST(test_fresh_ram_is_zero_and_backed_by_a_memfd)
{
    const uint8_t *host;
    uint8_t byte = 1;

    ck_assert(memory_region_init_ram(&a, NULL, "a", 0x3000, NULL));
    host = memory_region_get_ram_ptr(&a);
    ck_assert_uint_eq(host[0] | host[0x2fff], 0);
    ck_assert_uint_eq((uintptr_t)host % RAM_PAGE_SIZE, 0);
    ck_assert_int_ge(memory_region_get_fd(&a), 0);
    ((uint8_t *)host)[5] = 0x42;
    ck_assert_int_eq(pread(memory_region_get_fd(&a), &byte, 1, 5), 1);
    ck_assert_uint_eq(byte, 0x42);
}
END_TEST

START_TEST(test_size_zero_is_refused)
{
    Error *err = NULL;
    bool ok = memory_region_init_ram(&a, NULL, "empty", 0, &err);

    assert_fails(ok, err, "'empty' has size 0");
    ck_assert(!memory_region_is_ram(&a));
    ck_assert_ptr_null(memory_region_get_ram_ptr(&a));
    memory_region_deinit(&a);
}
END_TEST

START_TEST(test_impossible_size_is_refused)
{
    Error *err = NULL;
    bool ok = memory_region_init_ram(&a, NULL, "big", UINT64_MAX, &err);

    assert_fails(ok, err, "'big'");
    memory_region_deinit(&a);
    err = NULL;
    ok = memory_region_init_ram(&a, NULL, "big", 1ull << 62, &err);
    assert_fails(ok, err, "smaller");
    memory_region_deinit(&a);
    ck_assert_ptr_null(qemu_ram_block_by_name("big"));
}
END_TEST

START_TEST(test_huge_ram_costs_nothing_until_touched)
{
    uint8_t *host;

    ck_assert(memory_region_init_ram(&a, NULL, "huge", 64ull << 30, NULL));
    host = memory_region_get_ram_ptr(&a);
    host[(64ull << 30) - 1] = 7;
    ck_assert_uint_eq(host[(64ull << 30) - 1], 7);
}
END_TEST

START_TEST(test_blocks_get_disjoint_ram_addrs_and_reuse_gaps)
{
    ram_addr_t gap;

    ck_assert(memory_region_init_ram(&a, NULL, "a", 1, NULL));
    ck_assert(memory_region_init_ram(&b, NULL, "b", 0x3000, NULL));
    ck_assert(memory_region_init_ram(&c, NULL, "c", 0x1000, NULL));
    ck_assert_uint_eq(memory_region_get_ram_addr(&a), 0);
    ck_assert_uint_eq(memory_region_get_ram_addr(&b), 0x1000);
    ck_assert_uint_eq(memory_region_get_ram_addr(&c), 0x4000);
    gap = memory_region_get_ram_addr(&b);
    memory_region_deinit(&b);
    ck_assert(memory_region_init_ram(&b, NULL, "b", 0x2001, NULL));
    ck_assert_uint_eq(memory_region_get_ram_addr(&b), gap);
    memory_region_deinit(&b);
    ck_assert(memory_region_init_ram(&b, NULL, "b", 0x3001, NULL));
    ck_assert_uint_eq(memory_region_get_ram_addr(&b), 0x5000);
}
END_TEST

START_TEST(test_blocks_are_found_by_name_and_pointer)
{
    ram_addr_t offset;
    uint8_t *host;
    RAMBlock *block;

    ck_assert(memory_region_init_ram(&a, NULL, "vram", 0x2000, NULL));
    ck_assert(memory_region_init_ram(&b, NULL, "vram", 0x2000, NULL));
    block = qemu_ram_block_by_name("vram#2");
    ck_assert_ptr_eq(block, b.ram_block);
    host = qemu_ram_get_host_addr(block);
    ck_assert_ptr_eq(qemu_ram_block_from_host(host + 0x1234, &offset), block);
    ck_assert_uint_eq(offset, 0x1234);
    ck_assert_ptr_null(qemu_ram_block_from_host(&offset, NULL));
    ck_assert_ptr_null(qemu_ram_block_by_name("none"));
    ck_assert_ptr_eq(qemu_map_ram_ptr(NULL, qemu_ram_get_offset(block) + 1),
                     host + 1);
    ck_assert_ptr_eq(qemu_map_ram_ptr(block, 2), host + 2);
    ck_assert_ptr_null(qemu_map_ram_ptr(block, 0x2000));
    ck_assert_ptr_null(qemu_map_ram_ptr(NULL, 1ull << 60));
    ck_assert_uint_eq(qemu_ram_get_used_length(block), 0x2000);
    ck_assert_int_eq(qemu_ram_get_fd(block), memory_region_get_fd(&b));
}
END_TEST

static int count_until_b(RAMBlock *block, void *opaque)
{
    unsigned *count = opaque;

    (*count)++;
    return strcmp(qemu_ram_get_idstr(block), "b") == 0 ? 42 : 0;
}

START_TEST(test_foreach_stops_when_told)
{
    unsigned count = 0;

    ck_assert(memory_region_init_ram(&a, NULL, "a", 1, NULL));
    ck_assert(memory_region_init_ram(&b, NULL, "b", 1, NULL));
    ck_assert(memory_region_init_ram(&c, NULL, "c", 1, NULL));
    ck_assert_int_eq(qemu_ram_foreach_block(count_until_b, &count), 42);
    ck_assert_uint_eq(count, 2);
    memory_region_deinit(&b);
    count = 0;
    ck_assert_int_eq(qemu_ram_foreach_block(count_until_b, &count), 0);
    ck_assert_uint_eq(count, 2);
}
END_TEST

START_TEST(test_ram_over_callers_memory)
{
    static uint8_t memory[4096];
    uint64_t value;

    memory[3] = 9;
    memory_region_init_ram_ptr(&a, NULL, "a", sizeof(memory), memory);
    memory_region_dispatch_read(&a, 3, &value, MO_8, MEMTXATTRS_UNSPECIFIED);
    ck_assert_uint_eq(value, 9);
    memory_region_dispatch_write(&a, 4, 10, MO_8, MEMTXATTRS_UNSPECIFIED);
    ck_assert_uint_eq(memory[4], 10);
    ck_assert_int_eq(memory_region_get_fd(&a), -1);
    memory_region_deinit(&a);
    ck_assert_uint_eq(memory[4], 10);
}
END_TEST

/* ---- files ------------------------------------------------------------- */

static char *temporary_path(void)
{
    char *path = g_strdup("/tmp/memory-ram-XXXXXX");
    int fd = g_mkstemp(path);

    ck_assert_int_ge(fd, 0);
    close(fd);
    return path;
}

START_TEST(test_two_regions_of_one_descriptor_share_pages)
{
    int fd = memfd_create("shared", MFD_CLOEXEC);
    uint8_t *first, *second;

    ck_assert_int_eq(ftruncate(fd, 0x2000), 0);
    ck_assert(memory_region_init_ram_from_fd(&a, NULL, "a", 0x2000,
                                             RAM_SHARED, dup(fd), 0, NULL));
    ck_assert(memory_region_init_ram_from_fd(&b, NULL, "b", 0x1000,
                                             RAM_SHARED, dup(fd), 0x1000,
                                             NULL));
    ck_assert(memory_region_init_ram_from_fd(&c, NULL, "c", 0x2000, 0,
                                             dup(fd), 0, NULL));
    first = memory_region_get_ram_ptr(&a);
    second = memory_region_get_ram_ptr(&b);
    first[0x1005] = 0x77;
    ck_assert_uint_eq(second[5], 0x77);
    /* the private one keeps its stores to itself */
    ((uint8_t *)memory_region_get_ram_ptr(&c))[0x1005] = 1;
    ck_assert_uint_eq(second[5], 0x77);
    close(fd);
}
END_TEST

START_TEST(test_short_file_is_refused)
{
    int fd = memfd_create("short", MFD_CLOEXEC);
    Error *err = NULL;

    ck_assert_int_eq(ftruncate(fd, 0x1fff), 0);
    bool ok = memory_region_init_ram_from_fd(&a, NULL, "a", 0x2000,
                                             RAM_SHARED, fd, 0, &err);
    assert_fails(ok, err, "only 8191");
    memory_region_deinit(&a);
    err = NULL;
    ok = memory_region_init_ram_from_fd(&a, NULL, "a", 0x1000, RAM_SHARED,
                                        fd, 0x1000, &err);
    assert_fails(ok, err, "from offset 4096");
    memory_region_deinit(&a);
    /* the caller still owns the descriptor */
    ck_assert_int_eq(close(fd), 0);
}
END_TEST

START_TEST(test_bad_offset_and_bad_descriptor_are_refused)
{
    int fd = memfd_create("odd", MFD_CLOEXEC);
    Error *err = NULL;
    bool ok;

    ck_assert_int_eq(ftruncate(fd, 0x4000), 0);
    ok = memory_region_init_ram_from_fd(&a, NULL, "a", 0x1000, RAM_SHARED,
                                        fd, 100, &err);
    assert_fails(ok, err, "multiple");
    err = NULL;
    ok = memory_region_init_ram_from_fd(&b, NULL, "b", 0x1000, RAM_SHARED,
                                        -1, 0, &err);
    assert_fails(ok, err, "not open");
    memory_region_deinit(&b);
    err = NULL;
    ok = memory_region_init_ram_from_fd(&b, NULL, "b", 0x1000, RAM_SHARED,
                                        fd, UINT64_MAX - 0xfff, &err);
    assert_fails(ok, err, "only");
    close(fd);
}
END_TEST

START_TEST(test_shared_file_is_created_and_keeps_its_content)
{
    g_autofree char *path = temporary_path();
    uint64_t value;

    ck_assert(memory_region_init_ram_from_file(&a, NULL, "a", 0x1000, 0,
                                               RAM_SHARED, path, 0, NULL));
    memory_region_dispatch_write(&a, 16, 0xabcd, MO_16,
                                 MEMTXATTRS_UNSPECIFIED);
    memory_region_deinit(&a);
    ck_assert(memory_region_init_ram_from_file(&a, NULL, "a", 0x1000, 0,
                                               RAM_READONLY, path, 0, NULL));
    ck_assert(memory_region_is_rom(&a));
    memory_region_dispatch_read(&a, 16, &value, MO_16,
                                MEMTXATTRS_UNSPECIFIED);
    ck_assert_uint_eq(value, 0xabcd);
    /* not even a loader can write a mapping for reading only */
    memory_region_add_subregion(get_system_memory(), 0, &a);
    address_space_write_rom(&address_space_memory, 16,
                            MEMTXATTRS_UNSPECIFIED, "zz", 2);
    memory_region_dispatch_read(&a, 16, &value, MO_16,
                                MEMTXATTRS_UNSPECIFIED);
    ck_assert_uint_eq(value, 0xabcd);
    g_unlink(path);
}
END_TEST

START_TEST(test_missing_file_is_an_error)
{
    Error *err = NULL;
    bool ok = memory_region_init_ram_from_file(&a, NULL, "a", 0x1000, 0, 0,
                                               "/nonexistent/ram", 0, &err);

    assert_fails(ok, err, "/nonexistent/ram");
}
END_TEST

START_TEST(test_alignment_is_kept)
{
    g_autofree char *path = temporary_path();
    const uint64_t align = 2 << 20;

    ck_assert(memory_region_init_ram_from_file(&a, NULL, "a", 0x1000, align,
                                               RAM_SHARED, path, 0, NULL));
    ck_assert_uint_eq((uintptr_t)memory_region_get_ram_ptr(&a) % align, 0);
    memory_region_deinit(&a);
    g_unlink(path);
}
END_TEST

UNIT_MAIN("ram_block",
    UNIT_TEST(test_fresh_ram_is_zero_and_backed_by_a_memfd),
    UNIT_TEST(test_size_zero_is_refused),
    UNIT_TEST(test_impossible_size_is_refused),
    UNIT_TEST(test_huge_ram_costs_nothing_until_touched),
    UNIT_TEST(test_blocks_get_disjoint_ram_addrs_and_reuse_gaps),
    UNIT_TEST(test_blocks_are_found_by_name_and_pointer),
    UNIT_TEST(test_foreach_stops_when_told),
    UNIT_TEST(test_ram_over_callers_memory),
    UNIT_TEST(test_two_regions_of_one_descriptor_share_pages),
    UNIT_TEST(test_short_file_is_refused),
    UNIT_TEST(test_bad_offset_and_bad_descriptor_are_refused),
    UNIT_TEST(test_shared_file_is_created_and_keeps_its_content),
    UNIT_TEST(test_missing_file_is_an_error),
    UNIT_TEST(test_alignment_is_kept))
