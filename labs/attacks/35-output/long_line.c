/* 64 MiB without a newline. */
#include <string.h>
#include <unistd.h>

static void attack(void)
{
    static int done;
    char block[65536];

    memset(block, 'x', sizeof(block));
    for (int i = 0; !done && i < 1024; i++) {
        if (write(2, block, sizeof(block)) < 0) {
            break;
        }
    }
    done = 1;
}
