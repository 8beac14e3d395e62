/*
 * inspect_save.c: memsave and pmemsave
 *
 * In pieces, each while the hart stands still, so a large file does not hold
 * a running guest for long. What could not be written whole is removed.
 */
#include "inspect_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "memory/memory_map.h"

#define PIECE 65536

typedef struct Piece {
    bool physical;
    uint64_t addr;
    size_t size;
    bool ok;
    uint8_t bytes[PIECE];
} Piece;

static void read_on_cpu(Vcpu *v, void *data)
{
    Piece *piece = data;

    if (piece->physical) {
        piece->ok = address_space_read(v->as, piece->addr,
                                       MEMTXATTRS_UNSPECIFIED, piece->bytes,
                                       piece->size) == MEMTX_OK;
    } else {
        piece->ok = inspect_read(v, piece->addr, piece->bytes, piece->size);
    }
}

static bool write_piece(int fd, const Piece *piece, const char *path,
                        Error **errp)
{
    size_t done = 0;

    while (done < piece->size) {
        ssize_t n = write(fd, piece->bytes + done, piece->size - done);

        if (n < 0 && errno != EINTR) {
            error_setg(errp, "cannot write '%s': %s", path, strerror(errno));
            return false;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool save_pieces(Vm *vm, int cpu, const InspectSave *request, int fd,
                        Error **errp)
{
    g_autofree Piece *piece = g_new0(Piece, 1);

    piece->physical = request->physical;
    for (uint64_t done = 0; done < request->size; done += piece->size) {
        piece->addr = request->addr + done;
        piece->size = (size_t)MIN(request->size - done, (uint64_t)PIECE);
        if (!control_run_on_cpu(vm, cpu, read_on_cpu, piece, errp)) {
            return false;
        }
        if (!piece->ok) {
            error_setg(errp, "cannot read all of 0x%" PRIx64 " to 0x%" PRIx64,
                       piece->addr, piece->addr + piece->size - 1);
            return false;
        }
        if (!write_piece(fd, piece, request->path, errp)) {
            return false;
        }
    }
    return true;
}

/* Only a file that we made: never a device, a pipe or somebody's link. */
static void remove_broken(int fd, const char *path)
{
    struct stat opened, named;

    if (fstat(fd, &opened) == 0 && S_ISREG(opened.st_mode) &&
        lstat(path, &named) == 0 && named.st_dev == opened.st_dev &&
        named.st_ino == opened.st_ino) {
        (void)!unlink(path);
    }
}

bool inspect_save(Vm *vm, int cpu, const InspectSave *request, Error **errp)
{
    int fd;
    bool ok;

    if (!control_get_cpu(vm, cpu, errp)) {
        return false;
    }
    fd = open(request->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
              O_NONBLOCK, 0666);
    if (fd < 0) {
        error_setg(errp, "cannot open '%s': %s", request->path,
                   strerror(errno));
        return false;
    }
    ok = save_pieces(vm, cpu, request, fd, errp);
    if (!ok) {
        remove_broken(fd, request->path);
    }
    if (close(fd) < 0 && ok) {
        error_setg(errp, "cannot write '%s': %s", request->path,
                   strerror(errno));
        ok = false;
    }
    return ok;
}
