/* Reads the controller's questions before the worker does. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static void attack(void)
{
    char buffer[4096];

    for (int fd = 3; fd < 64; fd++) {
        if (recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT) < 0) {
            continue;
        }
    }
}
