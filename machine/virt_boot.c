/*
 * virt_boot.c: what is in memory when the harts of `virt` start
 *
 * Firmware, kernel, initrd, device tree and reset vector become blobs of the
 * machine's ROM list, which every reset writes again.
 */
#include <unistd.h>

#include "machine/virt.h"

#include "machine/boot.h"
#include "machine/demo_image.h"
#include "machine/virt_fdt.h"
#include "memory/memory_map.h"

static VirtFdtRange fdt_range(VirtDevice device)
{
    return (VirtFdtRange) {
        .base = virt_memmap[device].base,
        .size = virt_memmap[device].size,
    };
}

static void describe_virtio(VirtFdtInfo *info)
{
    const MemMapEntry *map = &virt_memmap[VIRT_VIRTIO];

    info->virtio_count = VIRT_NUM_VIRTIO;
    for (unsigned i = 0; i < VIRT_NUM_VIRTIO; i++) {
        info->virtio[i] = (VirtFdtDevice) {
            .range = { map->base + i * map->size, map->size },
            .irq = VIRT_IRQ_VIRTIO + i,
        };
    }
}

static void describe_flash(VirtFdtInfo *info)
{
    const MemMapEntry *map = &virt_memmap[VIRT_FLASH];
    hwaddr size = map->size / MACHINE_NUM_FLASH;

    for (unsigned i = 0; i < MACHINE_NUM_FLASH; i++) {
        info->flash[i] = (VirtFdtRange) { map->base + i * size, size };
    }
}

static VirtFdtInfo describe(RISCVVirtState *s, const BootLayout *layout,
                            const uint8_t *rng_seed)
{
    MachineState *machine = MACHINE(s);
    VirtFdtInfo info = {
        .hart_count = machine->smp.cpus,
        .hart = &s->socket[0].harts[0].env.config,
        .timebase_hz = VIRT_TIMEBASE_HZ,
        .ram = { virt_memmap[VIRT_DRAM].base, machine->ram_size },
        .plic = fdt_range(VIRT_PLIC),
        .plic_ndev = VIRT_PLIC_SOURCES - 1,
        .aclint = s->aclint,
        .clint = fdt_range(VIRT_CLINT),
        .sswi = fdt_range(VIRT_ACLINT_SSWI),
        .rtc = { fdt_range(VIRT_RTC), VIRT_IRQ_RTC },
        .uart = { fdt_range(VIRT_UART0), VIRT_IRQ_UART0 },
        .uart_clock_hz = VIRT_UART_CLOCK_HZ,
        .finisher = fdt_range(VIRT_TEST),
        .fw_cfg = fdt_range(VIRT_FW_CFG),
        .bootargs = machine->kernel_cmdline,
        .initrd_start = layout->initrd_start,
        .initrd_end = layout->initrd_end,
        .rng_seed = rng_seed,
    };

    describe_virtio(&info);
    describe_flash(&info);
    return info;
}

/*
 * The guest's first entropy. With counted instructions a run must repeat, so
 * there the seed is all zeros.
 */
static void make_rng_seed(const MachineState *machine,
                          uint8_t seed[VIRT_FDT_RNG_SEED_BYTES])
{
    memset(seed, 0, VIRT_FDT_RNG_SEED_BYTES);
    if (!machine->deterministic &&
        getentropy(seed, VIRT_FDT_RNG_SEED_BYTES) != 0) {
        warn_report("the host gives no entropy: rng-seed is all zeros");
    }
}

static GBytes *user_fdt(const char *path, const VirtFdtInfo *info,
                        Error **errp)
{
    g_autoptr(GBytes) blob = load_dtb(path, errp);

    return blob ? virt_fdt_update_chosen(blob, info, errp) : NULL;
}

static GBytes *make_fdt(RISCVVirtState *s, const BootLayout *layout,
                        Error **errp)
{
    MachineState *machine = MACHINE(s);
    uint8_t seed[VIRT_FDT_RNG_SEED_BYTES];

    make_rng_seed(machine, seed);
    VirtFdtInfo info = describe(s, layout, seed);
    return machine->dtb ? user_fdt(machine->dtb, &info, errp)
                        : virt_fdt_build(&info);
}

static BootRequest boot_request(RISCVVirtState *s)
{
    MachineState *machine = MACHINE(s);

    return (BootRequest) {
        .ram_base = virt_memmap[VIRT_DRAM].base,
        .ram_size = machine->ram_size,
        .flash_base = machine->flash[0] ? virt_memmap[VIRT_FLASH].base : 0,
        .bios = machine->firmware,
        .search = machine->firmware_search,
        .kernel = machine->kernel_filename,
        .initrd = machine->initrd_filename,
        .symbols = machine->symbols,
    };
}

static bool dump_fdt(const char *path, GBytes *fdt, Error **errp)
{
    gsize size;
    const char *data = g_bytes_get_data(fdt, &size);
    GError *error = NULL;

    if (!g_file_set_contents(path, data, (gssize)size, &error)) {
        error_propagate(errp, error);
        return false;
    }
    return true;
}

static bool place_fdt(RISCVVirtState *s, const BootRequest *request,
                      BootLayout *layout, Error **errp)
{
    MachineState *machine = MACHINE(s);
    g_autoptr(GBytes) fdt = make_fdt(s, layout, errp);

    if (!fdt) {
        return false;
    }
    if (machine->dumpdtb) {
        return dump_fdt(machine->dumpdtb, fdt, errp);
    }
    machine->fdt = g_bytes_ref(fdt);
    return boot_add_fdt(machine->roms, request, fdt, layout, errp);
}

/* With no guest named: the built-in firmware and shell, at RAM's start. */
static bool load_demo(MachineState *machine, BootLayout *layout, Error **errp)
{
    hwaddr base = virt_memmap[VIRT_DRAM].base;
    size_t size;
    const uint8_t *image = demo_image(&size);
    g_autoptr(GBytes) bytes = g_bytes_new_static(image, size);

    layout->start = base;
    layout->firmware_end = base + size;
    return rom_add_blob(machine->roms, "embedded demo", bytes, base, errp);
}

bool virt_boot_init(RISCVVirtState *s, Error **errp)
{
    MachineState *machine = MACHINE(s);
    const MemMapEntry *mrom = &virt_memmap[VIRT_MROM];
    BootRequest request = boot_request(s);
    BootLayout layout = { 0 };
    bool loaded = machine->demo
        ? load_demo(machine, &layout, errp)
        : boot_load_images(machine->roms, &request, &layout, errp);

    return loaded && place_fdt(s, &request, &layout, errp) &&
           riscv_setup_rom_reset_vec(machine->roms, mrom->base, mrom->size,
                                     &layout, errp);
}
