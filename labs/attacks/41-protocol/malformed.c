/* The right id, and no field at all in the text. */
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int armed;

ssize_t write(int fd, const void *data, size_t size)
{
    struct stat st;

    if (fd < 3 || !armed || fstat(fd, &st) != 0 || !S_ISSOCK(st.st_mode)) {
        return syscall(SYS_write, fd, data, size);
    }
    uint8_t frame[64] = { 28 };
    memcpy(frame + 4, (const uint8_t *)data + 4, 8);
    memcpy(frame + 12, "\x1b[2J = no field\0\n\n\n", 20);
    syscall(SYS_write, fd, frame, 32);
    return (ssize_t)size;
}

static void __attribute__((constructor)) attack(void)
{
    armed = 1;
}
