/* A reply of a mebibyte, fields that nobody asked for. */
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIELDS 131000

static int armed;

ssize_t write(int fd, const void *data, size_t size)
{
    static uint8_t frame[12 + 8 * FIELDS];
    uint32_t length = sizeof(frame) - 4;
    size_t done = 0;

    if (!armed || fd < 3 || size < 12) {
        return syscall(SYS_write, fd, data, size);
    }
    memcpy(frame, &length, 4);
    memcpy(frame + 4, (const uint8_t *)data + 4, 8);
    for (int i = 0; i < FIELDS; i++) {
        uint8_t *at = frame + 12 + 8 * i;
        memcpy(at, "aaaaa 1\n", 8);
        for (int letter = 0, rest = i; letter < 5; letter++, rest /= 26) {
            at[letter] = (uint8_t)('a' + rest % 26);
        }
    }
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
