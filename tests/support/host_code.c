/*
 * host_code.c: can translated code run here?
 *
 * Meson runs this once. Exit status 0 when the host is an x86-64 and lets a
 * process write into memory that it executes through a second mapping.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
static const unsigned char code[] = { 0x31, 0xc0, 0xc3 }; /* xor eax, eax */
#else
static const unsigned char code[] = { 0 };
#endif

typedef int CodeFn(void);

int main(void)
{
    int fd = memfd_create("host-code", MFD_CLOEXEC);

    if (sizeof(code) == 1 || fd < 0 || ftruncate(fd, 4096) < 0) {
        return 1;
    }
    void *write = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    void *run = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);

    if (write == MAP_FAILED || run == MAP_FAILED) {
        return 1;
    }
    memcpy(write, code, sizeof(code));
    return ((CodeFn *)run)();
}
