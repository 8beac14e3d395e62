/* A frame that says it is 4 GiB long. */
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
    uint8_t frame[12];
    memset(frame, 0xff, 4);
    memcpy(frame + 4, (const uint8_t *)data + 4, 8);
    syscall(SYS_write, fd, frame, sizeof(frame));
    return (ssize_t)size;
}

static void __attribute__((constructor)) attack(void)
{
    armed = 1;
}
