/* Becomes a fresh worker on the same socket, as if nothing had been asked. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void attack(void)
{
    char number[16];
    struct stat st;

    for (int fd = 3; fd < 64; fd++) {
        if (fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode)) {
            snprintf(number, sizeof(number), "%d", fd);
            execl("/worker", "worker", number, (char *)0);
            execl("/proc/self/exe", "worker", number, (char *)0);
        }
    }
}
