/*
 * chardev_stdio.c: standard input and output
 *
 *     -chardev stdio,id=c0[,signal=off]
 *
 * Works on a terminal (raw mode, see char_term.c), on pipes and on files. At
 * the end of the input the output goes on.
 */
#include <errno.h>
#include <unistd.h>

#include "char_fd.h"
#include "char_opts.h"
#include "char_term.h"

static void stdio_chr_find_other(Chardev *chr, void *opaque)
{
    bool *found = opaque;

    *found |= object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_STDIO) != NULL;
}

static bool stdio_chr_open(Chardev *chr, const ChardevOpts *opts,
                           Error **errp)
{
    bool in_use = false;
    bool signals;
    int fd_in;
    int fd_out;

    if (!chardev_opts_bool(opts, "signal", true, &signals, errp)) {
        return false;
    }
    qemu_chr_foreach(stdio_chr_find_other, &in_use);
    if (in_use) {
        error_setg(errp, "stdio is in use by another chardev; share it with "
                   "mux=on, or use another back end");
        return false;
    }
    fd_in = dup(STDIN_FILENO);
    fd_out = char_fd_private(STDOUT_FILENO);
    if (fd_in < 0 || fd_out < 0) {
        error_setg_errno(errp, errno, "standard input or output is closed; "
                         "use another -serial than stdio");
        close(fd_in);
        close(fd_out);
        return false;
    }
    if (!char_term_enter(STDIN_FILENO, signals, errp)) {
        close(fd_in);
        close(fd_out);
        return false;
    }
    fd_chr_connect(chr, fd_in, fd_out);
    return true;
}

static void stdio_chr_set_echo(Chardev *chr, bool echo)
{
    char_term_set_echo(echo);
}

static void stdio_chr_opened_finalize(Object *obj)
{
    /* One that failed to open has no descriptor and nothing to restore. */
    if (FD_CHARDEV(obj)->fd_in >= 0) {
        char_term_leave();
    }
}

static const char *const stdio_keys[] = { "signal", NULL };

static void stdio_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->keys = stdio_keys;
    cc->open = stdio_chr_open;
    cc->chr_set_echo = stdio_chr_set_echo;
}

static const TypeInfo stdio_chr_info = {
    .name = TYPE_CHARDEV_STDIO,
    .parent = TYPE_CHARDEV_FD,
    .instance_size = sizeof(FDChardev),
    .instance_finalize = stdio_chr_opened_finalize,
    .class_init = stdio_chr_class_init,
};

static void chardev_stdio_register_types(void)
{
    type_register_static(&stdio_chr_info);
}

type_init(chardev_stdio_register_types)
