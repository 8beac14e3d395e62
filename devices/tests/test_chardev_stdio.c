/* test_chardev_stdio.c: the terminal is restored, whatever happens */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "char_user.h"

static int master, slave;
static struct termios before;

static void terminal_new(void)
{
    master = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(master, 0);
    ck_assert_int_eq(grantpt(master) | unlockpt(master), 0);
    slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    ck_assert_int_eq(tcgetattr(slave, &before), 0);
    ck_assert(before.c_lflag & ICANON);
}

static bool terminal_is_raw(void)
{
    struct termios now;

    ck_assert_int_eq(tcgetattr(slave, &now), 0);
    return !(now.c_lflag & (ICANON | ECHO));
}

static bool terminal_is_as_before(void)
{
    struct termios now;

    ck_assert_int_eq(tcgetattr(slave, &now), 0);
    return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag &&
           now.c_oflag == before.c_oflag && now.c_cflag == before.c_cflag;
}

/* Runs @fn in a process whose controlling terminal is our pty. */
static pid_t run_on_terminal(void (*fn)(void))
{
    struct rlimit none = { 0, 0 };
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        dup2(slave, STDIN_FILENO);
        dup2(slave, STDOUT_FILENO);
        close(master);
        setrlimit(RLIMIT_CORE, &none);
        for (int sig = 1; sig < 32; sig++) {
            signal(sig, SIG_DFL);
        }
        fn();
        _exit(99);
    }
    return pid;
}

static void wait_for(const char *what, bool (*condition)(void))
{
    for (int i = 0; i < 5000 && !condition(); i++) {
        g_usleep(1000);
    }
    ck_assert_msg(condition(), "%s", what);
}

static void open_stdio(void)
{
    if (!qemu_chr_new_from_opts("stdio,id=s", NULL)) {
        _exit(98);
    }
}

static void open_and_wait(void)
{
    open_stdio();
    for (;;) {
        pause();
    }
}

static const int killers[] = {
    SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGABRT, SIGILL,
    SIGFPE, SIGTRAP, SIGSYS, SIGUSR1, SIGALRM,
};

START_TEST(test_signal_restores_the_terminal_and_still_kills)
{
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(open_and_wait);

    wait_for("raw mode", terminal_is_raw);
    kill(pid, killers[_i]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(terminal_is_as_before());
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), killers[_i]);
}
END_TEST

static void exit_plainly(void)
{
    open_stdio();
    exit(7);
}

static void crash_really(void)
{
    volatile char *nowhere = mmap(NULL, 1, PROT_NONE,
                                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    open_stdio();
    *nowhere = 1;
}

static void abort_on_error(void)
{
    open_stdio();
    close(STDERR_FILENO);
    error_setg(&error_abort, "a bug");
}

static void clean_up_and_leave(void)
{
    open_stdio();
    qemu_chr_cleanup();
    _exit(7);
}

static void (*const endings[])(void) = {
    exit_plainly, crash_really, abort_on_error, clean_up_and_leave,
};

START_TEST(test_every_ending_restores_the_terminal)
{
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(endings[_i]);

    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(terminal_is_as_before());
    ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) == 7);
}
END_TEST

START_TEST(test_stop_gives_the_terminal_back_and_continue_takes_it)
{
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(open_and_wait);

    wait_for("raw mode", terminal_is_raw);
    /* A session leader's own group is orphaned: only SIGSTOP stops it, and
     * the default of SIGTSTP is ignored; its handler still runs. */
    kill(pid, SIGTSTP);
    wait_for("raw mode after SIGTSTP", terminal_is_raw);
    kill(pid, SIGSTOP);
    ck_assert_int_eq(waitpid(pid, &status, WUNTRACED), pid);
    ck_assert_int_eq(tcsetattr(slave, TCSANOW, &before), 0);
    kill(pid, SIGCONT);
    g_usleep(20000);
    kill(pid, SIGTERM);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(terminal_is_as_before());
    ck_assert_int_eq(WTERMSIG(status), SIGTERM);
}
END_TEST

static void on_term(int sig)
{
    exit(7);
}

static void own_handler(void)
{
    signal(SIGTERM, on_term);
    open_and_wait();
}

START_TEST(test_handler_of_others_stays_in_charge)
{
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(own_handler);

    wait_for("raw mode", terminal_is_raw);
    kill(pid, SIGTERM);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    ck_assert(terminal_is_as_before());
}
END_TEST

static void raw_keys(void)
{
    CharUser user = { 0 };

    char_user_connect(&user, qemu_chr_new("serial0", "mon:stdio", NULL), 100);
    char_user_send(&user, "ready\n");
    while (!strchr(user.got->str, 'q')) {
        g_main_context_iteration(NULL, TRUE);
    }
    _exit(g_str_equal(user.got->str, "\003\032\rq") ? 0 : 1);
}

START_TEST(test_guest_gets_every_key_with_signals_off)
{
    char buf[64] = { 0 };
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(raw_keys);

    ck_assert_int_gt(read(master, buf, sizeof(buf) - 1), 0);
    ck_assert_msg(strstr(buf, "ready"), "%s", buf);
    ck_assert_int_eq(write(master, "\003\032\rq", 4), 4);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

static void second_stdio(void)
{
    Error *err = NULL;

    open_stdio();
    if (!qemu_chr_new_from_opts("stdio,id=t", &err) &&
        strstr(error_get_pretty(err), "mux=on")) {
        /* The refusal must not have restored the terminal. */
        _exit(terminal_is_raw() ? 0 : 2);
    }
    _exit(1);
}

START_TEST(test_second_stdio_is_refused_and_harms_nothing)
{
    int status;

    terminal_new();
    pid_t pid = run_on_terminal(second_stdio);

    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

/* ------------------------------------------------------------ no terminal */

static int to_child[2], from_child[2];

static void echo_until_end(void)
{
    CharUser user = { 0 };

    dup2(to_child[0], STDIN_FILENO);
    dup2(from_child[1], STDOUT_FILENO);
    close(to_child[1]);
    close(from_child[0]);
    char_user_connect(&user, qemu_chr_new("serial0", "stdio", NULL), 1 << 30);
    while (!user.closed) {
        g_main_context_iteration(NULL, TRUE);
    }
    qemu_chr_fe_write_all(&user.be, (const uint8_t *)user.got->str,
                          user.got->len);
    qemu_chr_cleanup();
    _exit(fcntl(from_child[1], F_GETFL) & O_NONBLOCK ? 1 : 0);
}

START_TEST(test_pipes_work_to_the_end_of_input)
{
    g_autofree char *text = g_strnfill(300000, 'x');
    char buf[4096];
    size_t total = 0;
    ssize_t n;
    int status;

    ck_assert_int_eq(pipe(to_child) | pipe(from_child), 0);
    pid_t pid = fork();

    if (pid == 0) {
        echo_until_end();
    }
    close(to_child[0]);
    close(from_child[1]);
    ck_assert_int_eq(write(to_child[1], text, 300000), 300000);
    close(to_child[1]);
    while ((n = read(from_child[0], buf, sizeof(buf))) > 0) {
        total += n;
    }
    ck_assert_uint_eq(total, 300000);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    /* And the pipe that others share is still a blocking one. */
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

static void write_to_nobody(void)
{
    CharUser user = { 0 };

    dup2(from_child[1], STDOUT_FILENO);
    close(from_child[0]);
    close(from_child[1]);
    char_user_connect(&user, qemu_chr_new("serial0", "stdio", NULL), 0);
    for (int i = 0; i < 10; i++) {
        qemu_chr_fe_write_all(&user.be, (const uint8_t *)"x", 1);
    }
    _exit(0);
}

START_TEST(test_reader_that_left_does_not_kill)
{
    int status;

    ck_assert_int_eq(pipe(from_child), 0);
    pid_t pid = fork();

    if (pid == 0) {
        write_to_nobody();
    }
    close(from_child[0]);
    close(from_child[1]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
END_TEST

UNIT_MAIN("chardev_stdio",
          UNIT_LOOP(test_signal_restores_the_terminal_and_still_kills,
                    G_N_ELEMENTS(killers)),
          UNIT_LOOP(test_every_ending_restores_the_terminal,
                    G_N_ELEMENTS(endings)),
          UNIT_TEST(test_stop_gives_the_terminal_back_and_continue_takes_it),
          UNIT_TEST(test_handler_of_others_stays_in_charge),
          UNIT_TEST(test_guest_gets_every_key_with_signals_off),
          UNIT_TEST(test_second_stdio_is_refused_and_harms_nothing),
          UNIT_TEST(test_pipes_work_to_the_end_of_input),
          UNIT_TEST(test_reader_that_left_does_not_kill))
