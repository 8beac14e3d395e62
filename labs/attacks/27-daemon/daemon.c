/* Leaves its session twice, waits, then writes for ten seconds. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

static void write_later(void)
{
    static const char text[] = "{\"score\": 100}";

    for (int i = 0; i < 100; i++) {
        usleep(100 * 1000);
        int fd = open("@RESULTS@/result.json", O_WRONLY | O_CREAT, 0666);
        if (fd >= 0 && write(fd, text, sizeof(text) - 1) > 0) {
            close(fd);
        }
        fd = open("@MARK@", O_WRONLY | O_CREAT, 0666);
        close(fd);
    }
}

static void attack(void)
{
    static int started;

    if (started++ || fork() != 0) {
        return;
    }
    setsid();
    if (fork() == 0) {
        prctl(PR_SET_NAME, "lateattack");
        for (int number = 1; number < 32; number++) {
            signal(number, SIG_IGN);
        }
        for (int fd = 0; fd < 64; fd++) {
            close(fd);
        }
        write_later();
    }
    _exit(0);
}
