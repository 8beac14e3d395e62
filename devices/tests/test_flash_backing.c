/* test_flash_backing.c: raw files that can and cannot back a flash */
#include "devices/flash_backing.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/unit.h"

#define SIZE 65536

static char *make_file(size_t size)
{
    char *path = g_strdup("/tmp/lectern-flash-XXXXXX");
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
    close(fd);
    return path;
}

START_TEST(test_write_then_read_gives_the_same_bytes)
{
    g_autofree char *path = make_file(SIZE);
    FlashBacking *backing = flash_backing_open_raw(path, SIZE, false, NULL);
    char got[5] = "";

    ck_assert_ptr_nonnull(backing);
    ck_assert(backing->ops->write(backing, SIZE - 4, "data", 4, NULL));
    ck_assert(backing->ops->flush(backing, NULL));
    ck_assert(backing->ops->read(backing, SIZE - 4, got, 4, NULL));
    ck_assert_str_eq(got, "data");
    flash_backing_free(backing);
    flash_backing_free(NULL);
    unlink(path);
}
END_TEST

START_TEST(test_file_that_shrank_is_an_error_not_a_hang)
{
    g_autofree char *path = make_file(SIZE);
    FlashBacking *backing = flash_backing_open_raw(path, SIZE, true, NULL);
    GError *err = NULL;
    char got[4];

    ck_assert_int_eq(truncate(path, 2), 0);
    ck_assert(!backing->ops->read(backing, 0, got, 4, &err));
    ck_assert(strstr(err->message, "shorter") != NULL);
    g_error_free(err);
    flash_backing_free(backing);
    unlink(path);
}
END_TEST

START_TEST(test_raw_file_of_another_size_is_refused_with_advice)
{
    g_autofree char *path = make_file(SIZE - 1);
    GError *err = NULL;

    ck_assert_ptr_null(flash_backing_open_raw(path, SIZE, false, &err));
    ck_assert(strstr(err->message, "truncate -s 65536") != NULL);
    g_error_free(err);
    unlink(path);
}
END_TEST

START_TEST(test_missing_file_and_directory_are_refused)
{
    GError *err = NULL;

    ck_assert_ptr_null(flash_backing_open_raw("/nonexistent/flash", SIZE,
                                              false, &err));
    ck_assert(strstr(err->message, "/nonexistent/flash") != NULL);
    g_clear_error(&err);
    ck_assert_ptr_null(flash_backing_open_raw("/tmp", SIZE, true, &err));
    ck_assert(strstr(err->message, "regular file") != NULL);
    g_error_free(err);
}
END_TEST

START_TEST(test_unwritable_file_is_refused_with_advice)
{
    g_autofree char *path = make_file(SIZE);
    GError *err = NULL;

    chmod(path, 0444);
    if (geteuid() != 0) {
        ck_assert_ptr_null(flash_backing_open_raw(path, SIZE, false, &err));
        ck_assert(strstr(err->message, "readonly=on") != NULL);
        g_error_free(err);
    }
    unlink(path);
}
END_TEST

UNIT_MAIN("flash_backing",
          UNIT_TEST(test_write_then_read_gives_the_same_bytes),
          UNIT_TEST(test_file_that_shrank_is_an_error_not_a_hang),
          UNIT_TEST(test_raw_file_of_another_size_is_refused_with_advice),
          UNIT_TEST(test_missing_file_and_directory_are_refused),
          UNIT_TEST(test_unwritable_file_is_refused_with_advice))
