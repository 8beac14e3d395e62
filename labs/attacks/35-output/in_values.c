/* The same in a reply, well formed: it waits for the worker's write(). */
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int armed;

ssize_t write(int fd, const void *data, size_t size)
{
    static const char text[] =
        "now %1b]0;owned%07%3cscript%3ealert(1)%3c/script%3e%e2%80%ae\n";
    uint8_t frame[256];
    uint32_t length = sizeof(text) - 1 + 8;

    if (!armed || fd < 3 || size < 12) {
        return syscall(SYS_write, fd, data, size);
    }
    memcpy(frame, &length, 4);
    memcpy(frame + 4, (const uint8_t *)data + 4, 8);
    memcpy(frame + 12, text, sizeof(text) - 1);
    syscall(SYS_write, fd, frame, 12 + sizeof(text) - 1);
    return (ssize_t)size;
}

static void attack(void)
{
    armed = 1;
}
