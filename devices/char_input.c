/*
 * char_input.c: reading only what the device has room for
 *
 * A full device must not cost host time, and its input must stay in the host
 * (a pipe's writer then blocks, as it should). So the source asks the device
 * before each wait and takes the descriptor out of the wait while there is no
 * room. Leaving it in with no events would spin: a hang-up is always
 * reported.
 */
#include "char_io.h"

typedef struct CharInput {
    GSource source;
    Chardev *chr;
    int fd;
    gpointer tag;               /* NULL while the fd is not watched */
    CharReadyFn ready;
} CharInput;

static gboolean char_input_prepare(GSource *source, gint *timeout)
{
    CharInput *input = (CharInput *)source;
    bool room = qemu_chr_be_can_write(input->chr) > 0;

    *timeout = -1;
    if (room && !input->tag) {
        input->tag = g_source_add_unix_fd(source, input->fd,
                                          G_IO_IN | G_IO_HUP | G_IO_ERR);
    } else if (!room && input->tag) {
        g_source_remove_unix_fd(source, input->tag);
        input->tag = NULL;
    }
    return FALSE;
}

static gboolean char_input_check(GSource *source)
{
    CharInput *input = (CharInput *)source;

    return input->tag && g_source_query_unix_fd(source, input->tag) != 0;
}

static gboolean char_input_dispatch(GSource *source, GSourceFunc callback,
                                    gpointer data)
{
    CharInput *input = (CharInput *)source;

    if (qemu_chr_be_can_write(input->chr) <= 0) {
        return G_SOURCE_CONTINUE;
    }
    return input->ready(input->chr, input->fd);
}

static GSourceFuncs char_input_funcs = {
    .prepare = char_input_prepare,
    .check = char_input_check,
    .dispatch = char_input_dispatch,
};

GSource *char_input_new(Chardev *chr, int fd, CharReadyFn ready)
{
    GSource *source = g_source_new(&char_input_funcs, sizeof(CharInput));
    CharInput *input = (CharInput *)source;

    input->chr = chr;
    input->fd = fd;
    input->ready = ready;
    g_source_set_name(source, "chardev input");
    g_source_attach(source, NULL);
    return source;
}

void char_input_free(GSource *source)
{
    if (source) {
        g_source_destroy(source);
        g_source_unref(source);
    }
}
