/*
 * region_ram.c: regions backed by RAM: RAM, ROM and ROM devices
 */
#include "memory_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory/ram_block.h"

/* Give an initialised @mr its RAM; on failure it stays an empty container. */
static bool attach_block(MemoryRegion *mr, RAMBlock *block)
{
    if (!block) {
        return false;
    }
    mr->ram_block = block;
    mr->terminates = true;
    mr->ram = true;
    return true;
}

static bool init_from_source(MemoryRegion *mr, uint64_t size,
                             const RAMSource *source, Error **errp)
{
    mr->readonly = (source->flags & RAM_READONLY) != 0;
    return attach_block(mr, ram_block_new(mr, size, source, errp));
}

bool memory_region_init_ram(MemoryRegion *mr, Object *owner, const char *name,
                            uint64_t size, Error **errp)
{
    RAMSource anonymous = { .fd = -1 };

    memory_region_init(mr, owner, name, size);
    return init_from_source(mr, size, &anonymous, errp);
}

void memory_region_init_ram_ptr(MemoryRegion *mr, Object *owner,
                                const char *name, uint64_t size, void *ptr)
{
    memory_region_init(mr, owner, name, size);
    attach_block(mr, ram_block_new_from_ptr(mr, size, ptr));
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
bool memory_region_init_ram_from_fd(MemoryRegion *mr, Object *owner,
                                    const char *name, uint64_t size,
                                    uint32_t ram_flags, int fd,
                                    ram_addr_t offset, Error **errp)
{
    RAMSource source = {
        .fd = fd,
        .fd_offset = offset,
        .flags = ram_flags,
    };

    memory_region_init(mr, owner, name, size);
    if (fd < 0) {
        error_setg(errp, "RAM '%s': the file descriptor is not open", name);
        return false;
    }
    return init_from_source(mr, size, &source, errp);
}

/* Give a new or empty shared file its length. */
static bool grow_empty_file(int fd, const char *path, uint64_t size,
                            Error **errp)
{
    struct stat st;

    if (fstat(fd, &st) < 0 || st.st_size > 0) {
        return true;
    }
    if (ftruncate(fd, (off_t)size) < 0) {
        error_setg_errno(errp, errno, "cannot extend '%s' to %" PRIu64
                         " bytes", path, size);
        return false;
    }
    return true;
}

static int open_backing(const char *path, uint64_t size, uint32_t ram_flags,
                        Error **errp)
{
    bool writable = (ram_flags & RAM_SHARED) && !(ram_flags & RAM_READONLY);
    int flags = writable ? O_RDWR | O_CREAT : O_RDONLY;
    int fd = open(path, flags | O_CLOEXEC, 0600);

    if (fd < 0) {
        error_setg_errno(errp, errno, "cannot open '%s' as RAM", path);
        return -1;
    }
    if (writable && !grow_empty_file(fd, path, size, errp)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
bool memory_region_init_ram_from_file(MemoryRegion *mr, Object *owner,
                                      const char *name, uint64_t size,
                                      uint64_t align, uint32_t ram_flags,
                                      const char *path, ram_addr_t offset,
                                      Error **errp)
{
    RAMSource source = {
        .fd_offset = offset,
        .align = align,
        .flags = ram_flags,
    };

    memory_region_init(mr, owner, name, size);
    source.fd = open_backing(path, offset + size, ram_flags, errp);
    if (source.fd < 0) {
        return false;
    }
    if (!init_from_source(mr, size, &source, errp)) {
        close(source.fd);
        return false;
    }
    return true;
}

bool memory_region_init_rom(MemoryRegion *mr, Object *owner, const char *name,
                            uint64_t size, Error **errp)
{
    bool ok = memory_region_init_ram(mr, owner, name, size, errp);

    mr->readonly = ok;
    return ok;
}

/* NOLINTNEXTLINE(readability-function-size): QEMU's signature */
bool memory_region_init_rom_device(MemoryRegion *mr, Object *owner,
                                   const MemoryRegionOps *ops, void *opaque,
                                   const char *name, uint64_t size,
                                   Error **errp)
{
    if (!memory_region_init_ram(mr, owner, name, size, errp)) {
        return false;
    }
    mr->ram = false;
    mr->rom_device = true;
    mr->ops = ops;
    mr->opaque = opaque;
    return true;
}

void *memory_region_get_ram_ptr(MemoryRegion *mr)
{
    uint64_t offset = 0;

    while (mr->alias) {
        offset += mr->alias_offset;
        mr = mr->alias;
    }
    return mr->ram_block ? mr->ram_block->host + offset : NULL;
}

ram_addr_t memory_region_get_ram_addr(MemoryRegion *mr)
{
    return mr->ram_block ? mr->ram_block->offset : RAM_ADDR_INVALID;
}

int memory_region_get_fd(MemoryRegion *mr)
{
    while (mr->alias) {
        mr = mr->alias;
    }
    return mr->ram_block ? mr->ram_block->fd : -1;
}
