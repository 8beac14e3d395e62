/*
 * code_memory.c: one memfd, two mappings
 *
 * Jumps within the memory have 32-bit displacements, so it stays well below
 * 2 GiB. Both views start at multiples of 2 MiB, as large pages must.
 * Spec: memfd_create(2), mmap(2), mremap(2), madvise(2) "MADV_COLLAPSE".
 */
#include "code_memory.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"

#define MAX_BYTES ((size_t)1 << 30)
#define LARGE_BYTES ((size_t)2 << 20)

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25        /* Linux 6.1; others answer EINVAL */
#endif

static uintptr_t to_multiple(uintptr_t value, size_t unit)
{
    return (value + unit - 1) & ~(uintptr_t)(unit - 1);
}

static size_t round_to_pages(size_t bytes)
{
    return to_multiple(MAX(bytes, 1), (size_t)sysconf(_SC_PAGESIZE));
}

/* Room for an aligned view is reserved, then what is too much given back. */
static void *reserve(size_t bytes)
{
    size_t room = bytes + LARGE_BYTES;
    char *start = mmap(NULL, room, PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (start == MAP_FAILED) {
        return NULL;
    }
    char *view = (char *)to_multiple((uintptr_t)start, LARGE_BYTES);
    if (view > start) {
        munmap(start, (size_t)(view - start));
    }
    munmap(view + bytes, (size_t)(start + room - (view + bytes)));
    return view;
}

static void *map_view(int fd, size_t bytes, int prot)
{
    void *place = reserve(bytes);

    if (!place) {
        return NULL;
    }
    void *view = mmap(place, bytes, prot, MAP_SHARED | MAP_FIXED |
                      (fd < 0 ? MAP_ANONYMOUS : 0), fd, 0);
    if (view == MAP_FAILED) {
        munmap(place, bytes);
        return NULL;
    }
    return view;
}

static bool map_views(CodeMemory *memory, int fd, size_t bytes, Error **errp)
{
    memory->bytes = bytes;
    if (ftruncate(fd, (off_t)bytes) < 0) {
        error_setg_errno(errp, errno,
                         "cannot get %zu KiB for translated code; "
                         "choose a smaller tb-size", bytes / 1024);
        return false;
    }
    memory->write = map_view(fd, bytes, PROT_READ | PROT_WRITE);
    if (!memory->write) {
        error_setg_errno(errp, errno,
                         "cannot map %zu KiB for translated code; "
                         "choose a smaller tb-size", bytes / 1024);
        return false;
    }
    memory->run = map_view(fd, bytes, PROT_READ | PROT_EXEC);
    if (!memory->run) {
        error_setg_errno(errp, errno,
                         "this host gives no executable memory; "
                         "use '-accel interp'");
        return false;
    }
    return true;
}

bool code_memory_init(CodeMemory *memory, size_t bytes, Error **errp)
{
    bool mapped;
    int fd;

    *memory = (CodeMemory){ 0 };
    if (bytes > MAX_BYTES) {
        error_setg(errp, "translated code can have at most %zu MiB; "
                   "choose a smaller tb-size", MAX_BYTES >> 20);
        return false;
    }
    fd = memfd_create("lectern-code", MFD_CLOEXEC);
    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot create memory for translated "
                         "code; use '-accel interp'");
        return false;
    }
    mapped = map_views(memory, fd, round_to_pages(bytes), errp);
    close(fd);
    if (!mapped) {
        code_memory_deinit(memory);
    }
    return mapped;
}

/* Another view of the same pages: mremap() from a length of 0 makes it. */
static bool map_again(CodeMemory *memory)
{
    void *place = reserve(memory->bytes);
    void *view = !place ? MAP_FAILED
        : mremap(memory->write, 0, memory->bytes,
                 MREMAP_MAYMOVE | MREMAP_FIXED, place);

    if (view == MAP_FAILED) {
        if (place) {
            munmap(place, memory->bytes);
        }
        return false;
    }
    memory->run = view;
    return mprotect(view, memory->bytes, PROT_READ | PROT_EXEC) == 0;
}

bool code_memory_init_nameless(CodeMemory *memory, size_t bytes)
{
    *memory = (CodeMemory){ .bytes = round_to_pages(bytes) };
    if (bytes <= MAX_BYTES) {
        memory->write = map_view(-1, memory->bytes, PROT_READ | PROT_WRITE);
    }
    if (!memory->write || !map_again(memory)) {
        code_memory_deinit(memory);
        return false;
    }
    return true;
}

/* A piece must have a page before it can have a large one: read one. */
static void make_large(const CodeMemory *memory, size_t offset)
{
    (void)*(const volatile uint8_t *)(memory->write + offset);
    if (madvise(memory->write + offset, LARGE_BYTES, MADV_COLLAPSE) == 0) {
        (void)madvise((void *)(memory->run + offset), LARGE_BYTES,
                      MADV_COLLAPSE);
    }
}

void code_memory_prepare(CodeMemory *memory, size_t end)
{
    while (memory->prepared < end &&
           memory->bytes - memory->prepared >= LARGE_BYTES) {
        make_large(memory, memory->prepared);
        memory->prepared += LARGE_BYTES;
    }
}

void code_memory_deinit(CodeMemory *memory)
{
    if (memory->write) {
        munmap(memory->write, memory->bytes);
    }
    if (memory->run) {
        munmap((void *)memory->run, memory->bytes);
    }
    *memory = (CodeMemory){ 0 };
}
