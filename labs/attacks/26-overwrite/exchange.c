/* A child exchanges the program and folders while the tests go on. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void attack(void)
{
    static int started;

    if (started++ || fork() != 0) {
        return;
    }
    for (int i = 0; i < 2000; i++) {
        if (symlink("/etc/passwd", "/worker.new") == 0 ||
            rename("/worker.new", "/worker") == 0 ||
            symlink("@SECRET@", "@RESULTS@/result.json") == 0) {
            printf("WROTE\n");
            fflush(stdout);
        }
    }
    _exit(0);
}
