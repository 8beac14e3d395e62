/*
 * boot_firmware.c: find the firmware that -bios names
 *
 * "default" is OpenSBI's fw_dynamic, which learns from the fw_dynamic block
 * where the next stage is. Distributions install it in different folders
 * under different names; both lists are tables.
 */
#include <glib.h>
#include <string.h>

#include "machine/boot.h"

#define FIRMWARE_PATH_VARIABLE "LECTERN_FIRMWARE_PATH"

static const char *const folders[] = {
    "/usr/share/qemu",                                  /* QEMU's own */
    "/usr/lib/riscv64-linux-gnu/opensbi/generic",       /* Debian, Ubuntu */
    "/usr/share/opensbi/lp64/generic/firmware",         /* Gentoo, source */
    "/usr/share/opensbi/generic/firmware",
    "/usr/share/opensbi/generic",
    "/usr/local/share/qemu",
    "/usr/local/share/opensbi/lp64/generic/firmware",
};

static const char *const default_names[] = {
    "opensbi-riscv64-generic-fw_dynamic.bin",
    "fw_dynamic.bin",
    "fw_dynamic.elf",
};

/* Folders to search, in order; strings are borrowed or owned by @owned. */
static GPtrArray *search_folders(char *const *search, char ***owned)
{
    GPtrArray *list = g_ptr_array_new();
    const char *variable = g_getenv(FIRMWARE_PATH_VARIABLE);

    *owned = g_strsplit(variable ? variable : "", ":", -1);
    for (unsigned i = 0; search && search[i]; i++) {
        g_ptr_array_add(list, search[i]);
    }
    for (unsigned i = 0; (*owned)[i]; i++) {
        if ((*owned)[i][0]) {
            g_ptr_array_add(list, (*owned)[i]);
        }
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_ptr_array_add(list, (gpointer)folders[i]);
    }
    return list;
}

static char *find_in_folder(const char *folder, const char *const *names,
                            unsigned n_names)
{
    for (unsigned i = 0; i < n_names; i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            return g_steal_pointer(&path);
        }
    }
    return NULL;
}

static char *find_named(char *const *search, const char *const *names,
                        unsigned n_names)
{
    g_auto(GStrv) owned = NULL;
    g_autoptr(GPtrArray) list = search_folders(search, &owned);

    for (unsigned i = 0; i < list->len; i++) {
        char *path = find_in_folder(g_ptr_array_index(list, i), names,
                                    n_names);
        if (path) {
            return path;
        }
    }
    return NULL;
}

static char *find_default(char *const *search, Error **errp)
{
    char *path = find_named(search, default_names,
                            G_N_ELEMENTS(default_names));

    if (!path) {
        error_setg(errp, "no firmware found for -bios default: install the "
                   "package 'opensbi' (apt install opensbi), or name a file "
                   "with -bios FILE, a folder with -L or "
                   FIRMWARE_PATH_VARIABLE ", or use -bios none");
    }
    return path;
}

static char *find_file(const char *bios, char *const *search, Error **errp)
{
    char *path;

    if (g_file_test(bios, G_FILE_TEST_EXISTS)) {
        return g_strdup(bios);
    }
    path = strchr(bios, '/') ? NULL : find_named(search, &bios, 1);
    if (!path) {
        error_setg(errp, "cannot find firmware '%s': check the file name of "
                   "-bios, or give its folder with -L", bios);
    }
    return path;
}

char *riscv_find_firmware(const char *bios, char *const *search,
                          Error **errp)
{
    if (!bios || g_str_equal(bios, "default")) {
        return find_default(search, errp);
    }
    return find_file(bios, search, errp);
}
