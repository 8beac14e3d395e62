/*
 * rom_bytes.c: see rom_bytes.h
 *
 * Files are read with pread(), never mapped: behind the end of a file that
 * became shorter pread() gives fewer bytes where a mapping gives SIGBUS.
 */
#include "rom_bytes.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/digest.h"

/* Shared by the segments of one ELF file; counted by GLib. */
struct RomFile {
    int fd;
};

RomFile *rom_file_new(int fd)
{
    RomFile *file = g_rc_box_new(RomFile);

    file->fd = fd;
    return file;
}

static void rom_file_close(gpointer opaque)
{
    RomFile *file = opaque;

    close(file->fd);
}

void rom_file_unref(RomFile *file)
{
    if (file) {
        g_rc_box_release_full(file, rom_file_close);
    }
}

void rom_bytes_init(RomBytes *bytes, const RomSegment *segment)
{
    gsize length;
    const void *data = g_bytes_get_data(segment->data, &length);

    *bytes = (RomBytes) {
        .offset = segment->offset,
        .length = length,
        .digest = digest_of(data, length),
    };
    if (segment->file) {
        bytes->file = g_rc_box_acquire(segment->file);
    } else {
        bytes->data = g_bytes_ref(segment->data);
    }
}

void rom_bytes_clear(RomBytes *bytes)
{
    g_clear_pointer(&bytes->data, g_bytes_unref);
    g_clear_pointer(&bytes->file, rom_file_unref);
}

static size_t file_read(const RomFile *file, uint64_t offset, uint8_t *to,
                        size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t n = pread(file->fd, to + done, size - done,
                          (off_t)(offset + done));

        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            break;
        }
        done += n;
    }
    memset(to + done, 0, size - done);
    return done;
}

size_t rom_bytes_read(const RomBytes *bytes, uint64_t at, void *to,
                      size_t size)
{
    g_assert(at <= bytes->length && size <= bytes->length - at);
    if (bytes->file) {
        return file_read(bytes->file, bytes->offset + at, to, size);
    }
    if (size > 0) {
        memcpy(to, (const uint8_t *)g_bytes_get_data(bytes->data, NULL) + at,
               size);
    }
    return size;
}
