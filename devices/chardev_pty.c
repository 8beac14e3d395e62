/*
 * chardev_pty.c: a pseudo terminal that another program opens
 *
 *     -chardev pty,id=c0[,path=LINK]
 *
 * Prints the name of the slave side; path= also makes a symbolic link to it.
 * While nobody has the slave open the master reports a hang-up, and output is
 * dropped, as on a serial line without a cable. There is no event for "opened
 * again", so that is looked for once a second.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "char_fd.h"
#include "char_opts.h"

#define PTY_PROBE_MS 1000

typedef struct PtyChardev {
    FDChardev parent_obj;

    int master;                 /* kept open while nobody is connected */
    guint probe;                /* timer that looks for a reader */
    char *link;                 /* (nullable): symbolic link we made */
} PtyChardev;

#define PTY_CHARDEV(obj) OBJECT_CHECK(PtyChardev, (obj), TYPE_CHARDEV_PTY)

static bool pty_has_reader(PtyChardev *s)
{
    struct pollfd pfd = { .fd = s->master, .events = POLLOUT };

    return poll(&pfd, 1, 0) >= 0 && !(pfd.revents & POLLHUP);
}

static void pty_connect(PtyChardev *s)
{
    int fd = fcntl(s->master, F_DUPFD_CLOEXEC, 0);

    if (fd >= 0) {
        g_source_remove(s->probe);
        s->probe = 0;
        fd_chr_connect(CHARDEV(s), fd, fd);
    }
}

static gboolean pty_probe(gpointer opaque)
{
    PtyChardev *s = opaque;

    if (pty_has_reader(s)) {
        pty_connect(s);
    }
    return G_SOURCE_CONTINUE;
}

static void pty_hang_up(Chardev *chr)
{
    PtyChardev *s = PTY_CHARDEV(chr);

    fd_chr_disconnect(chr);
    s->probe = g_timeout_add(PTY_PROBE_MS, pty_probe, s);
}

/* Looks for the reader first: it may have come or gone since the last time. */
static int pty_chr_write(Chardev *chr, const uint8_t *buf, int len)
{
    PtyChardev *s = PTY_CHARDEV(chr);
    bool connected = !s->probe;
    bool reader = pty_has_reader(s);

    if (!connected && reader) {
        pty_connect(s);
    } else if (connected && !reader) {
        pty_hang_up(chr);
    }
    return char_queue_write(&FD_CHARDEV(chr)->queue, buf, len);
}

/* Opens both sides once: only then does the master report hang-ups. */
static int pty_make(char **slave_name, Error **errp)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    struct termios mode;
    int slave;

    if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) {
        error_setg_errno(errp, errno, "no pseudo terminal can be made");
        close(master);
        return -1;
    }
    *slave_name = g_strdup(ptsname(master));
    slave = open(*slave_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave >= 0) {
        tcgetattr(slave, &mode);
        cfmakeraw(&mode);
        tcsetattr(slave, TCSANOW, &mode);
        close(slave);
    }
    return master;
}

static bool pty_make_link(PtyChardev *s, const char *path, const char *slave,
                          Error **errp)
{
    if (!path) {
        return true;
    }
    if (symlink(slave, path) < 0) {
        error_setg_errno(errp, errno, "-chardev pty: the link '%s' cannot be "
                         "made; remove it or choose another path", path);
        return false;
    }
    s->link = g_strdup(path);
    return true;
}

static bool pty_chr_open(Chardev *chr, const ChardevOpts *opts, Error **errp)
{
    PtyChardev *s = PTY_CHARDEV(chr);
    g_autofree char *slave = NULL;

    s->master = pty_make(&slave, errp);
    if (s->master < 0 ||
        !pty_make_link(s, chardev_opts_str(opts, "path"), slave, errp)) {
        return false;
    }
    g_free(chr->filename);
    chr->filename = g_strdup_printf("pty:%s", slave);
    info_report("char device redirected to %s (label %s)", slave, chr->label);
    FD_CHARDEV(chr)->hang_up = pty_hang_up;
    s->probe = g_timeout_add(PTY_PROBE_MS, pty_probe, s);
    return true;
}

static void pty_chr_init(Object *obj)
{
    PTY_CHARDEV(obj)->master = -1;
}

static void pty_chr_finalize(Object *obj)
{
    PtyChardev *s = PTY_CHARDEV(obj);

    if (s->probe) {
        g_source_remove(s->probe);
    }
    if (s->link) {
        unlink(s->link);
        g_free(s->link);
    }
    if (s->master >= 0) {
        close(s->master);
    }
}

static const char *const pty_keys[] = { "path", NULL };

static void pty_chr_class_init(ObjectClass *klass, void *data)
{
    ChardevClass *cc = CHARDEV_CLASS(klass);

    cc->keys = pty_keys;
    cc->open = pty_chr_open;
    cc->chr_write = pty_chr_write;
}

static const TypeInfo pty_chr_info = {
    .name = TYPE_CHARDEV_PTY,
    .parent = TYPE_CHARDEV_FD,
    .instance_size = sizeof(PtyChardev),
    .instance_init = pty_chr_init,
    .instance_finalize = pty_chr_finalize,
    .class_init = pty_chr_class_init,
};

static void chardev_pty_register_types(void)
{
    type_register_static(&pty_chr_info);
}

type_init(chardev_pty_register_types)
