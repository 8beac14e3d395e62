/* Prints as fast as it can, until somebody minds. */
#include <string.h>
#include <unistd.h>

static void attack(void)
{
    char block[65536];

    memset(block, 'y', sizeof(block));
    while (write(1, block, sizeof(block)) > 0) {
        continue;
    }
}
