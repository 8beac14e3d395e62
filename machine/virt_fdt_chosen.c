/*
 * virt_fdt_chosen.c: boot arguments and initrd in a tree the user brought
 *
 * With -dtb the board's tree is replaced, but -append and -initrd still
 * apply. Everything else in the blob stays as it is.
 */
#include <libfdt.h>
#include <string.h>

#include "core/error.h"
#include "machine/virt_fdt.h"

/* Room for a /chosen node with three properties, without the arguments. */
#define CHOSEN_BYTES 256

static int find_or_add_chosen(void *blob)
{
    int node = fdt_path_offset(blob, "/chosen");

    return node == -FDT_ERR_NOTFOUND ? fdt_add_subnode(blob, 0, "chosen")
                                     : node;
}

static int set_chosen(void *blob, const VirtFdtInfo *info)
{
    int node = find_or_add_chosen(blob);
    int status = MIN(node, 0);

    if (status == 0 && info->initrd_end > info->initrd_start) {
        status = fdt_setprop_u64(blob, node, "linux,initrd-start",
                                 info->initrd_start);
        if (status == 0) {
            status = fdt_setprop_u64(blob, node, "linux,initrd-end",
                                     info->initrd_end);
        }
    }
    if (status == 0 && info->bootargs && info->bootargs[0]) {
        status = fdt_setprop_string(blob, node, "bootargs", info->bootargs);
    }
    return status;
}

GBytes *virt_fdt_update_chosen(GBytes *fdt, const VirtFdtInfo *info,
                               GError **errp)
{
    gsize size = g_bytes_get_size(fdt) + CHOSEN_BYTES +
        (info->bootargs ? strlen(info->bootargs) : 0);
    void *blob = g_malloc0(size);
    int status = fdt_open_into(g_bytes_get_data(fdt, NULL), blob, (int)size);

    if (status == 0) {
        status = set_chosen(blob, info);
    }
    if (status == 0) {
        status = fdt_pack(blob);
    }
    if (status < 0) {
        error_setg(errp, "cannot put the boot arguments into the device tree "
                   "of -dtb: %s", fdt_strerror(status));
        g_free(blob);
        return NULL;
    }
    return g_bytes_new_take(blob, fdt_totalsize(blob));
}
