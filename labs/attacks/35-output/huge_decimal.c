/* A reply of a mebibyte, all of it one number. */
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIELDS 262000

static int armed;

ssize_t write(int fd, const void *data, size_t size)
{
    static uint8_t frame[12 + 4 * FIELDS];
    uint32_t length = sizeof(frame) - 4;
    size_t done = 0;

    if (!armed || fd < 3 || size < 12) {
        return syscall(SYS_write, fd, data, size);
    }
    memcpy(frame, &length, 4);
    memcpy(frame + 4, (const uint8_t *)data + 4, 8);
    memset(frame + 12, '9', sizeof(frame) - 12);
    memcpy(frame + 12, "now ", 4);
    frame[sizeof(frame) - 1] = '\n';
    while (done < sizeof(frame)) {
        ssize_t n = syscall(SYS_write, fd, frame + done,
                            sizeof(frame) - done);
        if (n <= 0) {
            break;
        }
        done += (size_t)n;
    }
    return (ssize_t)size;
}

static void attack(void)
{
    armed = 1;
}
