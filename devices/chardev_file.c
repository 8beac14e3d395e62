/*
 * chardev_file.c: output to a file, input optionally from another
 *
 *     -chardev file,id=c0,path=out.txt[,append=on][,input-path=in.txt]
 *
 * A FIFO or device may be the path, so the descriptor is non-blocking and
 * goes through the write queue like any other.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "char_fd.h"
#include "char_opts.h"

static int file_open(const char *path, int flags, Error **errp)
{
    int fd = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);

    if (fd < 0) {
        error_setg_errno(errp, errno, "-chardev file: '%s' cannot be opened",
                         path);
    }
    return fd;
}

static bool file_chr_open(Chardev *chr, const ChardevOpts *opts, Error **errp)
{
    const char *path = chardev_opts_str(opts, "path");
    const char *input = chardev_opts_str(opts, "input-path");
    int fd_in = -1;
    int fd_out;
    bool append;

    if (!chardev_opts_bool(opts, "append", false, &append, errp)) {
        return false;
    }
    if (!path || !path[0]) {
        error_setg(errp, "-chardev file needs path=NAME");
        return false;
    }
    fd_out = file_open(path, O_WRONLY | O_CREAT |
                       (append ? O_APPEND : O_TRUNC), errp);
    if (fd_out < 0) {
        return false;
    }
    if (input) {
        fd_in = file_open(input, O_RDONLY, errp);
        if (fd_in < 0) {
            close(fd_out);
            return false;
        }
    }
    g_free(chr->filename);
    chr->filename = g_strdup_printf("file:%s", path);
    fd_chr_connect(chr, fd_in, fd_out);
    return true;
}

static const char *const file_keys[] = {
    "path", "append", "input-path", NULL,
};

static void file_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->keys = file_keys;
    cc->open = file_chr_open;
}

static const TypeInfo file_chr_info = {
    .name = TYPE_CHARDEV_FILE,
    .parent = TYPE_CHARDEV_FD,
    .class_init = file_chr_class_init,
};

static void chardev_file_register_types(void)
{
    type_register_static(&file_chr_info);
}

type_init(chardev_file_register_types)
