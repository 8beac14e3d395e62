/*
 * loader_file.c: the bytes of an image file
 *
 * They are read into pages of their own, not into the heap, so that all of
 * them go back to the host once the image is parsed. The file stays open for
 * the ROM list, which reads it again at each reset.
 */
#include <errno.h>
#include <fcntl.h>
#include <libfdt.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/loader.h"

typedef struct Pages {
    void *start;
    gsize size;
} Pages;

static void pages_free(gpointer opaque)
{
    Pages *pages = opaque;

    munmap(pages->start, pages->size);
    g_free(pages);
}

/* (nullable): zeroed bytes */
static GBytes *pages_new(gsize size)
{
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (start == MAP_FAILED) {
        return NULL;
    }
    Pages *pages = g_new(Pages, 1);
    *pages = (Pages) { start, size };
    return g_bytes_new_with_free_func(start, size, pages_free, pages);
}

static bool read_all(int fd, uint8_t *to, gsize size, const char **reason)
{
    gsize done = 0;

    while (done < size) {
        ssize_t n = read(fd, to + done, size - done);

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            *reason = n < 0 ? g_strerror(errno) : "it became shorter";
            return false;
        }
        done += n;
    }
    return true;
}

static GBytes *read_open_file(const char *what, const char *path, int fd,
                              gsize size, Error **errp)
{
    g_autoptr(GBytes) bytes = pages_new(size);
    const char *reason = NULL;

    if (!bytes) {
        error_setg(errp, "cannot read %s '%s': no memory for its %"
                   G_GSIZE_FORMAT " bytes", what, path, size);
        return NULL;
    }
    if (!read_all(fd, (uint8_t *)g_bytes_get_data(bytes, NULL), size,
                  &reason)) {
        error_setg(errp, "cannot read %s '%s': %s", what, path, reason);
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

static bool check_file(const char *what, const char *path,
                       const struct stat *info, Error **errp)
{
    const char *reason = NULL;

    if (!S_ISREG(info->st_mode)) {
        reason = "it is not a regular file";
    } else if (info->st_size == 0) {
        reason = "it is empty";
    } else if ((uint64_t)info->st_size > IMAGE_BYTES_MAX) {
        reason = "it is larger than 4 GiB";
    }
    if (reason) {
        error_setg(errp, "cannot use %s '%s': %s", what, path, reason);
    }
    return !reason;
}

bool image_open(const char *what, const char *path, ImageFile *out,
                Error **errp)
{
    /* a FIFO must not block before fstat() shows what it is */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;

    *out = (ImageFile) { 0 };
    if (fd < 0 || fstat(fd, &info) < 0) {
        error_setg(errp, "cannot open %s '%s': %s", what, path,
                   g_strerror(errno));
    } else if (check_file(what, path, &info, errp)) {
        out->bytes = read_open_file(what, path, fd, info.st_size, errp);
    }
    if (out->bytes) {
        out->file = rom_file_new(fd);
    } else if (fd >= 0) {
        close(fd);
    }
    return out->bytes != NULL;
}

void image_close(ImageFile *image)
{
    g_clear_pointer(&image->bytes, g_bytes_unref);
    g_clear_pointer(&image->file, rom_file_unref);
}

GBytes *image_read(const char *what, const char *path, Error **errp)
{
    ImageFile image;
    GBytes *bytes = NULL;

    if (image_open(what, path, &image, errp)) {
        bytes = g_steal_pointer(&image.bytes);
    }
    image_close(&image);
    return bytes;
}

GBytes *load_dtb(const char *path, Error **errp)
{
    g_autoptr(GBytes) bytes = image_read("device tree", path, errp);
    gsize size;
    const void *data;
    int status;

    if (!bytes) {
        return NULL;
    }
    data = g_bytes_get_data(bytes, &size);
    status = fdt_check_full(data, size);
    if (status < 0) {
        error_setg(errp, "device tree '%s' is not a usable blob: %s; make it "
                   "with 'dtc -O dtb'", path, fdt_strerror(status));
        return NULL;
    }
    return g_bytes_new_from_bytes(bytes, 0, fdt_totalsize(data));
}
