/*
 * ram_block.c: host memory for guest RAM, and its place in ram_addr space
 *
 * RAM is a shared mapping of a memfd: the kernel hands out pages on first
 * use, so a machine may have far more RAM than the host, and the descriptor
 * lets snapshots and other processes map the same pages.
 */
#include "memory/ram_block.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory_internal.h"

/* ---- the ram_addr space ------------------------------------------------ */

static uint64_t page_round(uint64_t size)
{
    return (size + RAM_PAGE_SIZE - 1) & ~(RAM_PAGE_SIZE - 1);
}

/* The first gap that takes @size bytes, and where in the list it is. */
static ram_addr_t find_gap(GPtrArray *blocks, uint64_t size, unsigned *index)
{
    ram_addr_t candidate = 0;
    unsigned i;

    for (i = 0; i < blocks->len; i++) {
        const RAMBlock *block = g_ptr_array_index(blocks, i);

        if (block->offset - candidate >= size) {
            break;
        }
        candidate = block->offset + block->mapped_size;
    }
    *index = i;
    return candidate;
}

/* "vga.vram", and for the second of that name "vga.vram#2" */
static char *unique_idstr(MemoryMap *map, const char *name)
{
    char *idstr = g_strdup(name);

    for (unsigned n = 2; ram_block_by_name(map, idstr); n++) {
        g_free(idstr);
        idstr = g_strdup_printf("%s#%u", name, n);
    }
    return idstr;
}

static void ram_block_register(RAMBlock *block, uint8_t dirty_mask)
{
    GPtrArray *blocks = block->map->ram_blocks;
    unsigned index;

    block->idstr = unique_idstr(block->map, block->mr->name);
    block->offset = find_gap(blocks, block->mapped_size, &index);
    g_ptr_array_insert(blocks, (int)index, block);
    ram_block_dirty_init(block, dirty_mask);
}

/* ---- host memory ------------------------------------------------------- */

static int open_memfd(const char *name, uint64_t size, Error **errp)
{
    int fd = memfd_create(name, MFD_CLOEXEC);

    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot create memory for RAM '%s'",
                         name);
        return -1;
    }
    if (ftruncate(fd, (off_t)size) < 0) {
        error_setg_errno(errp, errno,
                         "cannot get %" PRIu64 " bytes for RAM '%s'; "
                         "choose a smaller size", size, name);
        close(fd);
        return -1;
    }
    return fd;
}

/* Reserve @size + @align bytes and give the aligned middle. */
static void *reserve_aligned(uint64_t size, uint64_t align)
{
    uint8_t *all = mmap(NULL, size + align, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    uintptr_t start;

    if (all == MAP_FAILED) {
        return NULL;
    }
    start = ((uintptr_t)all + align - 1) & ~(uintptr_t)(align - 1);
    if (start > (uintptr_t)all) {
        munmap(all, start - (uintptr_t)all);
    }
    if (start < (uintptr_t)all + align) {
        munmap((void *)(start + size), (uintptr_t)all + align - start);
    }
    return (void *)start;
}

static void *map_source(uint64_t size, const RAMSource *source)
{
    int prot = PROT_READ | (source->flags & RAM_READONLY ? 0 : PROT_WRITE);
    int how = source->flags & RAM_SHARED ? MAP_SHARED : MAP_PRIVATE;
    void *place = NULL;
    void *host;

    if (source->align > RAM_PAGE_SIZE) {
        place = reserve_aligned(size, source->align);
        if (!place) {
            return NULL;
        }
        how |= MAP_FIXED;
    }
    host = mmap(place, size, prot, how | MAP_NORESERVE, source->fd,
                (off_t)source->fd_offset);
    if (host == MAP_FAILED) {
        int saved = errno;

        if (place) {
            munmap(place, size);
        }
        errno = saved;
        return NULL;
    }
    return host;
}

/* Touching a page behind the end of the file would kill the process. */
static bool check_file_size(const char *name, uint64_t size,
                            const RAMSource *source, Error **errp)
{
    struct stat st;

    if (source->fd_offset % RAM_PAGE_SIZE) {
        error_setg(errp, "RAM '%s': file offset %" PRIu64 " is not a "
                   "multiple of %llu", name, source->fd_offset,
                   RAM_PAGE_SIZE);
        return false;
    }
    if (fstat(source->fd, &st) < 0) {
        error_setg_errno(errp, errno, "RAM '%s': cannot read the file's size",
                         name);
        return false;
    }
    if (source->fd_offset > (uint64_t)st.st_size
        || size > (uint64_t)st.st_size - source->fd_offset) {
        error_setg(errp, "RAM '%s' needs %" PRIu64 " bytes from offset %"
                   PRIu64 ", but the file has only %" PRIu64, name, size,
                   source->fd_offset, (uint64_t)st.st_size);
        return false;
    }
    return true;
}

static RAMBlock *map_block(MemoryRegion *mr, uint64_t size,
                           const RAMSource *source, Error **errp)
{
    uint64_t mapped_size = page_round(size);
    void *host = map_source(mapped_size, source);
    RAMBlock *block;

    if (!host) {
        error_setg_errno(errp, errno,
                         "cannot map %" PRIu64 " bytes for RAM '%s'; "
                         "choose a smaller size", size, mr->name);
        return NULL;
    }
    block = g_new0(RAMBlock, 1);
    block->map = mr->map;
    block->mr = mr;
    block->host = host;
    block->size = size;
    block->mapped_size = mapped_size;
    block->fd = source->fd;
    block->fd_offset = source->fd_offset;
    block->flags = source->flags;
    block->owns_host = true;
    return block;
}

static RAMBlock *new_anonymous(MemoryRegion *mr, uint64_t size, Error **errp)
{
    RAMSource source = { .flags = RAM_SHARED };
    RAMBlock *block;

    source.fd = open_memfd(mr->name, page_round(size), errp);
    if (source.fd < 0) {
        return NULL;
    }
    block = map_block(mr, size, &source, errp);
    if (!block) {
        close(source.fd);
        return NULL;
    }
    ram_block_register(block, DIRTY_CLIENTS_ALL
                              & ~(1 << DIRTY_MEMORY_MIGRATION));
    return block;
}

static RAMBlock *new_from_file(MemoryRegion *mr, uint64_t size,
                               const RAMSource *source, Error **errp)
{
    RAMBlock *block;

    if (!check_file_size(mr->name, size, source, errp)) {
        return NULL;
    }
    block = map_block(mr, size, source, errp);
    if (block) {
        ram_block_register(block, DIRTY_CLIENTS_ALL);
    }
    return block;
}

RAMBlock *ram_block_new(MemoryRegion *mr, uint64_t size,
                        const RAMSource *source, Error **errp)
{
    if (size == 0) {
        error_setg(errp, "RAM '%s' has size 0; give it at least one byte",
                   mr->name);
        return NULL;
    }
    if (size > (uint64_t)INT64_MAX - RAM_PAGE_SIZE) {
        error_setg(errp, "RAM '%s' of %" PRIu64 " bytes is larger than any "
                   "file; choose a smaller size", mr->name, size);
        return NULL;
    }
    return source->fd < 0 ? new_anonymous(mr, size, errp)
                          : new_from_file(mr, size, source, errp);
}

RAMBlock *ram_block_new_from_ptr(MemoryRegion *mr, uint64_t size, void *host)
{
    RAMBlock *block = g_new0(RAMBlock, 1);

    block->map = mr->map;
    block->mr = mr;
    block->host = host;
    block->size = size;
    block->mapped_size = page_round(size);
    block->fd = -1;
    ram_block_register(block, DIRTY_CLIENTS_ALL);
    return block;
}

void ram_block_free(RAMBlock *block)
{
    g_ptr_array_remove(block->map->ram_blocks, block);
    if (block->owns_host) {
        munmap(block->host, block->mapped_size);
    }
    if (block->fd >= 0) {
        close(block->fd);
    }
    ram_block_dirty_free(block);
    g_free(block->idstr);
    g_free(block);
}
