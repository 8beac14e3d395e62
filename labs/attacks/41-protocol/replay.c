/* Answers with the id of the question before. */
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int armed;

static uint8_t before[8];

ssize_t write(int fd, const void *data, size_t size)
{
    struct stat st;

    if (fd < 3 || !armed || fstat(fd, &st) != 0 || !S_ISSOCK(st.st_mode)) {
        return syscall(SYS_write, fd, data, size);
    }
    uint8_t frame[65536];
    size = size < sizeof(frame) ? size : sizeof(frame);
    memcpy(frame, data, size);
    memcpy(frame + 4, before, 8);
    memcpy(before, (const uint8_t *)data + 4, 8);
    syscall(SYS_write, fd, frame, size);
    return (ssize_t)size;
}

static void __attribute__((constructor)) attack(void)
{
    armed = 1;
}
