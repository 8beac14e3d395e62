/* hmp_memory.c: the map, what fills it at reset, the RAM behind it */
#include <inttypes.h>

#include "hmp_internal.h"

#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "memory/ram_block.h"

#define SUM_MAX (256ull << 20)  /* bytes of one sum: some tenths of a second */

static void hmp_info_mtree(Monitor *mon, const HMPArgs *args)
{
    GString *text = g_string_new(NULL);
    MtreeOptions options = {
        .flatview = hmp_args_bool(args, "flatview"),
        .dispatch_tree = hmp_args_bool(args, "dispatch_tree"),
        .owner = hmp_args_bool(args, "owner"),
        .disabled = hmp_args_bool(args, "disabled"),
    };

    mtree_info(get_system_memory()->map, &options, text);
    hmp_print_text(mon, text);
}

static void hmp_info_roms(Monitor *mon, const HMPArgs *args)
{
    GString *text = g_string_new(NULL);

    rom_print(hmp_vm(mon)->machine->roms, text);
    hmp_print_text(mon, text);
}

static void hmp_info_memory_size(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "base memory: %" PRIu64 "\n",
                   hmp_vm(mon)->machine->ram_size);
}

static void hmp_info_memdev(Monitor *mon, const HMPArgs *args)
{
    const MachineState *machine = hmp_vm(mon)->machine;

    if (!machine->ram) {
        monitor_printf(mon, "no memory backend: this board has no RAM\n");
        return;
    }
    monitor_printf(mon, "memory backend: %s\n  size:  %" PRIu64 "\n",
                   MACHINE_GET_CLASS(machine)->default_ram_id,
                   machine->ram_size);
}

static int print_block(RAMBlock *block, void *opaque)
{
    monitor_printf(opaque, "%32s 0x%016" PRIx64 " 0x%016" PRIx64 "\n",
                   qemu_ram_get_idstr(block),
                   (uint64_t)qemu_ram_get_offset(block),
                   qemu_ram_get_used_length(block));
    return 0;
}

static void hmp_info_ramblock(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "%32s %18s %18s\n", "Block Name", "Offset", "Used");
    qemu_ram_foreach_block(print_block, mon);
}

/* The sum of BSD's sum(1): rotate right, then add; 16 bits. */
static uint16_t sum_bytes(uint16_t sum, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        sum = (uint16_t)((sum >> 1 | sum << 15) + bytes[i]);
    }
    return sum;
}

static void hmp_sum(Monitor *mon, const HMPArgs *args)
{
    hwaddr at = hmp_args_int(args, "addr", 0);
    uint64_t left = hmp_args_int(args, "size", 0);
    uint8_t buf[4096];
    uint16_t sum = 0;

    if (left > SUM_MAX) {
        monitor_printf(mon, "Error: at most %" PRIu64 " MiB at once\n",
                       (uint64_t)(SUM_MAX >> 20));
        return;
    }
    while (left > 0) {
        size_t n = MIN(left, sizeof(buf));

        if (address_space_read(&address_space_memory, at,
                               MEMTXATTRS_UNSPECIFIED, buf, n) != MEMTX_OK) {
            monitor_printf(mon, "Error: nothing to read at 0x%" PRIx64
                           " or behind it\n", at);
            return;
        }
        sum = sum_bytes(sum, buf, n);
        at += n;
        left -= n;
    }
    monitor_printf(mon, "%05u\n", sum);
}

static void hmp_dumpdtb(Monitor *mon, const HMPArgs *args)
{
    GBytes *fdt = hmp_vm(mon)->machine->fdt;
    const char *filename = hmp_args_str(args, "filename");
    GError *error = NULL;
    size_t size;

    if (!fdt) {
        monitor_printf(mon, "Error: this board has no device tree\n");
        return;
    }
    const char *data = g_bytes_get_data(fdt, &size);
    if (g_file_set_contents(filename, data, (gssize)size, &error)) {
        monitor_printf(mon, "%zu bytes written to '%s'\n", size, filename);
    }
    hmp_report_error(mon, error);
}

const HMPCommand hmp_memory_commands[] = {
    { "dumpdtb", "filename:s", "filename",
      "write the device tree to a file", hmp_dumpdtb,
      .example = "dumpdtb virt.dtb -- dtc -O dts virt.dtb shows it" },
    { "sum", "addr:l,size:l", "addr size",
      "the checksum of physical memory, as of BSD's sum", hmp_sum,
      .example = "sum 0x1000 0x28 -- of the reset vector" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_memory_info_commands[] = {
    { "mtree", "flatview:-f,dispatch_tree:-d,owner:-o,disabled:-D",
      "[-f][-d][-o][-D]",
      "the memory tree (-f: as ranges; -d: with -f, what lookups search; "
      "-o: owners; -D: disabled regions too)", hmp_info_mtree,
      .example = "info mtree -f -o -- what answers at each address, and "
                 "whose it is" },
    { "roms", "", "", "what each reset writes into memory", hmp_info_roms,
      .example = "info roms -- firmware, kernel, device tree, reset vector" },
    { "memory_size_summary", "", "", "how much RAM there is",
      hmp_info_memory_size,
      .example = "info memory_size_summary -- in bytes" },
    { "memdev", "", "", "where the RAM comes from", hmp_info_memdev,
      .example = "info memdev -- the id that the board gave it" },
    { "ramblock", "", "", "the blocks of host memory", hmp_info_ramblock,
      .example = "info ramblock -- RAM, ROM and flash; offsets count all" },
    HMP_COMMAND_END,
};
