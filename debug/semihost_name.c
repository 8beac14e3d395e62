/*
 * semihost_name.c: files of the host, in one folder
 *
 * openat2() resolves names below the folder, in the kernel and in one go, so
 * there is no moment in which a link could be exchanged. What is not a
 * regular file is closed again unread: a guest opens no FIFO and no device.
 * Without a folder every name is refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "semihost_internal.h"

/* Of the modes by pairs (text, binary): r, r+, w, w+, a, a+. */
static const int open_flags[] = {
    O_RDONLY,
    O_RDWR,
    O_WRONLY | O_CREAT | O_TRUNC,
    O_RDWR | O_CREAT | O_TRUNC,
    O_WRONLY | O_CREAT | O_APPEND,
    O_RDWR | O_CREAT | O_APPEND,
};

bool semihost_allow_files(Semihost *s, const char *folder, Error **errp)
{
    s->folder_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (s->folder_fd < 0) {
        error_setg_errno(errp, errno, "cannot open folder '%s'", folder);
        return false;
    }
    return true;
}

static int open_below(int folder_fd, const char *name, int flags)
{
    const struct open_how how = {
        .flags = (unsigned)(flags | O_CLOEXEC),
        .mode = flags & O_CREAT ? 0666 : 0,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };

    return (int)syscall(SYS_openat2, folder_fd, name, &how, sizeof(how));
}

/* Passes on @fd, or closes it with errno set. */
static int only_regular(int fd)
{
    struct stat st;

    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        errno = EACCES;
        return -1;
    }
    return fd;
}

/* Truncating waits until it is known to be a file. */
int semihost_open_file(Semihost *s, const char *name, unsigned mode)
{
    int flags = open_flags[mode / 2];
    int fd;

    if (s->folder_fd < 0) {
        errno = EACCES;
        return -1;
    }
    flags |= O_NOCTTY | O_NONBLOCK;
    fd = only_regular(open_below(s->folder_fd, name, flags & ~O_TRUNC));
    if (fd >= 0 && (flags & O_TRUNC) && ftruncate(fd, 0) != 0) {
        int error = errno;

        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

/* ---- remove and rename -------------------------------------------------- */

/* The folder that a name is in, and the last part of it. */
typedef struct Place {
    int fd;                     /* of the folder, -1: errno is set */
    const char *leaf;
} Place;

static Place find_place(Semihost *s, char *name)
{
    char *slash = strrchr(name, '/');
    Place place = { -1, slash ? slash + 1 : name };
    const char *folder = slash ? name : ".";

    if (s->folder_fd < 0) {
        errno = EACCES;
        return place;
    }
    if (slash == name || *place.leaf == '\0' ||
        g_str_equal(place.leaf, ".") || g_str_equal(place.leaf, "..")) {
        errno = EINVAL;
        return place;
    }
    if (slash) {
        *slash = '\0';
    }
    place.fd = open_below(s->folder_fd, folder, O_PATH | O_DIRECTORY);
    return place;
}

static void leave_place(const Place *place)
{
    if (place->fd >= 0) {
        close(place->fd);
    }
}

/* The result of both operations: 0, or the errno of the host. */
static SemihostStatus name_done(Request *r, int error)
{
    if (error) {
        r->s->last_errno = error;
    }
    return semihost_done(r, (uint64_t)error);
}

SemihostStatus semihost_remove(Request *r)
{
    g_autofree char *name = semihost_get_name(r, r->words[0], r->words[1]);
    int error = 0;

    if (!name) {
        return name_done(r, r->s->last_errno);
    }
    if (semihost_is_remote(r->s)) {
        return semihost_remote_remove(r);
    }
    Place place = find_place(r->s, name);
    if (place.fd < 0 || unlinkat(place.fd, place.leaf, 0) != 0) {
        error = errno;
    }
    leave_place(&place);
    return name_done(r, error);
}

static int rename_between(Semihost *s, char *from_name, char *to_name)
{
    Place from = find_place(s, from_name);
    int error = from.fd < 0 ? errno : 0;

    if (!error) {
        Place to = find_place(s, to_name);

        if (to.fd < 0 ||
            renameat(from.fd, from.leaf, to.fd, to.leaf) != 0) {
            error = errno;
        }
        leave_place(&to);
    }
    leave_place(&from);
    return error;
}

SemihostStatus semihost_rename(Request *r)
{
    g_autofree char *from = semihost_get_name(r, r->words[0], r->words[1]);
    g_autofree char *to = from
        ? semihost_get_name(r, r->words[2], r->words[3]) : NULL;

    if (to && semihost_is_remote(r->s)) {
        return semihost_remote_rename(r);
    }
    return name_done(r, to ? rename_between(r->s, from, to)
                           : r->s->last_errno);
}
