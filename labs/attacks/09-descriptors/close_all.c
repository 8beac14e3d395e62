/* Closes everything, the socket too, and goes on. */
#include <unistd.h>

static void attack(void)
{
    for (int fd = 0; fd < 1024; fd++) {
        close(fd);
    }
}
