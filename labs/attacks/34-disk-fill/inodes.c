/* At most 50000 empty files. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void attack(void)
{
    static int made;
    char path[512];
    const char *home = getenv("HOME");

    for (; made < 50000; made++) {
        snprintf(path, sizeof(path), "%s/%d", home ? home : "/tmp", made);
        int fd = open(path, O_CREAT | O_WRONLY, 0600);
        if (fd < 0) {
            break;
        }
        close(fd);
    }
}
