/*
 * flash_backing.c: a raw file as the contents of a flash chip
 *
 * The file is the array, byte for byte. A write goes in place with pwrite(),
 * so a crash of the emulator loses nothing; fdatasync() makes it survive a
 * power cut of the host.
 */
#include "devices/flash_backing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

typedef struct RawFile {
    FlashBacking backing;
    char *path;
    int fd;
} RawFile;

static bool raw_read(FlashBacking *backing, uint64_t offset, void *buf,
                     size_t size, GError **errp)
{
    RawFile *raw = (RawFile *)backing;
    uint8_t *p = buf;

    while (size > 0) {
        ssize_t n = pread(raw->fd, p, size, (off_t)offset);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            error_setg(errp, "cannot read flash image '%s': %s", raw->path,
                       n < 0 ? g_strerror(errno) : "it became shorter");
            return false;
        }
        p += n;
        offset += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

static bool raw_write(FlashBacking *backing, uint64_t offset,
                      const void *buf, size_t size, GError **errp)
{
    RawFile *raw = (RawFile *)backing;
    const uint8_t *p = buf;

    while (size > 0) {
        ssize_t n = pwrite(raw->fd, p, size, (off_t)offset);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            error_setg(errp, "cannot write flash image '%s': %s", raw->path,
                       g_strerror(n < 0 ? errno : ENOSPC));
            return false;
        }
        p += n;
        offset += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

static bool raw_flush(FlashBacking *backing, GError **errp)
{
    RawFile *raw = (RawFile *)backing;

    if (fdatasync(raw->fd) != 0 && errno != EINVAL && errno != EROFS) {
        error_setg_errno(errp, errno, "cannot sync flash image '%s'",
                         raw->path);
        return false;
    }
    return true;
}

static void raw_free(FlashBacking *backing)
{
    RawFile *raw = (RawFile *)backing;

    if (raw->fd >= 0) {
        close(raw->fd);
    }
    g_free(raw->path);
    g_free(raw);
}

static const FlashBackingOps raw_ops = {
    .read = raw_read,
    .write = raw_write,
    .flush = raw_flush,
    .free = raw_free,
};

static bool raw_check_size(const RawFile *raw, GError **errp)
{
    uint64_t want = raw->backing.size;
    struct stat st;

    if (fstat(raw->fd, &st) != 0) {
        error_setg_errno(errp, errno, "cannot inspect flash image '%s'",
                         raw->path);
        return false;
    }
    if (!S_ISREG(st.st_mode)) {
        error_setg(errp, "flash image '%s' is not a regular file", raw->path);
        return false;
    }
    if ((uint64_t)st.st_size != want) {
        error_setg(errp, "flash image '%s' has %" G_GUINT64_FORMAT " bytes, "
                   "the flash has %" G_GUINT64_FORMAT "; make it fit with "
                   "'truncate -s %" G_GUINT64_FORMAT "'", raw->path,
                   (guint64)st.st_size, (guint64)want, (guint64)want);
        return false;
    }
    return true;
}

FlashBacking *flash_backing_open_raw(const char *path, uint64_t size,
                                     bool read_only, GError **errp)
{
    RawFile *raw = g_new0(RawFile, 1);

    raw->backing = (FlashBacking) {
        .ops = &raw_ops, .size = size, .read_only = read_only,
    };
    raw->path = g_strdup(path);
    raw->fd = open(path, (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC);
    if (raw->fd < 0) {
        int error = errno;
        bool denied = !read_only && (error == EACCES || error == EROFS);

        error_setg_errno(errp, error, "cannot open flash image '%s'%s", path,
                         denied ? " for writing (readonly=on would do)" : "");
        raw_free(&raw->backing);
        return NULL;
    }
    if (!raw_check_size(raw, errp)) {
        raw_free(&raw->backing);
        return NULL;
    }
    return &raw->backing;
}

void flash_backing_free(FlashBacking *backing)
{
    if (!backing) {
        return;
    }
    if (!backing->read_only) {
        backing->ops->flush(backing, NULL);
    }
    backing->ops->free(backing);
}
