/*
 * log.c: lecture 02, telling what the guest did wrong
 */
#include "core/log.h"

#include <glib/gstdio.h>
#include <unistd.h>

static uint64_t toy_read(void *opaque, hwaddr offset, unsigned size)
{
    qemu_log_mask(LOG_GUEST_ERROR, "%s: bad offset 0x%" G_GINT64_MODIFIER
                  "x\n", __func__, offset);
    return 0;
}

int main(void)
{
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;
    int fd = g_file_open_tmp("lectern-lecture-XXXXXX", &path, NULL);
    int mask;

    close(fd);
    toy_read(NULL, 0xec, 4);            /* off: says nothing */
    g_assert(log_parse_mask("int,guest_errors", &mask, &error_abort));
    g_assert(qemu_set_log_filename(path, &error_abort));
    qemu_set_log(mask);
    g_assert(qemu_loglevel_mask(CPU_LOG_INT));
    toy_read(NULL, 0xfc, 4);
    qemu_log("done\n");
    qemu_log_close();
    g_assert(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "toy_read: bad offset 0xfc\ndone\n");
    g_unlink(path);
    return 0;
}
