/* test_process.c: standard descriptors and the pid file */
#include "machine/process.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/unit.h"

static bool is_null_device(int fd)
{
    struct stat null, st;

    return stat("/dev/null", &null) == 0 && fstat(fd, &st) == 0 &&
           st.st_rdev == null.st_rdev;
}

START_TEST(test_closed_standard_descriptors_become_null)
{
    int fd;

    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    process_open_std_fds();
    ck_assert(is_null_device(STDIN_FILENO));
    ck_assert(is_null_device(STDOUT_FILENO));
    fd = open("/dev/null", O_RDONLY);
    ck_assert_int_gt(fd, STDERR_FILENO);
    close(fd);
}
END_TEST

START_TEST(test_open_standard_descriptors_stay)
{
    int ends[2];

    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    process_open_std_fds();
    ck_assert(!is_null_device(STDIN_FILENO));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* ---- pid file ----------------------------------------------------------- */

static char *file_name(void)
{
    g_autofree char *name = g_strdup_printf("lectern-%d.pid", (int)getpid());

    return g_build_filename(g_get_tmp_dir(), name, NULL);
}

START_TEST(test_pid_file_lives_as_long_as_its_owner)
{
    g_autofree char *path = file_name();
    g_autofree char *text = NULL;
    PidFile *pidfile;

    ck_assert(g_file_set_contents(path, "a dead one's: 12345678\n", -1,
                                  NULL));
    pidfile = pidfile_new(path, &error_abort);
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_int_eq(atoi(text), getpid());
    ck_assert_uint_lt(strlen(text), 10);
    pidfile_free(pidfile);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(test_pid_file_of_a_living_process_is_refused)
{
    g_autofree char *path = file_name();
    g_autoptr(PidFile) pidfile G_GNUC_UNUSED = pidfile_new(path, &error_abort);
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_null(pidfile_new(path, &err));
    ck_assert_ptr_nonnull(strstr(err->message, path));
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

START_TEST(test_pid_file_in_no_folder_is_refused)
{
    g_autoptr(GError) err = NULL;

    ck_assert_ptr_null(pidfile_new("/nonexistent/pid", &err));
    ck_assert_ptr_nonnull(strstr(err->message, "/nonexistent/pid"));
}
END_TEST

UNIT_MAIN("process",
    UNIT_TEST(test_closed_standard_descriptors_become_null),
    UNIT_TEST(test_open_standard_descriptors_stay),
    UNIT_TEST(test_pid_file_lives_as_long_as_its_owner),
    UNIT_TEST(test_pid_file_of_a_living_process_is_refused),
    UNIT_TEST(test_pid_file_in_no_folder_is_refused))
