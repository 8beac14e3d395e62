/*
 * clabpu_image.c: the one program of the course board
 *
 * -bios and -kernel mean the same here: an image in RAM that the boot ROM
 * jumps to. What the board has no use for is refused, not ignored.
 */
#include "machine/clabpu.h"

#include "machine/loader.h"

static bool names_image(const char *file)
{
    return file && !g_str_equal(file, "none") &&
           !g_str_equal(file, "default");
}

static bool refuse_options(const MachineState *machine, Error **errp)
{
    const struct {
        const char *option;
        const char *value;
    } unused[] = {
        { "-initrd", machine->initrd_filename },
        { "-append", machine->kernel_cmdline },
        { "-dtb", machine->dtb },
        { "-machine dumpdtb=", machine->dumpdtb },
        { "-drive if=pflash", machine->flash[0] },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(unused); i++) {
        if (unused[i].value) {
            error_setg(errp, "machine 'clabpu' has no use for %s: it has "
                       "neither flash nor device tree", unused[i].option);
            return false;
        }
    }
    return true;
}

bool clabpu_load_image(MachineState *machine, hwaddr *entry, Error **errp)
{
    bool bios = names_image(machine->firmware);
    hwaddr ram = clabpu_memmap[CLABPU_MMAP_DRAM].base;
    LoadRequest request = {
        .roms = machine->roms,
        .what = bios ? "firmware" : "kernel",
        .path = bios ? machine->firmware : machine->kernel_filename,
        .addr = ram,
        .limit = ram + machine->ram_size,
        .symbols = machine->symbols,
    };
    LoadedImage image;

    *entry = 0;
    if (!refuse_options(machine, errp)) {
        return false;
    }
    if (bios && machine->kernel_filename) {
        error_setg(errp, "machine 'clabpu' loads one image: name it with "
                   "-bios or with -kernel, not both");
        return false;
    }
    if (!request.path) {
        return true;
    }
    if (!load_image(&request, &image, errp)) {
        return false;
    }
    *entry = image.entry;
    return true;
}
