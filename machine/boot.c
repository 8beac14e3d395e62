/*
 * boot.c: load firmware, kernel, initrd and device tree
 *
 * Order matters: each image is placed behind the one before it. Who runs
 * first is decided here too:
 *
 *   -bios none           the kernel, or what lies at the start of RAM
 *   -bios none + flash   flash
 *   firmware             the firmware; it goes on to the kernel or to flash
 */
#include <inttypes.h>
#include "machine/boot.h"

static hwaddr ram_end(const BootRequest *request)
{
    return request->ram_base + request->ram_size;
}

static bool has_firmware(const BootRequest *request)
{
    return g_strcmp0(request->bios, "none") != 0;
}

/* ---- the three images -------------------------------------------------- */

static bool load_firmware(RomList *roms, const BootRequest *request,
                          BootLayout *layout, Error **errp)
{
    g_autofree char *path =
        riscv_find_firmware(request->bios, request->search, errp);
    LoadRequest load = {
        .roms = roms,
        .what = "firmware",
        .path = path,
        .addr = request->ram_base,
        .symbols = request->symbols,
    };
    LoadedImage image;

    if (!path || !load_image(&load, &image, errp)) {
        return false;
    }
    layout->start = image.entry;
    layout->firmware_end = image.high;
    return true;
}

static bool load_kernel(RomList *roms, const BootRequest *request,
                        BootLayout *layout, Error **errp)
{
    LoadRequest load = {
        .roms = roms,
        .what = "kernel",
        .path = request->kernel,
        .addr = riscv_calc_kernel_start_addr(layout->firmware_end),
        .limit = ram_end(request),
        .symbols = request->symbols,
    };
    LoadedImage image;

    if (!load_image(&load, &image, errp)) {
        return false;
    }
    layout->kernel_entry = image.entry;
    layout->kernel_low = image.low;
    layout->kernel_high = image.high;
    return true;
}

static bool load_initrd(RomList *roms, const BootRequest *request,
                        BootLayout *layout, Error **errp)
{
    LoadRequest load = {
        .roms = roms,
        .what = "initrd",
        .path = request->initrd,
        .addr = riscv_compute_initrd_addr(layout->kernel_low,
                                          layout->kernel_high,
                                          request->ram_size),
        .limit = ram_end(request),
    };
    LoadedImage image;

    if (!load_flat(&load, &image, errp)) {
        return false;
    }
    layout->initrd_start = image.low;
    layout->initrd_end = image.high;
    return true;
}

/* ---- together ---------------------------------------------------------- */

static bool check_request(const BootRequest *request, Error **errp)
{
    if (request->initrd && !request->kernel) {
        error_setg(errp, "-initrd '%s' needs a kernel: add -kernel FILE",
                   request->initrd);
        return false;
    }
    if (request->flash_base && request->kernel && has_firmware(request)) {
        error_setg(errp, "the firmware can go on to -kernel '%s' or to flash "
                   "bank 0, not to both: leave one out", request->kernel);
        return false;
    }
    return true;
}

/* Without firmware the next stage is the first. */
static void choose_start(const BootRequest *request, BootLayout *layout)
{
    if (request->flash_base && has_firmware(request)) {
        layout->kernel_entry = request->flash_base;
    }
    if (has_firmware(request)) {
        return;
    }
    if (request->flash_base) {
        layout->start = request->flash_base;
    } else if (request->kernel) {
        layout->start = layout->kernel_entry;
    }
}

bool boot_load_images(RomList *roms, const BootRequest *request,
                      BootLayout *layout, Error **errp)
{
    *layout = (BootLayout) {
        .start = request->ram_base,
        .firmware_end = request->ram_base,
    };
    if (!check_request(request, errp)) {
        return false;
    }
    if (has_firmware(request) &&
        !load_firmware(roms, request, layout, errp)) {
        return false;
    }
    if (request->kernel && !load_kernel(roms, request, layout, errp)) {
        return false;
    }
    if (request->initrd && !load_initrd(roms, request, layout, errp)) {
        return false;
    }
    choose_start(request, layout);
    return true;
}

/* First address above everything that was loaded into RAM. */
static hwaddr images_end(const BootRequest *request, const BootLayout *layout)
{
    hwaddr end = request->ram_base;
    const hwaddr ends[] = {
        layout->firmware_end, layout->kernel_high, layout->initrd_end,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
        if (ends[i] <= ram_end(request)) {
            end = MAX(end, ends[i]);
        }
    }
    return end;
}

bool boot_add_fdt(RomList *roms, const BootRequest *request, GBytes *fdt,
                  BootLayout *layout, Error **errp)
{
    hwaddr addr = riscv_compute_fdt_addr(request->ram_base,
                                         request->ram_size,
                                         g_bytes_get_size(fdt));
    hwaddr end = images_end(request, layout);

    if (addr < end) {
        error_setg(errp, "no room for the device tree: the images end at 0x%"
                   PRIx64 " and it would lie at 0x%"
                   PRIx64 "; give the machine more memory with "
                   "-m, or a smaller initrd", end, addr);
        return false;
    }
    layout->fdt_addr = addr;
    return rom_add_blob(roms, "device tree", fdt, addr, errp);
}
