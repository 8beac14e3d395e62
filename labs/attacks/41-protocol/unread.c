/* Answers bytes for ever. */
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
    for (;;) {
        if (syscall(SYS_write, fd, data, size) < 0) {
            pause();
        }
    }
    return (ssize_t)size;
}

static void __attribute__((constructor)) attack(void)
{
    armed = 1;
}
